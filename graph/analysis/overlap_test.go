package analysis

import (
	"context"
	"testing"
)

func TestOverlapDump(t *testing.T) {
	s, k := bundled(t)
	in := &Input{Snap: s, Case: k, Seed: 1}
	out := &Results{}
	for _, a := range []Analysis{populationAnalysis, classesAnalysis, overlapAnalysis} {
		if err := a.Run(context.Background(), in, out); err != nil {
			t.Fatal(err)
		}
	}
	o := out.Overlap
	t.Log(o.Kind, o.Case, len(o.Lists), o.Null, o.Replicates, "held", o.Held, "hubs", o.Hubs, "sig", o.Significant, o.Bonferroni, o.Hypergeometric, len(o.Pairs))
	for _, f := range o.Facts {
		if f.Test != nil {
			t.Logf("%s %s %v of %d exp %.2f [%v,%v] p %.4f q %.4f", f.Name, f.Item, f.Value, f.N, f.Test.Expected, f.Test.Low, f.Test.High, f.Test.P, f.Test.Q)
		} else {
			t.Logf("%s %s %v of %d", f.Name, f.Item, f.Value, f.N)
		}
	}
	for _, c := range o.Mixing {
		t.Logf("%+v", c)
	}
	t.Log(o.Warnings)
}
