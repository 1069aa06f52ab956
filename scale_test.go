package adentro

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"
)

// scaleOf returns an invented case: profiles in parts of 2,000, as chunks of a dump come,
// and lists whose members are drawn from the accounts, in pages of 5,000 bare ids.
func scaleOf(accounts, profiles, members int) []*Observations {
	r := rand.New(rand.NewPCG(1, 2))
	ids := make([]uint64, accounts)
	for i := range ids {
		ids[i] = uint64(r.Int64N(1 << 61))
	}
	at := time.Date(2021, 4, 17, 12, 0, 0, 0, time.UTC)
	words := strings.Fields("médico integral comunitaria Venezuela Cuba salud pueblo misión barrio siempre juntos centro estado revolución familia vida")
	text := func(n int) string {
		var b strings.Builder
		for b.Len() < n {
			b.WriteString(words[r.IntN(len(words))] + " ")
		}
		return b.String()[:b.Len()-1]
	}
	const per = 2000
	var parts []*Observations
	for from := 0; from < profiles; from += per {
		obs := &Observations{Sources: []Source{{Path: "users.jsonl"}}}
		for i := from; i < min(from+per, profiles); i++ {
			p := Seen(IDKey(ids[i]), Sighting{At: at, Hash: r.Uint64(), Origin: Origin{0, int64(i) * 2500}})
			p.SetText(FieldHandle, fmt.Sprintf("cuenta_%d", i))
			p.SetText(FieldName, text(12))
			p.SetText(FieldBio, text(60))
			p.SetText(FieldLocation, text(8))
			p.SetText(FieldURL, "")
			p.SetCreated(at.AddDate(0, 0, -r.IntN(4000)))
			for f := FieldFollowers; f <= FieldLikes; f++ {
				p.SetCount(f, int64(r.ExpFloat64()*1000))
			}
			p.SetFlag(FieldProtected, false)
			p.SetFlag(FieldVerified, false)
			p.SetStatus(Active, BasisRecord)
			obs.Profiles = append(obs.Profiles, p)
		}
		parts = append(parts, obs)
	}
	obs := &Observations{Sources: []Source{{Path: "ids.txt"}}}
	obs.Sources[0].SHA256[0] = 1
	const page, pages = 5000, 10
	for n := 0; n < members; n += page {
		p := Page{Owner: IDKey(ids[n/page/pages]), Kind: Followers, Origin: Origin{0, int64(n) * 20}, Bare: true}
		for k := range page {
			p.Members.Append(IDKey(ids[r.IntN(accounts)]), int64(n+k)*20)
		}
		obs.Pages = append(obs.Pages, p)
	}
	return append(parts, obs)
}

// BenchmarkMerge merges 400,000 profiles in 200 parts and 20 million members.
func BenchmarkMerge(b *testing.B) {
	parts := scaleOf(1_000_000, 400_000, 20_000_000)
	b.ReportAllocs()
	for b.Loop() {
		Merge(parts...)
	}
}

// BenchmarkResolve resolves what BenchmarkMerge merges, and reports what the Snapshot takes.
func BenchmarkResolve(b *testing.B) {
	obs := Merge(scaleOf(1_000_000, 400_000, 20_000_000)...)
	b.ReportAllocs()
	var s *Snapshot
	for b.Loop() {
		s = nil
		s = Resolve(obs)
	}
	accounts, lists := s.Memory()
	members, texts := 0, 0
	for i := range s.Lists {
		members += len(s.Lists[i].Members)
	}
	for i := range s.Accounts {
		for f := FieldHandle; f <= FieldURL; f++ {
			texts += len(s.Accounts[i].Text(f))
		}
	}
	before := heap()
	runtime.KeepAlive(s)
	s = nil
	b.ReportMetric(float64(before-heap())/1e6, "MB-snapshot")
	b.ReportMetric(float64(accounts)/1e6, "B/account")
	b.ReportMetric(float64(accounts-48e6)/4e5, "B/profile")
	b.ReportMetric(float64(texts)/4e5, "B-text/profile")
	b.ReportMetric(float64(lists)/float64(members), "B/member")
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
