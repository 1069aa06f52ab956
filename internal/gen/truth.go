package gen

import (
	"slices"
	"strings"
	"time"
)

// A Truth is what is planted in a world, counted from its plan and not from
// its files.
type Truth struct {
	Seeds         int            `json:"seeds"`
	Unique        int            `json:"unique"`
	Accounts      int            `json:"accounts"` // that the files name in any way
	Follows       int            `json:"follows"`
	Classes       map[string]int `json:"classes"`        // in the population
	ClassesAll    map[string]int `json:"classes_all"`    // everywhere
	Places        map[string]int `json:"cubacoopera"`    // by place served, in the population
	Locations     map[string]int `json:"locations"`      // by country or kind, in the population
	With          int            `json:"with_location"`  // in the population
	Outside       int            `json:"outside_home"`   // one country other than Venezuela
	Burst         int            `json:"burst"`          // centres created in February and March 2021
	Suspended     int            `json:"suspended"`      // everywhere
	MentionedOnly int            `json:"mentioned_only"` // mentioned, and without profile, list and tweet: the suspended too
	Posting       int            `json:"posting"`
	SeedLists     []TruthSeed    `json:"seed_lists"`
	Tag           TruthTag       `json:"tag"`
	EveryTag      int            `json:"every_tag"` // accounts that used the main tag and all others
}

// A TruthSeed is the row of one seed.
type TruthSeed struct {
	Handle            string         `json:"handle"`
	Followers         int            `json:"followers"`
	Declared          int            `json:"followers_declared"`
	Following         int            `json:"following"` // 0 where there is no list
	FollowingDeclared int            `json:"following_declared"`
	ClassFollowers    map[string]int `json:"class_followers"`
}

// A TruthTag is the use of the main tag.
type TruthTag struct {
	Name      string    `json:"tag"`
	Originals int       `json:"originals"`
	Retweets  int       `json:"retweets"`
	Accounts  int       `json:"accounts"`
	First     time.Time `json:"first"`
	Days      []int     `json:"days"` // tweets by day from 1 April 2021
}

// TruthOf counts what a world holds.
func TruthOf(w *World) Truth {
	t := Truth{
		Seeds: len(w.Seeds), Classes: map[string]int{}, ClassesAll: map[string]int{}, Places: map[string]int{}, Locations: map[string]int{},
		Tag: TruthTag{Name: mainTag, Days: make([]int, len(barrioDays()))},
	}
	population := w.Population()
	t.Unique = len(population)
	for _, a := range population {
		t.Locations[a.Tells]++
		if a.Class != "" {
			t.Classes[a.Class]++
		}
		if a.Class == "cubacoopera" && a.Place != "" {
			t.Places[a.Place]++
		}
		if a.Class == "cdi" && !a.Created.Before(date(2021, 2, 1)) && a.Created.Before(date(2021, 4, 1)) {
			t.Burst++
		}
		if a.Tells != TellsNone {
			t.With++
		}
		if len(a.Tells) == 2 && a.Tells != "VE" {
			t.Outside++
		}
	}
	t.countEverywhere(w)
	t.countLists(w)
	t.countTags(w)
	return t
}

// named returns the accounts that any list or tweet of the world names.
func named(w *World) map[*Account]bool {
	out := map[*Account]bool{}
	for _, l := range w.Lists {
		out[l.Owner] = true
		for _, m := range l.Members {
			out[m] = true
		}
	}
	for _, t := range w.Tweets {
		out[t.Author] = true
		for _, m := range t.Mentions {
			out[m] = true
		}
	}
	return out
}

func (t *Truth) countEverywhere(w *World) {
	in := named(w)
	posted := map[*Account]bool{}
	for _, tw := range w.Tweets {
		posted[tw.Author] = true
	}
	t.Posting = len(posted)
	for _, a := range w.Accounts {
		switch {
		case a.State != Shown && !in[a]:
			continue // nothing names it
		case a.State == Unseen:
			t.MentionedOnly++
		case a.State == Suspended:
			t.Suspended++
			t.MentionedOnly++
		case a.Class != "":
			t.ClassesAll[a.Class]++
		}
		t.Accounts++ // everybody else has a profile or an error somewhere
	}
}

func (t *Truth) countLists(w *World) {
	edges := map[[2]*Account]bool{}
	rows := map[*Account]*TruthSeed{}
	t.SeedLists = make([]TruthSeed, len(w.Seeds))
	for i, s := range w.Seeds {
		t.SeedLists[i] = TruthSeed{Handle: s.Handle, Declared: s.Followers, FollowingDeclared: s.Following, ClassFollowers: map[string]int{}}
		rows[s] = &t.SeedLists[i]
	}
	for _, l := range w.Lists {
		row := rows[l.Owner]
		for _, m := range l.Members {
			if l.Kind == "followers" {
				edges[[2]*Account{m, l.Owner}] = true
			} else {
				edges[[2]*Account{l.Owner, m}] = true
			}
			if row != nil && l.Kind == "followers" && m.Class != "" {
				row.ClassFollowers[m.Class]++
			}
		}
		switch {
		case row == nil:
		case l.Kind == "followers":
			row.Followers = len(l.Members)
		default:
			row.Following = len(l.Members)
		}
	}
	t.Follows = len(edges)
}

func (t *Truth) countTags(w *World) {
	users := map[*Account]bool{}
	used := map[*Account]map[string]bool{}
	for _, tw := range w.Tweets {
		tags := tw.Tags
		if tw.Retweet != nil {
			tags = tw.Retweet.Tags
		}
		if used[tw.Author] == nil {
			used[tw.Author] = map[string]bool{}
		}
		for _, tag := range tags {
			used[tw.Author][strings.ToLower(tag)] = true
		}
		if !slices.ContainsFunc(tags, func(s string) bool { return strings.EqualFold(s, mainTag) }) {
			continue
		}
		users[tw.Author] = true
		t.Tag.Days[int(tw.At.Sub(campaignFrom())/(24*time.Hour))]++
		if tw.Retweet != nil {
			t.Tag.Retweets++
			continue
		}
		t.Tag.Originals++
		if t.Tag.First.IsZero() {
			t.Tag.First = tw.At
		}
	}
	t.Tag.Accounts = len(users)
	for _, tags := range used {
		all := tags[strings.ToLower(mainTag)]
		for _, tag := range campaignTags() {
			all = all && tags[strings.ToLower(tag)]
		}
		if all {
			t.EveryTag++
		}
	}
}
