package analysis

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// A dateBasis says how the date of an account is known.
type dateBasis byte

const (
	dateUnknown      dateBasis = iota
	dateStated                 // by a profile
	dateFromID                 // the time that the id holds
	dateInterpolated           // between the ids of accounts with stated dates; for pictures only
)

// Dates are the creation dates of a population: stated, else held by the id, else interpolated.
type Dates struct {
	Stated, FromID, Interpolated int
	// IDError is by how much the id's time and the stated date differ, in seconds, over IDPairs
	// accounts that have both: the 50th, 95th and 100th percentiles. LateError is over those
	// since 16 August 2019.
	IDError, LateError [3]float64
	IDPairs, LatePairs int
	Refused            bool // the ids' times do not agree with stated dates: they are not used
	// GapError is by how much an interpolated date misses the stated one, in days, where one in ten
	// of GapPairs dates is left out in turn: the 50th, 95th and 100th percentiles.
	GapError [3]float64
	GapPairs int

	at    []time.Time // by account; zero where unknown
	basis []dateBasis
}

var percentiles = [3]float64{0.5, 0.95, 1}

// lateIDs is since when ids and creation dates agree less.
var lateIDs = time.Date(2019, 8, 16, 0, 0, 0, 0, time.UTC)

const (
	minIDPairs  = 10   // accounts with both dates that can refuse the ids
	maxIDError  = 3600 // seconds that the median may differ
	minGapPairs = 20   // accounts with a small id and a stated date, to interpolate between
)

// datesOf finds the date of every account; members are those counted. Cost: linear,
// and a sort of the accounts with small ids.
func datesOf(s *adentro.Snapshot, members []int32) *Dates {
	d := &Dates{at: make([]time.Time, len(s.Accounts)), basis: make([]dateBasis, len(s.Accounts))}
	newest := time.Time{}
	for i := range s.Sources {
		if t := s.Sources[i].Observed; t.After(newest) {
			newest = t
		}
	}
	var all, late []float64
	for i := range s.Accounts {
		a := &s.Accounts[i]
		if !a.Known(adentro.FieldCreated) || !credible(a.Created()) {
			continue
		}
		d.at[i], d.basis[i] = a.Created(), dateStated
		if t, ok := idCreated(a.Key); ok && !d.at[i].Equal(utcDay(d.at[i])) {
			miss := math.Abs(t.Sub(d.at[i]).Seconds())
			all = append(all, miss)
			if !d.at[i].Before(lateIDs) {
				late = append(late, miss)
			}
		}
	}
	d.IDPairs, d.IDError = len(all), quantiles(all)
	d.LatePairs, d.LateError = len(late), quantiles(late)
	d.Refused = d.IDPairs >= minIDPairs && d.IDError[0] > maxIDError
	for i := range s.Accounts {
		if d.basis[i] != dateUnknown || d.Refused {
			continue
		}
		// No account is younger than the data that name it.
		if t, ok := idCreated(s.Accounts[i].Key); ok && (newest.IsZero() || !t.After(newest.AddDate(0, 0, 1))) {
			d.at[i], d.basis[i] = t, dateFromID
		}
	}
	d.interpolate(s)
	for _, u := range members {
		switch d.basis[u] {
		case dateStated:
			d.Stated++
		case dateFromID:
			d.FromID++
		case dateInterpolated:
			d.Interpolated++
		}
	}
	return d
}

// group returns the accounts whose date is stated or held by the id, with their dates.
func (d *Dates) group(class string, accounts []int32) dateGroup {
	g := dateGroup{class: class}
	for _, u := range accounts {
		if d.basis[u] == dateStated || d.basis[u] == dateFromID {
			g.accounts, g.at = append(g.accounts, u), append(g.at, d.at[u])
		}
	}
	return g
}

// quantiles returns the percentiles of x, which it sorts; NaN of none.
func quantiles(x []float64) (out [3]float64) {
	slices.Sort(x)
	for i, q := range percentiles {
		out[i] = math.NaN()
		if n := len(x); n > 0 {
			out[i] = x[min(n-1, int(q*float64(n)))]
		}
	}
	return out
}

// A dating is a small id and the time of its account, in Unix seconds.
type dating struct {
	id uint64
	at float64
}

// interpolate dates accounts with small ids between those of which the date is stated, and
// measures the error by leaving out every tenth.
func (d *Dates) interpolate(s *adentro.Snapshot) {
	var known []dating
	var open []int32
	for i := range s.Accounts {
		switch id := s.Accounts[i].Key.ID; {
		case id == 0 || id >= firstSnowflake:
		case d.basis[i] == dateStated:
			known = append(known, dating{id, float64(d.at[i].Unix())})
		default:
			open = append(open, int32(i))
		}
	}
	if len(known) < minGapPairs {
		d.GapError = quantiles(nil)
		return
	}
	// Accounts are sorted by key, and so are the ids.
	const folds = 10
	var misses []float64
	for fold := range folds {
		var rest []dating
		for i, k := range known {
			if i%folds != fold {
				rest = append(rest, k)
			}
		}
		curve := isotonic(rest)
		for i := fold; i < len(known); i += folds {
			if t, ok := between(curve, known[i].id); ok {
				misses = append(misses, math.Abs(t-known[i].at)/86400)
			}
		}
	}
	d.GapPairs, d.GapError = len(misses), quantiles(misses)
	curve := isotonic(known)
	for _, u := range open {
		if t, ok := between(curve, s.Accounts[u].Key.ID); ok {
			d.at[u], d.basis[u] = time.Unix(int64(t), 0).UTC(), dateInterpolated
		}
	}
}

// isotonic returns the datings, sorted by id, with times that never fall: the least squares fit,
// by pooling neighbours that violate the order (Ayer and others, Ann. Math. Stat. 26, 1955,
// doi:10.1214/aoms/1177728423). Linear.
func isotonic(known []dating) []dating {
	type pool struct {
		sum float64
		n   int
	}
	var pools []pool
	for _, k := range known {
		p := pool{k.at, 1}
		for len(pools) > 0 {
			last := pools[len(pools)-1]
			if last.sum*float64(p.n) <= p.sum*float64(last.n) {
				break
			}
			p = pool{last.sum + p.sum, last.n + p.n}
			pools = pools[:len(pools)-1]
		}
		pools = append(pools, p)
	}
	out := make([]dating, 0, len(known))
	for _, p := range pools {
		for range p.n {
			out = append(out, dating{known[len(out)].id, p.sum / float64(p.n)})
		}
	}
	return out
}

// between interpolates linearly between the neighbours of id; false outside of the curve.
func between(curve []dating, id uint64) (float64, bool) {
	i := sort.Search(len(curve), func(i int) bool { return curve[i].id >= id })
	switch {
	case i == len(curve) || i == 0 && curve[0].id != id:
		return 0, false
	case curve[i].id == id:
		return curve[i].at, true
	}
	a, b := curve[i-1], curve[i]
	return a.at + (b.at-a.at)*float64(id-a.id)/float64(b.id-a.id), true
}
