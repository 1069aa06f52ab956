package analysis

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
)

// TestHardProfiles holds the case that ships against profiles that were written before its rules
// were run on them, lookalikes above all. It prints precision, recall and every
// mistake. The rules were then changed where a mistake showed a kind of account, not one account.
func TestHardProfiles(t *testing.T) {
	k, err := casefile.Ship("barrio-adentro")
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("testdata/profiles.tsv")
	if err != nil {
		t.Fatal(err)
	}
	b := &builder{}
	var want [][]string
	for line := range strings.Lines(string(table)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			t.Fatalf("%d cells in %q", len(f), line)
		}
		want = append(want, strings.Fields(f[4]))
		b.account(uint64(len(want)), f[0], f[1], f[2], f[3], day(2020, 1, 1))
	}
	if len(want) < 120 {
		t.Errorf("only %d profiles", len(want))
	}
	s := b.snapshot(t)
	c := study(t, s, k, 2).Classes
	right, given, due := map[string]int{}, map[string]int{}, map[string]int{}
	for u, classes := range want {
		has := map[string]bool{}
		for _, i := range classesOf(c, int32(u)) {
			has[k.Classes[i].Key] = true
			given[k.Classes[i].Key]++
		}
		for _, key := range classes {
			due[key]++
			if has[key] {
				right[key]++
			} else {
				t.Logf("missed %s: %s", key, describe(&s.Accounts[u]))
			}
			delete(has, key)
		}
		for key := range has {
			t.Logf("wrongly %s: %s %+v", key, describe(&s.Accounts[u]), c.Labels[u])
		}
	}
	var all [3]int
	for i := range k.Classes {
		key := k.Classes[i].Key
		all[0], all[1], all[2] = all[0]+right[key], all[1]+given[key], all[2]+due[key]
		pl, ph := wilson(right[key], given[key])
		rl, rh := wilson(right[key], due[key])
		t.Logf("%-20s precision %d/%d (%.2f–%.2f), recall %d/%d (%.2f–%.2f)", key, right[key], given[key], pl, ph, right[key], due[key], rl, rh)
		if due[key] == 0 {
			t.Errorf("no profile is of class %s", key)
		}
	}
	t.Logf("all: precision %d/%d, recall %d/%d", all[0], all[1], all[0], all[2])
	if float64(all[0]) < 0.97*float64(all[1]) || float64(all[0]) < 0.95*float64(all[2]) {
		t.Errorf("precision %d of %d or recall %d of %d fell", all[0], all[1], all[0], all[2])
	}
	if !slices.ContainsFunc(c.Near, func(m NearMiss) bool { return m.Why == NearNegative }) || !slices.ContainsFunc(c.Near, func(m NearMiss) bool { return m.Why == NearSum }) {
		t.Error("among so many lookalikes there is no near miss of either kind")
	}
}

func describe(a *adentro.Account) string {
	return "@" + a.Handle() + " · " + a.Name() + " · " + a.Bio()
}
