package adentro

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	"unsafe"

	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// A Snapshot is an investigation's data, numbered and sorted: accounts by
// key, tweets by time then id, lists by owner, kind and date, sources by
// SHA-256 then path. Resolve makes it; nothing changes it afterwards. Its follows
// are those that its lists show. Tweets that only the notice of their deletion names
// are no posts: they lie apart, and an account that nothing else names is none of the Accounts.
//
// Memory: 48 bytes an account, some 190 with a profile and its texts; 8 bytes a
// member of a list.
type Snapshot struct {
	Accounts []Account
	Tweets   []Tweet
	Unshown  []Tweet // of which only notices of their deletion are known; Tweets lacks them
	Lists    []List
	Sources  []Source
	Notes    []Note // what Resolve found worth telling

	FollowCount int // edges that the lists show, as Follows yields them
}

// Find returns the index of the account with key k, or -1. A handle key also
// finds the account that now bears the handle, if only one does. O(log accounts) for a
// key that an account has, else O(accounts).
func (s *Snapshot) Find(k Key) int32 {
	if i, ok := slices.BinarySearchFunc(s.Accounts, k, func(a Account, k Key) int { return a.Key.Compare(k) }); ok {
		return int32(i)
	}
	h, ok := k.Handle()
	if !ok {
		return -1
	}
	found := int32(-1)
	for i := range s.Accounts {
		if foldHandle(s.Accounts[i].Handle()) != h {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = int32(i)
	}
	return found
}

// FindAll returns what Find returns of each key, in one pass over the accounts: O(accounts + keys).
func (s *Snapshot) FindAll(keys []Key) []int32 {
	out := make([]int32, len(keys))
	bearers := map[string]int32{} // of the handles that no key is: -1 none, -2 several
	for i, k := range keys {
		at, ok := slices.BinarySearchFunc(s.Accounts, k, func(a Account, k Key) int { return a.Key.Compare(k) })
		if out[i] = int32(at); !ok {
			out[i] = -1
			if h, ok := k.Handle(); ok {
				bearers[h] = -1
			}
		}
	}
	if len(bearers) == 0 {
		return out
	}
	for u := range s.Accounts {
		h := foldHandle(s.Accounts[u].Handle())
		switch was, wanted := bearers[h]; {
		case !wanted:
		case was == -1:
			bearers[h] = int32(u)
		default:
			bearers[h] = -2
		}
	}
	for i, k := range keys {
		if h, ok := k.Handle(); ok && out[i] < 0 {
			out[i] = max(-1, bearers[h])
		}
	}
	return out
}

// Records sums the records of all sources.
func (s *Snapshot) Records() Records {
	var sum Records
	for i := range s.Sources {
		sum = sum.Add(s.Sources[i].Records)
	}
	return sum
}

// Newest returns the newest date at which anything was collected; zero if no
// source knows.
func (s *Snapshot) Newest() time.Time {
	var t time.Time
	for i := range s.Sources {
		if o := s.Sources[i].Observed; o.After(t) {
			t = o
		}
	}
	return t
}

// Memory returns how many bytes the accounts and the lists take, with all that they
// hold.
func (s *Snapshot) Memory() (accounts, lists int64) {
	accounts = int64(len(s.Accounts)) * int64(unsafe.Sizeof(Account{}))
	for i := range s.Accounts {
		accounts += int64(len(s.Accounts[i].said) + len(s.Accounts[i].Key.Name))
	}
	lists = int64(len(s.Lists)) * int64(unsafe.Sizeof(List{}))
	for i := range s.Lists {
		l := &s.Lists[i]
		lists += 4*int64(cap(l.Members)+cap(l.offsets)+cap(l.runOf)) + int64(cap(l.runs))*int64(unsafe.Sizeof(run{}))
	}
	return accounts, lists
}

// Check returns an error that names the first broken invariant, or nil.
func (s *Snapshot) Check() error {
	return cmp.Or(s.checkAccounts(), s.checkTweets(), s.checkLists(), s.checkSources())
}

func (s *Snapshot) checkAccounts() error {
	for i := range s.Accounts {
		if i > 0 && s.Accounts[i-1].Key.Compare(s.Accounts[i].Key) >= 0 {
			return fmt.Errorf("accounts %d and %d are not in order of key", i-1, i)
		}
		if s.Accounts[i].Key.IsZero() {
			return fmt.Errorf("account %d has no key", i)
		}
	}
	return nil
}

// has reports whether u is the index of an account.
func (s *Snapshot) has(u int32) bool { return 0 <= u && int(u) < len(s.Accounts) }

func (s *Snapshot) checkTweets() error {
	ref := func(r AccountRef) bool {
		if r.Key.IsZero() {
			return r.Index == -1
		}
		return s.has(r.Index) && s.Accounts[r.Index].Key == r.Key
	}
	for i := range s.Unshown {
		if t := &s.Unshown[i]; !t.Unshown || !t.Deleted || t.Author.Index >= 0 && !ref(t.Author) {
			return fmt.Errorf("tweet %s is not one that only a notice of its deletion names", t.ID)
		}
	}
	for i := range s.Tweets {
		t := &s.Tweets[i]
		if t.Unshown {
			return fmt.Errorf("tweet %d is shown by no record", i)
		}
		if i > 0 && compareTweets(&s.Tweets[i-1], t) >= 0 {
			return fmt.Errorf("tweets %d and %d are not in order of time and id", i-1, i)
		}
		ok := ref(t.Author)
		for _, r := range t.Refs {
			ok = ok && ref(r.Author)
		}
		for _, mentions := range [][]Mention{t.Mentions, t.Wrapper} {
			for _, m := range mentions {
				ok = ok && ref(m.AccountRef)
			}
		}
		if !ok {
			return fmt.Errorf("tweet %d points to another account than it names", i)
		}
		if KindOf(t.Refs) != t.Kind {
			return fmt.Errorf("tweet %d is called a %s", i, t.Kind)
		}
	}
	return nil
}

func (s *Snapshot) checkLists() error {
	met := fresh.Slice[int32](len(s.Accounts))
	for i := range s.Lists {
		l := &s.Lists[i]
		if !s.has(l.Owner) {
			return fmt.Errorf("list %d has no owner", i)
		}
		for k, u := range l.Members {
			switch {
			case !s.has(u):
				return fmt.Errorf("list %d has a member that is no account", i)
			case u == l.Owner:
				return fmt.Errorf("list %d has its owner as a member", i)
			case met[u] == int32(i)+1:
				return fmt.Errorf("list %d has member %d twice", i, u)
			case !l.Ordered && k > 0 && u < l.Members[k-1]:
				return fmt.Errorf("list %d is neither in order nor sorted", i)
			}
			met[u] = int32(i) + 1
		}
	}
	if n := s.countFollows(); n != s.FollowCount {
		return fmt.Errorf("the lists show %d follows, not %d", n, s.FollowCount)
	}
	return nil
}

func (s *Snapshot) checkSources() error {
	for i := range s.Sources {
		src := &s.Sources[i]
		if i > 0 && compareSources(&s.Sources[i-1], src) >= 0 {
			return fmt.Errorf("sources %d and %d are not in order", i-1, i)
		}
		if !src.Records.Balanced() || int64(len(src.Rejects)) != src.Records.Rejected {
			return fmt.Errorf("the records of %s do not add up", src.Path)
		}
	}
	return nil
}

func compareTweets(a, b *Tweet) int {
	return cmp.Or(a.Created.Compare(b.Created), a.ID.Compare(b.ID))
}
