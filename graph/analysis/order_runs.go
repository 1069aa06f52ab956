package analysis

import (
	"cmp"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// tell keeps the runs of a list as they were tested.
func (l *OrderList) tell(t *massTest) {
	places := l.places()
	l.Replicates, l.Runs = t.drawn, nil
	for i, run := range t.runs {
		r := FollowRun{First: places[run.first], Last: places[run.last], N: run.last - run.first + 1, Expected: t.expected(i), Score: run.score, P: t.p(i)}
		for k := run.first; k <= run.last; k++ {
			if !t.scan.counts(k, t.scan.null.listed[k], run.span) {
				continue
			}
			f := &l.Followers[places[k]]
			d := utcDay(time.Unix(f.Created, 0))
			if len(r.Accounts) == 0 || d.Before(r.From) {
				r.From = d
			}
			if d.After(r.To) {
				r.To = d
			}
			r.Accounts = append(r.Accounts, f.Account)
		}
		r.Count = len(r.Accounts)
		l.Runs = append(l.Runs, r)
	}
}

// places returns the indexes of the dated followers.
func (l *OrderList) places() []int {
	out := make([]int, 0, l.Dated)
	for i := range l.Followers {
		if l.Followers[i].Dated {
			out = append(out, i)
		}
	}
	return out
}

func (l *OrderList) null(s *adentro.Snapshot, places []int) *orderNull {
	dated := make([]FollowBound, len(places))
	for i, k := range places {
		dated[i] = l.Followers[k]
	}
	end := int64(0)
	if t := s.Lists[l.List].Observed; !t.IsZero() {
		end = t.Unix()
	}
	return newOrderNull(dated, end)
}

// item names the list for its random draws, whatever its account is numbered.
func (l *OrderList) item(s *adentro.Snapshot) string {
	return s.Accounts[l.Owner].Key.String() + " " + s.Lists[l.List].Observed.UTC().Format(time.RFC3339)
}

func burstsOf(res *Results) []Burst {
	if res.Creation == nil {
		return nil
	}
	return res.Creation.Bursts
}

// countries counts what the followers of a run declare, and how many of them the rest of the list lets
// expect in the span for followers of the same countries who existed by then.
func (r *FollowRun) countries(res *Results, l *OrderList) {
	if res.Locations == nil {
		return
	}
	country := func(u int32) string {
		if int(u) >= len(res.Locations.Declared) {
			return ""
		}
		return res.Locations.Declared[u].Country
	}
	in := map[string]int{}
	for _, f := range l.Followers[r.First : r.Last+1] {
		if f.Dated {
			in[country(f.Account)]++
		}
	}
	within, all := map[string]int{}, map[string]int{}
	from, to, last := r.From.Unix(), r.To.AddDate(0, 0, 1).Unix(), l.Followers[r.Last].Earliest
	for i, f := range l.Followers {
		if i >= r.First && i <= r.Last || !f.Dated || f.Created > last {
			continue
		}
		c := country(f.Account)
		all[c]++
		if from <= f.Created && f.Created < to {
			within[c]++
		}
	}
	for c, n := range in {
		if c != "" {
			r.Countries = append(r.Countries, CodeCount{c, n})
			r.Declaring += n
		}
	}
	slices.SortFunc(r.Countries, func(a, b CodeCount) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Code, b.Code)) })
	for _, c := range append(slices.Clone(r.Countries), CodeCount{"", in[""]}) {
		if all[c.Code] > 0 {
			r.ByCountry += float64(c.N) * float64(within[c.Code]) / float64(all[c.Code])
		}
	}
}
