package gen

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestReproducible compares the folders that ship with what the seeds give.
func TestReproducible(t *testing.T) {
	for _, w := range []*World{BarrioAdentro(BarrioSeed), Workshop(WorkshopSeed)} {
		t.Run(w.Name, func(t *testing.T) { reproducible(t, w) })
	}
}

func reproducible(t *testing.T, w *World) {
	folder := filepath.Join("..", "..", "testdata", w.Name)
	planned := map[string]bool{}
	size := 0
	for _, f := range w.Files {
		planned[f.Path] = true
		size += len(f.Data)
		got, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(f.Path)))
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Equal(got, f.Data) {
			t.Errorf("%s differs from what the seed gives: run make testdata", f.Path)
		}
	}
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		if !planned[filepath.ToSlash(rel)] {
			t.Errorf("%s is not of this world", rel)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if size > 4<<20 {
		t.Errorf("the world takes %d bytes; it is to stay below 4 MiB", size)
	}
}

func TestSameSeedSameWorld(t *testing.T) {
	a, b, other := BarrioAdentro(3), BarrioAdentro(3), BarrioAdentro(4)
	if !slices.EqualFunc(a.Files, b.Files, func(x, y File) bool { return x.Path == y.Path && bytes.Equal(x.Data, y.Data) }) {
		t.Error("one seed gave two worlds")
	}
	if slices.EqualFunc(a.Files, other.Files, func(x, y File) bool { return bytes.Equal(x.Data, y.Data) }) {
		t.Error("two seeds gave one world")
	}
}

// TestPlanted asks whether the plan holds the figures that it is to hold, for
// the seed that ships and for others.
func TestPlanted(t *testing.T) {
	for _, seed := range []uint64{BarrioSeed, 1, 2} {
		got := TruthOf(BarrioAdentro(seed))
		for _, c := range []struct {
			name      string
			got, want int
		}{
			{"seeds", got.Seeds, 14},
			{"unique", got.Unique, 1431},
			{"cdi", got.Classes["cdi"], 114},
			{"cubacoopera", got.Classes["cubacoopera"], 22},
			{"with a location", got.With, 956},
			{"CU", got.Locations["CU"], 372},
			{"VE", got.Locations["VE"], 371},
			{"multiple", got.Locations[TellsMultiple], 18},
			{"ambiguous", got.Locations[TellsAmbiguous], 40},
			{"unresolved", got.Locations[TellsUnresolved], 50},
			{"none", got.Locations[TellsNone], 475},
			{"one country that is not Venezuela", got.Outside, 477},
			{"created in the burst", got.Burst, 41},
			{"suspended", got.Suspended, 9},
			{"TL", got.Places["TL"], 1},
			{"DZ", got.Places["DZ"], 1},
			{"GT", got.Places["GT"], 1},
			{"JM", got.Places["JM"], 1},
			{"CV", got.Places["CV"], 1},
		} {
			if c.got != c.want {
				t.Errorf("seed %d: %s: got %d, want %d", seed, c.name, c.got, c.want)
			}
		}
		others := got.With - 372 - 371 - 18 - 40 - 50
		if others != 105 {
			t.Errorf("seed %d: other countries: got %d, want 105", seed, others)
		}
		if got.ClassesAll["cdi"] < 130 || got.ClassesAll["cubacoopera"] < 28 {
			t.Errorf("seed %d: too few outside the population to catch a wrong count: %v", seed, got.ClassesAll)
		}
		for d, n := range got.Tag.Days {
			if quiet := d < 5; quiet != (n < 10) {
				t.Errorf("seed %d: %d tweets on %d April", seed, n, d+1)
			}
		}
	}
}

func TestSeedLists(t *testing.T) {
	w := BarrioAdentro(BarrioSeed)
	for _, s := range w.Seeds {
		i := slices.IndexFunc(w.Lists, func(l List) bool { return l.Owner == s && l.Kind == "followers" })
		l := w.Lists[i]
		if n := len(l.Members); n < 20 || n > 400 {
			t.Errorf("@%s has %d followers, want tens to a few hundred", s.Handle, n)
		}
		if !slices.ContainsFunc(l.Members, func(m *Account) bool { return slices.Contains(w.Seeds, m) }) {
			t.Errorf("@%s is followed by no other seed", s.Handle)
		}
		if slices.Contains(l.Members, s) {
			t.Errorf("@%s follows itself", s.Handle)
		}
		if s.Followers < len(l.Members) {
			t.Errorf("@%s declares %d followers of %d", s.Handle, s.Followers, len(l.Members))
		}
	}
}

func TestAccountsAreSound(t *testing.T) {
	w := BarrioAdentro(BarrioSeed)
	handles, ids := map[string]bool{}, map[uint64]bool{}
	for _, a := range w.Accounts {
		low := strings.ToLower(a.Handle)
		if handles[low] || ids[a.ID] {
			t.Errorf("@%s %d is given twice", a.Handle, a.ID)
		}
		handles[low], ids[a.ID] = true, true
		if n := len(a.Handle); n < 4 || n > 15 || strings.Trim(low, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			t.Errorf("handle %q is none that the platform would give", a.Handle)
		}
		for _, s := range []string{a.Name, a.Bio, a.Location} {
			if !utf8.ValidString(s) {
				t.Errorf("@%s: %q is not UTF-8", a.Handle, s)
			}
		}
		if a.Created.Before(userSnowflakes()) != (a.ID < 4_906_000_000) {
			t.Errorf("@%s created %s has id %d", a.Handle, a.Created, a.ID)
		}
		if a.ID > 1<<40 {
			if at := time.UnixMilli(int64(a.ID>>22) + snowflakeEpoch); at.Sub(a.Created).Abs() > time.Second {
				t.Errorf("@%s created %s, by its id %s", a.Handle, a.Created, at)
			}
		}
		if !a.Created.Before(date(2021, 4, 6)) {
			t.Errorf("@%s created %s, after the collection began", a.Handle, a.Created)
		}
	}
}

// TestBurstStandsOut scans the centres' dates with the plainest baseline, a
// constant rate: the window of at most 62 days that stands out most must be the planted one.
func TestBurstStandsOut(t *testing.T) {
	w := BarrioAdentro(BarrioSeed)
	from, to := date(2012, 1, 1), date(2021, 4, 5)
	days := make([]int, int(to.Sub(from)/(24*time.Hour)))
	total := 0
	for _, a := range w.Population() {
		if a.Class == "cdi" {
			days[int(a.Created.Sub(from)/(24*time.Hour))]++
			total++
		}
	}
	best, first, last, inside := 0.0, 0, 0, 0
	for i := range days {
		c := 0
		for j := i; j < min(i+62, len(days)); j++ {
			c += days[j]
			mu := float64(total) * float64(j-i+1) / float64(len(days))
			if n, all := float64(c), float64(total); n > mu {
				if llr := n*math.Log(n/mu) + (all-n)*math.Log((all-n)/(all-mu)); llr > best {
					best, first, last, inside = llr, i, j, c
				}
			}
		}
	}
	a, z := from.AddDate(0, 0, first), from.AddDate(0, 0, last)
	if a.Before(date(2021, 2, 1)) || z.After(date(2021, 3, 31)) || inside < 35 {
		t.Errorf("the window that stands out most is %s to %s with %d; want one in February and March 2021 with 35 or more",
			a.Format(time.DateOnly), z.Format(time.DateOnly), inside)
	}
}

// TestGoneAccountsAreOne makes sure that nobody who cannot be looked up is named by
// id in one dump and by handle in another: they would count as two.
func TestGoneAccountsAreOne(t *testing.T) {
	w := BarrioAdentro(BarrioSeed)
	byID, byHandle := map[*Account]bool{}, map[*Account]bool{}
	for _, tw := range w.Tweets {
		at := tw
		if tw.Retweet != nil {
			at = tw.Retweet
		}
		for _, m := range at.Mentions {
			if m.State == Shown {
				continue
			}
			if day := tw.At.Day(); day <= 14 {
				byID[m] = true
			}
			if day := tw.At.Day(); day >= 12 {
				byHandle[m] = true
			}
		}
	}
	for _, a := range w.Accounts {
		if byID[a] && byHandle[a] {
			t.Errorf("@%s, which is gone, is named by id and by handle", a.Handle)
		}
		if a.State == Suspended && !byID[a] && !byHandle[a] {
			t.Errorf("@%s is suspended and never mentioned", a.Handle)
		}
	}
}

func TestDamageSpoilsLines(t *testing.T) {
	a := &Account{ID: 7, Handle: "uno_sint", Name: "Uno", Created: date(2013, 1, 2)}
	row := V1User(a)
	clean := lines([][]byte{row, row, row, row})
	got := bytes.Split(Damage(clean, []int{0, 1, 3}), []byte("\n"))
	for i, spoilt := range []bool{true, true, false, true} {
		if bytes.Equal(got[i], row) == spoilt {
			t.Errorf("line %d: got %s, spoilt want %v", i, got[i], spoilt)
		}
	}
	if len(got) != 5 {
		t.Errorf("got %d lines, want 4 and the end", len(got))
	}
}

func TestScale(t *testing.T) {
	w, err := Scale(ScaleOptions{Accounts: 400, Follows: 3000, Seed: 9})
	if err != nil {
		t.Fatal(err)
	}
	got := TruthOf(w)
	if got.Unique != 400 || got.Follows != 3000 {
		t.Errorf("got %d accounts and %d follows, want 400 and 3000", got.Unique, got.Follows)
	}
	if _, err := Scale(ScaleOptions{Accounts: 10, Follows: 10}); err == nil {
		t.Error("ten accounts make no world")
	}
}
