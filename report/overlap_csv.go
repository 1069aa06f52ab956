package report

import (
	"cmp"
	"io"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// pairOrder returns the pairs of lists, the least likely first.
func (e *edition) pairOrder(o *analysis.Overlap) []int {
	order := make([]int, len(o.Pairs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &o.Pairs[a], &o.Pairs[b]
		return cmp.Or(cmp.Compare(x.Q, y.Q), cmp.Compare(y.Z(), x.Z()))
	})
	return order
}

// writeOverlap writes every pair of lists that was tested, the least likely first.
func writeOverlap(w io.Writer, e *edition) error {
	o := e.Results.Overlap
	if o == nil || len(o.Pairs) == 0 {
		return ErrNothing
	}
	s, err := newSheet(w, "a", "b", "a_id", "b_id", "kind", "a_accounts", "b_accounts", "common", "list_owners_in_common", "jaccard", "overlap_coefficient",
		"expected", "null_low", "null_high", "p", "q", "bonferroni", "null", "replicates", "tests",
		"hypergeometric_expected", "hypergeometric_p", "hypergeometric_q", "hypergeometric_universe", "common_in_half_of_the_lists", "disparity_alpha", "more_than_chance")
	if err != nil {
		return err
	}
	for _, i := range e.pairOrder(o) {
		p := &o.Pairs[i]
		a, b := &e.Snap.Accounts[o.Lists[p.U].Account], &e.Snap.Accounts[o.Lists[p.V].Account]
		s.text(e.handle(o.Lists[p.U].Account, a.Key)).text(e.handle(o.Lists[p.V].Account, b.Key)).id(a.Key.String()).id(b.Key.String()).ours(o.Kind.String())
		s.int(p.A).int(p.B).int(p.Common).int(p.Owners).float(p.Jaccard()).float(p.OverlapCoefficient())
		s.float(p.Expected).float(p.Low).float(p.High).float(p.Upper).float(p.Q).float(p.Bonferroni).ours(o.Null).int(o.Replicates).int(len(o.Pairs))
		s.float(p.HypergeometricExpected).float(p.HypergeometricP).float(p.HypergeometricQ).int(o.Held).int(p.Hubs).float(p.Disparity).ours(yesNo(p.Told()))
		if err := s.end(); err != nil {
			return err
		}
	}
	return s.flush()
}

// writeMixing writes the follows between classes that the lists show.
func writeMixing(w io.Writer, e *edition) error {
	o := e.Results.Overlap
	if o == nil || len(o.Mixing) == 0 {
		return ErrNothing
	}
	s, err := newSheet(w, "who_follows", "whom", "lists", "lists_of_class", "accounts_of_class", "follows", "visible_pairs", "expected", "null_low", "null_high", "ratio", "p", "q", "expected_by_configuration_model")
	if err != nil {
		return err
	}
	for i := range o.Mixing {
		c := &o.Mixing[i]
		who, whom := e.Case.Classes[c.Member].Key, e.Case.Classes[c.Owner].Key
		if c.Kind == adentro.Following {
			who, whom = whom, who
		}
		s.text(who).text(whom).ours(c.Kind.String()).int(c.Owners).int(c.Members).int(c.Observed).long(c.Pairs)
		if c.Tested {
			s.float(c.Expected).float(c.Low).float(c.High).float(c.Ratio()).float(c.P).float(c.Q)
		} else {
			for range 6 {
				s.ours("")
			}
		}
		s.float(c.Configuration)
		if err := s.end(); err != nil {
			return err
		}
	}
	return s.flush()
}
