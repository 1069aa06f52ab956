package analysis

import (
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

// report makes the facts and warnings.
func (r *Classes) report(in *Input, pop *Population) {
	n := int64(len(pop.Members))
	near := make([][]int32, len(in.Case.Classes))
	for _, m := range r.Near {
		if pop.In[m.Account] {
			near[m.Class] = append(near[m.Class], m.Account)
		}
	}
	for c := range in.Case.Classes {
		cl, members := &in.Case.Classes[c], r.Members[c]
		k := len(members)
		r.Facts = append(r.Facts, Fact{
			Name: "class_members", Item: cl.Key, Value: float64(k), Unit: "accounts", Of: "unique", N: n, Known: int64(pop.Profiled),
			Evidence: Evidence{Accounts: members},
		})
		r.coverage(int32(c), cl)
		if len(near[c]) > 0 {
			r.Facts = append(r.Facts, Fact{
				Name: "class_near_misses", Item: cl.Key, Value: float64(len(near[c])), Unit: "accounts", Of: "unique", N: n,
				Evidence: Evidence{Accounts: near[c]},
			})
		}
		if outside := len(r.All[c]) - k; outside > 0 {
			r.warn("class_outside_population", noteClass(cl.Key), itoa(outside))
		}
	}
	for i := range r.Reviews {
		r.reviewed(in, &r.Reviews[i])
	}
	if len(in.Case.Classes) > 0 {
		r.warn("classes_by_rules")
	}
	r.Columns = []Column{{Name: "class", Group: r.Primary}}
}

// coverage sets the members beside the outside counts of the case.
func (r *Classes) coverage(c int32, cl *adentro.Class) {
	members := r.Members[c]
	if len(members) == 0 {
		return
	}
	if cl.Register > 0 {
		r.Facts = append(r.Facts, Fact{
			Name: "class_coverage", Item: cl.Key, Value: float64(len(members)) / float64(cl.Register), Unit: "share", Of: "register", N: cl.Register,
			Evidence: Evidence{Accounts: members},
		})
		r.warn("register_coverage", noteClass(cl.Key), itoa(len(members)), itoa(int(cl.Register)), cl.RegisterOf)
	}
	if len(cl.Served) > 0 {
		named, who := r.ServedNamed(c, cl)
		r.Facts = append(r.Facts, Fact{
			Name: "class_countries", Item: cl.Key, Value: float64(len(named)), Unit: "served_countries", Of: "served", N: int64(len(cl.Served)),
			Evidence: Evidence{Accounts: who},
		})
	}
}

// ServedNamed returns which of the countries that the sources name for class c a member of the
// population serves, by code, and those members.
func (r *Classes) ServedNamed(c int32, cl *adentro.Class) (named []string, who []int32) {
	for _, p := range r.Places {
		country := countryOf(p.Place)
		if p.Class != c || !slices.Contains(cl.Served, country) {
			continue
		}
		if !slices.Contains(named, country) {
			named = append(named, country)
		}
		who = append(who, p.Accounts...)
	}
	slices.Sort(named)
	slices.Sort(who)
	return named, who
}

// countryOf returns the country of a place such as "TL" or "VE-V"; "" of none.
func countryOf(place string) string { return place[:min(2, len(place))] }

// reviewed turns a review into facts: estimates from what people decided on a sample.
func (r *Classes) reviewed(in *Input, v *Review) {
	key := in.Case.Classes[v.Class].Key
	for _, x := range []struct {
		name, of string
		Estimate
	}{{"class_precision", "coded_members", v.Precision}, {"class_recall", "coded", v.Recall}} {
		if x.Known {
			r.Facts = append(r.Facts, Fact{
				Name: x.name, Item: key, Value: x.Share, Unit: "share", Of: x.of, N: int64(x.Coded),
				Low: x.Low, High: x.High, Interval: true, Level: Inferred,
			})
		}
	}
	if v.Moved > 0 {
		r.warn("review_moved", noteClass(key), itoa(v.Moved))
	}
}
