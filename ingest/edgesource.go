package ingest

import (
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

// An EdgeSource holds the rows of an edge list in another form than text. Pieces may be scanned side
// by side, each as often as one likes, and give the same rows each time.
type EdgeSource interface {
	Words() bool     // the ends are words, else numbers
	Pieces() []int64 // rows of each piece
	Scan(piece int, row func(EdgeRow) error) error
	Close() error
}

// An EdgeRow is a row of a source, whose words are the source's again when it was handed on.
type EdgeRow struct {
	Left, Right         uint64 // numbers up to adentro.MaxID
	LeftWord, RightWord []byte
	Weight              float64
	Missing             bool // an end is NULL or negative, or the weight is not a number from 0 on
}

// EdgeColumns returns which columns, by their names, hold the two ends and the weight of an edge: the first
// two where no names tell it, and -1 for no weight.
func EdgeColumns(names []string) (left, right, weight int) {
	folded := make([]string, len(names))
	for i, n := range names {
		folded[i] = foldName(n)
	}
	left, right, weight, ok := edgeColumns(folded)
	if !ok {
		left, right = 0, 1
	}
	return left, right, weight
}

// NumberEdges makes an edge list of a source, as ReadEdgeList does of a text. Rejects are told by
// their row, counted from 1. The list closes the source.
func NumberEdges(ctx context.Context, source EdgeSource, opt EdgeListOptions) (*EdgeList, error) {
	l := &EdgeList{opt: opt, Weighted: opt.Weighted, source: source}
	l.layout.words = source.Words()
	l.layout.weight = -1
	if opt.Weighted {
		l.layout.weight = 2
	}
	l.scans.New = func() any { return &edgeScan{layout: &l.layout} }
	l.meter = &meter{tell: opt.Progress}
	var pieces []edgePiece
	first := int64(0)
	for i, n := range source.Pieces() {
		pieces = append(pieces, edgePiece{off: first, size: n, index: i})
		first += n
	}
	l.meter.total = 2 * first
	l.kept.expect(first)
	if err := l.first(ctx, pieces); err != nil {
		source.Close()
		return nil, err
	}
	return l, nil
}

// rows reads a piece of a source.
func (s *edgeScan) rows(source EdgeSource, piece int) error {
	s.clear()
	err := source.Scan(piece, func(r EdgeRow) error {
		s.lines++
		s.records.Seen++
		if reason := s.take(r); reason != "" {
			s.reject(s.lines-1, reason)
			return nil
		}
		s.records.Accepted++
		if max(len(s.left), len(s.leftWords)) < edgeBlock {
			return nil
		}
		defer s.clear()
		return s.flush(s)
	})
	if err != nil {
		return err
	}
	defer s.clear()
	return s.flush(s)
}

// take adds a row, or returns why it is no edge.
func (s *edgeScan) take(r EdgeRow) string {
	switch {
	case r.Missing:
		return "no_id"
	case s.layout.words && (len(r.LeftWord) == 0 || len(r.RightWord) == 0):
		return "no_id"
	case max(len(r.LeftWord), len(r.RightWord)) > maxNodeID || max(r.Left, r.Right) > adentro.MaxID:
		return "bad_id"
	case s.layout.words:
		s.leftWords, s.rightWords = append(s.leftWords, slices.Clone(r.LeftWord)), append(s.rightWords, slices.Clone(r.RightWord))
	default:
		s.left, s.right = append(s.left, r.Left), append(s.right, r.Right)
	}
	if s.layout.weight >= 0 {
		s.weights = append(s.weights, r.Weight)
	}
	return ""
}
