package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// A Verdict says whether the order of a list tells when followers came, or why not.
type Verdict string

// The verdicts, in the order in which they are judged.
const (
	OrderInformative  Verdict = "informative"
	OrderFewDated     Verdict = "few_dated"     // too few dates to tell
	OrderByID         Verdict = "by_id"         // sorted by id, or by date of creation
	OrderByHandle     Verdict = "by_handle"     // sorted by handle
	OrderPartlySorted Verdict = "partly_sorted" // stretches of it are
	OrderOldestFirst  Verdict = "oldest_first"  // seems to be turned round, not clearly
	OrderPagesMixed   Verdict = "pages_mixed"   // its pages keep an order that the whole has not
	OrderFewRecords   Verdict = "few_records"   // no more records than a shuffled list has
)

const (
	minOrder     = 20   // dated followers below which an order is not judged
	sortedShare  = 0.9  // of neighbours in one order: the list is sorted
	sortedBlock  = 0.95 // of neighbours of a stretch
	stretch      = 50   // followers
	chanceSigmas = 2    // records within so many deviations of a shuffled list's tell nothing
	clearSigmas  = 5    // beyond which a list that was turned round is read so
)

// readOrder judges the order of a list, and bounds the follow times where it tells them.
func readOrder(s *adentro.Snapshot, births []birth, i int32) OrderList {
	l := &s.Lists[i]
	o := OrderList{List: i, Owner: l.Owner, Members: len(l.Members)}
	o.Truncated = l.Complete == adentro.CompleteNo || l.Declared.Known && int64(len(l.Members)) < l.Declared.N*9/10
	created := make([]int64, 0, len(l.Members)) // of the dated, oldest follow first
	for k := len(l.Members) - 1; k >= 0; k-- {
		b := births[l.Members[k]]
		if !b.known {
			continue
		}
		if b.byID {
			o.FromID++
		}
		created = append(created, b.seconds)
	}
	o.Dated = len(created)
	o.Records, o.Expected = countRecords(created), harmonic(len(created))
	o.Deviation = recordDeviation(len(created))
	if o.Verdict = o.judge(s, l, created); o.Informative() {
		o.bound(births, l)
	}
	return o
}

// A birth is when an account was created, by its record or else by its id, in seconds of
// Unix time.
type birth struct {
	seconds     int64
	byID, known bool
}

// birthsOf returns those of all accounts, which stand in many lists.
func birthsOf(s *adentro.Snapshot) []birth {
	births := make([]birth, len(s.Accounts))
	for u := range births {
		a := &s.Accounts[u]
		t, known := a.Created(), a.Known(adentro.FieldCreated)
		byID := !known
		if byID {
			t, known = idCreated(a.Key)
		}
		births[u] = birth{t.Unix(), byID, known && credible(t)}
	}
	return births
}

// judge applies the tests in turn.
func (o *OrderList) judge(s *adentro.Snapshot, l *adentro.List, created []int64) Verdict {
	if o.Dated < minOrder {
		return OrderFewDated
	}
	key := func(i, j int) int { return s.Accounts[l.Members[i]].Key.Compare(s.Accounts[l.Members[j]].Key) }
	byDate := func(i, j int) int { return cmp.Compare(created[i], created[j]) }
	handles := make([]string, len(l.Members))
	for i, u := range l.Members {
		handles[i] = strings.ToLower(s.Accounts[u].Handle())
	}
	handle := func(i, j int) int {
		if handles[i] == "" || handles[j] == "" {
			return 0
		}
		return strings.Compare(handles[i], handles[j])
	}
	switch {
	case sorted(len(l.Members), key), sorted(len(created), byDate):
		return OrderByID
	case sorted(len(l.Members), handle):
		return OrderByHandle
	case partlySorted(len(l.Members), key) || partlySorted(len(l.Members), handle):
		return OrderPartlySorted
	}
	mixed := pagesMixed(created, l.Pages)
	if mixed && pagesJump(created, l.Pages) {
		return OrderPagesMixed
	}
	if o.surplus() > chanceSigmas {
		return OrderInformative
	}
	if back := countRecordsBack(created); float64(back) > o.Expected+chanceSigmas*o.Deviation {
		if float64(back) <= o.Expected+clearSigmas*o.Deviation {
			return OrderOldestFirst
		}
		o.Reversed, o.Records = true, back
		return OrderInformative
	}
	if mixed {
		return OrderPagesMixed
	}
	return OrderFewRecords
}

// surplus returns by how many deviations the records exceed those of a shuffled list.
func (o *OrderList) surplus() float64 { return (float64(o.Records) - o.Expected) / o.Deviation }

// steps counts the neighbours among the places [from,to) that ascend and that descend.
func steps(from, to int, compare func(i, j int) int) (up, down int) {
	for i := from + 1; i < to; i++ {
		switch c := compare(i-1, i); {
		case c < 0:
			up++
		case c > 0:
			down++
		}
	}
	return up, down
}

// sorted reports whether nearly all neighbours stand in one order. A shuffled list has half of them.
func sorted(n int, compare func(i, j int) int) bool {
	up, down := steps(0, n, compare)
	return up+down >= minOrder-1 && float64(max(up, down)) >= sortedShare*float64(up+down)
}

// partlySorted reports whether a quarter of the stretches of fifty are sorted, all in the same
// order: one alone may be accounts that were opened and followed one after the other.
func partlySorted(n int, compare func(i, j int) int) bool {
	blocks, ups, downs := 0, 0, 0
	for from := 0; from+stretch <= n; from += stretch {
		blocks++
		switch up, down := steps(from, from+stretch, compare); {
		case float64(up) >= sortedBlock*(stretch-1):
			ups++
		case float64(down) >= sortedBlock*(stretch-1):
			downs++
		}
	}
	return blocks >= 4 && 4*max(ups, downs) >= blocks
}

// countRecords counts the values above all before them. In a shuffled list of n different values
// their number has the mean H_n and the variance H_n - Σ 1/i² (A. Rényi, 1962).
func countRecords(x []int64) int {
	n, top := 0, int64(math.MinInt64)
	for _, v := range x {
		if v > top {
			n, top = n+1, v
		}
	}
	return n
}

func countRecordsBack(x []int64) int {
	n, top := 0, int64(math.MinInt64)
	for i := len(x) - 1; i >= 0; i-- {
		if x[i] > top {
			n, top = n+1, x[i]
		}
	}
	return n
}

// harmonic returns H_n = Σ 1/i.
func harmonic(n int) float64 {
	h := 0.0
	for i := n; i > 0; i-- {
		h += 1 / float64(i)
	}
	return h
}

func recordDeviation(n int) float64 {
	v := harmonic(n)
	for i := n; i > 0; i-- {
		v -= 1 / (float64(i) * float64(i))
	}
	return math.Sqrt(v)
}

// pagesMixed reports whether stretches as long as pages have more records, each for itself, than
// shuffled ones would.
func pagesMixed(created []int64, pages int) bool {
	if pages < 2 || len(created) < minOrder*pages {
		return false
	}
	found, expected, variance := 0, 0.0, 0.0
	for p := range pages {
		from, to := p*len(created)/pages, (p+1)*len(created)/pages
		found += countRecords(created[from:to])
		expected += harmonic(to - from)
		d := recordDeviation(to - from)
		variance += d * d
	}
	return float64(found) > expected+clearSigmas*math.Sqrt(variance)
}

// pagesJump reports whether the newest accounts of the pages neither rise nor fall from page to page, as they do
// where each page has records and the pages stand in their order, or all the other way round.
func pagesJump(created []int64, pages int) bool {
	newest := make([]int64, pages)
	for p := range pages {
		newest[p] = slices.Max(created[p*len(created)/pages : (p+1)*len(created)/pages])
	}
	up, down := steps(0, pages, func(i, j int) int { return cmp.Compare(newest[i], newest[j]) })
	jumps := min(up, down)
	return jumps >= 2 && 6*jumps >= pages
}

// bound gives each follower the earliest time at which it can have followed.
func (o *OrderList) bound(births []birth, l *adentro.List) {
	o.Followers = make([]FollowBound, len(l.Members))
	earliest := int64(0)
	if b := births[l.Owner]; b.known {
		earliest = b.seconds
	}
	top := int64(math.MinInt64)
	for i := range o.Followers {
		k := len(l.Members) - 1 - i
		if o.Reversed {
			k = i
		}
		f := &o.Followers[i]
		f.Account = l.Members[k]
		if b := births[f.Account]; b.known {
			t := b.seconds
			f.Dated, f.Created = true, t
			if t > top && t >= earliest {
				f.Record = true
			}
			top = max(top, t)
			earliest = max(earliest, t)
		}
		f.Earliest = earliest
	}
	next := int64(0)
	for i := len(o.Followers) - 1; i >= 0; i-- {
		f := &o.Followers[i]
		if f.Next = next; f.Record {
			next = f.Earliest
		}
	}
}
