package ingest

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-1b5e0f84/adentro"
)

// many repeats the records of a file until it is a few hundred KiB, so that it
// takes many small pieces. ok is false for files that are one value.
func many(f fixture) (text []byte, ok bool) { return manyTo(f, 200<<10) }

// manyTo repeats them until it is of a size.
func manyTo(f fixture, size int) (text []byte, ok bool) {
	switch {
	case strings.HasSuffix(f.label, ".jsonl") || strings.HasSuffix(f.label, ".txt"):
		line := f.text
		if len(line) > 0 && line[len(line)-1] != '\n' {
			line = append(bytes.Clone(line), '\n')
		}
		return bytes.Repeat(line, 1+size/len(line)), true
	case strings.HasSuffix(f.label, ".csv") || strings.HasSuffix(f.label, ".tsv"):
		if bytes.HasPrefix(f.text, []byte("\xff\xfe")) || bytes.HasPrefix(f.text, []byte("\xfe\xff")) {
			return nil, false
		}
		head, rest, _ := bytes.Cut(f.text, newline)
		if len(rest) == 0 {
			return nil, false
		}
		if rest[len(rest)-1] != '\n' {
			rest = append(bytes.Clone(rest), '\n')
		}
		return append(append(bytes.Clone(head), '\n'), bytes.Repeat(rest, 1+size/len(rest))...), true
	}
	return nil, false
}

// TestPieces reads files in small pieces and in one: they say the same.
func TestPieces(t *testing.T) {
	for _, f := range loadFixtures(t) {
		text, ok := many(f)
		if !ok {
			continue
		}
		want := decodeOnly(t, f.label, text)
		for _, size := range []int{4 << 10, 30_000, 64 << 10} {
			got := decodePieces(t, f.label, text, size)
			check(t, got, text)
			if diff := cmp.Diff(summary(want), summary(got)); diff != "" {
				t.Errorf("%s/%s in pieces of %d: -whole +pieces\n%s", f.format, f.label, size, diff)
			}
		}
	}
}

// summary is what a file says, its lists joined.
func summary(d *said) string {
	obs := d.obs
	obs.Sources = []adentro.Source{d.src}
	s := adentro.Resolve(adentro.Merge(&obs))
	var b strings.Builder
	r := s.Sources[0].Records
	fmt.Fprintf(&b, "%s seen %d kept %d rejected %d ignored %d\n", d.src.Format, r.Seen, r.Accepted+r.Duplicate, r.Rejected, r.Ignored)
	for _, x := range d.src.Rejects {
		fmt.Fprintln(&b, x.Offset, x.Line, x.Reason)
	}
	for i := range s.Accounts {
		a := &s.Accounts[i]
		fmt.Fprintln(&b, a.Key, a.Handle(), a.Name(), a.Location(), a.Created(), a.Count(adentro.FieldFollowers), a.Status, a.Profile().Sightings)
	}
	for _, x := range s.Tweets {
		fmt.Fprintln(&b, x.ID, x.Author.Key, x.Text, x.Origin)
	}
	for i := range s.Lists {
		l := &s.Lists[i]
		fmt.Fprintln(&b, s.Accounts[l.Owner].Key, l.Kind, l.Complete, l.Ordered, len(l.Members))
	}
	return b.String()
}

// TestArrayPieces reads one long array in pieces, with elements that hold what
// looks like the start of another, are broken, or are too large.
func TestArrayPieces(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, sep := range []string{",", ",\n", " ,\n  "} {
		for round := range 20 {
			var b bytes.Buffer
			b.WriteString("[")
			n := 200 + r.IntN(300)
			bad := map[int]bool{}
			for i := range n {
				if i > 0 {
					b.WriteString(sep)
				}
				bio := "x"
				switch r.IntN(30) {
				case 0:
					bio = `},{\"id\":7,\"screen_name\":\"no\"}`
				case 1:
					bio = strings.Repeat("largo ", 3000)
				case 2:
					if round%2 == 1 {
						bad[i] = true
						fmt.Fprintf(&b, `{"id":%d,"screen_name":"malo",}`, i+1)
						continue
					}
				}
				fmt.Fprintf(&b, `{"id":%d,"screen_name":"cuenta_%d","description":"%s","status":{"id":%d,"text":"hola","entities":{"urls":[{"id":1},{"id":2}]}},"followers_count":3}`, i+1, i, bio, 1000+i)
			}
			b.WriteString("]\n")
			for _, size := range []int{1 << 10, 7_000, 50_000} {
				d := decodePieces(t, "users.json", b.Bytes(), size)
				check(t, d, b.Bytes())
				rec := d.src.Records
				if rec.Accepted != int64(n-len(bad)) || rec.Rejected != int64(len(bad)) {
					t.Fatalf("sep %q, size %d: %+v, want %d and %d rejected; %+v", sep, size, rec, n-len(bad), len(bad), d.src.Rejects)
				}
			}
		}
	}
}

// TestLargeInPieces has one record above the limit among small ones.
func TestLargeInPieces(t *testing.T) {
	small := strings.Repeat(`{"id":1,"screen_name":"uno","followers_count":1}`+"\n", 500)
	large := `{"id":2,"screen_name":"dos","description":"` + strings.Repeat(`{\"[`, 500_000) + `","followers_count":1}` + "\n"
	for _, size := range []int{5_000, 100_000, 8 << 20} {
		d := decodePieces(t, "users.jsonl", []byte(small+large+small), size)
		r := d.src.Records
		if r.Accepted+r.Duplicate != 1000 || r.Rejected != 1 || d.src.Rejects[0].Reason != "too_large" {
			t.Errorf("pieces of %d: %+v, rejects %+v", size, r, d.src.Rejects)
		}
	}
}

// TestCutterSums: the sum of a piece is that of all content up to its end, wherever it was cut and however
// the source gives its bytes.
func TestCutterSums(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 0))
		text := make([]byte, r.IntN(6<<20))
		for i := range text {
			text[i] = 'a'
		}
		for range r.IntN(12) * r.IntN(12) { // lines longer than what is read at once, too
			text[r.IntN(max(len(text), 1))] = '\n'
		}
		var source io.Reader = bytes.NewReader(text)
		if seed%3 == 1 {
			source = iotest.HalfReader(bufio.NewReaderSize(source, 1<<14))
		}
		for name, sum := range map[string]hash.Hash{"sum": sha256.New(), "none": noHash{}} {
			cut := &cutter{w: newWindow(source), size: 2 << 20, max: 3 << 20, plan: cutLine, sum: sum}
			end := 0
			for last := false; !last; {
				p := cut.next()
				last = p.last
				if !bytes.Equal(p.data, text[end:end+len(p.data)]) {
					t.Fatalf("seed %d: another text behind %d", seed, end)
				}
				end += len(p.data)
				if want := sha256.Sum256(text[:end]); name == "sum" && p.sum != want {
					t.Fatalf("seed %d: another sum of the first %d bytes", seed, end)
				}
			}
			if end != len(text) {
				t.Fatalf("seed %d: %d of %d bytes", seed, end, len(text))
			}
			source = bytes.NewReader(text)
		}
	}
}
