package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// stated is what one place says of a list; "" says nothing.
type stated struct{ owner, kind string }

// TestOwnerAndKind tries what content, case, flags and name may say of a list, in every
// combination, against the rule written out: content before case before flags before the
// name; a name counts in full, or to add the half that is not stated if it does not contradict
// the other; what rests on a name is a guess; what is half known makes no edges.
func TestOwnerAndKind(t *testing.T) {
	halves := func(owner string) []stated {
		return []stated{{}, {owner, ""}, {"", "followers"}, {"", "following"}, {owner, "followers"}, {owner, "following"}}
	}
	names := map[string]stated{
		"x.dat": {}, "seguidores.txt": {"", "followers"}, "following.txt": {"", "following"},
		"seguidores_ana_perez.txt": {"ana_perez", "followers"}, "following_ana_perez.txt": {"ana_perez", "following"},
	}
	contents := map[string]stated{
		"1302\n1303\n1304\n": {},
		`{"screen_name":"cdi_texto","followers":["1302","1303","1304"]}`: {"cdi_texto", "followers"},
	}
	tried := 0
	for text, content := range contents {
		for name, spelled := range names {
			for _, inCase := range halves("cdi_caso") {
				for _, flag := range halves("cdi_opcion") {
					want, basis := settle(content, inCase, flag, spelled)
					got, edges := readList(t, text, name, inCase, flag)
					tried++
					if got.owner+got.kind+got.Basis != want.owner+want.kind+basis || edges != wantEdges(want) {
						t.Errorf("content %v, case %v, flags %v, name %s:\ngot %v %q\nwant %v %s %q", content, inCase, flag, name, got, edges, want, basis, wantEdges(want))
					}
				}
			}
		}
	}
	t.Logf("%d combinations", tried)
}

// settle is the rule. What it does not know in full it does not say.
func settle(content, inCase, flag, name stated) (want stated, basis string) {
	if content.owner != "" && content.kind != "" {
		return content, "content"
	}
	owner, kind, basis := inCase.owner, inCase.kind, "case"
	if owner == "" && flag.owner != "" {
		owner, basis = flag.owner, "flag"
	}
	if kind == "" && flag.kind != "" {
		kind, basis = flag.kind, "flag"
	}
	switch {
	case owner != "" && kind != "":
		return stated{owner, kind}, basis
	case owner != "":
		kind, basis = name.kind, "guessed"
	case kind == "" || kind == name.kind:
		owner, kind, basis = name.owner, name.kind, "guessed"
	}
	if owner == "" || kind == "" {
		return stated{}, "unowned"
	}
	return stated{owner, kind}, basis
}

// wantEdges are the edges of the list in these tests.
func wantEdges(l stated) string {
	var edges []string
	for _, m := range []string{"1302", "1303", "1304"} {
		switch l.kind {
		case "followers":
			edges = append(edges, m+">"+l.owner)
		case "following":
			edges = append(edges, l.owner+">"+m)
		}
	}
	slices.Sort(edges)
	return strings.Join(edges, " ")
}

type listRead struct {
	stated
	Basis string
}

// readList returns what the program makes of a list: its verdict and its edges.
func readList(t *testing.T, text, name string, inCase, flag stated) (listRead, string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if inCase != (stated{}) {
		toml := "[[list]]\nfile = \"" + name + "\"\n"
		if inCase.owner != "" {
			toml += "owner = \"" + inCase.owner + "\"\n"
		}
		if inCase.kind != "" {
			toml += "kind = \"" + inCase.kind + "\"\n"
		}
		if err := os.WriteFile(filepath.Join(dir, caseName), []byte(toml), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var flags []string
	if flag.owner != "" {
		flags = append(flags, "--owner", flag.owner)
	}
	if flag.kind != "" {
		flags = append(flags, "--kind", flag.kind)
	}
	code, out, said := try(t.Context(), &bytes.Buffer{}, append([]string{"ingest", dir, "--dry-run", "--json"}, flags...)...)
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	var v struct {
		Files []struct {
			Role  string
			Lists []struct{ Owner, Kind, Basis string }
		}
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	var got listRead
	for _, f := range v.Files {
		if f.Role != "dump" {
			continue
		}
		if len(f.Lists) != 1 {
			t.Fatalf("%s: %d lists", name, len(f.Lists))
		}
		x := f.Lists[0]
		got = listRead{stated{strings.TrimPrefix(x.Owner, "handle:"), x.Kind}, x.Basis}
		if x.Basis == "unowned" {
			got.stated = stated{}
		}
	}
	code, out, said = try(t.Context(), nil, append([]string{"export", dir, "--as", "edges"}, flags...)...)
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	var edges []string
	for line := range strings.Lines(out) {
		if cells := strings.Split(strings.ReplaceAll(line, "handle:", ""), ","); cells[0] != "Source" {
			edges = append(edges, cells[0]+">"+cells[1])
		}
	}
	slices.Sort(edges)
	return got, strings.Join(edges, " ")
}

// TestKindAloneGuessed: where the content names the owner, the kind alone is supposed by the name.
func TestKindAloneGuessed(t *testing.T) {
	got, _ := readList(t, "owner,user_id\n1301,1302\n1301,1303\n1301,1304\n", "seguidores.csv", stated{}, stated{})
	if got.owner != "1301" || got.kind != "followers" || got.Basis != "kind_guessed" {
		t.Errorf("%+v", got)
	}
}
