package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

var lostAnalysis = Analysis{
	Name:   "lost",
	Needs:  []string{"population", "classes"},
	Source: "definition: accounts last reported suspended, deactivated or not found, and handles that only mentions know; rates: Fisher's exact test, 1935, doi:10.2307/2342435",
	Run: func(ctx context.Context, in *Input, out *Results) error {
		l := lost(in)
		l.states(in.Snap)
		l.rates(in, out)
		if err := l.respawn(ctx, in); err != nil {
			return err
		}
		l.report(in)
		out.Lost = l
		return nil
	},
}

// Lost lists the accounts that the platform no longer shows.
type Lost struct {
	Result
	Accounts []LostAccount // most mentioned first
	Dangling []LostAccount // mentioned, and known in no other way; status unknown
	States   []State       // what is known of all accounts, most lost first
	Renamed  []int32       // accounts that bore another handle before
	Rates    []LossRate    // of classes, beside the comparison group
	Leads    []Lead        // newer accounts that share a rare trait with a lost one
}

// A LostAccount is one that is suspended or missing, or only mentioned.
type LostAccount struct {
	Account    int32
	Mentions   []int32 // tweets that mention it
	Mentioners int     // distinct accounts that do
	After      int     // mentions after the date of its status, where both are known
}

// lost lists the accounts that the platform no longer shows and the handles
// that nothing but mentions knows, with the tweets that mention them. A retweet shows
// somebody else's mention: it counts only where the message itself is not in the data,
// once, and for that message's author.
func lost(in *Input) *Lost {
	s := in.Snap
	r := &Lost{Result: Result{Name: "lost", Level: Observed}}
	mentions := mentionsOf(s)
	for i := range s.Accounts {
		a := &s.Accounts[i]
		switch {
		case a.Status.Lost():
			r.Accounts = append(r.Accounts, lostAccount(s, int32(i), mentions[int32(i)]))
		case a.Status == adentro.StatusUnknown && mentionedOnly(a) && len(mentions[int32(i)]) > 0:
			r.Dangling = append(r.Dangling, lostAccount(s, int32(i), mentions[int32(i)]))
		}
	}
	for _, list := range [][]LostAccount{r.Accounts, r.Dangling} {
		slices.SortFunc(list, func(a, b LostAccount) int {
			return cmp.Or(cmp.Compare(len(b.Mentions), len(a.Mentions)), cmp.Compare(a.Account, b.Account))
		})
	}
	return r
}

// mentionsOf returns the tweets that mention each account, in order of time.
func mentionsOf(s *adentro.Snapshot) map[int32][]int32 {
	have := make(map[adentro.Key]bool, len(s.Tweets))
	for i := range s.Tweets {
		have[s.Tweets[i].ID] = true
	}
	out := map[int32][]int32{}
	for i := range s.Tweets {
		t := &s.Tweets[i]
		if ref, ok := t.Ref(adentro.Retweet); ok {
			if ref.ID.IsZero() || have[ref.ID] {
				continue
			}
			have[ref.ID] = true
		}
		for _, m := range t.Mentions {
			if m.Index < 0 {
				continue
			}
			if list := out[m.Index]; len(list) == 0 || list[len(list)-1] != int32(i) {
				out[m.Index] = append(list, int32(i))
			}
		}
	}
	return out
}

func lostAccount(s *adentro.Snapshot, u int32, tweets []int32) LostAccount {
	l := LostAccount{Account: u, Mentions: tweets}
	at := s.Accounts[u].StatusFrom().At
	by := map[int32]bool{}
	for _, i := range tweets {
		t := &s.Tweets[i]
		author := t.Author.Index
		if ref, ok := t.Ref(adentro.Retweet); ok {
			author = ref.Author.Index
		}
		if author >= 0 && author != u {
			by[author] = true
		}
		if !at.IsZero() && t.Created.After(at) {
			l.After++
		}
	}
	l.Mentioners = len(by)
	return l
}

func (r *Lost) report(in *Input) {
	total := int64(len(in.Snap.Accounts))
	status := total // accounts of known status
	for _, s := range r.States {
		if s.Status == adentro.StatusUnknown {
			status -= int64(s.Accounts)
		}
	}
	fact := func(name string, list []LostAccount, keep func(l *LostAccount) bool) {
		f := Fact{Name: name, Unit: "accounts", Of: "total", N: total, Known: status}
		for i := range list {
			if keep(&list[i]) {
				f.Evidence.Accounts = append(f.Evidence.Accounts, list[i].Account)
				f.Evidence.Tweets = append(f.Evidence.Tweets, list[i].Mentions...)
			}
		}
		f.Value = float64(len(f.Evidence.Accounts))
		slices.Sort(f.Evidence.Tweets)
		f.Evidence.Tweets = slices.Compact(f.Evidence.Tweets)
		r.Facts = append(r.Facts, f)
	}
	fact("lost_accounts", r.Accounts, func(*LostAccount) bool { return true })
	fact("lost_still_mentioned", r.Accounts, func(l *LostAccount) bool { return len(l.Mentions) > 0 })
	fact("dangling_mentions", r.Dangling, func(*LostAccount) bool { return true })
	if len(r.Accounts) > 0 {
		r.warn("lost_cause_unknown")
	}
	undated := 0
	for _, l := range r.Accounts {
		if in.Snap.Accounts[l.Account].StatusFrom().At.IsZero() {
			undated++
		}
	}
	if undated > 0 {
		r.warn("lost_undated", itoa(undated), itoa(len(r.Accounts)))
	}
	if len(r.Dangling) > 0 {
		r.warn("dangling_not_lost", itoa(len(r.Dangling)))
	}
}
