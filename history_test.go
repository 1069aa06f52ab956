package adentro

import (
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestM9History keeps every count of a tweet with its time, what links its versions, and that
// it was deleted, which takes nothing of it away.
func TestM9History(t *testing.T) {
	shown := func(d int, retweets, likes int64, edits ...uint64) Tweet {
		x := Tweet{ID: IDKey(5), Author: AccountRef{Key: IDKey(1)}, Created: day(1), Text: "médicos", TextKind: TextFull, Observed: day(d), Hash: uint64(d), Edits: edits, Included: d > 2}
		x.SetCount(CountRetweets, retweets)
		x.SetCount(CountLikes, likes)
		return x
	}
	notice := func(at time.Time) Tweet {
		x := Tweet{ID: IDKey(5), Author: AccountRef{Key: IDKey(1)}, Created: day(1), Observed: at}
		x.MarkDeleted()
		return x
	}
	type history struct {
		Text              string
		Observed, Gone    time.Time
		Deleted, Included bool
		Retweets, Likes   []CountPoint
		Replies           []CountPoint
		Edits             []uint64
	}
	inAnyOrder(t, []Tweet{shown(2, 3, -1, 4, 5), shown(2, 3, -1, 4, 5), shown(3, 3, 0), shown(4, 7, 0, 5, 6), notice(day(9)), notice(day(8)), notice(time.Time{})}, func(ts []Tweet) history {
		s := resolve(nil, ts)
		if err := s.Check(); err != nil {
			t.Error(err)
		}
		if len(s.Tweets) != 1 || len(s.Unshown) != 0 || s.Accounts[0].Posts != 1 {
			t.Fatalf("%d tweets and %d unshown", len(s.Tweets), len(s.Unshown))
		}
		if want := []Note{{"tweets_deleted", []string{"1"}}}; !slices.EqualFunc(s.Notes, want, sameNote) {
			t.Errorf("notes %v, want %v", s.Notes, want)
		}
		x := &s.Tweets[0]
		return history{x.Text, x.Observed, x.DeletedAt, x.Deleted, x.Included, x.CountsSeen(CountRetweets), x.CountsSeen(CountLikes), x.CountsSeen(CountReplies), x.Edits}
	}, history{
		Text: "médicos", Observed: day(4), Gone: day(8), Deleted: true,
		Retweets: []CountPoint{{day(2), 3}, {day(3), 3}, {day(4), 7}}, Likes: []CountPoint{{day(3), 0}, {day(4), 0}},
		Edits: []uint64{4, 5, 6},
	})
}

func sameNote(a, b Note) bool { return a.Code == b.Code && slices.Equal(a.Args, b.Args) }

// TestUnshown keeps tweets that only the notice of their deletion names apart from the
// posts, and makes no account of an author whom nothing else names.
func TestUnshown(t *testing.T) {
	notice := func(id, author uint64) Tweet {
		x := Tweet{ID: IDKey(id), Author: AccountRef{Key: IDKey(author)}, Created: day(int(id))}
		x.MarkDeleted()
		return x
	}
	post := Tweet{ID: IDKey(7), Author: AccountRef{Key: IDKey(1)}, Created: day(3), Text: "hola", TextKind: TextFull}
	s := resolve(nil, []Tweet{notice(5, 1), post, notice(9, 2), notice(7, 1)})
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	if len(s.Accounts) != 1 || s.Accounts[0].Posts != 1 || len(s.Tweets) != 1 || !s.Tweets[0].Deleted {
		t.Errorf("%d accounts, %d tweets; want the one of the post, deleted", len(s.Accounts), len(s.Tweets))
	}
	var got [][2]int64
	for _, x := range s.Unshown {
		got = append(got, [2]int64{int64(x.ID.ID), int64(x.Author.Index)})
	}
	if want := [][2]int64{{5, 0}, {9, -1}}; !slices.Equal(got, want) {
		t.Errorf("unshown tweets and the indexes of their authors: %v, want %v", got, want)
	}
	if want := []Note{{"tweets_deleted", []string{"1"}}, {"tweets_unshown", []string{"2"}}}; !slices.EqualFunc(s.Notes, want, sameNote) {
		t.Errorf("notes %v, want %v", s.Notes, want)
	}
	s.Tweets, s.Unshown = s.Unshown, s.Tweets
	if s.Check() == nil {
		t.Error("Check takes a tweet that no record shows for a post")
	}
}

// TestTweetDate gives the date of the file to all that a tweet without one tells.
func TestTweetDate(t *testing.T) {
	before := Tweet{ID: IDKey(5), Created: day(4).Add(time.Hour)}
	before.MarkDeleted()
	if before.Date(day(4)); !before.DeletedAt.IsZero() {
		t.Errorf("deleted on %s, before it was written", before.DeletedAt)
	}
	x := Tweet{ID: IDKey(5)}
	x.SetCount(CountQuotes, 2)
	x.SetCount(CountQuotes, 2)
	x.SetCount(CountReplies, 0)
	x.SetCount(CountLikes, -1)
	x.MarkDeleted()
	x.Date(day(4))
	x.Date(day(5))
	if d := gocmp.Diff([]CountPoint{{day(4), 2}}, x.CountsSeen(CountQuotes)); d != "" {
		t.Error(d)
	}
	if d := gocmp.Diff([]CountPoint{{day(4), 0}}, x.CountsSeen(CountReplies)); d != "" {
		t.Error(d)
	}
	if x.CountsSeen(CountLikes) != nil || !x.DeletedAt.Equal(day(4)) || !x.Observed.Equal(day(4)) {
		t.Errorf("%+v", x)
	}
}

// TestHistoryNotes tells of contradictions and of members that left a list, and of nothing else.
func TestHistoryNotes(t *testing.T) {
	list := func(d, file int, members ...uint64) Page {
		p := Page{Owner: IDKey(1), Kind: Followers, Observed: day(d), First: true, Last: true, Origin: Origin{0, int64(file) * 100}}
		for i, id := range members {
			p.Members.Append(IDKey(id), int64(file*100+i))
		}
		return p
	}
	active, suspended := at(2, 1), at(2, 2)
	active.SetStatus(Active, BasisRecord)
	suspended.SetStatus(Suspended, BasisCode)
	active.SetCreated(day(1).Add(time.Hour))
	suspended.SetCreated(day(1).Add(2 * time.Hour))
	want := []Note{{"status_contradicted", []string{"1"}}, {"creation_conflict", []string{"1"}}, {"members_left", []string{"3", "1"}}}
	inAnyOrder(t, []int{0, 1, 2, 3}, func(places []int) []Note { // the newest may lie in the first file
		part := list(6, places[3], 16)
		part.Last = false
		return resolve([]Profile{active, suspended}, nil, list(1, places[0], 11, 12, 13), list(3, places[1], 11, 12, 14), list(5, places[2], 15, 11), part).Notes
	}, want)
	if notes := resolve([]Profile{active}, nil, list(1, 1, 11, 12), list(3, 2, 12, 11, 13)).Notes; len(notes) != 0 {
		t.Errorf("notes %v of what agrees", notes)
	}
}
