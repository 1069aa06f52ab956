package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-1b5e0f84/adentro"
)

// TestMain lets garbage lie: what the suites read is small, and what they make of it is soon forgotten.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// A fixture is one file of the fixtures, with the format that it is of.
type fixture struct {
	format, label string
	text          []byte
}

func loadFixtures(t testing.TB) []fixture {
	t.Helper()
	var out []fixture
	for _, f := range Formats() {
		dir := filepath.Join(fixtures, f.Name)
		err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() || e.Name() == "ORIGIN" {
				return err
			}
			text, err := os.ReadFile(p)
			rel, _ := filepath.Rel(dir, p)
			out = append(out, fixture{f.Name, filepath.ToSlash(rel), text})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < len(Formats()) {
		t.Fatalf("only %d fixtures for %d formats", len(out), len(Formats()))
	}
	return out
}

// A reading of bytes as if they were a file: its source and what it says.
type said struct {
	src  adentro.Source
	obs  adentro.Observations
	kept int64 // identities and members of bare pages

	offsets []int64 // of the same, in the content
}

// decodeBytes reads text as if it were a file called label, and checks what no
// input may break.
func decodeBytes(t testing.TB, label string, text []byte) *said {
	t.Helper()
	d := decodeOnly(t, label, text)
	check(t, d, text)
	return d
}

func decodeOnly(t testing.TB, label string, text []byte) *said {
	return decodePieces(t, label, text, pieceSize)
}

// decodePieces reads text in pieces of a size.
func decodePieces(t testing.TB, label string, text []byte, size int) *said {
	t.Helper()
	return decodeReader(t, label, bytes.NewReader(text), size)
}

func decodeReader(t testing.TB, label string, r io.Reader, size int) *said {
	t.Helper()
	var m memory
	s := &scanner{opt: &Options{MaxRecord: 1 << 20}, formats: Formats(), sink: &m, slots: make(chan struct{}, 2), size: size}
	var a account
	src := adentro.Source{Role: adentro.RoleDump}
	f := s.reading(input{label: label, path: "-"})
	c := open(context.Background(), r, func(int) {})
	if err := s.content(context.Background(), f, c, &src, &a); err != nil {
		t.Fatal(err)
	}
	if err := c.finish(); err != nil {
		t.Fatal(err)
	}
	fail(&src, c.broken)
	if err := s.seal(f.seal(&a, src)); err != nil {
		t.Fatal(err)
	}
	out := &said{}
	for _, ref := range m.sealed[0].Chunks {
		c := m.chunks[ref.Key]
		for _, id := range c.Identities {
			out.offsets = append(out.offsets, ref.Offset+id.Offset)
		}
		for i := range c.Obs.Pages {
			if p := &c.Obs.Pages[i]; p.Bare {
				for _, x := range p.Members.All() {
					out.offsets = append(out.offsets, ref.Offset+x.Offset)
				}
			}
		}
	}
	out.kept = int64(len(out.offsets))
	obs, err := Assemble(context.Background(), m.sealed, func(k ChunkKey) *Chunk { return m.chunks[k] }, 1)
	if err != nil {
		t.Fatal(err)
	}
	out.src, out.obs = obs.Sources[0], *obs.Unshared()
	return out
}

// check holds a decoded file to the laws that no input may break.
func check(t testing.TB, d *said, text []byte) {
	t.Helper()
	r := d.src.Records
	if !r.Balanced() || int64(len(d.src.Rejects)) != r.Rejected || d.kept != r.Accepted+r.Duplicate {
		t.Fatalf("%s: %+v, %d rejects, %d identities\n%.2000q", d.src.Path, r, len(d.src.Rejects), d.kept, text)
	}
	lineEnd := newline
	if !bytes.Contains(text, newline) { // an old Macintosh's
		lineEnd = []byte{'\r'}
	}
	for _, x := range d.src.Rejects {
		if x.Offset < 0 || x.Offset >= int64(len(text)) || x.Reason == "" || x.Detail == "" && x.Reason != "truncated" {
			t.Fatalf("%s: reject %+v of %d bytes", d.src.Path, x, len(text))
		}
		if want := int64(1 + bytes.Count(text[:x.Offset], lineEnd)); x.Line != want && d.src.Format != "sqlite" && !bytes.HasPrefix(text, []byte("\xff\xfe")) && !bytes.HasPrefix(text, []byte("\xfe\xff")) {
			t.Fatalf("%s: reject %+v is on line %d\n%q", d.src.Path, x, want, text)
		}
	}
	if c := d.src.Confidence; c < 0 || c > 1 {
		t.Fatalf("%s: confidence %v", d.src.Path, c)
	}
	merged := adentro.Merge(&adentro.Observations{Sources: []adentro.Source{d.src}, Profiles: d.obs.Profiles, Tweets: d.obs.Tweets, Pages: d.obs.Pages})
	if err := adentro.Resolve(merged).Check(); err != nil {
		t.Fatalf("%s: %v\n%q", d.src.Path, err, text)
	}
}

// TestCutAtEveryByte cuts every fixture at each of its last 700 bytes, or at the last 40 and
// a stretch before them unless many inputs are asked for: what lies wholly before the cut is kept, so that
// a byte less costs one record at most, and no more than one record is rejected for it.
func TestCutAtEveryByte(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	all := os.Getenv(amountEnv) != ""
	for _, f := range loadFixtures(t) {
		if f.format == "sqlite" { // its end lies anywhere; see TestDamagedDatabase
			continue
		}
		whole := decodeBytes(t, f.label, f.text)
		before := whole.src.Records.Rejected
		last := kept(whole)
		skipped := 40 + r.IntN(640)
		for n := len(f.text) - 1; n > max(0, len(f.text)-700); n-- {
			if back := len(f.text) - n; !all && back == 40 && len(f.text) > 700 {
				n = len(f.text) - skipped
				last = kept(decodeBytes(t, f.label, f.text[:n]))
				continue
			} else if !all && back == skipped+20 {
				break
			}
			d := decodeBytes(t, f.label, f.text[:n])
			if !sampled(f) && (d.src.Records.Accepted > whole.src.Records.Accepted || d.src.Records.Rejected > before+1) {
				t.Errorf("%s/%s cut at %d of %d: %+v, whole %+v", f.format, f.label, n, len(f.text), d.src.Records, whole.src.Records)
				break
			}
			if k := kept(d); !sampled(f) && !holdsLists(f) && (k > last || k < last-1) {
				t.Errorf("%s/%s cut at %d of %d keeps %d records, one byte more keeps %d", f.format, f.label, n, len(f.text), k, last)
				break
			} else {
				last = k
			}
		}
	}
}

// kept counts the records that were not rejected.
func kept(d *said) int64 { return d.src.Records.Seen - d.src.Records.Rejected }

// holdsLists reports whether users have lists inside them, which a cut user takes along.
func holdsLists(f fixture) bool { return f.label == "nested.jsonl" || f.format == "twibot-20" }

// sampled reports whether a small fixture is judged as a whole, so that a cut
// may change what its columns are taken for.
func sampled(f fixture) bool {
	return strings.HasPrefix(f.format, "csv") || f.format == "ids" || strings.HasSuffix(f.label, ".csv")
}

// TestBitFlips breaks fixtures at random bits: nothing panics, the sums hold.
func TestBitFlips(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	rounds := max(20, amount(0)/100)
	for _, f := range loadFixtures(t) {
		for range rounds {
			text := bytes.Clone(f.text)
			for range 1 + r.IntN(3) {
				text[r.IntN(len(text))] ^= 1 << r.IntN(8)
			}
			decodeBytes(t, f.label, text)
		}
	}
}

// TestHarmlessChanges changes what a file looks like and not what it says.
func TestHarmlessChanges(t *testing.T) {
	for _, f := range loadFixtures(t) {
		if f.format == "sqlite" { // no text
			continue
		}
		want := says(decodeOnly(t, f.label, f.text))
		crlf := bytes.ReplaceAll(bytes.ReplaceAll(f.text, []byte("\r\n"), newline), newline, []byte("\r\n"))
		changes := map[string][]byte{
			"a byte order mark": append(bytes.Clone(utf8BOM), bytes.TrimPrefix(f.text, utf8BOM)...),
			"line ends of CRLF": crlf,
			"blank lines":       append([]byte("\n\r\n\n"), append(bytes.TrimPrefix(bytes.Clone(f.text), utf8BOM), "\n\n"...)...),
			"gzip":              []byte(gzipText(f.text)),
		}
		if f.label == "rtweet.csv" || f.label == "seguidores.csv" {
			delete(changes, "line ends of CRLF") // a cell holds a line end
		}
		for name, text := range changes {
			if diff := cmp.Diff(want, says(decodeOnly(t, f.label, text))); diff != "" {
				t.Errorf("%s/%s with %s: -want +got\n%s", f.format, f.label, name, diff)
			}
		}
	}
}

func gzipText(b []byte) string {
	t := &testing.T{}
	return gzipped(t, string(b))
}

// says is what a decoder made of a file, without places and hashes.
func says(d *said) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %+v\n", d.src.Format, d.src.Records)
	for i := range d.obs.Profiles {
		p := d.obs.Profiles[i]
		fmt.Fprintln(&b, p.Key, p.Handle, p.Name, p.Bio, p.Location, p.Created, p.Followers, p.Known(adentro.FieldLocation))
	}
	for _, t := range d.obs.Tweets {
		fmt.Fprintln(&b, t.ID, t.Author.Key, t.Created, t.Kind, t.Text, t.Refs, t.Hashtags, t.Mentions, t.Wrapper)
	}
	for _, p := range d.obs.Pages {
		fmt.Fprint(&b, p.Owner, p.Kind, p.First, p.Last)
		for _, m := range p.Members.All() {
			fmt.Fprint(&b, " ", m.Key)
		}
		fmt.Fprintln(&b)
	}
	lines := strings.SplitAfter(b.String(), "\n")
	slices.Sort(lines[1:]) // members in another order make pages of another order
	return strings.Join(lines, "")
}

// TestJunkLines puts a line of something else between all lines of JSONL: each
// costs one reject, and all records stay.
func TestJunkLines(t *testing.T) {
	for _, f := range loadFixtures(t) {
		if !strings.HasSuffix(f.label, ".jsonl") {
			continue
		}
		want := decodeBytes(t, f.label, f.text).src.Records
		for _, junk := range []string{"sleeping 900 s", `"half":"a record"}`, "}", "<html>503</html>", "\x00\x00\x01"} {
			var text []byte
			n := int64(0)
			for line := range bytes.Lines(f.text) {
				text = append(append(text, line...), junk+"\n"...)
				n++
			}
			got := decodeBytes(t, f.label, text).src.Records
			if got.Accepted != want.Accepted || got.Ignored != want.Ignored || got.Rejected > want.Rejected+n {
				t.Errorf("%s/%s with lines %q: %+v, without %+v", f.format, f.label, junk, got, want)
			}
		}
	}
}

// TestShuffledKeys writes the members of all objects in another order.
func TestShuffledKeys(t *testing.T) {
	for _, f := range loadFixtures(t) {
		if !strings.HasSuffix(f.label, ".jsonl") && !strings.HasSuffix(f.label, ".json") || f.label == "lines.jsonl" {
			continue // lines.jsonl repeats keys on purpose
		}
		var out bytes.Buffer
		dec := json.NewDecoder(bytes.NewReader(f.text))
		dec.UseNumber()
		ok := true
		for dec.More() {
			var v any
			if err := dec.Decode(&v); err != nil {
				ok = false // a fixture that is broken on purpose
				break
			}
			backwards(&out, v)
			out.WriteByte('\n')
		}
		if !ok {
			continue
		}
		want, got := says(decodeOnly(t, f.label, f.text)), says(decodeOnly(t, f.label, out.Bytes()))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s/%s: -want +got\n%s", f.format, f.label, diff)
		}
	}
}

// backwards writes v with the members of each object in falling order.
func backwards(w *bytes.Buffer, v any) {
	switch v := v.(type) {
	case map[string]any:
		var keys []string
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		slices.Reverse(keys)
		w.WriteByte('{')
		for i, k := range keys {
			if i > 0 {
				w.WriteByte(',')
			}
			b, _ := json.Marshal(k)
			w.Write(b)
			w.WriteByte(':')
			backwards(w, v[k])
		}
		w.WriteByte('}')
	case []any:
		w.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				w.WriteByte(',')
			}
			backwards(w, x)
		}
		w.WriteByte(']')
	default:
		b, _ := json.Marshal(v)
		w.Write(b)
	}
}

// FuzzDecode reads any bytes under any name.
func FuzzDecode(f *testing.F) {
	for _, x := range loadFixtures(f) {
		f.Add(x.label, x.text)
	}
	f.Fuzz(func(t *testing.T, label string, text []byte) { decodeBytes(t, label, text) })
}
