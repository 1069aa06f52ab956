package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// plainFindings returns the findings of a model as the terminal tells them.
func plainFindings(t *testing.T, m *Model) string {
	t.Helper()
	e, err := newEdition(m)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range e.findings() {
		out = append(out, f.short)
	}
	return strings.Join(out, "\n")
}

func TestFindingsOfOne(t *testing.T) {
	m := testModel(plainText)
	p := m.Results.Population
	p.Members, p.Seeds, p.WithLocation = p.Members[:1], p.Seeds[:1], 1
	m.Results.Locations.Countries = []analysis.CodeCount{{Code: "VE", N: 1}}
	m.Results.Locations.Shares = []analysis.Share{{Code: "VE", K: 1, Of: "with_location", N: 1, Share: 1, Low: 0.2, High: 1}}
	got := plainFindings(t, m)
	for _, want := range []string{"de 1 cuenta de partida contienen, sin repetir, 1 cuenta distinta, contada también la de partida.", "1 de 1 cuenta (100,0\u00a0%) declara una ubicación. 1 declara Venezuela: 100,0\u00a0% de 1 cuenta con ubicación"} {
		if !strings.Contains(got, want) {
			t.Errorf("findings of one account:\n%s\nwant %q among them", got, want)
		}
	}
	for _, bad := range []string{" 1 cuentas", "las 1 "} {
		if strings.Contains(got, bad) {
			t.Errorf("findings of one account:\n%s\nhold %q", got, bad)
		}
	}
}

// A burst of one day is told as one day, not as a span that begins and ends on it.
func TestBurstOfOneDay(t *testing.T) {
	m := testModel(plainText)
	b := &m.Results.Creation.Bursts[0]
	b.To = b.From
	e, err := newEdition(m)
	if err != nil {
		t.Fatal(err)
	}
	day := e.l.Date(b.From)
	for _, got := range []string{e.plain(e.burstText(b)), e.plain(e.within(b.From, b.To))} {
		if !strings.Contains(got, "el "+day) || strings.Contains(got, "entre") || strings.Count(got, day) > 1 {
			t.Errorf("a burst of one day is told as %q", got)
		}
	}
	if got := e.plain(e.within(b.From, b.From.AddDate(0, 0, 1))); !strings.HasPrefix(got, "entre el ") {
		t.Errorf("two days are told as %q", got)
	}
}

// Lines of the terminal break between words, not between a number and its sign.
func TestScreenKeepsNumbersWhole(t *testing.T) {
	var s Screen
	s.Item(strings.Repeat("x", 92) + " 95\u00a0% of them")
	if got, want := s.String(), "  • "+strings.Repeat("x", 92)+"\n    95 % of them\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// One pair of lists is told as the only one, and captures without dates are told so in a sentence.
func TestWordsOfOneAndNone(t *testing.T) {
	e, err := newEdition(testModel(plainText))
	if err != nil {
		t.Fatal(err)
	}
	if got := e.plain(say(e.l.CountKey("overlap.none", 1), e.l.Int(1), "seguidores")); got != "La única pareja de listas no comparte más seguidores de lo que daría el azar." {
		t.Error(got)
	}
	if got := e.l.T("diff.title", e.l.Date(time.Time{}), e.l.Date(time.Time{})); strings.Contains(got, "el fecha") {
		t.Error(got)
	}
}

// Use that was sustained on the first collected day has no known beginning.
func TestOnsetOnFirstDayIsNoRise(t *testing.T) {
	m := testModel(plainText)
	tag := &m.Results.Hashtags.Tags[0]
	if got := plainFindings(t, m); !strings.Contains(got, "10 días antes") {
		t.Fatalf("findings:\n%s\nwant a rise ten days before", got)
	}
	m.Results.Hashtags.Warnings = []adentro.Note{{Code: "onset_first_day", Args: []string{"#" + tag.Tag, "2021-04-06"}}}
	got := plainFindings(t, m)
	if strings.Contains(got, "10 días antes") || !strings.Contains(got, "ya era sostenido el primer día recogido") {
		t.Errorf("findings with an onset on the first day:\n%s", got)
	}
	e, err := newEdition(m)
	if err != nil {
		t.Fatal(err)
	}
	if lead := string(e.lead()); strings.Contains(lead, "antes de la fecha anunciada") {
		t.Errorf("the lead tells a rise that nobody saw: %s", lead)
	}
}

func TestPlacesSortedByName(t *testing.T) {
	m := testModel(plainText)
	m.Results.Classes.Places = []analysis.PlaceCount{{Class: 1, Place: "DE", Accounts: []int32{6}}, {Class: 1, Place: "AO", Accounts: []int32{7}}, {Class: 1, Place: "DZ", Accounts: []int32{8}}}
	e, err := newEdition(m)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range e.places(1) {
		got = append(got, e.place(p.Place))
	}
	if want := []string{"Alemania", "Angola", "Argelia"}; !slices.Equal(got, want) {
		t.Errorf("places %q, want %q", got, want)
	}
}

// A date read off the newest content of a file is only a lower bound.
func TestSourceDateSaysWhenItIsABound(t *testing.T) {
	m := testModel(plainText)
	m.Snap.Sources[0].ObservedBasis = "content"
	e, err := newEdition(m)
	if err != nil {
		t.Fatal(err)
	}
	bounds := 0
	for _, row := range e.sourcesTable().Rows {
		if strings.HasPrefix(string(row[len(row)-1].HTML), "≥") {
			bounds++
		}
	}
	if bounds != 1 {
		t.Errorf("%d dates are told as bounds, want 1", bounds)
	}
}
