package analysis

import (
	"sort"
)

// A spanSet is the spans of creation dates that are tried: of an eighth, a half and the whole of the
// widest, each begun every half of its length, and those that the creation analysis found.
type spanSet struct {
	from, to []int   // by span, the accounts that it holds: [from,to)
	of       []int32 // spans of each account, of account a at [at[a],at[a+1])
	at       []int32
	room     []int32 // by span, and one more: accounts of the spans before it
}

func (s *spanSet) len() int { return len(s.from) }

// newSpanSet lays the spans over the dates of m. Spans of fewer accounts than a run must hold are left out.
func newSpanSet(m *orderNull, widest int, bursts []Burst) *spanSet {
	s := &spanSet{}
	n := len(m.created)
	add := func(from, to int64) {
		lo := sort.Search(n, func(a int) bool { return m.created[a] >= from })
		hi := lo + sort.Search(n-lo, func(a int) bool { return m.created[lo+a] >= to })
		if hi-lo >= minInRun {
			s.from, s.to = append(s.from, lo), append(s.to, hi)
		}
	}
	for _, part := range []int{8, 2, 1} {
		width := max(1, int64(widest)*86400/int64(part))
		for k := 0; k < n; { // spans without an account are leapt over
			begin := m.created[k] - ((m.created[k]%width)+width)%width
			for _, from := range []int64{begin, begin + width/2} {
				add(from, from+width)
			}
			for k < n && m.created[k] < begin+width {
				k++
			}
		}
	}
	for i := range bursts {
		if b := &bursts[i]; b.Source == "scan" && b.P <= Significance {
			add(b.From.Unix(), b.To.AddDate(0, 0, 1).Unix())
		}
	}
	s.index(n)
	return s
}

// index lists the spans of each account.
func (s *spanSet) index(n int) {
	s.at = make([]int32, n+2) // moved one on while it is filled
	s.room = make([]int32, s.len()+1)
	for w, from := range s.from {
		s.room[w+1] = s.room[w] + int32(s.to[w]-from)
		for a := from; a < s.to[w]; a++ {
			s.at[a+2]++
		}
	}
	for a := range n {
		s.at[a+2] += s.at[a+1]
	}
	s.of = make([]int32, s.at[n+1])
	for w, from := range s.from {
		for a := from; a < s.to[w]; a++ {
			s.of[s.at[a+1]] = int32(w)
			s.at[a+1]++
		}
	}
	s.at = s.at[:n+1]
}

func (s *spanSet) spansOf(a int32) []int32 { return s.of[s.at[a]:s.at[a+1]] }

func (s *spanSet) holds(w int, a int32) bool { return s.from[w] <= int(a) && int(a) < s.to[w] }
