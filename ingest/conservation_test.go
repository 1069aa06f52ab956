package ingest

import (
	"bytes"
	"context"

	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-1b5e0f84/adentro"
)

// amountEnv says how many damaged inputs to try; `make damage` tries many. They are the
// same ones every time, so that the number of one is enough to look at it again.
const amountEnv = "ADENTRO_DAMAGE"

func amount(few int) int {
	if n, err := strconv.Atoi(os.Getenv(amountEnv)); err == nil {
		return n
	}
	return few
}

// TestConservation breaks the fixtures of every format in every way, packed in every
// container: every record and every byte is accounted for, whoever reads, in whatever
// pieces, as often as one likes.
func TestConservation(t *testing.T) {
	all := loadFixtures(t)
	total, shards := amount(1500), 8
	var slowest, accepted, rejected, differ atomic.Int64
	t.Run("inputs", func(t *testing.T) {
		for shard := range shards {
			t.Run(strconv.Itoa(shard), func(t *testing.T) {
				t.Parallel()
				for n := shard; n < total; n += shards {
					in := breakOne(t, all, n)
					start := time.Now()
					r := conserves(t, in, &differ)
					accepted.Add(r.Accepted + r.Duplicate)
					rejected.Add(r.Rejected)
					if d := int64(time.Since(start)); d > slowest.Load() {
						slowest.Store(d)
					}
				}
			})
		}
	})
	if d := differ.Load(); d*100 > int64(total) { // a verdict on all may rest on the first piece
		t.Errorf("%d of %d inputs say something else in pieces of 512 bytes", d, total)
	}
	t.Logf("%d damaged inputs of %d fixtures: %d records kept, %d rejected; %d say something else in small pieces; the slowest took %v", total, len(all), accepted.Load(), rejected.Load(), differ.Load(), time.Duration(slowest.Load()))
}

// conserves holds one damaged input to the laws and returns its sums.
func conserves(t *testing.T, in broken, differ *atomic.Int64) adentro.Records {
	defer func() {
		if r := recover(); r != nil {
			t.Fatalf("%s: %v\n%.3000q", in.name, r, in.data)
		}
	}()
	if in.box.archive {
		return conservesArchive(t, in)
	}
	text := inside(in.data)
	d := decodeOnly(t, in.label, in.data)
	check(t, d, text)
	checkBytes(t, in.name, d, text)
	want := summary(d)
	if diff := cmp.Diff(want, summary(decodePieces(t, in.label, in.data, pieceSize))); diff != "" {
		t.Errorf("%s, read twice: -once +again\n%s", in.name, diff)
	}
	pieces := decodePieces(t, in.label, in.data, 512)
	check(t, pieces, text)
	if want != summary(pieces) {
		differ.Add(1)
	}
	if diff := cmp.Diff(want, summary(decodeReader(t, in.label, iotest.OneByteReader(bytes.NewReader(in.data)), pieceSize))); diff != "" {
		t.Errorf("%s, read byte by byte: -whole +bytes\n%s", in.name, diff)
	}
	return d.src.Records
}

// conservesArchive holds a damaged archive, whose members are sources of their own, to
// the sums.
func conservesArchive(t *testing.T, in broken) (sum adentro.Records) {
	var said [2]string
	for i := range said {
		obs, _ := Read(t.Context(), []string{"-"}, Options{Stdin: bytes.NewReader(in.data), MaxRecord: 1 << 20, Workers: 1})
		checkSums(t, obs)
		for _, s := range obs.Sources {
			if s.Bytes != int64(len(in.data)) && s.Member == "" {
				t.Errorf("%s: %d bytes of %d are accounted for", in.name, s.Bytes, len(in.data))
			}
			last := int64(-1)
			for _, x := range s.Rejects {
				if x.Offset < last || x.Line < 1 {
					t.Errorf("%s: %s: reject %+v behind %d", in.name, s.Member, x, last)
				}
				last = x.Offset
			}
			sum = sum.Add(s.Records)
		}
		if err := adentro.Resolve(obs).Check(); err != nil {
			t.Errorf("%s: %v", in.name, err)
		}
		said[i] = dump(obs)
	}
	if diff := cmp.Diff(said[0], said[1]); diff != "" {
		t.Errorf("%s, read twice: -once +again\n%s", in.name, diff)
	}
	return sum
}

// inside is what is in a file, as its reader sees it: without containers, in UTF-8, with
// ordinary line ends.
func inside(data []byte) []byte {
	c := open(context.Background(), bytes.NewReader(data), func(int) {})
	defer c.finish()
	w := (&reading{}).open(c, &adentro.Source{})
	for w.more() {
	}
	return w.rest()
}

// An extent is a part of a text that stands alone: a value, a row, a line.
type extent struct {
	from, to int64
	frame    bool // what may stand there without a record: a header, a comment
}

// checkBytes holds every byte of a text to belong to a part of it that was counted, or to
// what stands between parts, and the sums to be those of the parts.
func checkBytes(t *testing.T, name string, d *said, text []byte) {
	t.Helper()
	head := text[:min(len(text), sniffSize)]
	if (&reading{formats: Formats()}).wholeFormat(head) >= 0 {
		return
	}
	kind, parts := partsOf(text)
	if kind == classNone {
		if d.src.Format == "ids" && looksHandles(head, true) {
			return // words, in what its name says to be a list
		}
		told := d.src.Role == adentro.RoleIgnored && len(d.src.Why) > 0 || d.src.Damage != ""
		if d.src.Records.Seen != 0 || !told {
			t.Errorf("%s: passed over without a word: %+v", name, d.src)
		}
		return
	}
	between := map[class]string{classJSON: " \t\r\n,\x00\x1e[]\ufeff", classTable: "\r\n\x00\ufeff", classLines: " \t\r\n\x00,;\ufeff"}[kind]
	places := slices.Clone(d.offsets)
	for _, x := range d.src.Rejects {
		places = append(places, x.Offset)
	}
	slices.Sort(places)
	end, silent := int64(0), int64(0)
	for _, p := range parts {
		if p.from < end {
			t.Fatalf("%s: what is at %d begins before %d, where the one before it ends\n%.3000q", name, p.from, end, text)
		}
		if gap := text[end:p.from]; len(bytes.Trim(gap, between)) > 0 {
			t.Errorf("%s: the bytes %q at %d belong to nothing\n%.3000q", name, gap, end, text)
		}
		end = p.to
		first, _ := slices.BinarySearch(places, p.from)
		last, _ := slices.BinarySearch(places, p.to)
		if first < last || p.frame {
			continue
		}
		if kind == classJSON {
			alone := decodeOnly(t, d.src.Path, text[p.from:p.to]).src
			if alone.Records.Seen == 0 && alone.Format != "" { // a page without anything in it
				continue
			}
		}
		silent++
	}
	if gap := text[end:]; len(bytes.Trim(gap, between)) > 0 {
		t.Errorf("%s: the bytes %q at the end, at %d, belong to nothing\n%.3000q", name, gap, end, text)
	}
	if silent > d.src.Records.Ignored {
		t.Errorf("%s: nothing is said of %d parts, %+v\n%.3000q", name, silent, d.src.Records, text)
	}
	most := len(parts)
	if kind == classLines { // of which each may hold several ids
		most = len(bytes.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(between, r) }))
	}
	if kind != classJSON && d.src.Records.Seen > int64(most) {
		t.Errorf("%s: %+v of %d parts\n%.3000q", name, d.src.Records, most, text)
	}
}

// partsOf cuts a text as its decoder does.
func partsOf(text []byte) (class, []extent) {
	kind, _ := sniff(text[:min(len(text), sniffSize)], len(text) <= sniffSize)
	switch kind {
	case classJSON:
		return kind, jsonParts(text)
	case classTable:
		return kind, tableParts(text)
	case classLines:
		return kind, lineParts(text)
	}
	return kind, nil
}

func jsonParts(text []byte) (parts []extent) {
	f := newFramer(newWindow(bytes.NewReader(text)), 1<<20)
	for fr, ok := f.next(); ok; fr, ok = f.next() {
		parts = append(parts, extent{fr.off, fr.off + int64(len(fr.data)), false})
	}
	return parts
}

func tableParts(text []byte) (parts []extent) {
	w := newWindow(bytes.NewReader(text))
	x := newTable(w)
	s := newRowScanner(w, x.sep, 1<<20)
	if bytes.HasPrefix(w.rest(), utf8BOM) {
		w.skip(3)
	}
	add := func(r row, frame bool) {
		parts = append(parts, extent{r.off, r.off + int64(len(r.raw)), frame})
	}
	r, ok := s.next()
	for ok && skipsHeader(&r) {
		add(r, true)
		r, ok = s.next()
	}
	if ok {
		add(r, true)
	}
	s.want, s.looks, s.begins = x.want, x.h.plausible, x.h.identified
	for r, ok = s.next(); ok; r, ok = s.next() {
		add(r, false)
	}
	return parts
}

func lineParts(text []byte) (parts []extent) {
	first, at := true, int64(0)
	for line := range bytes.Lines(text) {
		if clean := cleanLine(line); len(clean) > 0 {
			comment := clean[0] == '#'
			parts = append(parts, extent{at, at + int64(len(bytes.TrimRight(line, "\r\n"))), comment || first})
			first = first && comment
		}
		at += int64(len(line))
	}
	return parts
}
