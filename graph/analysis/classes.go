package analysis

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

var classesAnalysis = Analysis{
	Name:   "classes",
	Needs:  []string{"population"},
	Source: "definition: the rules of the case file on handle, name, bio and location; any rule, no negative; overrides by hand last",
	Run: func(ctx context.Context, in *Input, out *Results) error {
		c, err := classify(ctx, in, out.Population)
		out.Classes = c
		return err
	},
}

// LabelOverride is the rule of a label given by hand.
const LabelOverride = "override"

// NearWeight is the sum of weights from which an account that lacks a class is a near miss.
const NearWeight = 0.5

// Why an account is a near miss.
const (
	NearNegative = "negative" // a rule would give the class, but a negative cancels it
	NearSum      = "weight"   // the weights reach NearWeight, and not 1
)

// classify applies the rules of every class to every account, also to those of
// which only a handle is known.
//
// A rule holds where one field satisfies all its conditions and no field of the account
// holds one of its negatives. An account gets a class when the weights of the rules that hold sum
// to 1 or more; each of them leaves a label for every field where it holds. Overrides come last and win.
// Classes are independent: an account may carry several. An account that only a negative keeps
// out, or whose weights reach NearWeight and not 1, is a near miss, to be looked at by a person.
//
// Cost: one pass over the texts for all rules together; the rules themselves are tried on
// the few accounts for which that pass leaves a class in reach. Accounts are divided among workers.
// Memory: the labels and near misses.
func classify(ctx context.Context, in *Input, pop *Population) (*Classes, error) {
	s, k := in.Snap, in.Case
	r := &Classes{
		Result:  Result{Name: "classes", Level: Derived},
		Members: make([][]int32, len(k.Classes)),
		All:     make([][]int32, len(k.Classes)),
		Labels:  make([][]Label, len(s.Accounts)),
		Primary: make([]int32, len(s.Accounts)),
	}
	rules, err := compileClasses(k.Classes, k.Home)
	if err != nil {
		return nil, err
	}
	overrides := r.findOverrides(in)
	const chunk = 1024
	near := make([][]NearMiss, (len(s.Accounts)+chunk-1)/chunk)
	err = par.For(ctx, in.Workers, len(near), func(i int) error {
		view := rules.newSighted()
		for u := i * chunk; u < min((i+1)*chunk, len(s.Accounts)); u++ {
			if hands := overrides[int32(u)]; rules.look(&s.Accounts[u], view) || len(hands) > 0 {
				var misses []NearMiss
				r.Labels[u], misses = rules.label(int32(u), &s.Accounts[u], view, hands)
				near[i] = append(near[i], misses...)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.Near = slices.Concat(near...)
	for u := range s.Accounts {
		r.Primary[u] = -1
		for i, c := range classesOf(r, int32(u)) {
			if i == 0 {
				r.Primary[u] = c
			}
			r.All[c] = append(r.All[c], int32(u))
			if pop.In[u] {
				r.Members[c] = append(r.Members[c], int32(u))
			}
		}
	}
	r.countPlaces()
	r.Settled = rules.settled(in, overrides)
	for i := range in.Case.Classes {
		r.Reviews = append(r.Reviews, Reviews(s, in.Case, r, in.Case.Classes[i].Reviewed)...)
	}
	r.report(in, pop)
	return r, nil
}

// A handOverride is an override of one class.
type handOverride struct {
	class int32
	*adentro.Override
}

// findOverrides returns the overrides by account, and notes those whose
// account the data do not hold.
func (r *Classes) findOverrides(in *Input) map[int32][]handOverride {
	out := map[int32][]handOverride{}
	for c := range in.Case.Classes {
		cl := &in.Case.Classes[c]
		var absent, accounts []adentro.Key
		for i := range cl.Overrides {
			accounts = append(accounts, cl.Overrides[i].Account)
		}
		for i, u := range in.Snap.FindAll(accounts) {
			o := &cl.Overrides[i]
			if u < 0 {
				absent = append(absent, o.Account)
				continue
			}
			out[u] = append(out[u], handOverride{int32(c), o})
		}
		if len(cl.Overrides) > 0 {
			r.warn("overrides_applied", noteClass(cl.Key), itoa(len(cl.Overrides)-len(absent)))
		}
		if len(absent) > 0 {
			r.warn("overrides_absent", noteClass(cl.Key), itoa(len(absent)), joinKeys(absent))
		}
	}
	return out
}

// settled lists the overrides whose account the data hold, by account, and whether the rules say
// otherwise.
func (x *classRules) settled(in *Input, overrides map[int32][]handOverride) []Settled {
	var out []Settled
	view := x.newSighted()
	for _, u := range slices.Sorted(maps.Keys(overrides)) {
		a := &in.Snap.Accounts[u]
		x.look(a, view)
		t := readTexts(a)
		for _, o := range overrides[u] {
			v := x.judge(int(o.class), t, view)
			out = append(out, Settled{u, o.class, o.Override, (v.sum >= 1) != o.Member})
		}
	}
	return out
}

// label returns the labels of one account: by class in case order, then by
// rule in the order of the class, then by field; and the classes that it misses narrowly.
func (x *classRules) label(u int32, a *adentro.Account, view *sighted, overrides []handOverride) ([]Label, []NearMiss) {
	t := readTexts(a)
	var out []Label
	var near []NearMiss
	for c := range x.classes {
		v := x.judge(c, t, view)
		labels := v.labels
		if v.sum < 1 {
			labels = nil
		}
		place, settled := "", false
		for _, o := range overrides {
			if int(o.class) != c {
				continue
			}
			settled = true
			if !o.Member {
				labels = nil
				continue
			}
			labels = append(labels, Label{Class: int32(c), Rule: LabelOverride})
			place = o.Place
		}
		if len(labels) == 0 {
			if miss := v.near(); miss != "" && !settled {
				near = append(near, NearMiss{Account: u, Class: int32(c), Why: miss, Sum: v.sum, Matches: append(v.labels, v.cancelled...)})
			}
			continue
		}
		field := adentro.FieldHandle
		if place == "" {
			place, field = x.place(c, t, labels)
		}
		for i := range labels {
			labels[i].Place, labels[i].PlaceField = place, field
		}
		out = append(out, labels...)
	}
	return out, near
}

// near returns why the account only just lacks the class, "" where it does not or has it.
func (v *verdict) near() string {
	switch {
	case v.sum >= 1:
		return ""
	case v.sum+v.lost >= 1 && v.lost > 0:
		return NearNegative
	case v.sum >= NearWeight:
		return NearSum
	}
	return ""
}

// countPlaces fills Places from the members of the population.
func (r *Classes) countPlaces() {
	for c, members := range r.Members {
		by := map[string][]int32{}
		for _, u := range members {
			p := r.placeOf(u, int32(c))
			by[p] = append(by[p], u)
		}
		var codes []string
		for p := range by {
			codes = append(codes, p)
		}
		slices.Sort(codes)
		for _, p := range codes {
			r.Places = append(r.Places, PlaceCount{int32(c), p, by[p]})
		}
	}
}

// placeOf returns the place that account u serves as a member of class c.
func (r *Classes) placeOf(u, c int32) string {
	for _, l := range r.Labels[u] {
		if l.Class == c {
			return l.Place
		}
	}
	return ""
}

// handleOf returns the handle of an account, also where only its key tells it.
func handleOf(a *adentro.Account) string {
	if h := a.Handle(); h != "" {
		return h
	}
	h, _ := a.Key.Handle()
	return strings.TrimPrefix(h, "@")
}

// noteClass names a class in a note; the report puts its title there.
func noteClass(key string) string { return "class:" + key }
