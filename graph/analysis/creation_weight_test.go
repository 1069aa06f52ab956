package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-1b5e0f84/adentro"
)

// The odds and shares of a case's window, counted by hand: 41 of 114 centres, and of the other 1,317
// accounts those whose date lies in the window.
func TestBurstWeight(t *testing.T) {
	s := burstWorld(rand.New(rand.NewPCG(1, 1))).snapshot(t)
	c := study(t, s, smallCase(), 0).Creation
	b := c.Bursts[len(c.Bursts)-1]
	others := 0
	for i := range s.Accounts {
		if at := s.Accounts[i].Created(); !at.Before(day(2021, 2, 1)) && at.Before(day(2021, 4, 1)) {
			others++
		}
	}
	others -= 41
	want := Contingency{41, 73, others, 1317 - others}
	if b.Odds == nil || b.Odds.Against != "rest" {
		t.Fatalf("odds: %+v", b.Odds)
	}
	if d := cmp.Diff(want, b.Odds.Contingency); d != "" {
		t.Error(d)
	}
	if b.Odds.Low < 5 || b.Odds.TwoSided > 1e-9 || b.Odds.Q != b.Odds.TwoSided && b.Odds.Family < 2 {
		t.Errorf("odds: %+v", b.Odds)
	}
	if b.Followers != 41 || b.OfFollowers != 1430 || b.Follows != 41 {
		t.Errorf("got %d of %d followers, %d follows; want 41 of 1430, 41", b.Followers, b.OfFollowers, b.Follows)
	}
	for i := range c.Bursts {
		if x := &c.Bursts[i]; x.Q < x.P || x.Q > 1 || x.Family < 1 {
			t.Errorf("%s: p %g, q %g of %d", x.Item(), x.P, x.Q, x.Family)
		}
	}
}

// TestFollowsNobodyAskedFor: where only others' following lists are known, a burst has no share of the follows.
func TestFollowsNobodyAskedFor(t *testing.T) {
	s := burstWorld(rand.New(rand.NewPCG(1, 1))).snapshot(t)
	for i := range s.Lists {
		s.Lists[i].Kind = adentro.Following
	}
	c := study(t, s, smallCase(), 0).Creation
	b := &c.Bursts[len(c.Bursts)-1]
	if !math.IsNaN(b.EdgeShare) || c.Fact("burst_follows", b.Item()) != nil {
		t.Errorf("%g of the follows are told of accounts whose follows nobody asked for", b.EdgeShare)
	}
	for _, n := range b.innocent(&Input{Snap: s}) {
		if n.Code == "burst_weight" || n.Code == "burst_weight_follows" {
			t.Errorf("their weight is told: %+v", n)
		}
	}
}

// TestDispersionBySearch: the searches by days and by hours each tell their own dispersion.
func TestDispersionBySearch(t *testing.T) {
	r := &Creation{Dates: &Dates{}, Bursts: []Burst{{Class: "all", Source: "scan", Dispersion: 9}, {Class: "all", Source: "hours", Dispersion: 8}}}
	r.report(&Input{Snap: &adentro.Snapshot{}, Case: &adentro.Case{}}, 0)
	var got []string
	for _, n := range r.Warnings {
		got = append(got, n.Code)
	}
	if want := []string{"baseline_overdispersed", "baseline_overdispersed_hours"}; !cmp.Equal(got, want) {
		t.Errorf("warnings %q, want %q", got, want)
	}
}
