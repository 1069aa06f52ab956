package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// overlaps measures the comparison of lists apart from dumps: 14 lists of 1,431 followers by 1,000 and more draws of
// fixed margins, and 500 lists with a million follows by SDSM.
func overlaps(w io.Writer) error {
	for _, x := range []struct{ lists, accounts, follows int }{{14, 1431, 3000}, {50, 20_000, 50_000}, {500, 100_000, 1_000_000}} {
		in := &analysis.Input{Snap: followerLists(x.lists, x.accounts, x.follows), Case: &adentro.Case{}, Seed: 1}
		var res *analysis.Results
		var err error
		c := stage(func() { res, err = analysis.Run(context.Background(), in, "overlap") })
		if err != nil {
			return err
		}
		o := res.Overlap
		fmt.Fprintf(w, "| %d lists, %d accounts, %d follows | overlap | %.1f ms | %.0f MB | %d pairs, %s, %d draws |\n",
			x.lists, x.accounts, in.Snap.FollowCount, c.wall.Seconds()*1e3, float64(c.peak)/1e6, len(o.Pairs), o.Null, o.Replicates)
	}
	return nil
}

// followerLists returns lists whose lengths and whose accounts' numbers of lists have heavy tails.
func followerLists(lists, accounts, follows int) *adentro.Snapshot {
	r := rand.New(rand.NewPCG(uint64(lists), 5))
	s := &adentro.Snapshot{}
	for u := range lists + accounts {
		s.Accounts = append(s.Accounts, adentro.Account{Key: adentro.IDKey(uint64(u + 1))})
	}
	busy := make([]float64, accounts) // cumulated
	sum := 0.0
	for c := range busy {
		sum += math.Exp(1.2 * r.NormFloat64())
		busy[c] = sum
	}
	share, total := make([]float64, lists), 0.0
	for i := range share {
		share[i] = math.Exp(0.8 * r.NormFloat64())
		total += share[i]
	}
	for i := range share {
		n := min(int(share[i]/total*float64(follows)), accounts/3)
		in := make(map[int32]bool, n)
		for len(in) < n {
			c, _ := slices.BinarySearch(busy, r.Float64()*sum)
			in[int32(lists+min(c, accounts-1))] = true
		}
		members := make([]int32, 0, n)
		for u := range in {
			members = append(members, u)
		}
		slices.Sort(members)
		s.Lists = append(s.Lists, adentro.List{Owner: int32(i), Kind: adentro.Followers, Members: members, Complete: adentro.CompleteYes})
		s.FollowCount += n
	}
	return s
}
