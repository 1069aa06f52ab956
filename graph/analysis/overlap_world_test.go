package analysis

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
)

// bundled reads the bundled world.
func bundled(t *testing.T) (*adentro.Snapshot, *adentro.Case) {
	t.Helper()
	dir := filepath.Join("..", "..", "testdata", "barrio-adentro")
	k, files, err := casefile.Load(filepath.Join(dir, "case.toml"))
	if err != nil {
		t.Fatal(err)
	}
	obs, err := ingest.Read(t.Context(), []string{dir}, ingest.Options{Lists: k.Lists, Config: files})
	if err != nil {
		t.Fatal(err)
	}
	return adentro.Resolve(obs), k
}

// A sharedLists is lists of invented accounts, made without dumps.
type sharedLists struct {
	accounts int
	lists    []adentro.List
	primary  []int32 // nil: no classes
	classes  int
	control  []int32
}

func (w *sharedLists) add(owner int32, kind adentro.ListKind, members ...int32) {
	w.lists = append(w.lists, adentro.List{Owner: owner, Kind: kind, Members: members, Complete: adentro.CompleteYes})
}

// input returns the world as analyses read it.
func (w *sharedLists) input(seed uint64) (*Input, *Results) {
	s := &adentro.Snapshot{Lists: w.lists}
	for u := range w.accounts {
		s.Accounts = append(s.Accounts, adentro.Account{Key: adentro.IDKey(uint64(u + 1))})
	}
	in := &Input{Snap: s, Case: &adentro.Case{}, Seed: seed}
	out := &Results{Population: &Population{}}
	for _, u := range w.control {
		in.Case.Control.Seeds = append(in.Case.Control.Seeds, adentro.IDKey(uint64(u+1)))
	}
	for _, l := range w.lists {
		if !slices.Contains(w.control, l.Owner) {
			out.Population.Seeds = append(out.Population.Seeds, l.Owner)
		}
	}
	slices.Sort(out.Population.Seeds)
	out.Population.Seeds = slices.Compact(out.Population.Seeds)
	out.Classes = &Classes{Primary: make([]int32, w.accounts), All: make([][]int32, w.classes), Members: make([][]int32, w.classes), Labels: make([][]Label, w.accounts)}
	for c := range w.classes {
		in.Case.Classes = append(in.Case.Classes, adentro.Class{Key: string(rune('a' + c))})
	}
	for u := range out.Classes.Primary {
		out.Classes.Primary[u] = -1
		if w.primary != nil && w.primary[u] >= 0 {
			c := w.primary[u]
			out.Classes.Primary[u], out.Classes.Labels[u] = c, []Label{{Class: c}}
			out.Classes.All[c] = append(out.Classes.All[c], int32(u))
		}
	}
	return in, out
}

// overlapOf runs the analysis.
func overlapOf(t testing.TB, w *sharedLists, seed uint64, workers int) *Overlap {
	t.Helper()
	in, out := w.input(seed)
	in.Workers = workers
	o, err := overlap(t.Context(), in, out)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// nothingPlanted returns rows lists of others' followers in which account c is in list i with odds x·y, so that all lists with the same
// sizes are equally likely. Accounts 0..rows-1 own the lists. Classes are dealt out at random, to busy accounts
// more often than to others.
func nothingPlanted(r *rand.Rand, rows, others, classes int) *sharedLists {
	w := &sharedLists{accounts: rows + others, classes: classes, primary: make([]int32, rows+others)}
	x, y := make([]float64, rows), make([]float64, others)
	for i := range x {
		x[i] = 0.1 + 2*r.Float64()
	}
	for c := range y {
		y[c] = math.Exp(r.NormFloat64()) / 4
	}
	for u := range w.primary {
		w.primary[u] = -1
		if busy := u >= rows && y[u-rows] > 0.4; classes > 0 && (u < rows || busy || r.IntN(4) == 0) {
			w.primary[u] = int32(r.IntN(classes))
		}
	}
	for i := range int32(rows) {
		var members []int32
		for v := range int32(rows) {
			if v != i && r.IntN(3) == 0 {
				members = append(members, v)
			}
		}
		for c := range y {
			if p := x[i] * y[c]; r.Float64() < p/(1+p) {
				members = append(members, int32(rows+c))
			}
		}
		w.add(i, adentro.Followers, members...)
	}
	return w
}

// calibrationWorlds is how many worlds a calibration makes: 200 where ADENTRO_CALIBRATE is set.
func calibrationWorlds() int {
	if os.Getenv("ADENTRO_CALIBRATE") != "" {
		return 200
	}
	return 12
}
