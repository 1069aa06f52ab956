package gen_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

// A finding is what the tool made of the bundled world.
type finding struct {
	world *gen.World
	truth gen.Truth
	snap  *adentro.Snapshot
	kase  *adentro.Case
	found *analysis.Results
}

func find(t *testing.T) finding {
	t.Helper()
	return read(t, filepath.Join("..", "..", "testdata", "barrio-adentro"), gen.BarrioAdentro(gen.BarrioSeed))
}

// read takes the world w out of the folder in which it was written.
func read(t *testing.T, dir string, w *gen.World) finding {
	t.Helper()
	f := finding{world: w, truth: gen.TruthOf(w)}
	f.snap, f.kase, f.found = study(t, dir, "population", "classes", "seeds", "locations", "creation", "hashtags", "lost")
	return f
}

// study reads a folder with its case, and runs these analyses; none means all.
func study(t *testing.T, dir string, only ...string) (*adentro.Snapshot, *adentro.Case, *analysis.Results) {
	t.Helper()
	c, named, err := casefile.Load(filepath.Join(dir, "case.toml"))
	if err != nil {
		t.Fatal(err)
	}
	obs, err := ingest.Read(context.Background(), []string{dir}, ingest.Options{Lists: c.Lists, Config: named})
	if err != nil {
		t.Fatal(err)
	}
	s := adentro.Resolve(obs)
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	g, err := graph.Build(s, graph.Follows, graph.BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := analysis.Run(context.Background(), &analysis.Input{Snap: s, Case: c, Follows: g, Seed: 1}, only...)
	if err != nil {
		t.Fatal(err)
	}
	return s, c, res
}

// TestFound reads the bundled world the way a reader's dumps are read, and asks
// whether every planted figure is found, account by account where that is possible.
func TestFound(t *testing.T) {
	f := find(t)
	t.Run("records", f.records)
	t.Run("accounts", f.accounts)
	t.Run("lists", f.lists)
	t.Run("classes", f.classes)
	t.Run("locations", f.locations)
	t.Run("seeds", f.seeds)
	t.Run("burst", f.burst)
	t.Run("tags", f.tags)
}

// TestScaleFound does the same with a world of another size.
func TestScaleFound(t *testing.T) {
	w, err := gen.Scale(gen.ScaleOptions{Accounts: 900, Follows: 9000, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range w.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f := read(t, dir, w)
	same(t, "unique", len(f.found.Population.Members), f.truth.Unique)
	same(t, "tweets", len(f.snap.Tweets), len(w.Tweets))
	t.Run("classes", f.classes)
	t.Run("locations", f.locations)
	t.Run("lists", f.lists)
}

func same(t *testing.T, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %d, want %d", what, got, want)
	}
}

func (f finding) records(t *testing.T) {
	r := f.snap.Records()
	if !r.Balanced() {
		t.Errorf("records do not add up: %+v", r)
	}
	if r.Rejected < 7 || r.Rejected*200 > r.Seen {
		t.Errorf("rejected %d of %d: want the seven spoilt lines, and less than half of one per cent", r.Rejected, r.Seen)
	}
	for i := range f.snap.Sources {
		s := &f.snap.Sources[i]
		if s.Role == adentro.RoleDump && (s.Format == "" || s.Damage != "") {
			t.Errorf("%s: format %q, damage %q", s.Path, s.Format, s.Damage)
		}
		if s.Records.Rejected > 0 && s.Path != "profiles/usuarios.jsonl" {
			t.Errorf("%s: rejects %v", s.Path, s.Rejects)
		}
	}
}

func (f finding) accounts(t *testing.T) {
	p := f.found.Population
	same(t, "unique", len(p.Members), f.truth.Unique)
	same(t, "total", p.Total, f.truth.Accounts)
	same(t, "profiled", p.Profiled, f.truth.Unique)
	same(t, "with a location", p.WithLocation, f.truth.With)
	same(t, "suspended", p.Suspended, f.truth.Suspended)
	same(t, "posting", p.Posting, f.truth.Posting)
	same(t, "only mentioned", p.MentionedOnly, f.truth.MentionedOnly)
	same(t, "follows", f.snap.FollowCount, f.truth.Follows)
	same(t, "missing seeds", len(p.Missing), 0)
	told := [2]int{}
	for _, a := range f.world.Population() {
		x := &f.snap.Accounts[f.snap.Find(adentro.IDKey(a.ID))]
		if !x.Known(adentro.FieldDefaultImage) { // tables say nothing of pictures
			continue
		}
		if x.Flag(adentro.FieldDefaultImage) != a.DefaultImage {
			t.Errorf("@%s: its default picture is not as planted", a.Handle)
		}
		if a.DefaultImage {
			told[1]++
		} else {
			told[0]++
		}
	}
	if told[0] < p.Total/4 || told[1] < p.Total/40 {
		t.Errorf("%d own and %d default pictures are told of %d accounts", told[0], told[1], p.Total)
	}
}

// lists asks whether every list came back whole and in its order, whatever
// files and pages it was cut into.
func (f finding) lists(t *testing.T) {
	same(t, "lists", len(f.snap.Lists), len(f.world.Lists))
	for _, w := range f.world.Lists {
		i := slices.IndexFunc(f.snap.Lists, func(l adentro.List) bool {
			return f.snap.Accounts[l.Owner].Key == adentro.IDKey(w.Owner.ID) && l.Kind.String() == w.Kind
		})
		if i < 0 {
			t.Errorf("no list of the %s of @%s", w.Kind, w.Owner.Handle)
			continue
		}
		l := &f.snap.Lists[i]
		if !l.Ordered || l.Complete == adentro.CompleteNo || !slices.EqualFunc(l.Members, w.Members, func(u int32, a *gen.Account) bool {
			return f.snap.Accounts[u].Key == adentro.IDKey(a.ID)
		}) {
			t.Errorf("%s of @%s: ordered %v, complete %s, %d members in another order than the %d planned",
				w.Kind, w.Owner.Handle, l.Ordered, l.Complete, len(l.Members), len(w.Members))
		}
	}
}

func (f finding) classes(t *testing.T) {
	wanted := map[adentro.Key]*gen.Account{}
	for _, a := range f.world.Accounts {
		wanted[adentro.IDKey(a.ID)] = a
	}
	cl := f.found.Classes
	for _, key := range []string{"cdi", "cubacoopera"} {
		i := f.kase.ClassIndex(key)
		same(t, key, len(cl.Members[i]), f.truth.Classes[key])
		for u := range f.snap.Accounts {
			a := &f.snap.Accounts[u]
			w := wanted[a.Key]
			if w == nil || w.State != gen.Shown {
				continue
			}
			got := slices.ContainsFunc(cl.Labels[u], func(l analysis.Label) bool { return int(l.Class) == i })
			if got != (w.Class == key) {
				t.Errorf("@%s (%q, %q): %s %v, planned as %q", a.Handle(), a.Name(), a.Bio(), key, got, w.Class)
			}
			for _, l := range cl.Labels[u] {
				if int(l.Class) == i && key == "cubacoopera" && l.Place != w.Place && w.Place != "" {
					t.Errorf("@%s (%q): serves %q, planned %q", a.Handle(), a.Name(), l.Place, w.Place)
				}
			}
		}
	}
}

func (f finding) locations(t *testing.T) {
	l := f.found.Locations
	same(t, "multiple", l.Multiple, f.truth.Locations[gen.TellsMultiple])
	same(t, "ambiguous", l.Ambiguous, f.truth.Locations[gen.TellsAmbiguous])
	same(t, "unresolved", l.Unresolved, f.truth.Locations[gen.TellsUnresolved])
	same(t, "none", l.None, f.truth.Locations[gen.TellsNone])
	same(t, "unprofiled", l.Unprofiled, 0)
	same(t, "outside", l.Outside.K, f.truth.Outside)
	for _, c := range l.Countries {
		same(t, c.Code, c.N, f.truth.Locations[c.Code])
	}
	wrong := map[string]bool{}
	for _, a := range f.world.Accounts {
		u := f.snap.Find(adentro.IDKey(a.ID))
		if u < 0 || a.State != gen.Shown {
			continue
		}
		if a.Location != f.snap.Accounts[u].Location() {
			t.Errorf("@%s: location %q, planned %q", a.Handle, f.snap.Accounts[u].Location(), a.Location)
		}
		d := l.Declared[u]
		got := map[analysis.Tier]string{analysis.TierNone: gen.TellsNone, analysis.TierD: gen.TellsAmbiguous, analysis.TierMultiple: gen.TellsMultiple, analysis.TierUnresolved: gen.TellsUnresolved}[d.Tier]
		if d.Tier == analysis.TierA || d.Tier == analysis.TierB || d.Tier == analysis.TierC {
			got = d.Country
		}
		if got != a.Tells && !wrong[a.Location] {
			wrong[a.Location] = true
			t.Errorf("%q: got %q (tier %c), planned %q", a.Location, got, d.Tier, a.Tells)
		}
	}
}

func (f finding) seeds(t *testing.T) {
	rows := map[string]analysis.SeedRow{}
	for _, r := range f.found.Seeds.Rows {
		if r.Account < 0 {
			t.Errorf("no record names seed %s", r.Key)
			continue
		}
		rows[f.snap.Accounts[r.Account].Handle()] = r
	}
	same(t, "seeds", len(rows), 14)
	for _, w := range f.truth.SeedLists {
		r := rows[w.Handle]
		same(t, w.Handle+" followers", int(r.Followers.N), w.Followers)
		same(t, w.Handle+" declared", int(r.FollowersDeclared.N), w.Declared)
		same(t, w.Handle+" following", int(r.Following.N), w.Following)
		for _, key := range []string{"cdi", "cubacoopera"} {
			same(t, w.Handle+" "+key, r.ClassFollowers[f.kase.ClassIndex(key)], w.ClassFollowers[key])
		}
	}
}

func (f finding) burst(t *testing.T) {
	for _, b := range f.found.Creation.Bursts {
		if b.Source == "scan" && b.Class == "cdi" { // the first is the top one
			from, to := time.Date(2021, 2, 1, 0, 0, 0, 0, time.UTC), time.Date(2021, 3, 31, 0, 0, 0, 0, time.UTC)
			if b.From.Before(from) || b.To.After(to) || b.Count < 35 || b.P > 0.01 {
				t.Errorf("top window of cdi: %s to %s, %d accounts, p %g", b.From.Format(time.DateOnly), b.To.Format(time.DateOnly), b.Count, b.P)
			}
			return
		}
	}
	t.Error("no window of cdi")
}

func (f finding) tags(t *testing.T) {
	h := f.found.Hashtags
	same(t, "accounts with every tag", len(h.AllTags.Accounts), f.truth.EveryTag)
	for _, u := range h.Tags {
		if u.Tag != f.truth.Tag.Name {
			continue
		}
		same(t, "originals", u.Originals, f.truth.Tag.Originals)
		same(t, "retweets", u.Retweets, f.truth.Tag.Retweets)
		same(t, "accounts", len(u.Accounts), f.truth.Tag.Accounts)
		same(t, "days before", u.DaysBefore, 10)
		if !u.First.Equal(f.truth.Tag.First) {
			t.Errorf("first: got %s, want %s", u.First, f.truth.Tag.First)
		}
		return
	}
	t.Errorf("tag %s is not found", f.truth.Tag.Name)
}
