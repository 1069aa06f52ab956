package adentro

import (
	"slices"
	"strings"
)

// A place says where an item is: in which of the parts, and where in that.
type place struct{ part, at int32 }

func placesOf(parts []*Observations, count func(*Observations) int) []place {
	n := 0
	for _, p := range parts {
		n += count(p)
	}
	all := make([]place, 0, n)
	for i, p := range parts {
		for j := range count(p) {
			all = append(all, place{int32(i), int32(j)})
		}
	}
	return all
}

// fold unites items: in order of key, those of one key joined. Places are sorted, because items are large and most are
// only a copy of another. open returns for the places of a batch what gives the items of one key, until it is called again.
func fold[T any](places []place, key func(place) Key, open func(batch []place) func(run []place) []T, join func(a, b T) T) []T {
	return foldSorted(places, sortByKey(places, key), open, join)
}

// foldSorted does so with places that are sorted, those of each key beginning where runs say.
func foldSorted[T any](places []place, runs []int32, open func(batch []place) func(run []place) []T, join func(a, b T) T) []T {
	runs = append(runs, int32(len(places)))
	out := makeTouched[T](len(runs) - 1)
	inBatches(len(out), func(_, from, to int) {
		items := open(places[runs[from]:runs[to]])
		for i := from; i < to; i++ {
			if xs := items(places[runs[i]:runs[i+1]]); len(xs) == 1 {
				out[i] = xs[0]
			} else {
				out[i] = joinAll(xs, join)
			}
		}
	})
	return out
}

// joinAll joins at least one item by halves: what they say grows with each join.
func joinAll[T any](xs []T, join func(a, b T) T) T {
	if len(xs) == 1 {
		return xs[0]
	}
	half := len(xs) / 2
	return join(joinAll(xs[:half], join), joinAll(xs[half:], join))
}

// sortByKey sorts places in order of key, those of one key in
// their order, and returns where those of each key begin.
func sortByKey(places []place, key func(place) Key) (runs []int32) {
	ids := make([]idPlace, 0, len(places))
	var named []place
	for i, x := range places {
		if k := key(x); k.ID != 0 {
			ids = append(ids, idPlace{k.ID, int32(i)})
		} else {
			named = append(named, x)
		}
	}
	ids = sortIDs(ids)
	slices.SortStableFunc(named, func(x, y place) int { return strings.Compare(key(x).Name, key(y).Name) })
	was := slices.Clone(places)
	for i, p := range ids {
		places[i] = was[p.place]
		if i == 0 || ids[i-1].id != p.id {
			runs = append(runs, int32(i))
		}
	}
	for i, x := range named {
		places[len(ids)+i] = x
		if i == 0 || key(named[i-1]).Name != key(x).Name {
			runs = append(runs, int32(len(ids)+i))
		}
	}
	return runs
}

// foldRuns sorts the items of one slice, which stays as it is, and joins those that
// compare equal.
func foldRuns[T any](xs []T, compare func(a, b *T) int, join func(a, b T) T) []T {
	if rising(xs, compare) {
		return xs
	}
	sorted := make([]*T, len(xs))
	for i := range xs {
		sorted[i] = &xs[i]
	}
	slices.SortStableFunc(sorted, compare)
	out := make([]T, 0, len(xs))
	for i, x := range sorted {
		if i > 0 && compare(sorted[i-1], x) == 0 {
			last := &out[len(out)-1]
			*last = join(*last, *x)
		} else {
			out = append(out, *x)
		}
	}
	return out
}

// rising reports whether xs are sorted and no two compare equal.
func rising[T any](xs []T, compare func(a, b *T) int) bool {
	for i := 1; i < len(xs); i++ {
		if compare(&xs[i-1], &xs[i]) >= 0 {
			return false
		}
	}
	return true
}
