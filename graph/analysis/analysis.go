// Package analysis computes what an investigation asks: each Analysis reads the
// Input and the Results before it, and fills its own part of Results. Analyses never
// write bytes or sentences: they return numbers with units, denominators, intervals,
// notes and the evidence behind them.
package analysis

import (
	"context"
	"fmt"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
)

// Input is what analyses may read. They change nothing in it.
type Input struct {
	Snap    *adentro.Snapshot
	Case    *adentro.Case
	Follows *graph.Graph // the follow network over all accounts
	Seed    uint64       // of every random draw, together with the analysis and the item
	Workers int          // 0: all processors; never changes a result
	ByGroup bool         // the drawn network shows communities where it else shows classes and seeds
	SizeBy  string       // score that sizes the nodes of the drawn network, one of Sizes; "": in_degree
	// Progress, if not nil, hears of long work: done of total steps.
	Progress func(name string, done, total int64)
}

// Level says how a figure is known.
type Level string

// The four levels of evidence.
const (
	Observed   Level = "observed"   // counted in the files
	Derived    Level = "derived"    // follows from the files by a stated rule
	Inferred   Level = "inferred"   // rests on a model or a comparison
	Documented Level = "documented" // an order, a leak, a self-declaration
)

// Result is what every analysis returns beside its own numbers.
type Result struct {
	Name     string
	Level    Level
	Facts    []Fact
	Warnings []adentro.Note
	Columns  []Column // one value per account, for nodes.csv and GEXF
}

// A Column gives every account a score or a group; exactly one is not nil.
// NaN and -1 mean that the account has none.
type Column struct {
	Name  string
	Score []float64
	Group []int32
}

// An Analysis is one row of the table.
type Analysis struct {
	Name   string   // flag value, file stem, report section
	Needs  []string // names of analyses whose results it reads
	Source string   // paper and DOI, or the definition it follows
	Run    func(ctx context.Context, in *Input, out *Results) error
}

// Run computes the analyses with these names and those they need, in table
// order; no names means all.
func Run(ctx context.Context, in *Input, only ...string) (*Results, error) {
	if in.Case == nil {
		withCase := *in
		withCase.Case = &adentro.Case{}
		in = &withCase
	}
	want, err := closure(only)
	if err != nil {
		return nil, err
	}
	out := &Results{}
	for _, a := range All() {
		if want != nil && !want[a.Name] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := a.Run(ctx, in, out); err != nil {
			return nil, fmt.Errorf("%s: %w", a.Name, err)
		}
	}
	return out, nil
}

// closure returns the named analyses and all that they need; nil means all.
func closure(only []string) (map[string]bool, error) {
	if len(only) == 0 {
		return nil, nil
	}
	byName := map[string]Analysis{}
	for _, a := range All() {
		byName[a.Name] = a
	}
	want := map[string]bool{}
	var add func(string) error
	add = func(name string) error {
		a, ok := byName[name]
		if !ok {
			return fmt.Errorf("no analysis is called %q", name)
		}
		if want[name] {
			return nil
		}
		want[name] = true
		for _, n := range a.Needs {
			if err := add(n); err != nil {
				return err
			}
		}
		return nil
	}
	for _, n := range only {
		if err := add(n); err != nil {
			return nil, err
		}
	}
	return want, nil
}
