package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// real returns a folder of public data kept beside the repository, or skips.
func real(t *testing.T, parts ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("public data are not beside the repository: %s", filepath.Join(parts...))
	}
	return path
}

// TestTwarcNetwork compares with the figures that twarc-network (DocNow, MIT)
// prints for its own test data: 656 nodes and 618 links, 469 nodes in components of
// four or more. It counts self-links and credits the mentions in a retweet's cut text to the
// retweeter, which are options here.
func TestTwarcNetwork(t *testing.T) {
	dump := real(t, "v2", "twarc-network", "tweets.jsonl")
	rows := func(args ...string) int {
		t.Helper()
		var out, errOut bytes.Buffer
		args = append([]string{"export", dump, "--network", "interactions"}, args...)
		if got := run(t.Context(), strings.NewReader(""), &out, &errOut, args); got != exitDone {
			t.Fatalf("adentro %s: exit code %d: %s", strings.Join(args, " "), got, &errOut)
		}
		return strings.Count(out.String(), "\n") - 1
	}
	theirs := []string{"--self-links", "--retweet-mentions", "wrapper"}
	for _, tt := range []struct {
		name string
		args []string
		want int
	}{
		{"nodes", append([]string{"--as", "nodes"}, theirs...), 656},
		{"links", append([]string{"--as", "edges"}, theirs...), 618},
		{"nodes in components of four or more", append([]string{"--as", "nodes", "--min-component", "4"}, theirs...), 469},
	} {
		if got := rows(tt.args...); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
	if ours := rows("--as", "edges"); ours >= 618 {
		t.Errorf("without the options there are %d links, want fewer", ours)
	}
}

// TestRealDumps runs the whole way on folders that nobody made for adentro.
func TestRealDumps(t *testing.T) {
	for _, folder := range []string{"v1.1", "v2"} {
		out := runCase(t, real(t, folder))
		b, err := os.ReadFile(filepath.Join(out, "summary.json"))
		if err != nil {
			t.Fatal(err)
		}
		var s struct {
			Inputs struct {
				Files   int
				Records struct{ Seen, Accepted, Duplicate, Rejected, Ignored int }
			}
			Accounts struct{ Unique int }
		}
		if err := json.Unmarshal(b, &s); err != nil {
			t.Fatal(err)
		}
		r := s.Inputs.Records
		if r.Seen != r.Accepted+r.Duplicate+r.Rejected+r.Ignored || r.Accepted < r.Seen/2 || s.Accounts.Unique == 0 {
			t.Errorf("%s: %+v, %d accounts", folder, r, s.Accounts.Unique)
		}
	}
}
