package dossier

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// idChunks makes n members, ids of random accounts, in chunks of 8 MiB of 20 bytes an id.
func idChunks(n int) []*ingest.Chunk {
	rng := rand.New(rand.NewPCG(1, 2))
	const each = 8 << 20 / 20
	var chunks []*ingest.Chunk
	for ; n > 0; n -= each {
		c := &ingest.Chunk{Size: 8 << 20}
		binary.BigEndian.PutUint64(c.Key[:], rng.Uint64())
		p := adentro.Page{Owner: adentro.IDKey(7), Kind: adentro.Followers, Bare: true}
		for i := range min(each, n) {
			p.Members.Append(adentro.IDKey(rng.Uint64N(1<<60)+1), int64(i*20))
		}
		c.Obs.Pages = []adentro.Page{p}
		chunks = append(chunks, c)
	}
	return chunks
}

// profileChunks makes n profiles of about 250 bytes of text in chunks of 3,200, as 8 MiB of v1.1 users hold.
func profileChunks(n int) []*ingest.Chunk {
	rng := rand.New(rand.NewPCG(3, 4))
	var chunks []*ingest.Chunk
	const each = 3200
	for ; n > 0; n -= each {
		c := &ingest.Chunk{Size: 8 << 20}
		binary.BigEndian.PutUint64(c.Key[:], rng.Uint64())
		for i := range min(each, n) {
			at := int64(i * 2600)
			id := rng.Uint64N(1<<60) + 1
			p := adentro.Seen(adentro.IDKey(id), adentro.Sighting{Hash: rng.Uint64(), Origin: adentro.Origin{Offset: at}})
			p.SetText(adentro.FieldHandle, fmt.Sprintf("ejemplo_%d", id%1e9))
			p.SetText(adentro.FieldName, fmt.Sprintf("Persona %d de Ejemplo", id%1e6))
			p.SetText(adentro.FieldBio, fmt.Sprintf("Texto de muestra número %d, que llena lo que llena una biografía; %x %x", id%1e7, rng.Uint64(), rng.Uint64()))
			p.SetText(adentro.FieldLocation, []string{"", "Caracas", "La Habana, Cuba", "Venezuela"}[rng.IntN(4)])
			p.SetText(adentro.FieldURL, "")
			p.SetCreated(time.Unix(1.2e9+rng.Int64N(4e8), 0))
			for _, f := range profileCounts {
				p.SetCount(f, rng.Int64N(1e5))
			}
			p.SetFlag(adentro.FieldProtected, false)
			p.SetFlag(adentro.FieldVerified, rng.IntN(100) == 0)
			p.SetStatus(adentro.Active, adentro.BasisRecord)
			c.Obs.Profiles = append(c.Obs.Profiles, p)
			c.Identities = append(c.Identities, ingest.Identity{Hash: rng.Uint64(), Offset: at})
		}
		chunks = append(chunks, c)
	}
	return chunks
}

func benchmark(b *testing.B, chunks []*ingest.Chunk, n int, unit string) {
	s := &ingest.Sealed{Source: adentro.Source{Path: "bench"}}
	for _, c := range chunks {
		s.Chunks = append(s.Chunks, ingest.ChunkRef{Key: c.Key})
	}
	w := &world{chunks, []*ingest.Sealed{s}}
	var dir string
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			dir = memoryDir(b)
			if err := w.fill(dir, Options{}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "M"+unit+"/s")
	})
	dir = memoryDir(b)
	if err := w.fill(dir, Options{}); err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		d := open(b, dir, Read)
		info, err := d.Info()
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, got, err := d.Load(context.Background(), 0, nil, nil); err != nil || len(got) != len(chunks) {
				b.Fatal(len(got), err)
			}
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "M"+unit+"/s")
		b.ReportMetric(float64(info.Bytes)/float64(n), "B/"+unit)
	})
}

func BenchmarkMembers(b *testing.B) { benchmark(b, idChunks(20e6), 20e6, "member") }

func BenchmarkAccounts(b *testing.B) { benchmark(b, profileChunks(400e3), 400e3, "account") }
