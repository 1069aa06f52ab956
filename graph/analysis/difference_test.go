package analysis

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-1b5e0f84/adentro"
)

// complete makes the last list of b one that holds all.
func (b *builder) complete() {
	p := &b.obs.Pages[len(b.obs.Pages)-1]
	p.First, p.Last = true, true
}

func compare(t *testing.T, a, b *adentro.Snapshot) *Difference {
	t.Helper()
	d, err := Compare(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// told writes a change as text.
func told(a, b *adentro.Snapshot, d *Difference) []string {
	label := func(i int32) string {
		if p := d.Accounts[i]; p.Before >= 0 {
			return a.Accounts[p.Before].Key.String()
		} else {
			return b.Accounts[p.After].Key.String()
		}
	}
	var out []string
	for _, c := range d.Changes {
		out = append(out, fmt.Sprintf("%s %s %q %q", c.Kind, label(c.Account), c.Old, c.New))
	}
	for _, f := range d.Follows {
		word := "ended"
		if f.Begun {
			word = "began"
		} else if f.Gone {
			word = "gone"
		}
		out = append(out, fmt.Sprintf("%s %s>%s", word, label(f.Follower), label(f.Followed)))
	}
	return out
}

// TestCompareByHand: one account of every fate.
func TestCompareByHand(t *testing.T) {
	x, y := &builder{}, &builder{}
	x.account(1, "semilla", "Semilla", "hola", "Caracas", day(2015, 1, 1))
	x.account(2, "dos", "Dos", "", "", day(2015, 1, 1))
	x.account(3, "tres", "Tres", "", "", day(2015, 1, 1))
	x.account(4, "cuatro", "", "", "", day(2015, 1, 1))
	x.list(adentro.IDKey(1), adentro.Followers, 2, 3, 4, 5)
	x.complete()
	x.list(adentro.IDKey(9), adentro.Followers, 2, 3) // not known to be whole
	x.list(adentro.HandleKey("seis"), adentro.Followers, 2)
	x.complete()

	y.account(1, "semilla", "Semilla", "adiós", "Cuba", day(2015, 1, 1))
	y.account(2, "dosnuevo", "Dos", "", "", day(2015, 1, 1))
	y.account(7, "dos", "", "", "", day(2021, 1, 1))
	y.account(6, "seis", "", "", "", day(2021, 1, 1))
	y.account(3, "tres", "Tres", "", "", day(2015, 1, 1)).SetStatus(adentro.Suspended, adentro.BasisCode)
	y.list(adentro.IDKey(1), adentro.Followers, 2, 7)
	y.complete()
	y.list(adentro.IDKey(9), adentro.Followers, 2, 4)
	y.list(adentro.IDKey(6), adentro.Followers, 2, 7)
	y.complete()
	a, b := x.snapshot(t), y.snapshot(t)
	got := told(a, b, compare(t, a, b))
	slices.Sort(got)
	want := []string{
		`absent 5 "5" ""`, // 4 is in a list still
		`appeared 7 "" "@dos"`, `began 7>1`, `began 7>handle:seis`,
		`bio 1 "hola" "adiós"`, `ended 4>1`, `gone 3>1`, `gone 5>1`,
		`location 1 "Caracas" "Cuba"`, `renamed 2 "@dos" "@dosnuevo"`, `reused 2 "@dos" "7"`, `status 3 "unknown" "suspended"`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	d := compare(t, a, b)
	if d.Unsettled.Begun != 1 || d.Unsettled.Ended != 1 { // 4 follows 9, and 3 does no longer: neither list is whole
		t.Errorf("unsettled: %+v, want one of each", d.Unsettled)
	}
	if d.Covered != 2 {
		t.Errorf("%d lists are complete in both, want 2", d.Covered)
	}
	if same := compare(t, a, a); len(same.Changes)+len(same.Follows) != 0 || same.Unsettled.Begun+same.Unsettled.Ended != 0 {
		t.Errorf("a capture differs from itself: %v", told(a, a, same))
	}
}

// TestCompareTurnedRound: what begins one way ends the other way, and what a slow version by sets
// says is what is said.
func TestCompareTurnedRound(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		world := func() (*adentro.Snapshot, map[[2]uint64]bool, map[uint64]bool) {
			w := &builder{}
			edges, whole := map[[2]uint64]bool{}, map[uint64]bool{}
			for owner := uint64(1); owner <= 4; owner++ {
				var members []uint64
				for m := uint64(10); m < 20; m++ {
					if r.IntN(2) == 0 {
						members = append(members, m)
						edges[[2]uint64{m, owner}] = true
					}
				}
				w.list(adentro.IDKey(owner), adentro.Followers, members...)
				if r.IntN(2) == 0 {
					w.complete()
					whole[owner] = true
				}
			}
			return w.snapshot(t), edges, whole
		}
		a, was, wholeA := world()
		b, is, wholeB := world()
		forth, back := compare(t, a, b), compare(t, b, a)
		begun, ended := 0, 0
		for e := range is {
			if !was[e] && wholeA[e[1]] {
				begun++
			}
		}
		for e := range was {
			if !is[e] && wholeB[e[1]] {
				ended++
			}
		}
		if f := forth.Fact("diff_begun", ""); int(f.Value) != begun {
			t.Errorf("seed %d: %v began, want %d", seed, f.Value, begun)
		}
		if f := forth.Fact("diff_ended", ""); int(f.Value) != ended {
			t.Errorf("seed %d: %v ended, want %d", seed, f.Value, ended)
		}
		if x, y := forth.Fact("diff_begun", "").Value, back.Fact("diff_ended", "").Value; x != y {
			t.Errorf("seed %d: %v began, turned round %v ended", seed, x, y)
		}
		if forth.Unsettled.Begun != back.Unsettled.Ended {
			t.Errorf("seed %d: unsettled %+v and %+v", seed, forth.Unsettled, back.Unsettled)
		}
	}
}

func TestCompareNothing(t *testing.T) {
	none := &adentro.Snapshot{}
	if d := compare(t, none, none); len(d.Changes)+len(d.Follows)+len(d.Accounts) != 0 {
		t.Errorf("nothing changed, and yet %+v", d)
	}
}
