package ingest

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// Assemble puts chunks together as the sources that they are parts of. A
// chunk in several places counts where the first source, by SHA-256 and path, has
// it; its records are duplicates elsewhere. Dates and fields that only a whole file
// tells are filled in. Of the result no part is shared with another call: the chunks are used up.
//
// find returns the chunk of a key. The result is in the canonical form of adentro.Merge.
// Cost: that of Merge, and O(n log n) in the number of identities.
func Assemble(ctx context.Context, sealed []*Sealed, find func(ChunkKey) *Chunk, workers int) (*adentro.Observations, error) {
	sealed = slices.Clone(sealed)
	slices.SortFunc(sealed, func(a, b *Sealed) int { return compareSources(&a.Source, &b.Source) })
	sealed = slices.CompactFunc(sealed, func(a, b *Sealed) bool { return compareSources(&a.Source, &b.Source) == 0 })
	sources := make([]adentro.Source, len(sealed))
	taken := map[ChunkKey]bool{}
	type placed struct {
		chunk  *Chunk
		source int
	}
	var chunks []placed
	for i, s := range sealed {
		sources[i] = s.Source
		sources[i].Rejects = nil
		for _, ref := range s.Chunks {
			c := find(ref.Key)
			sources[i].Rejects = append(sources[i].Rejects, ref.rejects(&c.Facts)...)
			if taken[ref.Key] {
				n := c.Facts.Records.Accepted
				sources[i].Records.Accepted -= n
				sources[i].Records.Duplicate += n
				continue
			}
			taken[ref.Key] = true
			c.place(ref.Offset, s)
			chunks = append(chunks, placed{c, i})
		}
	}
	ids := make([][]Identity, len(chunks))
	for i, p := range chunks {
		ids[i] = p.chunk.Identities
	}
	err := countDuplicates(ctx, ids, workers, func(chunk int, n int64) {
		r := &sources[chunks[chunk].source].Records
		r.Accepted -= n
		r.Duplicate += n
	})
	if err != nil {
		return nil, err
	}
	parts := make([]*adentro.Observations, 0, len(chunks)+len(sources))
	for i := range sources {
		parts = append(parts, &adentro.Observations{Sources: sources[i : i+1]})
	}
	for _, p := range chunks {
		p.chunk.Obs.Sources = sources[p.source : p.source+1]
		parts = append(parts, &p.chunk.Obs)
	}
	return adentro.Merge(parts...), nil
}

// rejects returns the rejects of the chunk with their places in the source.
func (ref ChunkRef) rejects(f *Facts) []adentro.Reject {
	out := slices.Clone(f.Rejects)
	for i := range out {
		out[i].Offset += ref.Offset
		out[i].Line += ref.Line
	}
	return out
}

// place moves a chunk to its offset in a source, and fills in what the whole
// source tells.
func (c *Chunk) place(off int64, s *Sealed) {
	for _, u := range c.Unfilled {
		for i, f := range fillable {
			if u.Fields&s.Filled&(1<<i) == 0 {
				continue
			}
			if c.Obs.Appearances.Len() > 0 {
				c.Obs.Appearances.SetEmpty(int(u.Profile), f)
			} else {
				c.Obs.Profiles[u.Profile].SetText(f, "")
			}
		}
	}
	c.Obs.Appearances.Place(s.Date, off)
	for i := range c.Obs.Profiles {
		p := &c.Obs.Profiles[i]
		p.Date(s.Date)
		for j := range p.Sightings {
			p.Sightings[j].Origin.Offset += off
		}
		for j := range p.Statuses {
			p.Statuses[j].Origin.Offset += off
		}
	}
	for i := range c.Obs.Tweets {
		t := &c.Obs.Tweets[i]
		t.Origin.Offset += off
		t.Date(s.Date)
	}
	for i := range c.Obs.Pages {
		p := &c.Obs.Pages[i]
		p.Origin.Offset += off
		p.Members.Shift(off)
		// Pages of one list in several files would seem to be of several dates
		// if the newest content dated them, so that it does not.
		if p.Observed.IsZero() && s.DateBasis != "content" {
			p.Observed = s.Date
		}
	}
}

func compareSources(a, b *adentro.Source) int {
	return cmp.Or(bytes.Compare(a.SHA256[:], b.SHA256[:]), strings.Compare(a.Path, b.Path), strings.Compare(a.Member, b.Member))
}

// countDuplicates tells for each chunk how many of its identities an earlier
// chunk, or an earlier place of its own, has already. The identities are dealt into 256
// heaps by their first byte, and each heap is sorted by itself. Cost: O(n log n)
// time, 12 bytes an identity.
func countDuplicates(ctx context.Context, chunks [][]Identity, workers int, tell func(chunk int, n int64)) error {
	const heaps = 256
	type placed struct {
		hash  uint64
		chunk int32
	}
	var sizes [heaps]int
	for _, ids := range chunks {
		for _, id := range ids {
			sizes[id.Hash>>56]++
		}
	}
	var heap [heaps][]placed
	for i, n := range sizes {
		heap[i] = make([]placed, 0, n)
	}
	for i, ids := range chunks {
		for _, id := range ids {
			h := id.Hash >> 56
			heap[h] = append(heap[h], placed{id.Hash, int32(i)})
		}
	}
	var twice [heaps]map[int32]int64
	err := par.For(ctx, workers, heaps, func(h int) error {
		x := heap[h]
		slices.SortFunc(x, func(a, b placed) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.chunk, b.chunk)) })
		twice[h] = map[int32]int64{}
		for i := 1; i < len(x); i++ {
			if x[i].hash == x[i-1].hash {
				twice[h][x[i].chunk]++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range twice {
		for chunk, n := range m {
			tell(int(chunk), n)
		}
	}
	return nil
}
