package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunRefuses(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "thesis.txt"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"no world", nil, "say which world"},
		{"unknown world", []string{"atlantis"}, "atlantis"},
		{"no folder", []string{"barrio-adentro"}, "-o"},
		{"a folder of somebody's", []string{"barrio-adentro", "-o", full}, "something else"},
		{"too small", []string{"scale", "-accounts", "3", "-o", full}, "100 accounts"},
	} {
		err := run(c.args, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: run(%q) = %v, want an error with %q", c.name, c.args, err, c.want)
		}
	}
	if _, err := os.Stat(filepath.Join(full, "thesis.txt")); err != nil {
		t.Errorf("the folder lost its file: %v", err)
	}
}

// TestRunReplaces writes a world over an older one of another seed.
func TestRunReplaces(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "world")
	for _, seed := range []string{"1", "2"} {
		if err := run([]string{"scale", "-accounts", "120", "-follows", "400", "-seed", seed, "-o", dir}, &bytes.Buffer{}); err != nil {
			t.Fatal(err)
		}
	}
	origin, err := os.ReadFile(filepath.Join(dir, "ORIGIN"))
	if err != nil || !bytes.Contains(origin, []byte("Seed:     2")) {
		t.Errorf("ORIGIN is %q (%v), want that of seed 2", origin, err)
	}
	lists, err := os.ReadDir(filepath.Join(dir, "followers"))
	if err != nil || len(lists) != 14 {
		t.Errorf("got %d follower lists (%v), want the 14 of the second world alone", len(lists), err)
	}
}

func TestTruth(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"truth"}, &out); err != nil {
		t.Fatal(err)
	}
	var got struct{ Unique int }
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got.Unique != 1431 {
		t.Errorf("truth says %d unique accounts (%v), want 1431", got.Unique, err)
	}
}
