package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

var overlapAnalysis = Analysis{
	Name:  "overlap",
	Needs: []string{"population", "classes"},
	Source: "fixed margins: Strona et al. 2014, doi:10.1038/ncomms5114, Godard & Neal 2022, doi:10.1093/comnet/cnac049; SDSM: Neal 2014, doi:10.1016/j.socnet.2014.06.001, " +
		"with Saracco et al. 2017, doi:10.1088/1367-2630/aa6b38; hypergeometric: Tumminello et al. 2011, doi:10.1371/journal.pone.0017994; " +
		"false discovery rate: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x; core audience: Darroch 1958, doi:10.1093/biomet/45.3-4.343; " +
		"rings: Rao, Jana & Bandyopadhyay 1996, Sankhyā A 58; mixing: Newman 2003, doi:10.1103/PhysRevE.67.026126, permutation within strata: Good 2005, doi:10.1007/b138696; " +
		"backbone: Serrano, Boguñá & Vespignani 2009, doi:10.1073/pnas.0808904106",
	Run: func(ctx context.Context, in *Input, out *Results) (err error) {
		out.Overlap, err = overlap(ctx, in, out)
		return err
	},
}

// Overlap tells which lists share more accounts than chance gives, how many accounts are in many of them, who
// follows back, and which classes follow which. All of it counts what the lists can show, and no more: of follows
// between accounts without a list nothing is known.
type Overlap struct {
	Result
	Kind   adentro.ListKind // of the lists that are compared
	Lists  []OverlapList    // the case's by account, then those of the control by account
	Case   int              // how many of Lists are the case's
	Hidden int              // lists that were left out because there are too many
	Owners bool             // owners of lists are counted in other lists, see matrix

	Null           string        // of the pairs: fixed_margins, fixed_margins_moments (see tailOf) or sdsm
	Replicates     int           // draws behind each p of a pair; 0: exact
	Held           int           // accounts in one of the case's lists or more
	Hubs           int           // of them, those in half of the lists or more
	Pairs          []OverlapPair // of the case's lists, in the order (0,1), (0,2), …, (1,2), …
	Significant    int           // pairs that are told
	Bonferroni     int           // of them, those that hold with Bonferroni's correction too
	Hypergeometric int           // pairs that the hypergeometric law would tell, with the same correction as Q
	Core           []CoreLevel
	CoreUniverse   int
	CoreClasses    []CoreClass     // by class that has a member in the lists
	Control        *OverlapControl // nil where the data hold fewer than two control lists
	FollowBack     []FollowBack
	Rings          []Ring
	Mixing         []MixingCell
	Backbone       *View   // nil where no pair is significant
	Heat           []int32 // indexes in Lists, in the order of the heat map; at most heatLists
}

// An OverlapList is the lists of one owner and kind, taken together.
type OverlapList struct {
	Account int32
	Seed    bool
	Class   int32 // primary class, -1 none
	Size    int   // accounts that the comparison counts
	All     int   // accounts in the list, other owners of lists included
	Lists   []int32

	members []int32 // sorted
}

// An OverlapPair is what two lists share, against the null. U and V are indexes in Lists; Common, A and B count
// without the owners of lists, unless Overlap.Owners says otherwise; Upper is p.
type OverlapPair struct {
	bipartite.Test
	Q          float64 // Upper after Benjamini and Hochberg, over all pairs
	Bonferroni float64
	Low, High  float64 // Expected ± 1.96 StdDev, rounded outwards
	Owners     int     // owners of lists that both lists hold and Common leaves out
	Hubs       int     // of Common, accounts that half of the lists or more hold
	Disparity  float64 // see bipartite.Disparity; 1 where the pair is not significant

	// What the hypergeometric law says, whose universe is the accounts that some list holds. Each of those
	// is in a list by selection, and it knows of no hubs, so that it errs both ways.
	HypergeometricExpected, HypergeometricP, HypergeometricQ float64
}

// Told reports whether the pair shares more than chance gives, and enough to be told.
func (p *OverlapPair) Told() bool { return p.Q <= Significance && p.Common >= leastCommon }

// The limits of the comparison.
const (
	overlapLists   = 500 // lists compared, the longest
	fixedLists     = 50  // up to so many the null keeps both margins exactly
	leastCommon    = 5   // accounts that a pair must share to be told
	overlapTold    = 30  // pairs that become facts
	leastReplicate = 1000
)

// overlap compares the lists. Cost: up to fixedLists, that of bipartite.FDSM with the replicates of
// replicatesFor; above, that of bipartite.SDSM. Memory: some 40 bytes a member of a list, 250 a pair.
func overlap(ctx context.Context, in *Input, out *Results) (*Overlap, error) {
	o := &Overlap{Result: Result{Name: "overlap", Level: Inferred}}
	o.gather(in, out)
	if o.Case >= 2 {
		m, err := o.compare(ctx, in)
		if err != nil {
			return nil, err
		}
		if err := o.core(ctx, in, m); err != nil {
			return nil, err
		}
		o.coreClasses(in, out)
		if err := o.control(ctx, in); err != nil {
			return nil, err
		}
		o.order()
		if err := o.backbone(ctx, in); err != nil {
			return nil, err
		}
	}
	o.followBack(in, out)
	if err := o.rings(ctx, in, out); err != nil {
		return nil, err
	}
	if err := o.mixing(ctx, in, out); err != nil {
		return nil, err
	}
	o.notes(in)
	return o, nil
}

// gather unites the lists of each owner. Followers are compared where two owners have such lists, else whom they follow.
func (o *Overlap) gather(in *Input, out *Results) {
	followers, following := listsOf(in, out, adentro.Followers), listsOf(in, out, adentro.Following)
	o.Kind = adentro.Followers
	lists := followers
	if len(followers) < 2 && len(following) > len(followers) {
		o.Kind, lists = adentro.Following, following
	}
	control := controlOf(in, out)
	var rest []OverlapList
	for _, l := range lists {
		if control[l.Account] && !l.Seed {
			rest = append(rest, l)
		} else {
			o.Lists = append(o.Lists, l)
		}
	}
	o.Lists, o.Hidden = longest(o.Lists, overlapLists)
	o.Case = len(o.Lists)
	rest, hidden := longest(rest, overlapLists)
	o.Lists, o.Hidden = append(o.Lists, rest...), o.Hidden+hidden
}

// listsOf returns what the lists of a kind hold, by owner; empty ones are left out.
func listsOf(in *Input, out *Results, kind adentro.ListKind) []OverlapList {
	s := in.Snap
	byOwner := map[int32][]int32{}
	var owners []int32
	for i := range s.Lists {
		if l := &s.Lists[i]; l.Kind == kind && len(l.Members) > 0 {
			if byOwner[l.Owner] == nil {
				owners = append(owners, l.Owner)
			}
			byOwner[l.Owner] = append(byOwner[l.Owner], int32(i))
		}
	}
	slices.Sort(owners)
	var all []OverlapList
	for _, u := range owners {
		l := OverlapList{Account: u, Class: -1, Lists: byOwner[u]}
		_, l.Seed = slices.BinarySearch(out.Population.Seeds, u)
		if out.Classes != nil {
			l.Class = out.Classes.Primary[u]
		}
		for _, i := range l.Lists {
			l.members = append(l.members, s.Lists[i].Members...)
		}
		slices.Sort(l.members)
		l.members = slices.DeleteFunc(slices.Compact(l.members), func(v int32) bool { return v == u })
		if l.All = len(l.members); l.All > 0 {
			all = append(all, l)
		}
	}
	return all
}

// controlOf returns the accounts that the case names to compare with.
func controlOf(in *Input, out *Results) map[int32]bool {
	control := map[int32]bool{}
	for _, u := range in.Snap.FindAll(in.Case.Control.Seeds) {
		if u >= 0 {
			control[u] = true
		}
	}
	if c := in.Case.ClassIndex(in.Case.Control.Class); c >= 0 && out.Classes != nil && c < len(out.Classes.All) {
		for _, u := range out.Classes.All[c] {
			control[u] = true
		}
	}
	return control
}

// longest keeps the n lists with the most members, in the order given, and says how many it left out.
func longest(lists []OverlapList, n int) (kept []OverlapList, left int) {
	if len(lists) <= n {
		return lists, 0
	}
	kept = slices.Clone(lists)
	slices.SortStableFunc(kept, func(a, b OverlapList) int { return cmp.Compare(b.All, a.All) })
	kept = kept[:n]
	slices.SortFunc(kept, func(a, b OverlapList) int { return cmp.Compare(a.Account, b.Account) })
	return kept, len(lists) - n
}

// matrix returns the incidence of lists and their members, and sets the sizes of the lists. Owners of
// the lists are no columns: none can be in its own list, which the null models do not know. Where they are the
// greater part of what the lists hold, they stay; owners then is true.
func matrix(in *Input, lists []OverlapList) (m *bipartite.Incidence, owners bool, err error) {
	owner := make([]bool, len(in.Snap.Accounts))
	for _, l := range lists {
		owner[l.Account] = true
	}
	all, held := 0, 0
	for _, l := range lists {
		all += len(l.members)
		for _, u := range l.members {
			if owner[u] {
				held++
			}
		}
	}
	owners = 2*held > all
	pairs := make([]graph.Edge, 0, all)
	for i := range lists {
		l := &lists[i]
		l.Size = 0
		for _, u := range l.members {
			if owners || !owner[u] {
				pairs = append(pairs, graph.Edge{From: int32(i), To: u})
				l.Size++
			}
		}
	}
	m, err = bipartite.New(len(lists), len(owner), pairs, false)
	return m, owners, err
}

// notes says what the comparison cannot show.
func (o *Overlap) notes(in *Input) {
	switch {
	case len(o.Lists) == 0:
		return // the data hold no list, as other sections say
	case o.Case < 2:
		o.warn("overlap_one_list")
		return
	}
	incomplete := 0
	for _, l := range o.Lists[:o.Case] {
		whole := adentro.CompleteUnknown
		for _, i := range l.Lists {
			whole = complete(whole, in.Snap.Lists[i].Complete)
		}
		if whole != adentro.CompleteYes {
			incomplete++
		}
	}
	if incomplete > 0 {
		o.warn("overlap_incomplete", itoa(incomplete), itoa(o.Case))
	}
	if o.Kind == adentro.Following {
		o.warn("overlap_of_following")
	}
	if o.Hidden > 0 {
		o.warn("overlap_lists_left_out", itoa(o.Hidden), itoa(overlapLists))
	}
	if o.Owners {
		o.warn("overlap_owners_kept")
	}
	if o.Null == "fixed_margins" && float64(len(o.Pairs))/float64(o.Replicates+1) > Significance {
		o.warn("overlap_few_replicates", itoa(o.Replicates), itoa(len(o.Pairs)))
	}
	if o.Control == nil {
		o.warn("overlap_no_control")
	}
}
