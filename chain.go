package adentro

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// linkLists chains the pages into lists. The pages of one owner and kind tell nothing of
// those of another, so that workers go through them at the same time.
func (s *Snapshot) linkLists(sheets []*sheet, workers int) {
	slices.SortStableFunc(sheets, func(a, b *sheet) int {
		return cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.Kind, b.Kind))
	})
	var groups [][]*sheet
	for i := 0; i < len(sheets); {
		j := i + 1
		for j < len(sheets) && sheets[j].owner == sheets[i].owner && sheets[j].Kind == sheets[i].Kind {
			j++
		}
		groups = append(groups, sheets[i:j])
		i = j
	}
	linkers := make([]linker, workers)
	lists := make([][]List, len(groups))
	inParallel(workers, len(groups), func(w, i int) {
		x := &linkers[w]
		if x.met == nil {
			x.Snapshot, x.met = s, fresh.Slice[int32](len(s.Accounts))
		}
		for _, c := range s.captures(s.uniqueSheets(groups[i])) {
			lists[i] = append(lists[i], x.list(c))
		}
	})
	s.Lists = slices.Concat(lists...)
	for i := range s.Lists {
		s.Accounts[s.Lists[i].Owner].InList = true
	}
	self := 0
	for i := range linkers {
		for u, m := range linkers[i].met {
			if m > 0 {
				s.Accounts[u].InList = true
			}
		}
		self += linkers[i].self
	}
	if self > 0 {
		s.Notes = append(s.Notes, Note{"self_follow", []string{strconv.Itoa(self)}})
	}
}

// A linker makes lists of a Snapshot.
type linker struct {
	*Snapshot
	met   []int32 // for each account, the last list that it was met in, counted from 1
	lists int32   // made so far
	self  int     // members that are the owner itself
}

// A capture is the pages of one list, fetched once, in order.
type capture struct {
	pages   []*sheet
	ordered bool
	linked  bool // by cursors
}

// captures splits the pages of one owner and kind into the times that the
// list was fetched, and orders the pages of each: by cursor where the pages
// have them, else by the natural order of file names that differ in numbers
// only. Pages without cursors from files of different dates are different fetches.
func (s *Snapshot) captures(pages []*sheet) []capture {
	var linked, loose []*sheet
	for _, p := range pages {
		if p.Cursor != "" || p.Next != "" || (p.First && p.Last) {
			linked = append(linked, p)
		} else {
			loose = append(loose, p)
		}
	}
	out := chains(linked)
	// Broken chains tell nothing about order; nor does one that lacks its last
	// page because that page names no cursor, as in lists of two pages of v1.1.
	ends := slices.ContainsFunc(loose, func(p *sheet) bool { return p.Last && !p.First })
	if (len(out) > 1 || ends) && !closed(out) {
		out = nil
		loose = pages
	}
	slices.SortStableFunc(loose, func(a, b *sheet) int {
		return cmp.Or(a.Observed.Compare(b.Observed), s.comparePlaces(a, b))
	})
	for len(loose) > 0 {
		n := 1
		for n < len(loose) && (loose[n].Observed.Equal(loose[0].Observed) || loose[n].Cursor != "" || loose[n].Next != "") {
			n++
		}
		run := capture{pages: loose[:n], ordered: true}
		for i := 1; i < n; i++ {
			a, b := run.pages[i-1], run.pages[i]
			if s.comparePlaces(a, b) == 0 || a.Observed.Equal(b.Observed) && family(s.Sources[a.Origin.Source].Path) != family(s.Sources[b.Origin.Source].Path) {
				run.ordered = false
			}
		}
		out = append(out, run)
		loose = loose[n:]
	}
	slices.SortStableFunc(out, func(a, b capture) int { return a.observed().Compare(b.observed()) })
	return out
}

// chains follows each first page along its cursors; what is left over starts
// chains of its own.
func chains(pages []*sheet) []capture {
	byCursor := map[string]int{}
	target := map[string]bool{}
	for i, p := range pages {
		if p.Cursor != "" {
			byCursor[p.Cursor] = i
		}
		if p.Next != "" {
			target[p.Next] = true
		}
	}
	used := make([]bool, len(pages))
	var out []capture
	walk := func(i int) {
		c := capture{ordered: true, linked: true}
		for !used[i] {
			used[i] = true
			c.pages = append(c.pages, pages[i])
			next, ok := byCursor[pages[i].Next]
			if !ok || pages[i].Next == "" {
				break
			}
			i = next
		}
		out = append(out, c)
	}
	for i, p := range pages { // heads first
		if p.First || p.Cursor == "" || !target[p.Cursor] {
			if !used[i] {
				walk(i)
			}
		}
	}
	for i := range pages { // then loops
		if !used[i] {
			walk(i)
		}
	}
	return out
}

// closed reports whether every chain runs from a first to a last page, so
// that each is a whole fetch.
func closed(cs []capture) bool {
	for _, c := range cs {
		if !c.pages[0].First || !c.pages[len(c.pages)-1].Last {
			return false
		}
	}
	return true
}

func (c capture) observed() time.Time {
	var t time.Time
	for _, p := range c.pages {
		if p.Observed.After(t) {
			t = p.Observed
		}
	}
	return t
}

// lacks reports whether some page leads to one that is not there.
func (c capture) lacks() bool {
	have := map[string]bool{"": true}
	for _, p := range c.pages {
		have[p.Cursor] = true
	}
	return slices.ContainsFunc(c.pages, func(p *sheet) bool { return !have[p.Next] })
}

// comparePlaces orders pages by natural order of path, then by offset. Two
// different sources under one path are not ordered: 0.
func (s *Snapshot) comparePlaces(a, b *sheet) int {
	x, y := &s.Sources[a.Origin.Source], &s.Sources[b.Origin.Source]
	if c := cmp.Or(compareNatural(x.Path, y.Path), compareNatural(x.Member, y.Member)); c != 0 || a.Origin.Source != b.Origin.Source {
		return c
	}
	return cmp.Compare(a.Origin.Offset, b.Origin.Offset)
}

// list returns the list that a capture shows.
func (x *linker) list(c capture) List {
	first, last := c.pages[0], c.pages[len(c.pages)-1]
	l := List{Owner: first.owner, Kind: first.Kind, Ordered: c.ordered, Observed: c.observed(), Pages: len(c.pages)}
	a := &x.Accounts[l.Owner]
	declared := FieldFollowing
	if l.Kind == Followers {
		declared = FieldFollowers
	}
	l.Declared = Count{a.Count(declared), a.Known(declared)}
	switch {
	case first.First && last.Last && (c.linked || len(c.pages) == 1):
		l.Complete = CompleteYes
	case last.Next != "" && c.ordered, !c.ordered && c.lacks():
		l.Complete = CompleteNo
	}
	if !c.ordered { // of a member on several pages, the first origin, whatever files are called
		slices.SortStableFunc(c.pages, func(a, b *sheet) int { return compareOrigins(a.Origin, b.Origin) })
	}
	n := 0
	for _, p := range c.pages {
		l.Basis = max(l.Basis, p.Basis)
		n += len(p.members)
	}
	l.Members, l.offsets = make([]int32, 0, n), make([]uint32, 0, n)
	x.lists++
	for _, p := range c.pages {
		for i, r := range p.runs {
			to := len(p.members)
			if i+1 < len(p.runs) {
				to = int(p.runs[i+1].first)
			}
			l.runs = append(l.runs, run{int32(len(l.Members)), r.base})
			for k := int(r.first); k < to; k++ {
				u := p.members[k]
				switch {
				case u < 0:
				case u == l.Owner:
					x.self++
				case x.met[u] != x.lists:
					x.met[u] = x.lists
					l.Members = append(l.Members, u)
					l.offsets = append(l.offsets, p.offsets[k])
				}
			}
		}
	}
	if !c.ordered {
		l.sort()
	}
	return l
}

// sort orders the members by account.
func (l *List) sort() {
	order := make([]int32, len(l.Members))
	runOf := make([]int32, len(l.Members))
	r := int32(-1)
	for i := range order {
		order[i] = int32(i)
		for int(r+1) < len(l.runs) && int(l.runs[r+1].first) <= i {
			r++
		}
		runOf[i] = r
	}
	slices.SortFunc(order, func(i, j int32) int { return cmp.Compare(l.Members[i], l.Members[j]) })
	l.Members = permuted(l.Members, order)
	l.offsets = permuted(l.offsets, order)
	l.runOf = permuted(runOf, order)
}

func permuted[T any](xs []T, order []int32) []T {
	out := make([]T, len(xs))
	for i, k := range order {
		out[i] = xs[k]
	}
	return out
}

// family returns what the names of the pages of one list have in common: all
// but numbers, signs, and how the file is compressed.
func family(path string) string {
	path = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(path), ".gz"), ".zst")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || r == '/' {
			return r
		}
		return -1
	}, path)
}

// compareNatural orders strings so that page_2 comes before page_10: runs of
// digits compare as numbers.
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		da, db := digits(a), digits(b)
		if da > 0 && db > 0 {
			x, y := strings.TrimLeft(a[:da], "0"), strings.TrimLeft(b[:db], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y), cmp.Compare(da, db)); c != 0 {
				return c
			}
			a, b = a[da:], b[db:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits returns the length of the run of decimal digits that s begins with.
func digits(s string) int {
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	return i
}
