package analysis

import (
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// holdings counts what the data hold of everything that a method may need.
type holdings struct {
	accounts, profiled    int
	described             int // with a name or a bio
	asked, located        int // whose location is known, be it empty; that declare one
	dated                 int // with a creation date
	coarse                bool
	coded, labelled       int // lost accounts, by what says so
	absent                int // left out of an answer, which does not say why
	lists, owners         int
	followersOf           int // accounts whose followers are listed
	followingOf           int
	incomplete, uncertain int // lists that are cut, or may be
	short                 int // lists of fewer than nine tenths of what the platform counted, and not known to be cut
	guessed               int // lists
	followerLists         int // lists of followers
	ordered               int // of those, with the order known
	edges                 int // edges
	unownedFiles          int // with lists that nobody says the owner of
	undirectedFiles       int // with edges that nobody says the direction of
	tweets, timed         int
	first, last           time.Time
	tagged, interacting   int // tweets
	retweets, referring   int
	retweeters, writers   int // accounts
	texts                 [3]int
}

// The texts of messages that are no retweets, by how they compare.
const (
	textFull = iota
	textCut
	textCleaned
)

// hold counts. Cost: linear in accounts, lists, tweets and sources.
func hold(s *adentro.Snapshot) *holdings {
	h := &holdings{accounts: len(s.Accounts), edges: s.FollowCount}
	h.countAccounts(s)
	h.countLists(s)
	h.countTweets(s)
	for i := range s.Sources {
		if slices.ContainsFunc(s.Sources[i].Why, func(n adentro.Note) bool { return n.Code == "owner_unknown" }) {
			h.unownedFiles++
		}
		if slices.ContainsFunc(s.Sources[i].Warnings, func(n adentro.Note) bool { return n.Code == "direction_unknown" }) {
			h.undirectedFiles++
		}
	}
	return h
}

func (h *holdings) countAccounts(s *adentro.Snapshot) {
	var dated []time.Time
	for i := range s.Accounts {
		a := &s.Accounts[i]
		if a.Profiled() {
			h.profiled++
		}
		if adentro.Present(a.Name()) || adentro.Present(a.Bio()) {
			h.described++
		}
		if a.Known(adentro.FieldLocation) {
			h.asked++
		}
		if a.HasLocation() {
			h.located++
		}
		if !a.Created().IsZero() {
			dated = append(dated, a.Created())
		}
		if a.Status.Lost() {
			switch a.StatusFrom().Basis {
			case adentro.BasisCode:
				h.coded++
			case adentro.BasisLabel:
				h.labelled++
			default:
				h.absent++
			}
		}
	}
	h.dated, h.coarse = len(dated), coarse(dated)
}

func (h *holdings) countLists(s *adentro.Snapshot) {
	var owners [3]map[int32]bool
	for k := range owners {
		owners[k] = map[int32]bool{}
	}
	all := map[int32]bool{}
	for i := range s.Lists {
		l := &s.Lists[i]
		if l.Kind == adentro.ListUnknown {
			continue
		}
		h.lists++
		owners[l.Kind][l.Owner], all[l.Owner] = true, true
		switch l.Complete {
		case adentro.CompleteNo:
			h.incomplete++
		case adentro.CompleteUnknown:
			h.uncertain++
		}
		if l.Complete != adentro.CompleteNo && l.Declared.Known && int64(len(l.Members)) < l.Declared.N*9/10 {
			h.short++
		}
		if l.Basis == adentro.Guessed {
			h.guessed++
		}
		if l.Kind == adentro.Followers {
			h.followerLists++
			if l.Ordered {
				h.ordered++
			}
		}
	}
	h.owners, h.followersOf, h.followingOf = len(all), len(owners[adentro.Followers]), len(owners[adentro.Following])
}

func (h *holdings) countTweets(s *adentro.Snapshot) {
	h.tweets = len(s.Tweets)
	retweeters, writers := map[int32]bool{}, map[int32]bool{}
	for i := range s.Tweets {
		t := &s.Tweets[i]
		if !t.Created.IsZero() {
			if h.timed++; h.first.IsZero() {
				h.first = t.Created // tweets are in order of time
			}
			h.last = t.Created
		}
		if len(t.Hashtags) > 0 {
			h.tagged++
		}
		if t.Kind != adentro.Original || len(t.Mentions) > 0 {
			h.interacting++
		}
		if r, ok := t.Ref(adentro.Retweet); ok {
			h.retweets++
			if !r.ID.IsZero() {
				h.referring++
				retweeters[t.Author.Index] = true
			}
			continue
		}
		switch t.TextKind {
		case adentro.TextNone:
			continue
		case adentro.TextFull:
			h.texts[textFull]++
		case adentro.TextNormalised:
			h.texts[textCleaned]++
		default:
			h.texts[textCut]++
		}
		writers[t.Author.Index] = true
	}
	delete(retweeters, -1)
	delete(writers, -1)
	h.retweeters, h.writers = len(retweeters), len(writers)
}
