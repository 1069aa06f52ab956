package graph

import (
	"math/rand/v2"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// BenchmarkFromLists makes the rows of 20 million follows of 1 million accounts, from
// 400 lists of followers.
func BenchmarkFromLists(b *testing.B) {
	const n, lists, per = 1_000_000, 400, 50_000
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]adentro.List, lists)
	for i := range all {
		all[i] = adentro.List{Owner: int32(r.IntN(n)), Kind: adentro.Followers, Members: make([]int32, per)}
		for k := range all[i].Members {
			all[i].Members[k] = int32(r.IntN(n))
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		FromLists(n, all)
	}
}
