package analysis

import (
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// listWorld: seed 1 with two fetches of followers and one of following, seed 2
// followed by 1, an owner 9 that is no seed, an author 20 that no list holds, and a
// suspended account 30 that a tweet mentions.
func listWorld() *builder {
	b := &builder{}
	for _, id := range []uint64{1, 2, 3, 4, 5, 9, 10, 20} {
		b.account(id, "s"+string(rune('a'+id)), "CDI", "", "", day(2020, 1, 1))
	}
	b.obs.Profiles[2].SetText(adentro.FieldLocation, "Cuba")
	b.obs.Profiles[6].SetText(adentro.FieldLocation, "Cuba")
	b.obs.Profiles[0].SetCount(adentro.FieldFollowers, 7)
	b.list(adentro.IDKey(1), adentro.Followers, 3, 4)
	p := b.list(adentro.IDKey(1), adentro.Followers, 3, 11)
	p.Observed = day(2021, 5, 1)
	p.Basis = adentro.Guessed
	b.list(adentro.IDKey(1), adentro.Following, 2, 5)
	b.list(adentro.IDKey(9), adentro.Followers, 10)
	b.tweet(20, day(2021, 4, 1)).Mentions = []adentro.Mention{mention("suspendida_sintetica"), mention("colgada_sintetica")}
	lost := adentro.Seen(adentro.IDKey(30), b.sighting())
	lost.SetText(adentro.FieldHandle, "suspendida_sintetica")
	lost.SetStatus(adentro.Suspended, adentro.BasisCode)
	b.obs.Profiles = append(b.obs.Profiles, lost)
	return b
}

func keysOf(s *adentro.Snapshot, list []int32) []string {
	var out []string
	for _, u := range list {
		out = append(out, s.Accounts[u].Key.String())
	}
	return out
}

func TestPopulation(t *testing.T) {
	for _, tt := range []struct {
		name  string
		seeds []adentro.Key
		want  []string
		kind  string
	}{
		{"lists of the case's seeds", []adentro.Key{adentro.IDKey(1), adentro.IDKey(2)}, []string{"1", "2", "3", "4", "5", "11"}, "lists"},
		{"a seed by handle", []adentro.Key{adentro.HandleKey("SB")}, []string{"1", "2", "3", "4", "5", "11"}, "lists"},
		{"owners without a case", nil, []string{"1", "2", "3", "4", "5", "9", "10", "11"}, "lists"},
		{"a seed without lists", []adentro.Key{adentro.IDKey(20), adentro.IDKey(404)}, []string{"20"}, "lists"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := listWorld().snapshot(t)
			p := study(t, s, &adentro.Case{Seeds: tt.seeds}, 1).Population
			if got := keysOf(s, p.Members); !slices.Equal(got, tt.want) || p.Kind != tt.kind {
				t.Errorf("got %s %v, want %s %v", p.Kind, got, tt.kind, tt.want)
			}
		})
	}
	s := listWorld().snapshot(t)
	p := study(t, s, &adentro.Case{Seeds: []adentro.Key{adentro.IDKey(1), adentro.IDKey(404)}}, 1).Population
	if p.Total != 11 || p.Profiled != 5 || p.WithLocation != 1 || p.Suspended != 1 || p.Posting != 1 || p.MentionedOnly != 2 {
		t.Errorf("counts: %+v", p)
	}
	if len(p.Missing) != 1 || !hasNote(p.Warnings, "seeds_missing") || !hasNote(p.Warnings, "unprofiled") {
		t.Errorf("missing %v, notes %v", p.Missing, p.Warnings)
	}
}

func TestPopulationWithoutLists(t *testing.T) {
	b := &builder{}
	b.account(1, "uno", "x", "", "", day(2020, 1, 1))
	b.tweet(2, day(2021, 1, 1)).Mentions = []adentro.Mention{mention("tres")}
	s := b.snapshot(t)
	p := study(t, s, nil, 1).Population
	if got := keysOf(s, p.Members); p.Kind != "all" || !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("got %s %v, want all [1 2]", p.Kind, got)
	}
}

func TestSeeds(t *testing.T) {
	s := listWorld().snapshot(t)
	k := &adentro.Case{Seeds: []adentro.Key{adentro.IDKey(404), adentro.IDKey(1), adentro.IDKey(20)},
		Classes: []adentro.Class{{Key: "cdi", Rules: []adentro.Rule{{Tokens: []string{"cdi"}}}}}}
	r := study(t, s, k, 1).Seeds
	if len(r.Rows) != 3 || r.Rows[0].Account != -1 || r.Rows[0].Followers.Known {
		t.Fatalf("rows: %+v", r.Rows)
	}
	row := r.Rows[1]
	if row.Followers != (adentro.Count{N: 3, Known: true}) || row.FollowersDeclared != (adentro.Count{N: 7, Known: true}) ||
		row.Following != (adentro.Count{N: 2, Known: true}) || row.FollowingDeclared.Known || !row.Guessed || row.ClassFollowers[0] != 2 {
		t.Errorf("row: %+v", row)
	}
	for _, code := range []string{"seed_lists_guessed", "followers_incomplete", "seeds_without_lists"} {
		if !hasNote(r.Warnings, code) {
			t.Errorf("no note %s: %v", code, r.Warnings)
		}
	}
}

func TestLost(t *testing.T) {
	b := listWorld()
	b.retweet(3, day(2021, 4, 20), b.obs.Tweets[0].ID.ID, adentro.IDKey(20)).Mentions = []adentro.Mention{mention("suspendida_sintetica")}
	b.retweet(3, day(2021, 4, 21), 999, adentro.IDKey(4)).Mentions = []adentro.Mention{mention("suspendida_sintetica")}
	b.retweet(5, day(2021, 4, 22), 999, adentro.IDKey(4)).Mentions = []adentro.Mention{mention("suspendida_sintetica")}
	s := b.snapshot(t)
	r := study(t, s, nil, 1).Lost
	if len(r.Accounts) != 1 || len(r.Accounts[0].Mentions) != 2 || r.Accounts[0].Mentioners != 2 || r.Accounts[0].After != 1 {
		t.Errorf("lost: got %+v, want one with 2 mentions by 2 accounts, 1 after", r.Accounts)
	}
	if len(r.Dangling) != 1 || s.Accounts[r.Dangling[0].Account].Handle() != "colgada_sintetica" {
		t.Errorf("dangling: %+v", r.Dangling)
	}
}

// TestCoverage: a figure says of how many the data tell.
func TestCoverage(t *testing.T) {
	b := &builder{}
	b.account(1, "uno", "Uno", "", "Caracas", day(2015, 1, 1)).SetStatus(adentro.Active, adentro.BasisRecord)
	b.account(2, "dos", "Dos", "", "", day(2015, 1, 1)) // says nothing of its location
	b.list(adentro.IDKey(1), adentro.Followers, 2, 3)
	s := b.snapshot(t)
	res := study(t, s, smallCase(), 1)
	if f := res.Population.Fact("with_location", ""); f.Value != 1 || f.N != 3 || f.Known != 1 {
		t.Errorf("with a location: %+v, want 1 of 3, known of 1", f)
	}
	if f := res.Population.Fact("suspended", ""); f.N != 3 || f.Known != 1 {
		t.Errorf("suspended: %+v, want known of 1 of 3", f)
	}
	if f := res.Classes.Fact("class_members", "cdi"); f.N != 3 || f.Known != 2 {
		t.Errorf("class: %+v, want known of 2 of 3", f)
	}
}
