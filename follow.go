package adentro

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// A Follow is one edge: Follower follows Followed. It exists only because a
// list says so; that list and the rank in it are its origin.
type Follow struct {
	Follower int32 // index in Snapshot.Accounts
	Followed int32
	List     int32 // index in Snapshot.Lists; the first of the lists that show this edge
	Rank     int32 // 0-based position in that list, -1 where no order is known
}

// Follows yields the edges that the lists show, each once, by follower, then followed. They
// are not kept: it takes 8 bytes an edge and two passes over the lists to sort them. graph.Build
// has the same edges in rows.
func (s *Snapshot) Follows() iter.Seq[Follow] {
	return func(yield func(Follow) bool) {
		type place struct{ list, i int32 }
		at := make([]int, len(s.Accounts)+1)
		for i := range s.Lists {
			l := &s.Lists[i]
			for _, u := range l.Members {
				if f, _, ok := l.edge(u); ok {
					at[f+1]++
				}
			}
		}
		for u := 1; u < len(at); u++ {
			at[u] += at[u-1]
		}
		places, next := make([]place, at[len(at)-1]), slices.Clone(at)
		for i := range s.Lists {
			l := &s.Lists[i]
			for k, u := range l.Members {
				if f, _, ok := l.edge(u); ok {
					places[next[f]] = place{int32(i), int32(k)}
					next[f]++
				}
			}
		}
		var row []Follow
		for u := range s.Accounts {
			row = row[:0]
			for _, p := range places[at[u]:at[u+1]] {
				l := &s.Lists[p.list]
				_, followed, _ := l.edge(l.Members[p.i])
				row = append(row, Follow{int32(u), followed, p.list, l.Rank(int(p.i))})
			}
			slices.SortFunc(row, func(a, b Follow) int { return cmp.Or(cmp.Compare(a.Followed, b.Followed), cmp.Compare(a.List, b.List)) })
			for i, f := range row {
				if (i == 0 || row[i-1].Followed != f.Followed) && !yield(f) {
					return
				}
			}
		}
	}
}

// countFollows counts the edges that Follows yields, without sorting them: the members
// of each owner's lists of one kind once, less those that a list of the other kind
// shows from the other end. O(members), 4 bytes an account and worker of scratch, and 2 an account.
func (s *Snapshot) countFollows() int {
	order, total := make([]int32, 0, len(s.Lists)), 0
	owns := make([]bool, len(s.Accounts)) // a following list
	owned := make([]bool, len(s.Accounts))
	for i := range s.Lists {
		switch l := &s.Lists[i]; l.Kind {
		case Following:
			owns[l.Owner] = true
		case Followers:
			owned[l.Owner] = true
		default:
			continue
		}
		order = append(order, int32(i))
		total += len(s.Lists[i].Members)
	}
	slices.SortFunc(order, func(i, j int32) int {
		a, b := &s.Lists[i], &s.Lists[j]
		return cmp.Or(-cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Owner, b.Owner))
	})
	var groups [][]int32 // lists of one account and kind
	following := 0       // the first groups are of following lists
	for k, i := range order {
		l := &s.Lists[i]
		if k == 0 || s.Lists[order[k-1]].Kind != l.Kind || s.Lists[order[k-1]].Owner != l.Owner {
			if groups = append(groups, nil); l.Kind == Following {
				following = len(groups)
			}
		}
		last := &groups[len(groups)-1]
		*last = append(*last, i)
	}
	// Following lists first, so that the edges between owners are known when the
	// lists of followers come.
	var between idSet // follower and followed that both own a list
	met := make([][]int32, workersFor(total))
	counts := make([]int, len(groups))
	count := func(w, g int, edge func(l *List, u int32) (counts bool)) {
		several := len(groups[g]) > 1 // the members of one list are unique
		if several && met[w] == nil {
			met[w] = fresh.Slice[int32](len(s.Accounts))
		}
		for _, i := range groups[g] {
			l := &s.Lists[i]
			for _, u := range l.Members {
				if several {
					if met[w][u] == int32(g)+1 {
						continue
					}
					met[w][u] = int32(g) + 1
				}
				if edge(l, u) {
					counts[g]++
				}
			}
		}
	}
	for g := range following {
		count(0, g, func(l *List, u int32) bool {
			if owned[u] {
				between.add(uint64(l.Owner)<<32 | uint64(u))
			}
			return true
		})
	}
	inParallel(len(met), len(groups)-following, func(w, g int) {
		count(w, following+g, func(l *List, u int32) bool {
			return !owns[u] || !between.has(uint64(u)<<32|uint64(l.Owner))
		})
	})
	n := 0
	for _, k := range counts {
		n += k
	}
	return n
}

// FollowSeen returns when the first and the last of the dated lists that show f
// were fetched, zero if none is dated, and how many lists show it. O(members of the
// lists of both accounts).
func (s *Snapshot) FollowSeen(f Follow) (first, last time.Time, lists int) {
	for i := range s.Lists {
		l := &s.Lists[i]
		member := f.Follower
		if l.Kind == Following {
			member = f.Followed
		}
		if follower, followed, ok := l.edge(member); !ok || follower != f.Follower || followed != f.Followed || !slices.Contains(l.Members, member) {
			continue
		}
		lists++
		if t := l.Observed; !t.IsZero() {
			if first.IsZero() || t.Before(first) {
				first = t
			}
			if t.After(last) {
				last = t
			}
		}
	}
	return first, last, lists
}

// Unfollowed returns the members of list i that the next complete list of the
// same owner and kind lacks, and the index of that list. Where no later list is
// complete nobody can be said to have left: it returns nil and -1.
func (s *Snapshot) Unfollowed(i int) (accounts []int32, by int) {
	l := &s.Lists[i]
	by = -1
	for j := range s.Lists {
		n := &s.Lists[j]
		if n.Owner == l.Owner && n.Kind == l.Kind && n.Complete == CompleteYes && n.Observed.After(l.Observed) && !l.Observed.IsZero() &&
			(by < 0 || n.Observed.Before(s.Lists[by].Observed)) {
			by = j
		}
	}
	if by < 0 {
		return nil, -1
	}
	still := slices.Clone(s.Lists[by].Members)
	slices.Sort(still)
	for _, u := range l.Members {
		if _, ok := slices.BinarySearch(still, u); !ok {
			accounts = append(accounts, u)
		}
	}
	return accounts, by
}
