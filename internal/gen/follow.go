package gen

import (
	"slices"
	"time"
)

// A draft collects the members of a list before they have an order.
type draft map[*Account]bool

// list orders the members as the platform would: by when they began to follow,
// newest first. Nobody follows before both accounts exist.
func (d draft) list(r *Rand, owner *Account, kind string, everyone []*Account, until time.Time) List {
	type entry struct {
		a  *Account
		at time.Time
	}
	var es []entry
	for _, a := range everyone { // in the order of making: a map has none
		if !d[a] || a == owner {
			continue
		}
		from := a.Created
		if owner.Created.After(from) {
			from = owner.Created
		}
		es = append(es, entry{a, r.Time(from.Add(time.Hour), until)})
	}
	slices.SortStableFunc(es, func(x, y entry) int { return y.at.Compare(x.at) })
	l := List{Owner: owner, Kind: kind}
	for _, e := range es {
		l.Members = append(l.Members, e.a)
	}
	return l
}

// spread gives everyone of members to some of the owners: at least one, more
// with a chance of more in n, larger owners first.
func spread(r *Rand, to []draft, weights []int, members []*Account, least, more, n int) {
	for _, m := range members {
		k := least
		for k < len(to) && r.Chance(more, n) {
			k++
		}
		for k > 0 {
			if i := r.Weighted(weights); !to[i][m] {
				to[i][m] = true
				k--
			}
		}
	}
}

// follow makes the lists of the seeds, and of two accounts that are none.
func (b *barrio) follow(r *Rand) {
	until := date(2021, 4, 18)
	weights := []int{310, 255, 215, 185, 160, 140, 118, 100, 86, 72, 58, 44, 34, 24}
	followers := make([]draft, len(b.Seeds))
	for i := range followers {
		followers[i] = draft{b.Seeds[(i+5)%len(b.Seeds)]: true} // another seed, always
	}
	onlyFollowed := Sample(r, slices.Concat(b.individuals, b.institutions), 96)
	fans := slices.DeleteFunc(slices.Concat(b.individuals, b.lookalikes), func(a *Account) bool { return slices.Contains(onlyFollowed, a) })
	offices := slices.DeleteFunc(slices.Clone(b.institutions), func(a *Account) bool { return slices.Contains(onlyFollowed, a) })
	spread(r, followers, weights, fans, 1, 1, 4)
	spread(r, followers, weights, offices, 1, 1, 2)
	spread(r, followers, weights, b.centres, 1, 7, 10)
	spread(r, followers, weights, b.brigades, 2, 3, 4)
	spread(r, followers, weights, Sample(r, b.Seeds, 9), 1, 1, 2)

	following := map[int]draft{0: {}, 1: {}, 4: {}, 6: {}, 9: {}, 13: {}}
	keys := []int{0, 1, 4, 6, 9, 13}
	for _, m := range onlyFollowed {
		following[Pick(r, keys)][m] = true
	}
	for _, k := range keys {
		for _, part := range [][]*Account{Sample(r, b.centres, 24), Sample(r, b.brigades, 7), Sample(r, b.institutions, 10), Sample(r, b.individuals, 30), Sample(r, b.Seeds, 5)} {
			for _, m := range part {
				following[k][m] = true
			}
		}
	}
	for i, s := range b.Seeds {
		l := followers[i].list(r, s, "followers", b.made, until)
		s.Followers = len(l.Members) + []int{0, 0, 1, 2, 4}[i%5]
		b.Lists = append(b.Lists, l)
		if d, ok := following[i]; ok {
			l := d.list(r, s, "following", b.made, until)
			s.Following = len(l.Members) + i%3
			b.Lists = append(b.Lists, l)
		}
	}
	b.Lists = append(b.Lists, b.decoys(r, until)...)
}

// decoys are the lists of two accounts that are no seeds: their members are
// in the population only by other lists.
func (b *barrio) decoys(r *Rand, until time.Time) []List {
	var out []List
	for i, owner := range []*Account{b.ministry[4], b.other[0]} {
		d := draft{}
		for _, m := range slices.Concat(Sample(r, b.other[1:], 55), Sample(r, b.individuals, 40), Sample(r, b.centres, 6)) {
			d[m] = true
		}
		out = append(out, d.list(r, owner, []string{"followers", "following"}[i], b.made, until))
	}
	return out
}
