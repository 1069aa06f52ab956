package dossier

import (
	"errors"
	"math"

	"github.com/parquet-go/parquet-go"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// A pageRow is one page of a list; its members stand in their own table.
type pageRow struct {
	Page      int64   `parquet:"page,delta"` // numbered over the dossier
	Chunk     int64   `parquet:"chunk,delta"`
	Offset    int64   `parquet:"offset,delta"`
	Observed  *int64  `parquet:"observed,optional,timestamp(microsecond)"`
	ObservedN *int32  `parquet:"observed_ns,optional"`
	OwnerID   *int64  `parquet:"owner_id,optional"`
	OwnerKey  *string `parquet:"owner_key,optional"`
	Kind      string  `parquet:"kind,dict"`
	Basis     string  `parquet:"basis,dict"`
	Cursor    *string `parquet:"cursor,optional"`
	Next      *string `parquet:"next,optional"`
	First     bool    `parquet:"first"`
	Last      bool    `parquet:"last"`
	Bare      bool    `parquet:"bare"`
	Continues bool    `parquet:"continues"`
	Members   int64   `parquet:"members,delta"`
}

// A memberRow is one entry of a page, in the page's order.
type memberRow struct {
	Page   int64   `parquet:"page,delta"`
	ID     *int64  `parquet:"id,optional,plain,uncompressed"`
	Key    *string `parquet:"key,optional"`
	Offset int64   `parquet:"offset,delta"`
}

var (
	listKinds = wordsOf(adentro.Following)
	bases     = wordsOf(adentro.Guessed)
)

func pages() *table {
	numbers := func(e *encoder, batch []kept) {
		for _, k := range batch {
			for i := range k.c.Obs.Pages {
				e.int(k.page + int64(i))
			}
		}
	}
	t := &table{
		name:    "pages",
		schema:  schemaOf[pageRow]("pages"),
		rows:    func(c *ingest.Chunk) int { return len(c.Obs.Pages) },
		columns: []func(*encoder, []kept){numbers},
		numbers: 2,
		restore: restorePages,
	}
	for _, put := range []func(e *encoder, k kept, p *adentro.Page){
		func(e *encoder, k kept, _ *adentro.Page) { e.int(k.number) },
		func(e *encoder, _ kept, p *adentro.Page) { e.int(p.Origin.Offset) },
		func(e *encoder, _ kept, p *adentro.Page) { e.micros(p.Observed) },
		func(e *encoder, _ kept, p *adentro.Page) { e.nanos(p.Observed) },
		func(e *encoder, _ kept, p *adentro.Page) { e.id(p.Owner) },
		func(e *encoder, _ kept, p *adentro.Page) { e.name(p.Owner) },
		func(e *encoder, _ kept, p *adentro.Page) { e.text(listKinds.word[p.Kind]) },
		func(e *encoder, _ kept, p *adentro.Page) { e.text(bases.word[p.Basis]) },
		func(e *encoder, _ kept, p *adentro.Page) { e.some(p.Cursor) },
		func(e *encoder, _ kept, p *adentro.Page) { e.some(p.Next) },
		func(e *encoder, _ kept, p *adentro.Page) { e.flag(p.First) },
		func(e *encoder, _ kept, p *adentro.Page) { e.flag(p.Last) },
		func(e *encoder, _ kept, p *adentro.Page) { e.flag(p.Bare) },
		func(e *encoder, _ kept, p *adentro.Page) { e.flag(p.Continues) },
		func(e *encoder, _ kept, p *adentro.Page) { e.int(int64(p.Members.Len())) },
	} {
		t.columns = append(t.columns, each(func(c *ingest.Chunk) []adentro.Page { return c.Obs.Pages }, put))
	}
	return t
}

// checkPage returns an error if rows cannot hold p.
func checkPage(p *adentro.Page) error {
	if p.Origin.Source != 0 || !listKinds.has(p.Kind) || !bases.has(p.Basis) {
		return errors.New("a page of another source or of an unknown kind")
	}
	return nil
}

func restorePages(c []*column, parts []*part) {
	for _, part := range parts {
		part.c.Obs.Pages = make([]adentro.Page, part.rows)
		part.sizes = c[15].ints[part.first : part.first+part.rows]
		for j := range part.c.Obs.Pages {
			i := part.first + j
			part.c.Obs.Pages[j] = adentro.Page{
				Origin:    adentro.Origin{Offset: c[2].int(i)},
				Observed:  readTime(c[3], c[4], i),
				Owner:     readKey(c[5], c[6], i),
				Kind:      listKinds.value[c[7].text(i)],
				Basis:     bases.value[c[8].text(i)],
				Cursor:    c[9].text(i),
				Next:      c[10].text(i),
				First:     c[11].flags[i],
				Last:      c[12].flags[i],
				Bare:      c[13].flags[i],
				Continues: c[14].flags[i],
			}
		}
	}
}

func members() *table {
	column := func(put func(e *encoder, page int64, m *adentro.Members)) func(*encoder, []kept) {
		return func(e *encoder, batch []kept) {
			for _, k := range batch {
				for i := range k.c.Obs.Pages {
					put(e, k.page+int64(i), &k.c.Obs.Pages[i].Members)
				}
			}
		}
	}
	return &table{
		name:   "members",
		schema: schemaOf[memberRow]("members"),
		rows: func(c *ingest.Chunk) int {
			n := 0
			for i := range c.Obs.Pages {
				n += c.Obs.Pages[i].Members.Len()
			}
			return n
		},
		columns: []func(*encoder, []kept){
			column(func(e *encoder, page int64, m *adentro.Members) { e.repeat(parquet.Int64Value(page), m.Len()) }),
			column(func(e *encoder, _ int64, m *adentro.Members) { e.ids(m.IDs()) }),
			column(func(e *encoder, _ int64, m *adentro.Members) {
				names := m.Names()
				if len(names) == 0 {
					e.repeat(e.nulled, m.Len())
					return
				}
				for i, id := range m.IDs() {
					if id == 0 {
						e.name(names[int32(i)])
					} else {
						e.null()
					}
				}
			}),
			column(func(e *encoder, _ int64, m *adentro.Members) {
				offsets, base := m.Offsets()
				e.places(offsets, base)
			}),
		},
		numbers: 1,
		restore: restoreMembers,
	}
}

// restoreMembers gives the pages, which are restored already, their members.
func restoreMembers(c []*column, parts []*part) {
	for _, part := range parts {
		ids, offsets := c[1].ids(part.first, part.rows), make([]uint32, part.rows)
		at := part.first
		for j := range part.c.Obs.Pages {
			n := int(part.sizes[j])
			i := at - part.first
			part.c.Obs.Pages[j].Members = restorePage(c, at, ids[i:i+n:i+n], offsets[i:i+n:i+n])
			at += n
		}
		if at != part.first+part.rows {
			panic("members of no page") // group.load makes it an error
		}
	}
}

// restorePage makes the members from row at, of these ids, and fills offsets.
func restorePage(c []*column, at int, ids []uint64, offsets []uint32) adentro.Members {
	if len(ids) == 0 {
		return adentro.Members{}
	}
	var names map[int32]adentro.Key
	places := c[3].ints[at : at+len(ids)]
	base := int64(math.MaxInt64)
	for _, o := range places {
		base = min(base, o)
	}
	for i, id := range ids {
		offsets[i] = uint32(places[i] - base)
		if id == 0 {
			if names == nil {
				names = map[int32]adentro.Key{}
			}
			names[int32(i)] = adentro.Key{Name: c[2].text(at + i)}
		}
	}
	return adentro.MakeMembers(ids, offsets, base, names)
}
