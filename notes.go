package adentro

import (
	"slices"
	"strconv"

	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// noteHistory tells what records of different times say against each other, and what became
// of tweets. O(accounts + tweets + members of lists that were captured whole more than once).
func (s *Snapshot) noteHistory() {
	var contradicted, created, deleted int
	for i := range s.Accounts {
		if s.Accounts[i].Contradicted() {
			contradicted++
		}
		if s.Accounts[i].CreationConflict() {
			created++
		}
	}
	for i := range s.Tweets {
		if s.Tweets[i].Deleted {
			deleted++
		}
	}
	note := func(code string, args ...int) {
		if args[0] == 0 {
			return
		}
		n := Note{Code: code}
		for _, x := range args {
			n.Args = append(n.Args, strconv.Itoa(x))
		}
		s.Notes = append(s.Notes, n)
	}
	gone, lists := s.departures()
	note("status_contradicted", contradicted)
	note("creation_conflict", created)
	note("members_left", gone, lists)
	note("tweets_deleted", deleted)
	note("tweets_unshown", len(s.Unshown))
}

// departures counts the members of a complete list that the next complete one of the same
// owner and kind lacks, and the lists that somebody left. Who is in a list and in none after it
// may have left, or have been suspended: the lists do not say. 4 bytes an account of scratch.
func (s *Snapshot) departures() (members, lists int) {
	var met []int32
	for i := 0; i < len(s.Lists); {
		j := i
		var whole []int32
		for ; j < len(s.Lists) && s.Lists[j].Owner == s.Lists[i].Owner && s.Lists[j].Kind == s.Lists[i].Kind; j++ {
			if l := &s.Lists[j]; l.Complete == CompleteYes && !l.Observed.IsZero() {
				whole = append(whole, int32(j))
			}
		}
		i = j
		slices.SortStableFunc(whole, func(a, b int32) int { return s.Lists[a].Observed.Compare(s.Lists[b].Observed) })
		left := 0
		for k := 1; k < len(whole); k++ {
			before, after := &s.Lists[whole[k-1]], &s.Lists[whole[k]]
			if before.Observed.Equal(after.Observed) {
				continue
			}
			if met == nil {
				met = fresh.Slice[int32](len(s.Accounts))
			}
			for _, u := range after.Members {
				met[u] = whole[k] + 1
			}
			for _, u := range before.Members {
				if met[u] != whole[k]+1 {
					left++
				}
			}
		}
		if members += left; left > 0 {
			lists++
		}
	}
	return members, lists
}
