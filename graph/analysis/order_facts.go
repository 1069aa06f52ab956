package analysis

import (
	"context"
	"math"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// sweepOrders is how many orders are drawn at each further threshold.
const sweepOrders = 199

// report makes the facts and notes.
func (r *Order) report(ctx context.Context, in *Input, res *Results) error {
	if r.Followers == 0 {
		return nil
	}
	var ordered, informative, truncated, byID Evidence
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
			facts, err := l.runFacts(ctx, in, res, &l.Runs[k], k, r.Tested)
			if err != nil {
				return err
			}
			r.Facts = append(r.Facts, facts...)
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

// runFacts tells one run. The run that stands for its list is tried at other thresholds where it is
// more than chance.
func (l *OrderList) runFacts(ctx context.Context, in *Input, res *Results, run *FollowRun, k, family int) ([]Fact, error) {
	name := in.Snap.Accounts[l.Owner].Label()
	test := &Test{Null: "order_age", Expected: run.Expected, P: run.P, Q: run.Q, Family: family, Replicates: l.Replicates}
	f := Fact{Name: "mass_follow", Item: name + " " + run.From.Format(time.DateOnly) + "–" + run.To.Format(time.DateOnly), Value: float64(run.Count), Unit: "accounts", Of: "run", N: int64(run.N),
		Level: Inferred, Test: test, Evidence: Evidence{Accounts: run.Accounts, Lists: []int32{l.List}}}
	if !run.Significant() {
		return []Fact{f}, nil
	}
	f.Innocent = run.innocent()
	if k > 0 {
		return []Fact{f}, nil
	}
	var err error
	again := func(longest, widest int) (value, p float64) {
		places := l.places()
		scan := newMassScan(l.null(in.Snap, places, in.Seed), longest, widest, burstsOf(res))
		found, e := scan.run(ctx, in, l.item(in.Snap)+" sweep", sweepOrders)
		if e != nil {
			err = e
		}
		if len(found.runs) == 0 {
			return 0, 1
		}
		r := found.runs[0]
		if places[r.first] > run.Last || places[r.last] < run.First {
			return float64(r.count), 1 // another run: this one does not stand out
		}
		return float64(r.count), found.p[0]
	}
	holds := func(_, p float64) bool { return p <= Significance }
	f.Sweep = sweep(widestSpan, func(at float64) (float64, float64) { return again(longestRun, int(at)) }, holds)
	long := f
	long.Name, long.Evidence, long.Innocent = "mass_follow_length", Evidence{}, nil
	long.Sweep = sweep(longestRun, func(at float64) (float64, float64) { return again(int(at), widestSpan) }, holds)
	return []Fact{f, long}, err
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
