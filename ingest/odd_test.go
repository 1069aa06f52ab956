package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// TestOddTables reads tables and lists as people keep them. All data are
// synthetic.
func TestOddTables(t *testing.T) {
	obs := read(t, Options{}, folder(t, map[string]string{
		"cuentas.csv":          "id,username,created_at\n11,ana,2021-02-03\n12,eva,3 de febrero de 2021\n13,luz,03/02/21\n14,paz,25/02/2021 4:05:06 p. m.\n15,sol,1612325106.0\n",
		"cifras.csv":           "id,username,followers,following\n21,a,12K,\"3,4 mil\"\n22,b,1.2M,muchos\n",
		"followers_lola.txt":   "# pedida el lunes\nuser_id\n31\n32\n",
		"seguidores_rosa.txt":  "@Ana\n# y\n33\nhttps://twitter.com/eva_x?lang=es\nluz\n",
		"2022-05-06/lista.txt": "41\n",
	}))
	checkSums(t, obs)
	snap := adentro.Resolve(obs)
	for key, want := range map[uint64]string{11: "2021-02-03T00:00:00Z", 12: "2021-02-03T00:00:00Z", 13: "2021-02-03T00:00:00Z", 14: "2021-02-25T16:05:06Z", 15: "2021-02-03T04:05:06Z"} {
		a := snap.Accounts[snap.Find(adentro.IDKey(key))]
		if got := a.Created().Format(time.RFC3339); got != want {
			t.Errorf("account %d was created %s, want %s", key, got, want)
		}
	}
	a, b := snap.Accounts[snap.Find(adentro.IDKey(21))], snap.Accounts[snap.Find(adentro.IDKey(22))]
	if a.Count(adentro.FieldFollowers) != 12000 || a.Count(adentro.FieldFollowing) != 3400 || b.Count(adentro.FieldFollowers) != 1200000 || b.Known(adentro.FieldFollowing) {
		t.Errorf("counts: got %d %d %d %t, want 12000 3400 1200000 false", a.Count(adentro.FieldFollowers), a.Count(adentro.FieldFollowing), b.Count(adentro.FieldFollowers), b.Known(adentro.FieldFollowing))
	}
	members := map[string]int{}
	for _, l := range snap.Lists {
		members[snap.Accounts[l.Owner].Key.String()] = len(l.Members)
	}
	if members["handle:lola"] != 2 || members["handle:rosa"] != 4 {
		t.Errorf("lists: got %v, want 2 of lola and 4 of rosa", members)
	}
	for _, s := range snap.Sources {
		if s.Records.Rejected != 0 {
			t.Errorf("%s: rejected %+v", s.Path, s.Rejects)
		}
		if s.Path == "2022-05-06/lista.txt" && s.Observed.Format(time.DateOnly) != "2022-05-06" {
			t.Errorf("a dated folder: observed %s", s.Observed)
		}
	}
}

// TestNothingInSilence reads files of which a part could be passed over unseen.
func TestNothingInSilence(t *testing.T) {
	for name, tt := range map[string]struct {
		file, text               string
		seen, accepted, rejected int64
	}{
		"an error page before the records": {"a.jsonl", "<html><body>503</body></html>\n" + users(1, 4), 4, 3, 1},
		"a long page before the records":   {"a.jsonl", "<html>\n" + strings.Repeat("<p>\n", 20) + users(1, 8), 28, 7, 21},
		"a table of the old Macintosh":     {"a.csv", "id,username\r1,ana\r2,eva\r", 2, 2, 0},
		"a table without a header":         {"a.csv", "1001,ana,Lima\n1002,eva,Quito\n1003,luz,Cali\n", 3, 0, 3},
	} {
		obs, err := Read(t.Context(), []string{folder(t, map[string]string{tt.file: tt.text})}, Options{})
		if (err == nil) != (tt.accepted > 0) {
			t.Errorf("%s: error %v", name, err)
		}
		checkSums(t, obs)
		r := obs.Sources[0].Records
		if got, want := fmt.Sprint(r.Seen, r.Accepted, r.Rejected), fmt.Sprint(tt.seen, tt.accepted, tt.rejected); got != want {
			t.Errorf("%s: seen, accepted, rejected %s, want %s", name, got, want)
		}
	}
}

// TestGivenFolderSpellsTheKind names the folder "followers" itself: it tells
// the kind of the lists in it, but never an owner.
func TestGivenFolderSpellsTheKind(t *testing.T) {
	dir := folder(t, map[string]string{"seguidores/ana_b.txt": "1\n2\n", "seguidores/lista.txt": "3\n4\n", "eva_luz/followers.txt": "5\n6\n"})
	for path, want := range map[string]string{"seguidores": "handle:ana_b", "seguidores/ana_b.txt": "handle:ana_b", "seguidores/lista.txt": "", "eva_luz": "", "": "handle:ana_b handle:eva_luz"} {
		obs := read(t, Options{}, dir+"/"+path)
		var got []string
		for _, p := range obs.Pages {
			if !p.Owner.IsZero() {
				got = append(got, p.Owner.String())
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%q: owners %q, want %q", path, got, want)
		}
	}
}

// TestContentOverrulesKind reads a page whose address contradicts the name of
// its file: the content stands, and that is said.
func TestContentOverrulesKind(t *testing.T) {
	page := `{"data":[{"id":"1","username":"eva"}],"meta":{"result_count":1},"__twarc":{"url":"https://api.twitter.com/2/users/555/following","retrieved_at":"2021-05-01T10:00:00Z"}}`
	for file, noted := range map[string]bool{"followers_luz.jsonl": true, "following_luz.jsonl": false, "following_12345.jsonl": true} {
		obs := read(t, Options{}, folder(t, map[string]string{file: page}))
		p := obs.Pages[0]
		if p.Owner.ID != 555 || p.Kind != adentro.Following || p.Basis != adentro.Stated {
			t.Errorf("%s: got the %s of %s, %s; want the following of 555, stated", file, p.Kind, p.Owner, p.Basis)
		}
		if got := slices.ContainsFunc(obs.Sources[0].Why, func(n adentro.Note) bool { return n.Code == "owner_content_wins" }); got != noted {
			t.Errorf("%s: contradiction noted %v, want %v", file, got, noted)
		}
	}
}
