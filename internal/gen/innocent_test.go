package gen_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

// TestWorkshopRaisesTheBurstOnly: in the innocent twin of the bundled world the burst is
// found, and nothing else is told as more than chance.
func TestWorkshopRaisesTheBurstOnly(t *testing.T) {
	_, _, res := study(t, filepath.Join("..", "..", "testdata", "onboarding-workshop"))
	if got := len(res.Population.Members); got != len(gen.Workshop(gen.WorkshopSeed).Accounts) {
		t.Errorf("the population has %d accounts, the world %d", got, len(gen.Workshop(gen.WorkshopSeed).Accounts))
	}
	for _, b := range res.Creation.Bursts {
		if b.Source == "scan" && b.Class == "cdi" && b.Q <= analysis.Significance && (b.Count != analysis.WorkshopBurst || b.Total != analysis.WorkshopOf) {
			t.Errorf("the burst is %d of %d; every report says that it is %d of %d", b.Count, b.Total, analysis.WorkshopBurst, analysis.WorkshopOf)
		}
	}
	burst := false
	for _, f := range significant(res) {
		if !strings.HasPrefix(f, "creation/") && !strings.HasPrefix(f, "order/order_records") { // that an order is no shuffle is no claim on anybody
			t.Errorf("claimed: %s", f)
		}
		burst = burst || strings.HasPrefix(f, "creation/burst_scan cdi 2021-02-0")
	}
	if !burst {
		t.Errorf("the burst of the workshop is not found: %v", significant(res))
	}
}

// significant names the facts that are told as more than chance.
func significant(res *analysis.Results) []string {
	var out []string
	for _, r := range res.Each() {
		for i := range r.Facts {
			if f := &r.Facts[i]; f.Significant() {
				out = append(out, fmt.Sprintf("%s/%s %s", r.Name, f.Name, f.Item))
			}
		}
	}
	return out
}
