package ingest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
)

// rowByRow reads a text in the slow and obvious way: every line for itself.
func rowByRow(t testing.TB, text string, opt EdgeListOptions) *edgeScan {
	t.Helper()
	layout, err := judgeEdgeList(wholeLines([]byte(text[:min(len(text), 256<<10)]), len(text) <= 256<<10), opt.Weighted)
	if err != nil {
		t.Fatal(err)
	}
	s := &edgeScan{layout: &layout, lines: layout.lines}
	s.records = adentro.Records{Seen: layout.comments, Ignored: layout.comments}
	off := layout.start
	for line := range bytes.Lines([]byte(text)[off:]) {
		s.line(line, off)
		off += len(line)
	}
	return s
}

// hostileCells stand where ids should; some are ids.
var hostileCells = []string{
	"0", "00", "01", "7", "12345678", "123456789", "99999999", "100000000", "2147483647", "2147483648", "4294967296", "9999999999",
	"12345678901234567", "9223372036854775807", "9223372036854775808", "9999999999999999999", "18446744073709551616", "99999999999999999999999",
	"-1", "+1", "1.0", "1e3", "", " ", "x", "1x", "x1", "1:2", "\"5\"", "\"5", "'6", "٣", "\x00", "\xff", "1/2", "#9",
}

// hostileRows are rows that no table should have.
var hostileRows = []string{"", "#", "# 1\t2", "% x", "1", "\t", "1\t", "\t1", "1\t2\t3", "1\t2\t", "1 2", "1,2", "1\t\t2", " 1\t2", "1\t2 ", "\r", "1\r2", "1\t2\r", "\"a\tb"}

// hostileText is a table of numbers with rows of every other kind between them.
func hostileText(r *rand.Rand) string {
	var b strings.Builder
	most := []uint64{10, 1000, 1e8, 1e10, 1 << 40, adentro.MaxID}[r.IntN(6)]
	sep, end := []string{"\t", ",", ";", " "}[r.IntN(4)], []string{"\n", "\n", "\r\n"}[r.IntN(3)]
	rows := []int{1, 20, 300, 8000}[r.IntN(4)]
	odd := []int{1 << 30, 1 << 30, 1000, 30}[r.IntN(4)] // one row of so many is odd
	if r.IntN(4) == 0 {
		fmt.Fprintf(&b, "source%starget%s", sep, end)
	}
	for range rows {
		left, right := fmt.Sprint(r.Uint64N(most)), fmt.Sprint(r.Uint64N(most>>r.IntN(20)+1))
		switch r.IntN(odd) {
		case 0, 1:
			left = hostileCells[r.IntN(len(hostileCells))]
		case 2, 3:
			right = hostileCells[r.IntN(len(hostileCells))]
		case 4:
			b.WriteString(hostileRows[r.IntN(len(hostileRows))] + end)
			continue
		}
		b.WriteString(left + sep + right + end)
	}
	return strings.TrimSuffix(b.String(), strings.Repeat(end, r.IntN(2)))
}

// TestEdgeListRowByRow: the ways to read many rows at once find what reading row by row does, in that order, in
// tables of all kinds, for any number of workers.
func TestEdgeListRowByRow(t *testing.T) {
	defer func(r quickReader) { quickest = r }(quickest)
	r := rand.New(rand.NewPCG(5, 6))
	dir := t.TempDir()
	readers := quickReaders()
	taken := 0
	for i := range 40 {
		text := hostileText(r)
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		quickest = readers[i%len(readers)]
		opt := EdgeListOptions{Workers: []int{1, 2, 8}[r.IntN(3)]}
		l, err := ReadEdgeList(context.Background(), path, opt)
		if err != nil {
			continue // judged from the beginning: no way of reading has begun
		}
		want := rowByRow(t, text, opt)
		if l.Records != want.records || !slices.Equal(l.Rejects, want.rejects) {
			t.Fatalf("text %d: got %+v, want %+v, or other rejects", i, l.Records, want.records)
		}
		checkWalk(t, l, want)
		checkAgain(t, l, text, want)
		if checkEnds(t, l) {
			taken++
		}
		l.Close()
		os.Remove(path)
	}
	if taken < 4 {
		t.Errorf("the edges of %d texts lay in memory", taken)
	}
}

// TestQuick: rows are read quickly as far as they are plain, by the assembly too, where there is one.
func TestQuick(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	read := 0
	for range 60 {
		text := []byte("a row before that is long enough\n" + hostileText(r))
		for i := range text {
			if i >= quickReach && text[i-1] == '\n' && r.IntN(20) == 0 {
				read += checkQuick(t, text, i, []int{0, 15, 16, 17, 100, 10_000}[r.IntN(6)], "\t,; "[r.IntN(4)])
			}
		}
	}
	if read < 5_000 {
		t.Errorf("read %d rows", read)
	}
}

// FuzzQuick does so with any text.
func FuzzQuick(f *testing.F) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 20 {
		f.Add([]byte(hostileText(r)), 100, byte('\t'))
	}
	f.Fuzz(func(t *testing.T, text []byte, room int, sep byte) {
		if sep == '\n' || '0' <= sep && sep <= '9' {
			return // no table has such
		}
		text = append(make([]byte, quickReach), text...)
		checkQuick(t, text, quickReach, room&0xff, sep)
	})
}

// checkQuick compares rows that are read quickly with the text, and returns how many there are.
func checkQuick(t *testing.T, text []byte, i, room int, sep byte) int {
	t.Helper()
	next, rows, left, right := quickWays(t, text, i, room, rowShape{sep, '\t', 1<<31 - 1})
	for k := range rows {
		end := i + bytes.IndexByte(text[i:], '\n')
		between := string([]byte{sep})
		if row := fmt.Sprintf("%d%s%d", left[k], between, right[k]); row != strings.ReplaceAll(string(text[i:end]), "\t", between) {
			t.Fatalf("row %q was read as %q", text[i:end], row)
		}
		i = end + 1
	}
	if next != i {
		t.Fatalf("stopped at %q, not at %q", text[next:min(next+30, len(text))], text[i:min(i+30, len(text))])
	}
	return rows
}

// quickWays reads rows in each way that this machine can, and wants the same of all.
func quickWays(t *testing.T, text []byte, i, room int, shape rowShape) (next, rows int, left, right []int32) {
	t.Helper()
	defer func(r quickReader) { quickest = r }(quickest)
	quickest = nil
	left, right = make([]int32, room), make([]int32, room)
	next, rows = quick(text, i, shape, left, right)
	for _, quickest = range quickReaders() {
		lefts, rights := make([]int32, room), make([]int32, room)
		n, k := quick(text, i, shape, lefts, rights)
		if n != next || k != rows || !slices.Equal(left[:k], lefts[:k]) || !slices.Equal(right[:k], rights[:k]) {
			t.Fatalf("assembly reads %d rows up to %d, not %d up to %d, of %q", k, n, rows, next, text[i:min(next+64, len(text))])
		}
	}
	return next, rows, left, right
}

// checkWalk compares what the parts hand out with the rows of s.
func checkWalk(t *testing.T, l *EdgeList, s *edgeScan) {
	t.Helper()
	k := 0
	for _, p := range l.Parts {
		edges := 0
		err := p.Walk(func(from, to []int32, _ []float64) {
			for i := range from {
				same := false
				if l.layout.words {
					same = l.Name(from[i]) == string(s.leftWords[k]) && l.Name(to[i]) == string(s.rightWords[k])
				} else {
					same = l.numbers.id(from[i]) == s.left[k] && l.numbers.id(to[i]) == s.right[k]
				}
				if !same {
					t.Fatalf("edge %d: got %q to %q", k, l.Name(from[i]), l.Name(to[i]))
				}
				k++
				edges++
			}
		})
		if err != nil || edges != p.Edges {
			t.Fatalf("a part of %d edges: %d, %v", p.Edges, edges, err)
		}
	}
	if n := max(len(s.left), len(s.leftWords)); k != n {
		t.Fatalf("%d edges, want %d", k, n)
	}
}

// checkAgain compares what reading a text finds whose edges are not kept.
func checkAgain(t *testing.T, l *EdgeList, text string, want *edgeScan) {
	t.Helper()
	got := edgeScan{layout: &l.layout}
	var left, right []uint64
	got.flush = func(s *edgeScan) error {
		left, right = append(left, s.left...), append(right, s.right...)
		return nil
	}
	if err := got.run([]byte(text)[l.layout.start:]); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(left, want.left) || !slices.Equal(right, want.right) || got.lines+l.layout.lines != want.lines {
		t.Fatalf("%d edges in %d lines, want %d in %d, or others", len(left), got.lines, len(want.left), want.lines)
	}
}

// checkEnds compares the graph of the parts with that of the ends, and reports whether there are such.
func checkEnds(t *testing.T, l *EdgeList) bool {
	t.Helper()
	var parts []graph.Part
	for _, p := range l.Parts {
		parts = append(parts, graph.Part(p))
	}
	want, err := graph.FromParts(context.Background(), l.Nodes, parts, graph.PartsOptions{Weighted: l.Weighted})
	if err != nil {
		t.Fatal(err)
	}
	from, to, ok := l.TakeEnds()
	if !ok {
		return false
	}
	for _, workers := range []int{1, 2, 8} {
		got, err := graph.FromEnds(context.Background(), l.Nodes, slices.Clone(from), slices.Clone(to), graph.PartsOptions{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.AllEdges(), want.AllEdges()) || got.SelfLoops() != want.SelfLoops() || got.Total() != want.Total() {
			t.Fatalf("%d workers: other edges of the ends than of the parts", workers)
		}
		for v := range int32(got.N()) {
			if !slices.Equal(got.In(v), want.In(v)) {
				t.Fatalf("%d workers: edges to %d are %v, want %v", workers, v, got.In(v), want.In(v))
			}
		}
	}
	if _, _, again := l.TakeEnds(); again {
		t.Fatal("the ends were handed over twice")
	}
	return true
}
