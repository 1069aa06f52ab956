package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

const (
	sweepOrders = 99 // drawn at each further threshold
	maxSwept    = 20 // lists, those with the strongest runs, that are tried at further thresholds
)

// report makes the facts and notes.
func (r *Order) report(ctx context.Context, in *Input, res *Results) error {
	if r.Followers == 0 {
		return nil
	}
	var ordered, informative, truncated, byID Evidence
	sweeps, err := r.sweepRuns(ctx, in, res)
	if err != nil {
		return err
	}
	ids, reversed, found := 0, 0, 0
	for i := range r.Lists {
		l := &r.Lists[i]
		ordered.Lists = append(ordered.Lists, l.List)
		if !l.Informative() {
			continue
		}
		informative.Lists = append(informative.Lists, l.List)
		if l.Truncated {
			truncated.Lists = append(truncated.Lists, l.List)
		}
		if l.FromID > 0 {
			ids += l.FromID
			byID.Lists = append(byID.Lists, l.List)
		}
		if l.Reversed {
			reversed++
		}
		r.Facts = append(r.Facts, l.facts(in.Snap)...)
		for k := range l.Runs {
			r.Facts = append(r.Facts, l.runFacts(in.Snap, k, r.Tested, sweeps[l.List])...)
			if l.Runs[k].Significant() {
				found++
			}
		}
	}
	n := int64(r.Followers)
	r.Facts = append([]Fact{
		{Name: "ordered_lists", Value: float64(len(r.Lists)), Unit: "lists", Of: "follower_lists", N: n, Evidence: ordered},
		{Name: "informative_lists", Value: float64(len(informative.Lists)), Unit: "lists", Of: "ordered_lists", N: int64(len(r.Lists)), Evidence: informative},
		{Name: "mass_follows", Value: float64(found), Unit: "runs", Of: "tested_lists", N: int64(r.Tested), Level: Inferred},
	}, r.Facts...)
	if k := len(informative.Lists); k > 0 {
		r.warn("order_lower_bounds")
		r.warn("order_survivors")
		if t := len(truncated.Lists); t > 0 {
			r.warn("order_truncated", itoa(t), itoa(k))
		}
		if reversed > 0 {
			r.warn("order_reversed", itoa(reversed))
		}
		if ids > 0 {
			r.warn("order_id_dates", itoa(ids))
		}
	}
	if found > 0 {
		r.warn("order_explanations")
	}
	return nil
}

// facts tells how far the order bounds the follows of one list.
func (l *OrderList) facts(s *adentro.Snapshot) []Fact {
	name := s.Accounts[l.Owner].Label()
	var records []int32
	for _, f := range l.Followers {
		if f.Record {
			records = append(records, f.Account)
		}
	}
	return []Fact{{Name: "order_records", Item: name, Value: float64(l.Records), Unit: "accounts", Of: "dated", N: int64(l.Dated), Known: int64(l.Dated),
		Test:     &Test{Null: "shuffled", Expected: l.Expected, Low: max(0, l.Expected-2*l.Deviation), High: l.Expected + 2*l.Deviation, Envelope: true, P: recordTail(l.Records, l.Dated), Q: recordTail(l.Records, l.Dated), Family: 1},
		Evidence: Evidence{Accounts: records, Lists: []int32{l.List}}}}
}

// recordTail bounds the chance of so many records or more in a shuffled list of n, with mean H_n, from
// above: the i-th follower is one with chance 1/i, whatever the others are (H. Chernoff, 1952, doi:10.1214/aoms/1177729330).
func recordTail(records, n int) float64 {
	x, mean := float64(records), harmonic(n)
	if x <= mean {
		return 1
	}
	return math.Exp(x - mean - float64(x*math.Log(x/mean)))
}

// runFacts tells one run. The run that stands for its list has the steps at other thresholds.
func (l *OrderList) runFacts(s *adentro.Snapshot, k, family int, steps runSweep) []Fact {
	run := &l.Runs[k]
	test := &Test{Null: "order_age", Expected: run.Expected, P: run.P, Q: run.Q, Family: family, Replicates: l.Replicates}
	f := Fact{Name: "mass_follow", Item: s.Accounts[l.Owner].Label() + " " + run.From.Format(time.DateOnly) + "–" + run.To.Format(time.DateOnly), Value: float64(run.Count), Unit: "accounts", Of: "run", N: int64(run.N),
		Level: Inferred, Test: test, Evidence: Evidence{Accounts: run.Accounts, Lists: []int32{l.List}}}
	if !run.Significant() {
		return []Fact{f}
	}
	f.Innocent = run.innocent()
	if k > 0 || steps.span == nil {
		return []Fact{f}
	}
	long := f
	long.Name, long.Evidence, long.Innocent = "mass_follow_length", Evidence{}, nil
	f.Sweep, long.Sweep = steps.span, steps.length
	return []Fact{f, long}
}

// A runSweep is the strongest run of a list at other widest spans and other greatest lengths.
type runSweep struct{ span, length []Step }

// sweepRuns tries the runs that are more than chance at other thresholds: of the twenty lists where they are
// strongest, and of none whose followers are too many to draw them again.
func (r *Order) sweepRuns(ctx context.Context, in *Input, res *Results) (map[int32]runSweep, error) {
	var lists []*OrderList
	for i := range r.Lists {
		if l := &r.Lists[i]; len(l.Runs) > 0 && l.Runs[0].Significant() && l.Dated < longList {
			lists = append(lists, l)
		}
	}
	slices.SortStableFunc(lists, func(a, b *OrderList) int { return cmp.Compare(b.Runs[0].Score, a.Runs[0].Score) })
	lists = lists[:min(len(lists), maxSwept)]
	found := make([]runSweep, len(lists))
	err := par.For(ctx, in.Workers, len(lists), func(i int) (err error) {
		found[i], err = lists[i].sweep(ctx, in, res)
		return err
	})
	out := map[int32]runSweep{}
	for i, l := range lists {
		out[l.List] = found[i]
	}
	return out, err
}

func (l *OrderList) sweep(ctx context.Context, in *Input, res *Results) (s runSweep, err error) {
	places := l.places()
	null := l.null(in.Snap, places)
	again := func(longest, widest int) (value, p float64) {
		t := newMassTest(newMassScan(null, longest, widest, burstsOf(res)), in.Seed, l.item(in.Snap)+" sweep")
		if e := t.drawTo(ctx, 1, sweepOrders); e != nil {
			err = e
		}
		if len(t.runs) == 0 || err != nil {
			return 0, 1
		}
		r := t.runs[0]
		if places[r.first] > l.Runs[0].Last || places[r.last] < l.Runs[0].First {
			return float64(r.count), 1 // another run: this one does not stand out
		}
		return float64(r.count), t.p(0)
	}
	holds := func(_, p float64) bool { return p <= Significance }
	s.span = sweep(widestSpan, func(at float64) (float64, float64) { return again(longestRun, int(at)) }, holds)
	s.length = sweep(longestRun, func(at float64) (float64, float64) { return again(int(at), widestSpan) }, holds)
	return s, err
}

// innocent names what puts accounts created together next to each other in a list without anybody
// steering them, with the numbers of this run.
func (r *FollowRun) innocent() []adentro.Note {
	notes := []adentro.Note{{Code: "innocent_event"}, {Code: "innocent_recommended"}, {Code: "innocent_train"}, {Code: "innocent_workshop"}}
	if len(r.Countries) > 0 {
		c := r.Countries[0]
		notes = append(notes, adentro.Note{Code: "innocent_band", Args: []string{"country:" + c.Code, itoa(c.N), itoa(r.N)}})
	}
	return notes
}
