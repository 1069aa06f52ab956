package analysis

import (
	"cmp"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

// A State counts the accounts of one status by how it is known.
type State struct {
	Status      adentro.Status
	Basis       adentro.StatusBasis
	Accounts    int
	Undated     int       // of them, those of which it is not known when
	First, Last time.Time // when it was seen, of the dated ones; zero if none is
}

// states counts all accounts by status and basis. Most accounts of large dumps have no status
// but that of their profile: their history is looked at only where they have one.
func (r *Lost) states(s *adentro.Snapshot) {
	type key struct {
		status adentro.Status
		basis  adentro.StatusBasis
	}
	by := map[key]*State{}
	for i := range s.Accounts {
		a := &s.Accounts[i]
		if a.Renamed() {
			r.Renamed = append(r.Renamed, int32(i))
		}
		e := adentro.StatusEvent{}
		if a.Status != adentro.StatusUnknown {
			e = a.StatusFrom()
		}
		k := key{a.Status, e.Basis}
		c := by[k]
		if c == nil {
			c = &State{Status: k.status, Basis: k.basis}
			by[k] = c
		}
		c.Accounts++
		switch t := e.At; {
		case t.IsZero():
			c.Undated++
		case c.First.IsZero():
			c.First, c.Last = t, t
		case t.Before(c.First):
			c.First = t
		case t.After(c.Last):
			c.Last = t
		}
	}
	for _, c := range by {
		r.States = append(r.States, *c)
	}
	order := func(s adentro.Status) int {
		return slices.Index([]adentro.Status{adentro.Suspended, adentro.Deactivated, adentro.NotFound, adentro.Unavailable, adentro.Protected, adentro.Active, adentro.StatusUnknown}, s)
	}
	slices.SortFunc(r.States, func(a, b State) int {
		return cmp.Or(cmp.Compare(order(a.Status), order(b.Status)), -cmp.Compare(a.Basis, b.Basis))
	})
}

// A LossRate is the share of a class that is lost, of those whose status is known, beside the
// same share of the comparison group.
type LossRate struct {
	Class    string // class key
	Table    Contingency
	Contrast Contrast
	Low      float64 // Wilson interval of the share lost
	High     float64
	Control  string // "control", or "rest": the accounts outside the class
	Lost     []int32
}

// leastLost is how many lost accounts of both groups together a rate is compared from.
const leastLost = 5

// rates compares how many accounts of each class are lost with the control accounts of the
// case, or with all others whose status is known.
func (r *Lost) rates(in *Input, res *Results) {
	s := in.Snap
	if len(r.Accounts) < leastLost || res.Classes == nil {
		return
	}
	known := func(u int32) bool {
		st := s.Accounts[u].Status
		return st.Lost() || st == adentro.Active || st == adentro.Protected
	}
	control := controlAccounts(in, res)
	member := make([]bool, len(s.Accounts))
	for c := range in.Case.Classes {
		clear(member)
		rate := LossRate{Class: in.Case.Classes[c].Key, Control: "rest"}
		for _, u := range res.Classes.All[c] {
			member[u] = true
			switch {
			case !known(u):
			case s.Accounts[u].Status.Lost():
				rate.Table.Hit++
				rate.Lost = append(rate.Lost, u)
			default:
				rate.Table.Miss++
			}
		}
		compare := func(u int32) {
			switch {
			case member[u] || !known(u):
			case s.Accounts[u].Status.Lost():
				rate.Table.ControlHit++
			default:
				rate.Table.ControlMiss++
			}
		}
		if len(control) > 0 && in.Case.Control.Class != rate.Class {
			rate.Control = "control"
			for _, u := range control {
				compare(u)
			}
		} else {
			for u := range s.Accounts {
				compare(int32(u))
			}
		}
		t := rate.Table
		if t.Hit+t.Miss == 0 || t.ControlHit+t.ControlMiss == 0 || t.Hit+t.ControlHit < leastLost {
			continue
		}
		rate.Contrast = contrast(t)
		rate.Low, rate.High = wilson(t.Hit, t.Hit+t.Miss)
		r.Rates = append(r.Rates, rate)
	}
	p := make([]float64, len(r.Rates))
	for i := range r.Rates {
		p[i] = r.Rates[i].Contrast.TwoSided
	}
	q := bipartite.BenjaminiHochberg(p)
	for i := range r.Rates {
		x := &r.Rates[i]
		n := x.Table.Hit + x.Table.Miss
		f := Fact{
			Name: "loss_rate", Item: x.Class, Value: ratio(x.Table.Hit, n), Unit: "share", Of: "status_known", N: int64(n),
			Low: x.Low, High: x.High, Interval: true, Level: Inferred, Evidence: Evidence{Accounts: x.Lost},
			Test: &Test{Null: "fisher_" + x.Control, Expected: ratio(x.Table.Hit+x.Table.ControlHit, n+x.Table.ControlHit+x.Table.ControlMiss), P: p[i], Q: q[i], Family: len(p)},
		}
		if f.Significant() {
			f.Innocent = append(f.Innocent, adentro.Note{Code: "loss_rate_innocent"}, adentro.Note{Code: "loss_rate_selection"})
		}
		r.Facts = append(r.Facts, f)
	}
}
