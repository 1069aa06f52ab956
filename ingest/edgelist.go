package ingest

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"sync"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// EdgeListOptions say how an edge list is to be read. The zero value is the usual choice.
type EdgeListOptions struct {
	Undirected bool                    // every row is an edge each way
	Weighted   bool                    // read the column called weight, else the third
	Workers    int                     // 0: all processors; never changes the result
	Stdin      io.Reader               // what the path "-" reads
	Progress   func(done, total int64) // bytes, of two passes; may be nil; never called by two at once
}

// An EdgeList is a file of edges, whose nodes are numbered from 0 in the order of their ids:
// numbers by size, words by their bytes.
type EdgeList struct {
	Nodes    int
	Parts    []EdgePart
	Weighted bool
	Records  adentro.Records  // rows; those that are ignored are comments and a header
	Rejects  []adentro.Reject // the first 100 rows that were rejected, in order
	Damage   string           // what broke the container, such as "gzip: unexpected EOF"; else empty

	text    *edgeText
	source  EdgeSource // in place of a text; nil where there is one
	layout  edgeLayout
	opt     EdgeListOptions
	numbers *idNumbers
	words   *wordNumbers
	scans   sync.Pool // of *edgeScan
	kept    keptRoom
	meter   *meter

	from, to []int32 // of all edges, if they lie side by side
}

// An EdgePart is a piece of the list. Walk hands out its edges, which Edges counts, in blocks, in
// the order of the rows; nil weights mean that each weighs 1. The slices are not to be changed, and
// Walk's again when block returns. Different parts may be walked side by side, each as often as one likes.
type EdgePart struct {
	Edges int
	Walk  func(block func(from, to []int32, weights []float64)) error
}

// ReadEdgeList reads an edge list: rows of two ids, between tabs, commas, semicolons or spaces,
// perhaps with further columns. Ids are whole numbers up to adentro.MaxID, or words of up to
// 256 bytes, as nine rows of ten have it. Lines that begin with # or % are comments, among words only before the
// first row; a first row that names the columns is a header. The file may be
// compressed with gzip, zstd or bzip2. A row that is no edge is counted and described.
//
// An error wraps ErrNoInput where the file cannot be read or is no edge list. Close must be
// called when the parts are no longer needed.
//
// The text is read through buffers of up to 4 MiB here, and once more by the parts where its edges take
// more than 64 MiB, or are words or numbers from 2^31 on; it is held only if it is compressed or no
// regular file. Memory beside: 8 bytes an edge up to those 64 MiB, 12 bytes a node, and a bit for every number up to 2^27;
// 36 bytes a node with larger numbers; some 100 with words.
func ReadEdgeList(ctx context.Context, path string, opt EdgeListOptions) (*EdgeList, error) {
	l := &EdgeList{opt: opt, Weighted: opt.Weighted}
	l.scans.New = func() any { return &edgeScan{layout: &l.layout} }
	var err error
	if l.text, err = openEdgeText(ctx, path, opt.Stdin); err != nil {
		return nil, err
	}
	if err := l.read(ctx); err != nil {
		l.Close()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%q: %w", path, err)
	}
	return l, nil
}

// Close gives back what the parts need to be walked.
func (l *EdgeList) Close() error {
	if l.source != nil {
		return l.source.Close()
	}
	return l.text.close()
}

// Name returns the id of node u as the file has it.
func (l *EdgeList) Name(u int32) string {
	if l.words != nil {
		return l.words.words[u]
	}
	return strconv.FormatUint(l.numbers.id(u), 10)
}

// read makes the first pass: what are the nodes, and how many edges has each part?
func (l *EdgeList) read(ctx context.Context) error {
	head, free, err := l.text.head()
	if err != nil {
		return err
	}
	l.layout, err = judgeEdgeList(head, l.opt.Weighted)
	l.kept.expect(l.text.rows(head))
	free()
	if err != nil {
		return err
	}
	pieces, err := l.text.pieces(int64(l.layout.start))
	if err != nil {
		return err
	}
	l.meter = &meter{tell: l.opt.Progress, total: 2 * l.text.size}
	l.Damage = l.text.damage
	return l.first(ctx, pieces)
}

// first makes the first pass over pieces.
func (l *EdgeList) first(ctx context.Context, pieces []edgePiece) error {
	sets := make([]nodeSet, par.Workers(l.opt.Workers))
	free := make(chan *nodeSet, len(sets))
	for i := range sets {
		free <- &sets[i]
	}
	counts := make([]edgeCount, len(pieces))
	err := par.For(ctx, l.opt.Workers, len(pieces), func(i int) error {
		set := <-free
		defer func() { free <- set }()
		return l.scan(pieces[i], set, func(s *edgeScan) error {
			set.add(s)
			if s.kept != nil && !s.kept.add(s) {
				s.kept = nil
				l.kept.close() // large ids seldom come alone
			}
			return nil
		}, &counts[i])
	})
	if err != nil {
		return err
	}
	if err := l.number(sets); err != nil {
		return err
	}
	if err := l.settle(ctx, counts); err != nil {
		return err
	}
	l.gather(pieces, counts)
	return nil
}

// scan reads a piece and counts what it holds. In the first pass met takes the ids.
func (l *EdgeList) scan(p edgePiece, met *nodeSet, flush func(s *edgeScan) error, count *edgeCount) error {
	s := l.scans.Get().(*edgeScan)
	defer l.scans.Put(s)
	s.flush, s.records, s.lines, s.rejects, s.met, s.kept = flush, adentro.Records{}, 0, nil, met, nil
	keep := met != nil && !l.layout.words
	if l.source != nil {
		if keep {
			s.kept = l.kept.take(int(p.size), l.layout.weight >= 0)
		}
		if err := s.rows(l.source, p.index); err != nil {
			return err
		}
	} else {
		text, free, err := l.text.load(p)
		if err != nil {
			return err
		}
		defer free()
		if keep {
			s.kept = l.kept.take(countLines(text), l.layout.weight >= 0)
		}
		if err := s.run(text); err != nil {
			return err
		}
	}
	l.meter.add(int(p.size))
	*count = edgeCount{records: s.records, lines: s.lines, rejects: s.rejects, kept: s.kept}
	return nil
}

// An edgeCount is what a piece of the text held.
type edgeCount struct {
	records adentro.Records
	lines   int64
	rejects []adentro.Reject
	kept    *keptEdges // nil if the piece must be read again
}

// A nodeSet holds the ids that a worker met.
type nodeSet struct {
	ids   idSet
	words map[string]struct{}
}

func (n *nodeSet) add(s *edgeScan) {
	addIDs(&n.ids, s.left)
	addIDs(&n.ids, s.right)
	for _, side := range [][][]byte{s.leftWords, s.rightWords} {
		for _, w := range side {
			if _, ok := n.words[string(w)]; !ok {
				if n.words == nil {
					n.words = map[string]struct{}{}
				}
				n.words[string(w)] = struct{}{}
			}
		}
	}
}

// number unites what the workers met. The order of ids does not depend on who met which.
func (l *EdgeList) number(sets []nodeSet) (err error) {
	all := &sets[0]
	for i := range sets[1:] {
		all.ids.join(&sets[i+1].ids)
		for w := range sets[i+1].words {
			if all.words == nil {
				all.words = map[string]struct{}{}
			}
			all.words[w] = struct{}{}
		}
	}
	if l.layout.words {
		if l.words, err = numberWords(all.words); err == nil {
			l.Nodes = len(l.words.words)
		}
		return err
	}
	if l.numbers, err = all.ids.number(); err == nil {
		l.Nodes = l.numbers.count()
	}
	return err
}
