package gen

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// An Account is one invented account, with all that a profile shows.
type Account struct {
	ID       uint64
	Handle   string
	Name     string
	Bio      string
	Location string
	URL      string
	Created  time.Time

	Followers, Following, Tweets, Listed, Likes int

	Protected, Verified bool
	DefaultImage        bool // it shows the platform's default picture

	Class string // what the plan made it: cdi, cubacoopera, or ""
	Place string // ISO code of the place that it serves, where the plan says so
	Tells string // what its location tells: a country's code, multiple, ambiguous, unresolved or none
	State State
}

// A State says what the platform still shows of an account.
type State uint8

// The states.
const (
	Shown     State = iota // its profile
	Suspended              // an error in place of the profile
	Unseen                 // nothing: it is mentioned, and never looked up
)

// A List is one follower or following list, newest first as the platform gives it.
type List struct {
	Owner   *Account
	Kind    string // "followers" or "following"
	Members []*Account
}

// A Tweet is one message. At most one of Retweet, Quote and Reply is set.
type Tweet struct {
	ID       uint64
	Author   *Account
	At       time.Time
	Text     string // of a retweet: that of the original
	Client   string
	Tags     []string   // that the text holds, without #
	Mentions []*Account // that the text holds

	Retweet, Quote, Reply *Tweet
}

// A File is one file of a dump.
type File struct {
	Path string // relative to the world's folder, with slashes
	Data []byte
}

// A World is a plan carried out.
type World struct {
	Name     string
	Seed     uint64
	Seeds    []*Account
	Accounts []*Account // everybody
	Lists    []List
	Tweets   []*Tweet // in order of time
	Files    []File   // in order of path
}

// Population returns the seeds and the members of their lists, in order of id.
func (w *World) Population() []*Account {
	in := map[*Account]bool{}
	for _, s := range w.Seeds {
		in[s] = true
	}
	for _, l := range w.Lists {
		if slices.Contains(w.Seeds, l.Owner) {
			for _, m := range l.Members {
				in[m] = true
			}
		}
	}
	var out []*Account
	for _, a := range w.Accounts {
		if in[a] {
			out = append(out, a)
		}
	}
	sortByID(out)
	return out
}

func sortByID(as []*Account) {
	slices.SortFunc(as, func(a, b *Account) int { return cmp.Compare(a.ID, b.ID) })
}

func sortTweets(ts []*Tweet) {
	slices.SortFunc(ts, func(a, b *Tweet) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
}

// file adds one file.
func (w *World) file(path string, data []byte) { w.Files = append(w.Files, File{path, data}) }

func (w *World) sortFiles() {
	slices.SortFunc(w.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
}
