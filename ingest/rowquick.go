package ingest

import "slices"

// A cellFinder finds where the cells of the row end that b begins with, and writes the places to ends, with the bit oddCell for cells that have a quote
// elsewhere than at both their ends. The last is that of the line end. It returns how many there are, 0 if it did not find the end, how many line ends there
// are within, and whether some bytes are not ASCII.
type cellFinder func(b []byte, sep byte, ends []uint32) (n, inside int, high bool)

// findCells is the fastest of the cellFinders, which are those that this machine can run, the fastest first; nil is none.
var findCells = cellFinders()[0]

const (
	oddCell   = 1 << 31
	mostCells = 256 // that a row may have to be read quickly
	quickRoom = 72  // so many places more may be written
)

// quick does what split does with a row that ends before the end of b, if no cell without quotes has one inside. It reports whether
// there was such a row.
func (s *rowScanner) quick(b []byte) (n, inside int, ok bool) {
	k, inside, high := findCells(b[:min(len(b), s.max)], s.sep, s.ends[:])
	if k == 0 {
		return 0, 0, false
	}
	s.buf, s.ascii = s.buf[:0], !high
	s.cells = slices.Grow(s.cells[:0], k)[:k]
	start := 0
	for i, e := range s.ends[:k] {
		end := int(e &^ oddCell)
		c := b[start:end]
		switch {
		case len(c) == 0 || c[0] != '"':
			if e&oddCell != 0 {
				return 0, 0, false
			}
			c = trimReturns(c)
		case e&oddCell == 0:
			c = c[1 : len(c)-1]
		default:
			cell, behind := s.quoted(b, start+1)
			for behind >= 0 && behind < end && b[behind] == '\r' {
				behind++
			}
			if behind != end {
				return 0, 0, false
			}
			c = cell
		}
		s.cells[i] = c
		start = end + 1
	}
	return start, inside, true
}
