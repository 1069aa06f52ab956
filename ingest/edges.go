package ingest

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// Edge lists as SNAP, KONECT and most programs write them: two whole numbers a line,
// perhaps a weight and a time behind them, between spaces, tabs or commas; comments
// begin with # or %. Which side follows is nowhere said, and differs between
// releases, so that only Options.Direction makes follows of them.

// realFrom is the number above which node ids are taken for ids of the platform: those
// that graphs are renumbered with are smaller.
const realFrom = 1 << 31

// opensEdges reports whether nine lines of ten are edges with as many cells as the first
// line, which is one. A header makes a table of a file, and lines of all lengths are
// lists of neighbours; ids one beside another may be a list of accounts.
func opensEdges(head []byte) bool {
	if looksIDRows(head) {
		return false
	}
	n, edges, width := 0, 0, 0
	for line := range bytes.Lines(head) {
		whole := line[len(line)-1] == '\n'
		if line = edgeLine(line); len(line) == 0 {
			continue
		}
		_, _, cells := parseEdge(line)
		if !whole && n > 0 && (cells == 0 || cells != width) {
			break // the line may be cut
		}
		n++
		switch {
		case cells > 0 && n == 1:
			edges, width = 1, cells
		case n == 1:
			return false
		case cells > 0 && cells == width:
			edges++
		}
	}
	return edges > 0 && edges*10 >= n*9
}

// edgeLine returns a line without its ends, empty if it is a comment.
func edgeLine(line []byte) []byte {
	line = bytes.Trim(line, " \t\r\n\x00\ufeff")
	if len(line) > 0 && (line[0] == '#' || line[0] == '%') {
		return nil
	}
	return line
}

// longestPair is how long a line of two ids and little else may be, in bytes: longer ones, such as a page
// of JSON on one line, need no look.
const longestPair = 200

// parseEdge reads the ends of an edge, and tells how many cells its line has: 0 if it is none.
func parseEdge(line []byte) (left, right uint64, n int) {
	if len(line) > longestPair {
		return 0, 0, 0
	}
	cells := edgeCells(line)
	if len(cells) < 2 || len(cells) > 4 {
		return 0, 0, 0
	}
	for _, c := range cells[2:] {
		if _, err := strconv.ParseFloat(string(c), 64); err != nil {
			return 0, 0, 0
		}
	}
	left, ok := nodeNumber(cells[0])
	right, too := nodeNumber(cells[1])
	if !ok || !too {
		return 0, 0, 0
	}
	return left, right, len(cells)
}

func edgeCells(line []byte) [][]byte {
	return bytes.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' })
}

// nodeNumber reads 0..MaxID.
func nodeNumber(b []byte) (uint64, bool) {
	if len(b) == 1 && b[0] == '0' {
		return 0, true
	}
	return digits(b)
}

// readEdges reads an edge list.
func readEdges(d *decoder, w *window) {
	e := &edgeReader{follows: follows{d: d}}
	e.judge(bytes.TrimPrefix(w.rest(), utf8BOM))
	d.eachLine(w, func(line []byte, cut bool) { e.line(edgeLine(line), w, cut) })
	e.finish()
}

// eachLine calls read with every line of w, and whether the file breaks off inside it.
func (d *decoder) eachLine(w *window, read func(line []byte, cut bool)) {
	if bytes.HasPrefix(w.rest(), utf8BOM) {
		w.skip(len(utf8BOM))
	}
	for {
		b := w.rest()
		n := bytes.IndexByte(b, '\n') + 1
		if n == 0 {
			if !w.eof && int64(len(b)) < d.opt.MaxRecord {
				w.more()
				continue
			}
			if n = len(b); n == 0 {
				return
			}
		}
		read(b[:n], w.eof && n == len(b) && b[n-1] != '\n' && w.damaged())
		w.skip(n)
	}
}

type edgeReader struct {
	follows
	ids        nodeIDs
	undirected bool
}

// judge tells from the first lines what the numbers are, and from the comments whether
// the edges have a direction at all.
func (e *edgeReader) judge(head []byte) {
	var left, right []uint64
	for line := range bytes.Lines(head) {
		text := strings.ToLower(string(line[:min(len(line), 200)]))
		if strings.HasPrefix(text, "% sym") || strings.HasPrefix(text, "% bip") || strings.HasPrefix(text, "#") && strings.Contains(text, "undirected graph") {
			e.undirected = true
		}
		if l, r, n := parseEdge(edgeLine(line)); n > 0 {
			left, right = append(left, l), append(right, r)
		}
	}
	e.ids = judgeNodes(append(left, right...))
	e.ids.rounded = e.ids.rounded || rounded(left) || rounded(right)
}

func (e *edgeReader) line(line []byte, w *window, cut bool) {
	if len(line) == 0 {
		return
	}
	rec := e.d.beginRaw(line, w.off, w.line, jsontape.Value{}, time.Time{})
	l, r, cells := parseEdge(line)
	switch {
	case cut:
		e.d.reject(rec, "truncated", "the file breaks off inside this line")
		return
	case cells == 0:
		e.d.reject(rec, "bad_edge", "the line is not two whole numbers")
		return
	}
	left, reason := e.ids.number(l)
	right, other := e.ids.number(r)
	if reason == "" {
		reason = other
	}
	e.d.settle(rec, listing{}, reason)
	if cells > 2 {
		e.d.warned["edge_more_cells"]++
	}
	switch {
	case reason != "":
	case e.undirected:
		e.name(left, rec.off)
		e.name(right, rec.off)
		e.d.warned["undirected_edges"]++
	default:
		e.directed(left, right, rec.off)
	}
}

// nodeIDs says what the ids of the nodes of a graph file are worth.
type nodeIDs struct {
	real    bool // numbers are the platform's
	rounded bool // those that are long lost digits
	ours    bool // they are keys as adentro writes them
}

// judgeNodes takes numbers for ids of the platform if at least a tenth of them are too large
// to count nodes. Smaller ones are numbers of the file's own: a graph that was anonymised
// must never meet the accounts that the platform gave these numbers.
func judgeNodes(ids []uint64) nodeIDs {
	large := 0
	for _, id := range ids {
		if id > realFrom {
			large++
		}
	}
	return nodeIDs{real: large > 0 && large*10 >= len(ids), rounded: rounded(ids)}
}

// number returns the key of a node that is known by a number.
func (n nodeIDs) number(id uint64) (adentro.Key, string) {
	switch {
	case !n.real:
		return adentro.OpaqueKey(graphSpace, strconv.FormatUint(id, 10)), ""
	case id == 0:
		return adentro.Key{}, "no_id"
	case n.rounded && id >= 1e15:
		return adentro.Key{}, "lossy_id"
	}
	return adentro.IDKey(id), ""
}

// graphSpace is the namespace of node ids that mean something in their graph only.
const graphSpace = "graph"

// maxNodeID bounds the name of a node, in bytes.
const maxNodeID = 256

// key returns the key of the node with this id: an id of the platform, a handle that
// is marked as one, or a name of the graph's own. Words are no handles by themselves:
// nodes are called anything.
func (n nodeIDs) key(s string) (adentro.Key, string) {
	s = strings.TrimSpace(s)
	if n.ours {
		if k, err := adentro.ParseKey(strings.TrimPrefix(s, "'")); err == nil {
			return k, ""
		}
		return adentro.Key{}, "bad_id"
	}
	if id, ok := nodeNumber([]byte(s)); ok {
		return n.number(id)
	}
	id, q := parseID([]byte(s))
	switch {
	case s == "":
		return adentro.Key{}, "no_id"
	case q == exact && n.real:
		return n.number(id)
	case q == lossy:
		return adentro.Key{}, "lossy_id"
	case len(s) > maxNodeID:
		return adentro.Key{}, "bad_id"
	}
	if h := handle(s); h != "" && (s[0] == '@' || strings.Contains(s, "://")) {
		return adentro.HandleKey(h), ""
	}
	return adentro.OpaqueKey(graphSpace, s), ""
}
