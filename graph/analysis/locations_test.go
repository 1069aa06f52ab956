package analysis

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-1b5e0f84/adentro"
)

// TestWilson checks the figures of a published table (Newcombe 1998, Stat.
// Med. 17, 857–872, table I, method 3) and of the case: 370 of 956.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{29, 29, 0.8830, 1},
		{370, 956, 0.3567, 0.4183},
		{0, 0, 0, 1},
	} {
		low, high := wilson(c.k, c.n)
		if math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
			t.Errorf("wilson(%d, %d) = %.4f, %.4f, want %.4f, %.4f", c.k, c.n, low, high, c.low, c.high)
		}
	}
}

// located makes a world whose members declare the given texts; "-" leaves the
// field unknown and "=" gives no profile at all.
func located(t *testing.T, home []string, texts ...string) (*Input, *Population) {
	t.Helper()
	in := &Input{Snap: &adentro.Snapshot{}, Case: &adentro.Case{Home: home}}
	pop := &Population{}
	for i, text := range texts {
		p := adentro.Seen(adentro.IDKey(uint64(i+1)), adentro.Sighting{})
		switch text {
		case "-":
			p.SetText(adentro.FieldName, "Synthetic")
		case "=":
		default:
			p.SetText(adentro.FieldLocation, text)
		}
		in.Snap.Accounts = append(in.Snap.Accounts, adentro.MakeAccount(p))
		pop.Members = append(pop.Members, int32(i))
	}
	return in, pop
}

var synthetic = []string{
	"Cuba", "La Habana, Cuba", "Maracaibo", "Caracas, Venezuela", "Cuba 🇨🇺", "Madrid", "Cuba y Venezuela", "Bolívar", "Bolívar",
	"en el corazón de todos", "", "\u200b", "-", "=", "Argelia", "España",
}

func TestLocationsAddUp(t *testing.T) {
	in, pop := located(t, []string{"VE"}, synthetic...)
	r := locate(t, in, pop)
	want := []CodeCount{{"CU", 3}, {"ES", 2}, {"VE", 2}, {"DZ", 1}}
	if diff := cmp.Diff(want, r.Countries); diff != "" {
		t.Errorf("countries (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]CodeCount{{"CU-03", 1}, {"VE-A", 1}, {"VE-V", 1}}, slices.DeleteFunc(slices.Clone(r.Regions), func(c CodeCount) bool { return c.Code[:2] == "ES" })); diff != "" {
		t.Errorf("regions (-want +got):\n%s", diff)
	}
	got := []int{r.Multiple, r.Ambiguous, r.Unresolved, r.None, r.Unprofiled}
	if want := []int{1, 2, 1, 2, 2}; !slices.Equal(got, want) {
		t.Errorf("multiple, ambiguous, unresolved, none, unprofiled = %v, want %v", got, want)
	}
	sum := 0
	for _, n := range got {
		sum += n
	}
	for _, c := range r.Countries {
		sum += c.N
	}
	if sum != len(pop.Members) {
		t.Errorf("the counts sum to %d, not to the %d of the population", sum, len(pop.Members))
	}
	if s := r.Shares[0]; s.Code != "CU" || s.K != 3 || s.Of != "with_location" || s.N != 12 {
		t.Errorf("first share = %+v, want CU 3 of 12 with_location", s)
	}
	if s := r.Shares[len(r.Countries)]; s.Code != "CU" || s.Of != "unique" || s.N != len(synthetic) {
		t.Errorf("first share of all = %+v, want CU of %d unique", s, len(synthetic))
	}
	if r.Outside.K != 6 || r.Outside.N != len(synthetic) || r.Outside.Of != "unique" {
		t.Errorf("outside = %+v, want 6 of %d unique", r.Outside, len(synthetic))
	}
	if d := r.Declared[1]; d.Via != "La Habana, Cuba" || d.Tier != TierB {
		t.Errorf("declared by account 1 = %+v, want tier B via its whole text", d)
	}
}

func locate(t *testing.T, in *Input, pop *Population) *Locations {
	t.Helper()
	out := &Results{Population: pop}
	if err := locationsAnalysis.Run(context.Background(), in, out); err != nil {
		t.Fatal(err)
	}
	return out.Locations
}

func TestLocationsWithoutHome(t *testing.T) {
	in, pop := located(t, nil, synthetic...)
	if o := locate(t, in, pop).Outside; o.K != 0 || o.N != 0 {
		t.Errorf("outside without home countries = %+v, want 0 of 0", o)
	}
}

func TestLocationsOfNobody(t *testing.T) {
	in, pop := located(t, []string{"VE"})
	r := locate(t, in, pop)
	if len(r.Countries) != 0 || len(r.Shares) != 0 || len(r.Warnings) != 0 {
		t.Errorf("an empty population gives %+v", r)
	}
}

// TestLocationsWorkers compares one worker with eight over more texts than a batch.
func TestLocationsWorkers(t *testing.T) {
	var texts []string
	for i := range 3000 {
		texts = append(texts, synthetic[i%len(synthetic)]+" "+string(rune('a'+i%26))+string(rune('a'+i/26%26)))
	}
	in, pop := located(t, []string{"VE"}, texts...)
	in.Workers = 1
	one := locate(t, in, pop)
	in.Workers = 8
	if diff := cmp.Diff(one, locate(t, in, pop), cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("1 and 8 workers differ:\n%s", diff)
	}
}
