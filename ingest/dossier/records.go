package dossier

import (
	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// A recordRow is one accepted record: what tells it from others, and its place.
type recordRow struct {
	Chunk  int64  `parquet:"chunk,delta"`
	Hash   uint64 `parquet:"hash,plain,uncompressed"`
	Offset int64  `parquet:"offset,delta"`
}

// A rejectRow is one record that could not be used.
type rejectRow struct {
	Chunk  int64  `parquet:"chunk,delta"`
	Offset int64  `parquet:"offset,delta"`
	Line   int64  `parquet:"line,delta"`
	Reason string `parquet:"reason,dict"`
	Detail string `parquet:"detail,dict"`
}

func records() *table {
	t := &table{
		name:    "records",
		schema:  schemaOf[recordRow]("records"),
		rows:    func(c *ingest.Chunk) int { return len(c.Identities) },
		numbers: 1,
		restore: func(c []*column, parts []*part) {
			for _, part := range parts {
				part.c.Identities = make([]ingest.Identity, part.rows)
				for j := range part.c.Identities {
					i := part.first + j
					part.c.Identities[j] = ingest.Identity{Hash: uint64(c[1].int(i)), Offset: c[2].int(i)}
				}
			}
		},
	}
	for _, put := range []func(e *encoder, k kept, id *ingest.Identity){
		func(e *encoder, k kept, _ *ingest.Identity) { e.int(k.number) },
		func(e *encoder, _ kept, id *ingest.Identity) { e.int(int64(id.Hash)) },
		func(e *encoder, _ kept, id *ingest.Identity) { e.int(id.Offset) },
	} {
		t.columns = append(t.columns, each(func(c *ingest.Chunk) []ingest.Identity { return c.Identities }, put))
	}
	return t
}

func rejects() *table {
	t := &table{
		name:    "rejects",
		schema:  schemaOf[rejectRow]("rejects"),
		rows:    func(c *ingest.Chunk) int { return len(c.Facts.Rejects) },
		numbers: 1,
		restore: func(c []*column, parts []*part) {
			for _, part := range parts {
				part.c.Facts.Rejects = make([]adentro.Reject, part.rows)
				for j := range part.c.Facts.Rejects {
					i := part.first + j
					part.c.Facts.Rejects[j] = adentro.Reject{Offset: c[1].int(i), Line: c[2].int(i), Reason: c[3].text(i), Detail: c[4].text(i)}
				}
			}
		},
	}
	for _, put := range []func(e *encoder, k kept, r *adentro.Reject){
		func(e *encoder, k kept, _ *adentro.Reject) { e.int(k.number) },
		func(e *encoder, _ kept, r *adentro.Reject) { e.int(r.Offset) },
		func(e *encoder, _ kept, r *adentro.Reject) { e.int(r.Line) },
		func(e *encoder, _ kept, r *adentro.Reject) { e.text(r.Reason) },
		func(e *encoder, _ kept, r *adentro.Reject) { e.text(r.Detail) },
	} {
		t.columns = append(t.columns, each(func(c *ingest.Chunk) []adentro.Reject { return c.Facts.Rejects }, put))
	}
	return t
}
