package ingest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// sharedData returns a folder of real inputs, or skips the test.
func sharedData(t *testing.T, name string) string {
	dir := filepath.Join("..", "..", "shared", "data", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("%s is absent: real inputs are not part of the repository", dir)
	}
	return dir
}

// TestRealSums reads real inputs: the sums add up, and no owner is guessed
// from the names of library fixtures, none of which spells one.
func TestRealSums(t *testing.T) {
	for _, name := range []string{"v1.1", "v2", "rtweet-venezuela"} {
		obs, err := Read(context.Background(), []string{sharedData(t, name)}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range obs.Sources {
			s := &obs.Sources[i]
			if !s.Records.Balanced() || int64(len(s.Rejects)) != s.Records.Rejected {
				t.Errorf("%s: %+v with %d rejects do not add up", s.Path, s.Records, len(s.Rejects))
			}
			t.Logf("%-55s %-10s %-8s %+v %v %v %q %s", s.Path, s.Format, s.Role, s.Records, s.Why, s.Warnings, s.Damage, s.ObservedBasis)
			for _, r := range s.Rejects[:min(3, len(s.Rejects))] {
				t.Logf("     reject %+v", r)
			}
		}
		for _, p := range obs.Pages {
			if !p.Owner.IsZero() {
				t.Errorf("%s: owner %s was found where there is none", obs.Sources[p.Origin.Source].Path, p.Owner)
			}
		}
	}
}
