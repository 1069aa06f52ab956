package dossier

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// The sweep: an ingest is ended at its Nth operation on the disk, for every N until one runs to
// its end, either by SIGKILL or by an error that the operation returns. Then what is there must be a dossier without
// damage, and a second ingest must make it what an undisturbed one makes.
//
// ADENTRO_CRASH_POINTS says how many points to try, spread over all; `make crash` tries 2,000 and more.

const (
	childEnv  = "ADENTRO_CRASH_CHILD" // dir, seed and N of an ingest that is to die
	pointsEnv = "ADENTRO_CRASH_POINTS"
)

func TestMain(m *testing.M) {
	if job := os.Getenv(childEnv); job != "" {
		f := strings.Split(job, "\n")
		seed, _ := strconv.ParseUint(f[1], 10, 64)
		n, _ := strconv.Atoi(f[2])
		if err := crashWorld(seed).fill(f[0], crashOptions(dieAt(n))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// crashOptions make many small batches of many small writes.
func crashOptions(fault func(op, name string) error) Options {
	return Options{Memory: 1 << 15, block: 2048, fault: fault}
}

func crashWorld(seed uint64) *world {
	w := fromSeed(seed).world(8, 3)
	for _, c := range w.chunks { // so that the batches are the same, and several
		c.Size = 15 << 10
	}
	return w
}

// dieAt ends the process at operation n.
func dieAt(n int) func(op, name string) error {
	return func(string, string) error {
		if n--; n == 0 {
			if p, err := os.FindProcess(os.Getpid()); err == nil {
				p.Kill()
			}
			select {}
		}
		return nil
	}
}

// failAt lets operation n fail, and, if it persists, all after it.
func failAt(n int, err error, persistent bool) func(op, name string) error {
	return func(string, string) error {
		if n--; n == 0 || persistent && n < 0 {
			return err
		}
		return nil
	}
}

// child runs an ingest that dies at operation n, and reports whether it did.
func child(t *testing.T, dir string, seed uint64, n int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s\n%d\n%d", childEnv, dir, seed, n))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() == 1) {
		t.Fatalf("operation %d: %v\n%s", n, err, out)
	}
	return err != nil
}

// memoryDir is a folder in memory where the system has one: a sweep syncs often.
func memoryDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "dossier")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// intact fails if dir is neither the beginning of a dossier nor one without damage.
func intact(t *testing.T, dir, when string) {
	t.Helper()
	d, err := Open(dir, Read, Options{})
	if errors.Is(err, ErrNotDossier) || errors.Is(err, os.ErrNotExist) {
		return
	} else if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	defer d.Close()
	c, err := d.Verify(t.Context())
	if err != nil || c.Damaged() {
		t.Fatalf("%s: %v %v", when, err, c.Problems)
	}
	if _, _, err := d.Load(t.Context(), 1, nil, nil); err != nil {
		t.Fatalf("%s: %v", when, err)
	}
}

// recovers ingests once more and fails if the dossier is then not that of an undisturbed ingest.
func recovers(t *testing.T, w *world, dir, when string) {
	t.Helper()
	if err := w.fill(dir, crashOptions(nil)); err != nil {
		t.Fatalf("after %s: %v", when, err)
	}
	complete(t, w, dir, when)
}

func complete(t *testing.T, w *world, dir, when string) {
	t.Helper()
	d, err := Open(dir, Read, Options{})
	if err != nil {
		t.Fatalf("after %s: %v", when, err)
	}
	defer d.Close()
	if diff, err := w.same(d); err != nil || diff != "" {
		t.Fatalf("after %s: %v %s", when, err, diff)
	}
	info, err := d.Info()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range info.Tables {
		want := 0
		for _, c := range w.chunks {
			for _, t := range tables() {
				if t.name == table.Name {
					want += t.rows(c)
				}
			}
		}
		if info.Chunks != int64(len(w.chunks)) || table.Rows != int64(want) {
			t.Fatalf("after %s: %d chunks of %d, %d rows of %s for %d", when, info.Chunks, len(w.chunks), table.Rows, table.Name, want)
		}
	}
}

// clean fails if the writer has left anything behind.
func clean(t *testing.T, dir, when string) {
	t.Helper()
	d := open(t, dir, Write)
	defer d.Close()
	if c, err := d.Verify(t.Context()); err != nil || len(c.Problems) > 0 {
		t.Fatalf("after %s: %v %v", when, err, c.Problems)
	}
}

// operations counts those of an undisturbed ingest.
func operations(t *testing.T, w *world) int {
	t.Helper()
	n := 0
	if err := w.fill(filepath.Join(memoryDir(t), "d"), crashOptions(func(string, string) error { n++; return nil })); err != nil {
		t.Fatal(err)
	}
	return n
}

// points returns how many points to try.
func points(sample int) int {
	if n, err := strconv.Atoi(os.Getenv(pointsEnv)); err == nil {
		return n
	}
	return sample
}

func TestKillSweep(t *testing.T) {
	if _, err := exec.LookPath(os.Args[0]); err != nil {
		t.Skip("the test cannot run itself:", err)
	}
	killed, again, root, want := 0, 0, memoryDir(t), points(24)
	for seed := uint64(1); killed+again < want; seed++ {
		w := crashWorld(seed)
		total := operations(t, w)
		step := max(1, total*2/want)
		for n := 1 + int(seed)%step; ; n += step {
			dir := filepath.Join(root, fmt.Sprintf("%d-%d", seed, n))
			when := fmt.Sprintf("SIGKILL at operation %d of %d, seed %d", n, total, seed)
			if !child(t, dir, seed, n) {
				if n <= total {
					t.Fatalf("operation %d of %d did not come", n, total)
				}
				break
			}
			killed++
			intact(t, dir, when)
			// The second ingest dies too: early, in what puts the first one's leavings in order, or later.
			m := 1 + (n*7)%(total/2)
			if child(t, dir, seed, m) {
				again++
			}
			when += fmt.Sprintf(" and %d of the next", m)
			intact(t, dir, when)
			recovers(t, w, dir, when)
			clean(t, dir, when)
			os.RemoveAll(dir)
		}
	}
	t.Logf("%d ingests killed, %d of them again in the next; each then came out whole", killed, again)
}

// An ingest that meets an error of the disk says so, unless it has kept everything all the same.
func TestFaultSweep(t *testing.T) {
	tried, told, root, want := 0, 0, memoryDir(t), points(80)
	for seed := uint64(101); tried < want; seed++ {
		w := crashWorld(seed)
		total := operations(t, w)
		step := max(1, total*4/want)
		for n := 1 + int(seed)%step; n <= total; n += step {
			for i, fault := range []error{syscall.ENOSPC, syscall.EIO, syscall.ENOSPC, syscall.EIO} {
				dir := filepath.Join(root, fmt.Sprintf("%d-%d-%d", seed, n, i))
				when := fmt.Sprintf("%v at operation %d, seed %d, persistent %t", fault, n, seed, i >= 2)
				err := w.fill(dir, crashOptions(failAt(n, fault, i >= 2)))
				tried++
				if err == nil {
					complete(t, w, dir, when)
				} else if told++; !errors.Is(err, ErrWrite) || !errors.Is(err, fault) {
					t.Fatalf("%s: %v", when, err)
				}
				intact(t, dir, when)
				recovers(t, w, dir, when)
				clean(t, dir, when)
				os.RemoveAll(dir)
			}
		}
	}
	t.Logf("%d operations failed, %d ingests said so, the others had kept everything; each then came out whole", tried, told)
}

// What a catalogue lists is durable before the catalogue is: no file gets its name
// unsynced, and no catalogue while a folder waits to be.
func TestOrderOfDurability(t *testing.T) {
	unsynced, dirty := map[string]bool{}, map[string]bool{}
	check := func(op, name string) error {
		switch op {
		case "create":
			unsynced[name] = true
		case "sync":
			delete(unsynced, name)
		case "mkdir":
			dirty[path.Dir(name)] = true
		case "syncdir":
			delete(dirty, name)
		case "rename":
			if len(unsynced) > 0 {
				t.Errorf("%s gets its name while %v are not on the disk", name, unsynced)
			}
			if catalogueName.MatchString(name) && len(dirty) > 0 {
				t.Errorf("%s appears while the names in %v are not on the disk", name, dirty)
			}
			dirty[path.Dir(name)] = true
		}
		return nil
	}
	dir := t.TempDir()
	if err := crashWorld(1).fill(dir, crashOptions(check)); err != nil {
		t.Fatal(err)
	}
	if len(dirty) > 0 || len(unsynced) > 0 {
		t.Errorf("at the end %v and %v are not on the disk", dirty, unsynced)
	}
}
