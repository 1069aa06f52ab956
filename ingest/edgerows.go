package ingest

import (
	"bytes"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

// edgeBlock is how many edges are handed on together.
const edgeBlock = 1 << 12

// plainRows is how many rows are read as plain ones before it is tried whether they can be read quickly.
const plainRows = 32

// An edgeScan reads the rows of a piece of text. It hands edges on in blocks, and counts.
type edgeScan struct {
	layout  *edgeLayout
	records adentro.Records
	lines   int64
	rejects []adentro.Reject // the first maxToldRejects; lines and offsets from the start of the piece

	left, right           []uint64 // of edges between numbers
	leftWords, rightWords [][]byte
	weights               []float64 // nil if they are not read
	flush                 func(s *edgeScan) error

	small [2][]int32 // memory for ids that are widened

	kept *keptEdges // in the first pass, unless the edges of the piece are not kept
	met  *nodeSet   // in the first pass
}

// maxToldRejects is how many rows that are no edges are described one by one.
const maxToldRejects = 100

// clear forgets the edges that were handed on.
func (s *edgeScan) clear() {
	s.left, s.right, s.leftWords, s.rightWords, s.weights = s.left[:0], s.right[:0], s.leftWords[:0], s.rightWords[:0], s.weights[:0]
}

// reject counts a row that begins at off and is no edge.
func (s *edgeScan) reject(off int64, reason string) {
	s.records.Rejected++
	if len(s.rejects) < maxToldRejects {
		s.rejects = append(s.rejects, adentro.Reject{Offset: off, Line: s.lines, Reason: reason, Detail: edgeReasons[reason]})
	}
}

// run reads a text of whole lines.
func (s *edgeScan) run(text []byte) error {
	s.clear()
	plain := !s.layout.words && s.layout.left == 0 && s.layout.right == 1 && s.layout.weight < 0
	for i := 0; i < len(text); {
		start := i
		if plain {
			i = s.fast(text, i)
		}
		for i < len(text) && (i == start || !plain && max(len(s.left), len(s.leftWords)) < edgeBlock) {
			end := bytes.IndexByte(text[i:], '\n') + 1
			if end == 0 {
				end = len(text) - i
			}
			s.line(text[i:i+end], i)
			i += end
		}
		if n := max(len(s.left), len(s.leftWords)); n >= edgeBlock || i == len(text) || s.kept != nil {
			if err := s.flush(s); err != nil {
				return err
			}
			s.clear()
		}
	}
	return nil
}

// fast reads rows from text[i:] on that begin with two ids and one separator between them, up to the first that
// does not, or fewer, and returns where it stopped.
func (s *edgeScan) fast(text []byte, i int) int {
	shape := s.shape()
	if k := s.kept; k != nil && len(s.left) == 0 { // what is kept is in the order of the rows
		n := len(k.left)
		next, rows := quick(text, i, shape.small(), k.left[n:cap(k.left)], k.right[n:cap(k.right)])
		k.left, k.right = k.left[:n+rows], k.right[:n+rows]
		addIDs(&s.met.ids, k.left[n:])
		addIDs(&s.met.ids, k.right[n:])
		s.accept(rows)
		return s.plain(text, next, shape)
	}
	for start := -1; i != start && len(s.left) < edgeBlock; {
		start = i
		i = s.widen(text, i, shape)
		lefts, rights, k := s.space()
		next, rows := quick(text, i, shape, lefts[k:], rights[k:])
		s.left, s.right = lefts[:k+rows], rights[:k+rows]
		s.accept(rows)
		i = s.plain(text, next, shape)
	}
	return i
}

// widen reads rows of small ids, if there is a faster way for them, and makes wide ones of these.
func (s *edgeScan) widen(text []byte, i int, shape rowShape) int {
	if quickest == nil {
		return i
	}
	lefts, rights, k := s.space()
	for side := range s.small {
		s.small[side] = slices.Grow(s.small[side][:0], edgeBlock-k)[:edgeBlock-k]
	}
	next, rows := quick(text, i, shape.small(), s.small[0], s.small[1])
	for j, left := range s.small[0][:rows] {
		lefts[k+j], rights[k+j] = uint64(left), uint64(s.small[1][j])
	}
	s.left, s.right = lefts[:k+rows], rights[:k+rows]
	s.accept(rows)
	return next
}

// shape returns what rows can be read quickly.
func (s *edgeScan) shape() rowShape {
	shape := rowShape{sep: s.layout.sep, other: s.layout.sep, most: adentro.MaxID}
	if shape.sep == ' ' {
		shape.other = '\t'
	}
	if s.layout.rounded {
		shape.most = 1e15 - 1
	}
	return shape
}

// accept counts rows that are edges.
func (s *edgeScan) accept(rows int) {
	n := int64(rows)
	s.lines += n
	s.records.Seen += n
	s.records.Accepted += n
}

// space returns the memory of a block of edges, and how many it holds.
func (s *edgeScan) space() (left, right []uint64, k int) {
	k = len(s.left)
	return slices.Grow(s.left, edgeBlock-k)[:edgeBlock], slices.Grow(s.right, edgeBlock-k)[:edgeBlock], k
}

// plain does so with rows that may have further columns.
func (s *edgeScan) plain(text []byte, i int, shape rowShape) int {
	sep, other := shape.sep, shape.other
	lefts, rights, k := s.space()
	for most := min(k+plainRows, edgeBlock); k < most && i+24 < len(text); {
		left, n := leadingID(text[i:])
		j := i + n
		if n == 0 || j >= len(text) || text[j] != sep && text[j] != other {
			break
		}
		j++
		right, n := leadingID(text[j:])
		if j += n; n == 0 || j >= len(text) || max(left, right) > shape.most {
			break
		}
		if text[j] == '\r' && j+1 < len(text) {
			j++
		}
		if c := text[j]; c == sep || c == other { // more columns
			n := bytes.IndexByte(text[j:], '\n')
			if n < 0 {
				break
			}
			j += n
		} else if c != '\n' {
			break
		}
		lefts[k], rights[k] = left, right
		k++
		i = j + 1
	}
	s.accept(k - len(s.left))
	s.left, s.right = lefts[:k], rights[:k]
	return i
}

// line reads any line, which begins at off.
func (s *edgeScan) line(line []byte, off int) {
	s.lines++
	if s.layout.edgeComment(line) {
		if len(bytes.TrimSpace(line)) > 0 {
			s.records.Seen++
			s.records.Ignored++
		}
		return
	}
	s.records.Seen++
	left, right, weight, reason := s.layout.row(bytes.TrimRight(line, "\r\n"))
	switch {
	case reason != "":
	case s.layout.words:
		if max(len(left), len(right)) > maxNodeID {
			reason = "bad_id"
			break
		}
		s.leftWords, s.rightWords = append(s.leftWords, left), append(s.rightWords, right)
	default:
		reason = s.numbers(left, right)
	}
	if reason != "" {
		s.reject(int64(off), reason)
		return
	}
	s.records.Accepted++
	if s.layout.weight >= 0 {
		s.weights = append(s.weights, weight)
	}
}

// numbers adds an edge between two ids, or returns why it cannot be one.
func (s *edgeScan) numbers(left, right []byte) string {
	l, ok := nodeNumber(left)
	r, and := nodeNumber(right)
	switch {
	case !ok || !and:
		return "bad_id"
	case s.layout.rounded && max(l, r) >= 1e15:
		return "lossy_id"
	}
	s.left, s.right = append(s.left, l), append(s.right, r)
	return ""
}
