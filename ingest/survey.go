package ingest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/seed-1b5e0f84/adentro"
)

// A Verdict is what a file was taken for, without what it says.
type Verdict struct {
	Source adentro.Source // its sums count repeated records as accepted
	Lists  []ListVerdict  // by owner and kind
}

// A ListVerdict is a list that a file holds, or a part of one.
type ListVerdict struct {
	Owner   adentro.Key // zero: nobody says whose it is
	Kind    adentro.ListKind
	Basis   adentro.Basis
	Members int // entries, repeated ones too
}

// Survey decodes all files as Scan does and keeps nothing but the verdicts, in
// order of path. The errors are those of Scan; one that wraps ErrNoInput comes with verdicts.
func Survey(ctx context.Context, paths []string, opt Options) ([]Verdict, error) {
	s := &survey{chunks: map[ChunkKey]surveyed{}}
	err := Scan(ctx, paths, opt, s)
	slices.SortFunc(s.verdicts, func(a, b Verdict) int {
		return cmp.Or(cmp.Compare(a.Source.Path, b.Source.Path), cmp.Compare(a.Source.Member, b.Source.Member))
	})
	return s.verdicts, err
}

// A survey is the sink of Survey.
type survey struct {
	mu       sync.Mutex
	chunks   map[ChunkKey]surveyed
	verdicts []Verdict
}

type surveyed struct {
	facts Facts
	lists []ListVerdict
}

func (s *survey) Known(key ChunkKey) (Facts, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.chunks[key]
	return c.facts, ok
}

func (s *survey) Put(c *Chunk) error {
	x := surveyed{facts: c.Facts}
	for i := range c.Obs.Pages {
		p := &c.Obs.Pages[i]
		x.lists = append(x.lists, ListVerdict{p.Owner, p.Kind, p.Basis, p.Members.Len()})
	}
	x.lists = sumLists(x.lists)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chunks[c.Key] = x
	return nil
}

func (s *survey) Seal(x *Sealed) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := Verdict{Source: x.Source}
	for _, ref := range x.Chunks {
		c := s.chunks[ref.Key]
		v.Source.Rejects = append(v.Source.Rejects, ref.rejects(&c.facts)...)
		v.Lists = append(v.Lists, c.lists...)
	}
	v.Lists = sumLists(v.Lists)
	s.verdicts = append(s.verdicts, v)
	return nil
}

// sumLists joins the parts of each list.
func sumLists(lists []ListVerdict) []ListVerdict {
	slices.SortStableFunc(lists, func(a, b ListVerdict) int {
		return cmp.Or(a.Owner.Compare(b.Owner), cmp.Compare(a.Kind, b.Kind))
	})
	var out []ListVerdict
	for _, l := range lists {
		if n := len(out); n > 0 && out[n-1].Owner == l.Owner && out[n-1].Kind == l.Kind {
			out[n-1].Members += l.Members
			out[n-1].Basis = max(out[n-1].Basis, l.Basis)
		} else {
			out = append(out, l)
		}
	}
	return out
}
