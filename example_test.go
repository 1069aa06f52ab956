package adentro_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
	"github.com/seed-1b5e0f84/adentro/report"
)

// The whole way of the data, on the bundled synthetic case.
func Example() {
	ctx := context.Background()
	dumps := filepath.Join("testdata", "barrio-adentro")
	c, files, err := casefile.Load(filepath.Join(dumps, "case.toml"))
	check(err)

	obs, err := ingest.Read(ctx, []string{dumps}, ingest.Options{Lists: c.Lists, Config: files})
	check(err)
	snap := adentro.Resolve(obs)
	check(snap.Check())
	follows, err := graph.Build(snap, graph.Follows, graph.BuildOptions{})
	check(err)
	res, err := analysis.Run(ctx, &analysis.Input{Snap: snap, Case: c, Follows: follows, Seed: 1})
	check(err)

	out, err := os.MkdirTemp("", "adentro-example-")
	check(err)
	defer os.RemoveAll(out)
	check(report.Write(out, &report.Model{Snap: snap, Case: c, Results: res, Lang: "es", Version: "0.1.0"}))

	cdi := c.ClassIndex("cdi")
	fmt.Println(len(res.Population.Members), "unique accounts")
	fmt.Println(len(res.Classes.Members[cdi]), "of class cdi")
	fmt.Println(res.Population.WithLocation, "declare a location")
	fmt.Println(res.Locations.Countries[0].N, "of them", res.Locations.Countries[0].Code)
	// Output:
	// 1431 unique accounts
	// 114 of class cdi
	// 956 declare a location
	// 372 of them CU
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
