package analysis

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

var populationAnalysis = Analysis{
	Name:   "population",
	Source: "definition: distinct accounts in at least one follower or following list of a seed, the seeds included",
	Run: func(_ context.Context, in *Input, out *Results) error {
		out.Population = population(in)
		return nil
	},
}

// population settles the seeds and the set of accounts that counts are over.
// Cost: linear in accounts, list members and tweets.
func population(in *Input) *Population {
	s := in.Snap
	p := &Population{
		Result: Result{Name: "population", Level: Observed},
		Kind:   "all",
		In:     make([]bool, len(s.Accounts)),
		Total:  len(s.Accounts),
	}
	p.Seeds, p.Missing = seedsOf(in)
	if slices.ContainsFunc(s.Lists, func(l adentro.List) bool { return l.Kind != adentro.ListUnknown }) {
		p.Kind = "lists"
		p.joinLists(s)
	} else {
		for i := range s.Accounts {
			p.In[i] = s.Accounts[i].Profiled() || s.Accounts[i].Posts > 0
		}
	}
	for i, in := range p.In {
		if in {
			p.Members = append(p.Members, int32(i))
		}
	}
	p.count(s)
	p.report(in)
	return p
}

// seedsOf returns the seeds that the data hold, sorted, and those that no
// record names. Without seeds in the case they are the owners of the lists.
func seedsOf(in *Input) (found []int32, missing []adentro.Key) {
	s := in.Snap
	for j, i := range s.FindAll(in.Case.Seeds) {
		if i >= 0 {
			found = append(found, i)
		} else {
			missing = append(missing, in.Case.Seeds[j])
		}
	}
	if len(in.Case.Seeds) == 0 {
		control := map[int32]bool{}
		for _, u := range s.FindAll(in.Case.Control.Seeds) {
			control[u] = true
		}
		for i := range s.Lists {
			if l := &s.Lists[i]; l.Kind != adentro.ListUnknown && !control[l.Owner] {
				found = append(found, l.Owner)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), missing
}

// joinLists admits the seeds and every member of their lists.
func (p *Population) joinLists(s *adentro.Snapshot) {
	seed := make([]bool, len(s.Accounts))
	for _, u := range p.Seeds {
		seed[u], p.In[u] = true, true
	}
	for i := range s.Lists {
		l := &s.Lists[i]
		if l.Kind == adentro.ListUnknown || !seed[l.Owner] {
			continue
		}
		for _, u := range l.Members {
			p.In[u] = true
		}
	}
}

func (p *Population) count(s *adentro.Snapshot) {
	for i := range s.Accounts {
		a := &s.Accounts[i]
		if a.Status == adentro.Suspended {
			p.Suspended++
		}
		if a.Posts > 0 {
			p.Posting++
		}
		if mentionedOnly(a) {
			p.MentionedOnly++
		}
	}
	for _, u := range p.Members {
		if s.Accounts[u].Profiled() {
			p.Profiled++
		}
		if s.Accounts[u].HasLocation() {
			p.WithLocation++
		}
	}
}

// mentionedOnly reports whether nothing but mentions tells of the account.
func mentionedOnly(a *adentro.Account) bool {
	return a.Mentioned && !a.InList && !a.Profiled() && a.Posts == 0
}

// report makes the facts and notes.
func (p *Population) report(in *Input) {
	s, n := in.Snap, int64(len(p.Members))
	pick := func(of []int32, keep func(a *adentro.Account) bool) Evidence {
		var e Evidence
		for _, u := range of {
			if keep(&s.Accounts[u]) {
				e.Accounts = append(e.Accounts, u)
			}
		}
		return e
	}
	all := make([]int32, len(s.Accounts))
	for i := range all {
		all[i] = int32(i)
	}
	total := int64(p.Total)
	located, status := 0, 0 // of whom it is known whether they declare a location, and which status they have
	for _, u := range p.Members {
		if s.Accounts[u].Known(adentro.FieldLocation) {
			located++
		}
	}
	for i := range s.Accounts {
		if s.Accounts[i].Status != adentro.StatusUnknown {
			status++
		}
	}
	p.Facts = []Fact{
		{Name: "unique_accounts", Value: float64(n), Unit: "accounts", Of: "total", N: total, Evidence: Evidence{Accounts: p.Members}},
		{Name: "seeds", Value: float64(len(p.Seeds)), Unit: "accounts", Evidence: Evidence{Accounts: p.Seeds}},
		{Name: "profiled", Value: float64(p.Profiled), Unit: "accounts", Of: "unique", N: n,
			Evidence: pick(p.Members, func(a *adentro.Account) bool { return a.Profiled() })},
		{Name: "with_location", Value: float64(p.WithLocation), Unit: "accounts", Of: "unique", N: n, Known: int64(located),
			Evidence: pick(p.Members, func(a *adentro.Account) bool { return a.HasLocation() })},
		{Name: "suspended", Value: float64(p.Suspended), Unit: "accounts", Of: "total", N: total, Known: int64(status),
			Evidence: pick(all, func(a *adentro.Account) bool { return a.Status == adentro.Suspended })},
		{Name: "posting", Value: float64(p.Posting), Unit: "accounts", Of: "total", N: total,
			Evidence: pick(all, func(a *adentro.Account) bool { return a.Posts > 0 })},
		{Name: "mentioned_only", Value: float64(p.MentionedOnly), Unit: "accounts", Of: "total", N: total,
			Evidence: pick(all, mentionedOnly)},
	}
	if len(p.Missing) > 0 {
		p.warn("seeds_missing", itoa(len(p.Missing)), itoa(len(in.Case.Seeds)), joinKeys(p.Missing))
	}
	switch {
	case p.Kind == "all":
		p.warn("population_all")
	case int(n) == len(p.Seeds):
		p.warn("population_seeds_only")
	default:
		p.warn("population_dumps_only", itoa(len(p.Seeds)))
	}
	if len(in.Case.Seeds) == 0 && len(p.Seeds) > 0 {
		p.warn("seeds_are_owners", itoa(len(p.Seeds)))
	}
	if k := int(n) - p.Profiled; k > 0 {
		p.warn("unprofiled", itoa(k), itoa(int(n)))
	}
}

// warn adds a note that travels with the result, once.
func (r *Result) warn(code string, args ...string) {
	same := func(n adentro.Note) bool { return n.Code == code && slices.Equal(n.Args, args) }
	if !slices.ContainsFunc(r.Warnings, same) {
		r.Warnings = append(r.Warnings, adentro.Note{Code: code, Args: args})
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

// joinKeys lists keys for a note.
func joinKeys(keys []adentro.Key) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.String()
		if h, ok := k.Handle(); ok {
			names[i] = "@" + h
		}
	}
	return joinNames(names)
}

// joinNames lists at most twenty names, for a note.
func joinNames(names []string) string {
	if len(names) > 20 {
		names = append(slices.Clone(names[:20]), "…")
	}
	return strings.Join(names, ", ")
}
