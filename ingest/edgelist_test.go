package ingest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
)

// readList reads an edge list, as a file and from standard input, with one worker and with
// several, and wants the same of all.
func readList(t testing.TB, text string, opt EdgeListOptions) (*EdgeList, []string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "edges")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var first *EdgeList
	var want []string
	var failed error
	for i, name := range []string{path, "-", path} {
		opt.Workers, opt.Stdin = []int{1, 2, 8}[i], strings.NewReader(text)
		l, err := ReadEdgeList(context.Background(), name, opt)
		if err != nil {
			if i > 0 && failed == nil {
				t.Fatalf("%s: %v, but not the first way", name, err)
			}
			failed = err
			continue
		}
		defer l.Close()
		got := edgesByName(t, l)
		if i == 0 {
			first, want = l, got
		} else if failed != nil || !slices.Equal(got, want) || l.Records != first.Records || !slices.Equal(l.Rejects, first.Rejects) {
			t.Fatalf("%s, %d workers: %v %v %v; first %v %v %v %v", name, opt.Workers, got, l.Records, l.Rejects, want, first.Records, first.Rejects, failed)
		}
	}
	return first, want, failed
}

// edgesByName returns the edges of a list by name, in order of the numbers.
func edgesByName(t testing.TB, l *EdgeList) []string {
	t.Helper()
	var parts []graph.Part
	for _, p := range l.Parts {
		parts = append(parts, graph.Part(p))
	}
	g, err := graph.FromParts(context.Background(), l.Nodes, parts, graph.PartsOptions{Weighted: l.Weighted})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range g.AllEdges() {
		s := l.Name(e.From) + ">" + l.Name(e.To)
		if l.Weighted {
			s += "=" + strconv.FormatFloat(e.Weight, 'g', -1, 64)
		}
		out = append(out, s)
	}
	return out
}

func TestEdgeList(t *testing.T) {
	weighted, both := EdgeListOptions{Weighted: true}, EdgeListOptions{Undirected: true}
	for _, tt := range []struct {
		name, text string
		opt        EdgeListOptions
		want       string
		records    adentro.Records
	}{
		{"tabs", "3\t1\n1\t20\n", EdgeListOptions{}, "1>20 3>1", adentro.Records{Seen: 2, Accepted: 2}},
		{"order of the file", "1 20\n3 1\n", EdgeListOptions{}, "1>20 3>1", adentro.Records{Seen: 2, Accepted: 2}},
		{"zeros and what begins with one", "0\t10\n10\t0\n" + strings.Repeat("7\t0\n", 20), EdgeListOptions{}, "0>10 7>0 10>0", adentro.Records{Seen: 22, Accepted: 22}},
		{"spaces, CRLF, no last line end", "1 2\r\n 2   3 \r\n3 1", EdgeListOptions{}, "1>2 2>3 3>1", adentro.Records{Seen: 3, Accepted: 3}},
		{"SNAP", "# Directed graph\n# FromNodeId\tToNodeId\n0\t1\n1\t0\n", EdgeListOptions{}, "0>1 1>0", adentro.Records{Seen: 4, Accepted: 2, Ignored: 2}},
		{"KONECT", "% asym weighted\n1 2 4 1300000000\n1 2 1 1300000001\n", weighted, "1>2=5", adentro.Records{Seen: 3, Accepted: 2, Ignored: 1}},
		{"weights not asked for", "1 2 4\n1 2 1\n", EdgeListOptions{}, "1>2", adentro.Records{Seen: 2, Accepted: 2}},
		{"semicolons, header", "a;b\n1;2\n2;2\n", EdgeListOptions{}, "1>2 2>2", adentro.Records{Seen: 3, Accepted: 2, Ignored: 1}},
		{"columns by name", "Weight,Target,Source\n2.5,7,8\n", weighted, "8>7=2.5", adentro.Records{Seen: 2, Accepted: 1, Ignored: 1}},
		{"ours", "Source,Target,Type,Weight,Kind\n12,'@ana,Directed,1,follows\n'@ana,'@bea,Directed,3,follows\n", weighted, "12>@ana=1 @ana>@bea=3", adentro.Records{Seen: 3, Accepted: 2, Ignored: 1}},
		{"weights that are none, not asked for", "Source,Target,Weight\n1,2,\n2,3,x\n", EdgeListOptions{}, "1>2 2>3", adentro.Records{Seen: 3, Accepted: 2, Ignored: 1}},
		{"words", "luis,ana\nana,\"paz, bea\"\n#tag,ana\n", EdgeListOptions{}, "#tag>ana ana>paz, bea luis>ana", adentro.Records{Seen: 3, Accepted: 3}},
		{"comments before words", "# network\nluis\tana\n", EdgeListOptions{}, "luis>ana", adentro.Records{Seen: 2, Accepted: 1, Ignored: 1}},
		{"undirected", "1 2\n2 1\n2 2\n3 2\n", both, "1>2 2>1 2>2 2>3 3>2", adentro.Records{Seen: 4, Accepted: 4}},
		{"undirected, weighted", "1 2 1\n2 1 4\n2 2 1\n", EdgeListOptions{Weighted: true, Undirected: true}, "1>2=5 2>1=5 2>2=1", adentro.Records{Seen: 3, Accepted: 3}},
		{"large ids", "9223372036854775807 1360000000000000001\n5 1360000000000000001\n", EdgeListOptions{}, "5>1360000000000000001 9223372036854775807>1360000000000000001", adentro.Records{Seen: 2, Accepted: 2}},
		{"byte order mark", "\ufeff1,2\n", EdgeListOptions{}, "1>2", adentro.Records{Seen: 1, Accepted: 1}},
		{"quoted", "\"1\",\"2\"\n", EdgeListOptions{}, "1>2", adentro.Records{Seen: 1, Accepted: 1}},
	} {
		l, got, err := readList(t, tt.text, tt.opt)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if g := strings.Join(got, " "); g != tt.want || l.Records != tt.records || len(l.Rejects) > 0 {
			t.Errorf("%s: got %q %+v %v, want %q %+v", tt.name, g, l.Records, l.Rejects, tt.want, tt.records)
		}
	}
}

// TestEdgeListRejects: a row that is no edge is counted and told with its line.
func TestEdgeListRejects(t *testing.T) {
	var b strings.Builder
	b.WriteString("# comment\n")
	for i := range 100 {
		fmt.Fprintf(&b, "%d,%d,1\n", i, i+1)
	}
	b.WriteString("7\n1,,3\n1,x,3\n1,2,-4\n1,18446744073709551615,1\n1,02,1\n1,2,Inf\n")
	l, _, err := readList(t, b.String(), EdgeListOptions{Weighted: true})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range l.Rejects {
		got = append(got, fmt.Sprintf("%d %s", r.Line, r.Reason))
		if line := strings.Count(b.String()[:r.Offset], "\n") + 1; line != int(r.Line) || r.Detail == "" {
			t.Errorf("reject %+v: its offset is in line %d", r, line)
		}
	}
	want := []string{"102 bad_edge", "103 no_id", "104 bad_id", "105 bad_weight", "106 bad_id", "107 bad_id", "108 bad_weight"}
	if !slices.Equal(got, want) || l.Records != (adentro.Records{Seen: 108, Accepted: 100, Rejected: 7, Ignored: 1}) {
		t.Errorf("got %v %+v, want %v", got, l.Records, want)
	}
}

func TestEdgeListRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		opt  EdgeListOptions
	}{
		"empty": {"", EdgeListOptions{}}, "comments": {"# a\n\n", EdgeListOptions{}}, "one column": {"1\n2\n3\n", EdgeListOptions{}},
		"UTF-16": {"1\x00,\x002\x00\n\x00", EdgeListOptions{}}, "no weights": {"1 2\n", EdgeListOptions{Weighted: true}},
	} {
		if _, _, err := readList(t, tt.text, tt.opt); !errors.Is(err, ErrNoInput) {
			t.Errorf("%s: got %v, want ErrNoInput", name, err)
		}
	}
	if _, err := ReadEdgeList(context.Background(), filepath.Join(t.TempDir(), "none"), EdgeListOptions{}); !errors.Is(err, ErrNoInput) {
		t.Errorf("no file: got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ReadEdgeList(ctx, "-", EdgeListOptions{Stdin: strings.NewReader("1 2\n")}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

// TestEdgeListRounded: ids that a spreadsheet rounded are no ids.
func TestEdgeListRounded(t *testing.T) {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "%d00000,%d\n", 13600000000000+int64(i)*7919, i+1)
	}
	l, _, err := readList(t, b.String(), EdgeListOptions{})
	if err != nil || l.Records.Rejected != 100 || l.Rejects[0].Reason != "lossy_id" {
		t.Errorf("got %+v %v, want all rejected", l, err)
	}
}

// TestEdgeListLong reads lists of several pieces, in containers, and compares with the edges that
// were written.
func TestEdgeListLong(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	filler := strings.Repeat("further column ", 100)
	for _, most := range []uint64{1000, 1 << 28, 1 << 62} {
		pool := make([]uint64, 2000)
		for i := range pool {
			pool[i] = r.Uint64N(most)
		}
		type edge struct{ from, to uint64 }
		var edges []edge
		var b bytes.Buffer
		for b.Len() < edgePieceSize+edgePieceSize/4 {
			e := edge{pool[r.IntN(len(pool))], pool[r.IntN(len(pool))]}
			if b.Len() < edgePieceSize/2 { // such edges are kept, whatever comes behind
				e.from, e.to = e.from%1000, e.to%1000
			}
			edges = append(edges, e)
			fmt.Fprintf(&b, "%d\t%d\t%s\n", e.from, e.to, filler[:r.IntN(len(filler))])
		}
		rows := int64(len(edges))
		slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
		edges = slices.Compact(edges)
		var want []string
		for _, e := range edges {
			want = append(want, fmt.Sprintf("%d>%d", e.from, e.to))
		}
		texts := map[string]string{"text": b.String()}
		if most == 1000 {
			texts["gzip"], texts["zstd"] = gzipped(t, b.String()), zstded(t, b.String())
		}
		for name, text := range texts {
			l, got, err := readList(t, text, EdgeListOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if l.Records.Accepted != rows || !slices.Equal(got, want) {
				t.Errorf("%s, ids below %d: %d rows, %d edges; want %d, %d", name, most, l.Records.Accepted, len(got), rows, len(want))
			}
		}
	}
}

// TestEdgeListKeeps: edges are kept up to a limit of memory, and none any more after one between large ids.
func TestEdgeListKeeps(t *testing.T) {
	var r keptRoom
	r.bytes = mostKept - 8*10
	if k := r.take(9, false); k == nil || cap(k.left) != 9 || cap(k.right) != 9 || k.weights != nil {
		t.Errorf("room for 10 edges: got %+v for 9", k)
	}
	if k := r.take(9, false); k != nil {
		t.Errorf("room for 1 edge: got %+v for 9", k)
	}
	if k := r.take(1, false); k != nil {
		t.Errorf("memory that was full gave %+v", k)
	}
	k := (&keptRoom{}).take(3, true)
	if s := (&edgeScan{left: []uint64{1, 1 << 31}, right: []uint64{2, 3}, weights: []float64{4, 5}}); k.add(s) {
		t.Errorf("kept %v between ids of more than 31 bits", k)
	}
}

func TestEdgeListDamaged(t *testing.T) {
	whole := gzipped(t, strings.Repeat("1 2\n2 3\n", 100000))
	l, got, err := readList(t, whole[:len(whole)/2], EdgeListOptions{})
	if err != nil || l.Damage == "" || len(got) != 2 {
		t.Errorf("half a gzip file: got %v, %+v, %v; want what can be read, and the damage", got, l, err)
	}
}

// FuzzEdgeList: no text makes the reader fail otherwise than with ErrNoInput, no row is lost, and every
// way of reading gives the same.
func FuzzEdgeList(f *testing.F) {
	for _, s := range []string{"1\t2\n2\t3\n", "# c\n1 2 3\n", "a,b\nb,\"c,d\"\n", "Source,Target,Weight\n1,2,0.5\n", "1;2\r\n", "12345678 9\n007 1\n", "'@a '@b\n", "1 2\n\n%\n3"} {
		f.Add([]byte(s), false, false)
		f.Add([]byte(s), true, true)
	}
	f.Fuzz(func(t *testing.T, b []byte, weighted, undirected bool) {
		l, _, err := readList(t, string(b), EdgeListOptions{Weighted: weighted, Undirected: undirected})
		if err != nil {
			if !errors.Is(err, ErrNoInput) {
				t.Fatalf("got %v, want ErrNoInput", err)
			}
			return
		}
		if !l.Records.Balanced() {
			t.Fatalf("records %+v", l.Records)
		}
		if rows := int64(bytes.Count(b, []byte("\n"))) + 1; l.Damage == "" && len(l.text.held) == 0 && l.Records.Seen > rows {
			t.Fatalf("%d records of %d rows", l.Records.Seen, rows)
		}
		for u := 1; u < l.Nodes; u++ {
			if l.words != nil && l.Name(int32(u-1)) >= l.Name(int32(u)) {
				t.Fatalf("nodes %q and %q are out of order", l.Name(int32(u-1)), l.Name(int32(u)))
			}
		}
	})
}
