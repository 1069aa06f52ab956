package adentro

import (
	"cmp"
	"slices"
	"strings"
)

// A sheet is a page, its members numbered. Pages that continue one another are
// one sheet.
type sheet struct {
	Page    // of the first
	owner   int32
	members []int32 // -1 for an entry that names nobody
	places
}

// makeSheets numbers the members of the pages, in order of origin, and joins those that
// continue others. members holds the index of every member that has an id.
func makeSheets(pages []Page, members [][]int32, n *numbering) []*sheet {
	order := make([]int32, len(pages))
	for i := range pages {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(i, j int32) int { return compareOrigins(pages[i].Origin, pages[j].Origin) })
	type context struct {
		source int32
		owner  Key
		kind   ListKind
	}
	last := map[context]*sheet{}
	source := int32(-1)
	out := make([]*sheet, 0, len(pages))
	for _, i := range order {
		p := &pages[i]
		if p.Kind == ListUnknown || p.Owner.IsZero() {
			continue
		}
		if source != p.Origin.Source {
			source = p.Origin.Source
			clear(last)
		}
		for k, id := range p.Members.ids {
			if id == 0 {
				members[i][k] = n.of(p.Members.names[int32(k)])
			}
		}
		at := context{p.Origin.Source, p.Owner, p.Kind}
		before := last[at]
		if before == nil || !p.Continues {
			before = &sheet{Page: *p, owner: n.of(p.Owner), members: members[i]}
			last[at] = before
			out = append(out, before)
		} else {
			before.Basis = max(before.Basis, p.Basis)
			before.Next, before.Last = p.Next, p.Last
			if p.Observed.After(before.Observed) {
				before.Observed = p.Observed
			}
			before.members = append(before.members, members[i]...)
		}
		before.add(Origin{p.Origin.Source, p.Members.base}, p.Members.offs)
	}
	return out
}

// uniqueSheets drops the pages that say what another of the same list says, as
// copies of a file do. Of copies that one stays whose name is of the family that most
// pages have, so that a copy under another name does not take a page out of its row.
func (s *Snapshot) uniqueSheets(sheets []*sheet) []*sheet {
	type sign struct {
		cursor, next string
		first, last  bool
		at           int64
		n            int
		members      uint64
	}
	met := map[sign][]int{}
	var copies [][]*sheet // of each page
	for _, p := range sheets {
		k := sign{p.Cursor, p.Next, p.First, p.Last, p.Observed.Unix(), len(p.members), hashIndexes(p.members)}
		i := slices.IndexFunc(met[k], func(i int) bool {
			return copies[i][0].Observed.Equal(p.Observed) && slices.Equal(copies[i][0].members, p.members)
		})
		if i < 0 {
			met[k] = append(met[k], len(copies))
			copies = append(copies, []*sheet{p})
		} else {
			i = met[k][i]
			copies[i] = append(copies[i], p)
		}
	}
	if len(copies) == len(sheets) {
		return sheets
	}
	name := func(p *sheet) string { return family(s.Sources[p.Origin.Source].Path) }
	pages := map[string]int{} // of each family
	for _, of := range copies {
		called := map[string]bool{}
		for _, p := range of {
			called[name(p)] = true
		}
		for f := range called {
			pages[f]++
		}
	}
	out := make([]*sheet, len(copies))
	for i, of := range copies {
		out[i] = slices.MinFunc(of, func(a, b *sheet) int {
			x, y := name(a), name(b)
			return cmp.Or(-cmp.Compare(pages[x], pages[y]), strings.Compare(x, y))
		})
	}
	slices.SortStableFunc(out, func(a, b *sheet) int { return compareOrigins(a.Origin, b.Origin) })
	return out
}

// hashIndexes tells most lists of indexes apart.
func hashIndexes(xs []int32) uint64 {
	h := uint64(len(xs))
	for _, x := range xs {
		h = (h ^ uint64(uint32(x))) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h
}
