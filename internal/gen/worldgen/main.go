// Worldgen writes a synthetic world into a folder:
//
//	go run ./internal/gen/worldgen barrio-adentro -o testdata/barrio-adentro
//	go run ./internal/gen/worldgen onboarding-workshop -o testdata/onboarding-workshop
//	go run ./internal/gen/worldgen scale -accounts 10000 -follows 200000 -seed 1 -o DIR
//	go run ./internal/gen/worldgen truth
//	go run ./internal/gen/worldgen bulk -shape users -records 400000 -o FILE
//
// The first two ship with the project: a campaign, and its innocent twin. The third is one of
// any size for measurements, the fourth prints what is planted in the first, the fifth writes one
// large file of one shape.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "worldgen:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	if len(args) == 0 {
		return errors.New("say which world: barrio-adentro, onboarding-workshop, scale, truth or bulk")
	}
	name := args[0]
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	out := flags.String("o", "", "folder to write into; files of an older world there are removed")
	seed := flags.Uint64("seed", 0, "seed of the world; 0 is the one that ships")
	accounts := flags.Int("accounts", 10_000, "scale: number of accounts in the lists")
	follows := flags.Int("follows", 200_000, "scale: number of follows")
	shape := flags.String("shape", "users", "bulk: users, tweets, pages, ids, io, follows, planted or rmat")
	records := flags.Int("records", 400_000, "bulk: number of records")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if *seed == 0 {
		*seed = gen.BarrioSeed
		if name == "onboarding-workshop" {
			*seed = gen.WorkshopSeed
		}
	}
	switch name {
	case "barrio-adentro":
		return write(*out, gen.BarrioAdentro(*seed))
	case "onboarding-workshop":
		return write(*out, gen.Workshop(*seed))
	case "scale":
		w, err := gen.Scale(gen.ScaleOptions{Accounts: *accounts, Follows: *follows, Seed: *seed})
		if err != nil {
			return err
		}
		return write(*out, w)
	case "bulk":
		f, err := os.Create(*out)
		if err != nil {
			return err
		}
		return errors.Join(gen.Bulk(f, *shape, *records, *seed), f.Close())
	case "truth":
		b, err := json.MarshalIndent(gen.TruthOf(gen.BarrioAdentro(*seed)), "", "  ")
		if err != nil {
			return err
		}
		_, err = stdout.Write(append(b, '\n'))
		return err
	}
	return fmt.Errorf("no world is called %q", name)
}

// write puts the world's files under dir. It replaces an older world there, and
// refuses a folder that holds anything else.
func write(dir string, w *gen.World) error {
	if dir == "" {
		return errors.New("say where: -o FOLDER")
	}
	if err := clear(dir); err != nil {
		return err
	}
	for _, f := range w.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// clear empties dir if its ORIGIN says that a world was written there.
func clear(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	origin, err := os.ReadFile(filepath.Join(dir, "ORIGIN"))
	if err != nil || !bytes.Contains(origin, []byte("internal/gen/worldgen")) {
		return fmt.Errorf("%s holds something else than a world", dir)
	}
	return os.RemoveAll(dir)
}
