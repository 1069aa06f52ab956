package adentro

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// linkLists chains the pages into lists and the lists into follows.
func (s *Snapshot) linkLists(pages []Page) {
	pages = slices.DeleteFunc(pages, func(p Page) bool { return p.Kind == ListUnknown || p.Owner.IsZero() })
	slices.SortStableFunc(pages, func(a, b Page) int {
		return cmp.Or(a.Owner.Compare(b.Owner), cmp.Compare(a.Kind, b.Kind), compareOrigins(a.Origin, b.Origin))
	})
	self := 0
	for i := 0; i < len(pages); {
		j := i + 1
		for j < len(pages) && pages[j].Owner == pages[i].Owner && pages[j].Kind == pages[i].Kind {
			j++
		}
		for _, run := range s.captures(uniquePages(pages[i:j])) {
			self += s.addList(run)
		}
		i = j
	}
	s.linkFollows()
	if self > 0 {
		s.Notes = append(s.Notes, Note{"self_follow", []string{strconv.Itoa(self)}})
	}
}

// uniquePages drops the pages that say what another of the same list says, as
// copies of a file do.
func uniquePages(pages []Page) []Page {
	type sign struct {
		cursor, next string
		first, last  bool
		at           int64
		n            int
		head, tail   Key
	}
	met := map[sign][]int{}
	var out []Page
	for _, p := range pages {
		k := sign{cursor: p.Cursor, next: p.Next, first: p.First, last: p.Last, at: p.Observed.Unix(), n: p.Members.Len()}
		if k.n > 0 {
			k.head, k.tail = p.Members.Key(0), p.Members.Key(k.n-1)
		}
		same := func(i int) bool {
			return out[i].Observed.Equal(p.Observed) && out[i].Members.sameKeys(&p.Members)
		}
		if slices.ContainsFunc(met[k], same) {
			continue
		}
		met[k] = append(met[k], len(out))
		out = append(out, p)
	}
	return out
}

// A capture is the pages of one list, fetched once, in order.
type capture struct {
	pages   []Page
	ordered bool
	linked  bool // by cursors
}

// captures splits the pages of one owner and kind into the times that the
// list was fetched, and orders the pages of each: by cursor where the pages
// have them, else by the natural order of file names that differ in numbers
// only. Pages without cursors from files of different dates are different fetches.
func (s *Snapshot) captures(pages []Page) []capture {
	var linked, loose []Page
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
	ends := slices.ContainsFunc(loose, func(p Page) bool { return p.Last && !p.First })
	if (len(out) > 1 || ends) && !closed(out) {
		out = nil
		loose = pages
	}
	slices.SortStableFunc(loose, func(a, b Page) int {
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
func chains(pages []Page) []capture {
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

// comparePlaces orders pages by natural order of path, then by offset. Two
// different sources under one path are not ordered: 0.
func (s *Snapshot) comparePlaces(a, b Page) int {
	x, y := &s.Sources[a.Origin.Source], &s.Sources[b.Origin.Source]
	if c := cmp.Or(compareNatural(x.Path, y.Path), compareNatural(x.Member, y.Member)); c != 0 || a.Origin.Source != b.Origin.Source {
		return c
	}
	return cmp.Compare(a.Origin.Offset, b.Origin.Offset)
}

// addList appends the list that a capture shows, and returns how many members
// were the owner itself.
func (s *Snapshot) addList(c capture) (self int) {
	owner := s.index(c.pages[0].Owner)
	l := List{Owner: owner, Kind: c.pages[0].Kind, Ordered: c.ordered, Observed: c.observed(), Pages: len(c.pages)}
	a := &s.Accounts[owner]
	a.InList = true
	if l.Kind == Followers {
		l.Declared = Count{a.Followers, a.Known(FieldFollowers)}
	} else {
		l.Declared = Count{a.Following, a.Known(FieldFollowing)}
	}
	first, last := c.pages[0], c.pages[len(c.pages)-1]
	switch {
	case first.First && last.Last && (c.linked || len(c.pages) == 1):
		l.Complete = CompleteYes
	case last.Next != "":
		l.Complete = CompleteNo
	}
	seen := map[int32]bool{}
	rank := int32(0)
	for _, p := range c.pages {
		if p.Basis == Guessed {
			l.Basis = Guessed
		}
		for _, m := range p.Members.All() {
			u := s.index(m.Key)
			if u == owner {
				self++
				continue
			}
			if seen[u] {
				continue
			}
			seen[u] = true
			s.Accounts[u].InList = true
			lm := ListMember{Account: u, Rank: -1, Origin: Origin{p.Origin.Source, m.Offset}}
			if c.ordered {
				lm.Rank = rank
			}
			rank++
			l.Members = append(l.Members, lm)
		}
	}
	if !c.ordered {
		slices.SortFunc(l.Members, func(a, b ListMember) int { return cmp.Compare(a.Account, b.Account) })
	}
	s.Lists = append(s.Lists, l)
	return self
}

// index returns the index of an account that is known to exist.
func (s *Snapshot) index(k Key) int32 {
	i, _ := slices.BinarySearchFunc(s.Accounts, k, func(a Account, k Key) int { return a.Key.Compare(k) })
	return int32(i)
}

// linkFollows makes the sorted, unique edges of all lists.
func (s *Snapshot) linkFollows() {
	n := 0
	for i := range s.Lists {
		n += len(s.Lists[i].Members)
	}
	s.Follows = make([]Follow, 0, n)
	for i := range s.Lists {
		l := &s.Lists[i]
		for _, m := range l.Members {
			f := Follow{Follower: m.Account, Followed: l.Owner, List: int32(i), Rank: m.Rank}
			if l.Kind == Following {
				f.Follower, f.Followed = f.Followed, f.Follower
			}
			s.Follows = append(s.Follows, f)
		}
	}
	slices.SortFunc(s.Follows, func(a, b Follow) int { return cmp.Or(compareFollows(a, b), cmp.Compare(a.List, b.List)) })
	s.Follows = slices.CompactFunc(s.Follows, func(a, b Follow) bool { return compareFollows(a, b) == 0 })
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
