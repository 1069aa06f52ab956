package adentro

import (
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// bare makes a page of ids, a line of 10 bytes each, from the line on.
func bare(source int32, line int, ids ...uint64) Page {
	p := Page{Owner: IDKey(1), Kind: Followers, Bare: true, Origin: Origin{source, int64(line) * 10}}
	for i, id := range ids {
		p.Members.Append(IDKey(id), int64(line+i)*10)
	}
	return p
}

// TestM10 counts a record of a bare page that the same list has had before as a duplicate,
// and a record of two files as one observation.
func TestM10(t *testing.T) {
	obs := func() *Observations {
		return &Observations{Sources: []Source{{Path: "a", Records: Records{Seen: 4, Accepted: 4}}, {Path: "b", Records: Records{Seen: 4, Accepted: 4}}}}
	}
	other := bare(1, 2, 11, 15)
	other.Owner = IDKey(2) // another list: another record
	named := bare(1, 1, 11)
	named.Members.Append(HandleKey("ana"), 20)
	named.Members.Append(HandleKey("ana"), 30)
	for _, tt := range []struct {
		name  string
		pages []Page
		a, b  int64 // duplicates
	}{
		{"twice in a page", []Page{bare(0, 0, 11, 12, 11, 13)}, 1, 0},
		{"twice in a file", []Page{bare(0, 0, 11, 12), bare(0, 2, 12, 11)}, 2, 0},
		{"in two files", []Page{bare(0, 0, 11, 12, 13, 14), bare(1, 0, 14, 15, 16, 11)}, 0, 2},
		{"of another owner", []Page{bare(0, 0, 11, 12), other}, 0, 0},
		{"by name", []Page{bare(0, 0, 11), named}, 0, 2},
	} {
		o := obs()
		o.Pages = tt.pages
		s := Resolve(o)
		for i, want := range []int64{tt.a, tt.b} {
			if r := s.Sources[i].Records; r.Duplicate != want || !r.Balanced() {
				t.Errorf("%s: file %d has %+v, want %d duplicates", tt.name, i, r, want)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		one := drawObservations(t, "a")
		if d := diff(Merge(one, one, one), one); d != "" {
			t.Fatalf("one observation more than once:\n%s", d)
		}
	})
}

// TestPagesThatContinue cuts a list at any place and gets the same list, but for
// where it says that the members come from: they come from the same.
func TestPagesThatContinue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(rapid.Uint64Range(1, 30), 1, 30).Draw(t, "ids")
		whole := bare(0, 0, ids...)
		whole.First, whole.Last = true, true
		var cut []Page
		for from := 0; from < len(ids); {
			to := from + rapid.IntRange(1, len(ids)-from).Draw(t, fmt.Sprint("from", from))
			p := bare(0, from, ids[from:to]...)
			p.First, p.Last, p.Continues = from == 0, to == len(ids), from > 0
			cut = append(cut, p)
			from = to
		}
		file := []Source{{Path: "a", Records: Records{Seen: 30, Accepted: 30}}}
		want, got := Resolve(&Observations{Sources: file, Pages: []Page{whole}}), Resolve(&Observations{Sources: file, Pages: cut})
		if d := gocmp.Diff(showLists(want), showLists(got)); d != "" {
			t.Fatalf("in %d pieces:\n%s", len(cut), d)
		}
		if want.Sources[0].Records != got.Sources[0].Records {
			t.Fatalf("%+v in one piece, %+v in %d", want.Sources[0].Records, got.Sources[0].Records, len(cut))
		}
		if err := got.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

// showLists writes lists with the origin of each member, sources by content.
func showLists(s *Snapshot) (out []string) {
	for i := range s.Lists {
		l := &s.Lists[i]
		line := fmt.Sprint(s.Accounts[l.Owner].Key, l.Kind, l.Basis, l.Complete, l.Ordered, l.Observed, l.Pages)
		for k, u := range l.Members {
			o := l.Origin(k)
			line += fmt.Sprintf(" %s#%d<%d:%d>", s.Accounts[u].Key, l.Rank(k), s.Sources[o.Source].SHA256[0], o.Offset)
		}
		out = append(out, line)
	}
	for f := range s.Follows() {
		out = append(out, fmt.Sprint(f))
	}
	return out
}

// showAll writes everything that a Snapshot says but the table of its sources.
func showAll(s *Snapshot) []string {
	out := showLists(s)
	content := func(o *Origin) { o.Source = int32(s.Sources[o.Source].SHA256[0]) }
	for i := range s.Accounts {
		a := s.Accounts[i]
		p := a.Profile()
		for k := range p.Sightings {
			content(&p.Sightings[k].Origin)
		}
		for k := range p.Statuses {
			content(&p.Statuses[k].Origin)
		}
		a.said = ""
		out = append(out, fmt.Sprintf("%+v %+v", a, p))
	}
	for _, t := range s.Tweets {
		content(&t.Origin)
		out = append(out, fmt.Sprintf("%+v", t))
	}
	return append(out, fmt.Sprint(s.Notes))
}

// TestCopiesChangeNothing reads everything again under other names.
func TestCopiesChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := Merge(drawObservations(t, "a"), drawObservations(t, "b"), drawPages(t))
		twin := *x
		twin.Sources = slices.Clone(x.Sources)
		names := rapid.SampledFrom([]string{"copia/%s", "0/%s", "%s (2)", "z%.0s"}).Draw(t, "names")
		for i := range twin.Sources {
			twin.Sources[i].Path = fmt.Sprintf(names, x.Sources[i].Path)
		}
		both := Merge(x, &twin)
		if len(both.Sources) != 2*len(x.Sources) {
			t.Fatalf("%d sources of %d", len(both.Sources), len(x.Sources))
		}
		if d := gocmp.Diff(showAll(Resolve(x)), showAll(Resolve(both))); d != "" {
			t.Fatalf("copies called %q change:\n%s", names, d)
		}
	})
}

// drawPages draws files of a list's pages, by cursor or by the numbers of their names.
func drawPages(t *rapid.T) *Observations {
	n := rapid.IntRange(1, 4).Draw(t, "files")
	cursors := rapid.Bool().Draw(t, "cursors")
	obs := &Observations{}
	for i := range n {
		obs.Sources = append(obs.Sources, Source{Path: fmt.Sprintf("ana_followers_%d.json", i+1)})
		obs.Sources[i].SHA256[0] = byte(100 + (i*7+3)%n) // files are in the order of their content
		p := Page{Owner: IDKey(1), Kind: Followers, Origin: Origin{Source: int32(i)}}
		if cursors {
			p.First, p.Last = i == 0, i == n-1
			if i > 0 {
				p.Cursor = fmt.Sprint("c", i)
			}
			if i < n-1 {
				p.Next = fmt.Sprint("c", i+1)
			}
		}
		for k, id := range rapid.SliceOfN(rapid.Uint64Range(1, 9), 1, 4).Draw(t, fmt.Sprint("page", i)) {
			p.Members.Append(IDKey(id), int64(k))
		}
		obs.Pages = append(obs.Pages, p)
	}
	return obs
}
