package analysis

import (
	"context"
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

// labelOverride is the rule of a label given by hand.
const labelOverride = "override"

// classify applies the rules of every class to every account, also to those of
// which only a handle is known.
//
// A rule holds where one field satisfies all its conditions and no field of the account
// holds one of its negatives. An account gets a class when the weights of the rules that hold sum
// to 1 or more; each of them leaves a label. Overrides come last and win. Classes are
// independent: an account may carry several.
//
// Cost: the rules times the length of the texts; accounts are divided among workers.
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
	const chunk = 256
	err = par.For(ctx, in.Workers, (len(s.Accounts)+chunk-1)/chunk, func(i int) error {
		for u := i * chunk; u < min((i+1)*chunk, len(s.Accounts)); u++ {
			r.Labels[u] = rules.label(&s.Accounts[u], overrides[int32(u)])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
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
		var absent []adentro.Key
		for i := range cl.Overrides {
			o := &cl.Overrides[i]
			u := in.Snap.Find(o.Account)
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

// label returns the labels of one account: by class in case order, then by
// rule in the order of the class.
func (x *classRules) label(a *adentro.Account, overrides []handOverride) []Label {
	t := readTexts(a)
	var out []Label
	for c := range x.classes {
		labels := x.match(c, t)
		place := ""
		for _, o := range overrides {
			if int(o.class) != c {
				continue
			}
			if !o.Member {
				labels = nil
				continue
			}
			labels = append(labels, Label{Class: int32(c), Rule: labelOverride})
			place = o.Place
		}
		if len(labels) == 0 {
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
	return out
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

func (r *Classes) report(in *Input, pop *Population) {
	n := int64(len(pop.Members))
	for c := range in.Case.Classes {
		cl := &in.Case.Classes[c]
		k := len(r.Members[c])
		r.Facts = append(r.Facts, Fact{
			Name: "class_members", Item: cl.Key, Value: float64(k), Unit: "accounts", Of: "unique", N: n,
			Evidence: Evidence{Accounts: r.Members[c]},
		})
		if cl.Register > 0 && k > 0 {
			r.Facts = append(r.Facts, Fact{
				Name: "class_coverage", Item: cl.Key, Value: float64(k) / float64(cl.Register), Unit: "share", Of: "register", N: cl.Register,
				Evidence: Evidence{Accounts: r.Members[c]},
			})
			r.warn("register_coverage", noteClass(cl.Key), itoa(k), itoa(int(cl.Register)), cl.RegisterOf)
		}
		if outside := len(r.All[c]) - k; outside > 0 {
			r.warn("class_outside_population", noteClass(cl.Key), itoa(outside))
		}
	}
	if len(in.Case.Classes) > 0 {
		r.warn("classes_by_rules")
	}
	r.Columns = []Column{{Name: "class", Group: r.Primary}}
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
