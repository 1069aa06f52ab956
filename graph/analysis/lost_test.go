package analysis

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
)

// lostOf runs the analysis with its network.
func lostOf(t *testing.T, b *builder, k *adentro.Case, workers int) (*adentro.Snapshot, *Lost) {
	t.Helper()
	s := b.snapshot(t)
	if k == nil {
		k = &adentro.Case{}
	}
	in := &Input{Snap: s, Case: k, Seed: 1, Workers: workers, Follows: graph.FromLists(len(s.Accounts), s.Lists)}
	res, err := Run(t.Context(), in, "lost")
	if err != nil {
		t.Fatal(err)
	}
	return s, res.Lost
}

func (b *builder) gone(id uint64, handle, name, bio string) {
	b.account(id, handle, name, bio, "", day(2018, 1, 1)).SetStatus(adentro.Suspended, adentro.BasisCode)
}

// TestLeadsByHand: a namesake opened later is a lead, one opened earlier is none, and a name that
// many bear tells nothing.
func TestLeadsByHand(t *testing.T) {
	b := &builder{}
	b.gone(100, "medicos_delsol7", "Médicos del Sol", "Salud para el barrio cada día del año")
	b.account(101, "MedicosDelSol", "Otra cosa", "", "", day(2021, 5, 1))                               // the letters of the handle
	b.account(102, "x_sint1", "MÉDICOS  del sol", "", "", day(2021, 5, 2))                              // the name
	b.account(103, "x_sint2", "Nadie", "¡Salud, para el barrio cada día del año!", "", day(2021, 5, 3)) // the bio
	b.account(104, "medicosdelsol_", "Médicos del Sol", "", "", day(2017, 1, 1))                        // was there before
	b.gone(200, "comun_sint", "María Pérez Sint", "")
	for i := range uint64(4) {
		b.account(201+i, fmt.Sprintf("y_sint%d", i), "María Pérez Sint", "", "", day(2021, 6, 1)) // four more: no rare trait
	}
	b.gone(300, "corto", "Ana", "hola a todos") // too short to tell
	var follows []uint64
	for v := range uint64(9) {
		follows = append(follows, 400+v)
	}
	b.gone(310, "qqq_sint", "", "")
	b.account(311, "rrr_sint", "", "", "", day(2021, 7, 1))
	b.list(adentro.IDKey(310), adentro.Following, follows...)
	b.list(adentro.IDKey(311), adentro.Following, follows[:8]...)
	for _, workers := range []int{1, 2, 8} {
		s, r := lostOf(t, b, nil, workers)
		var got []string
		for _, l := range r.Leads {
			got = append(got, fmt.Sprintf("%s>%s %v", s.Accounts[l.Lost].Key, s.Accounts[l.Newer].Key, l.Traits))
		}
		slices.Sort(got)
		if d := cmp.Diff([]string{"100>101 [handle]", "100>102 [name]", "100>103 [bio]", "310>311 [follows]"}, got); d != "" {
			t.Errorf("%d workers: %s", workers, d)
		}
		f := r.Fact("respawn_leads", "")
		if f == nil || f.Value != 2 || f.N != 3 { // 300 has no trait to be known by
			t.Errorf("fact: %+v, want 2 of 3", f)
		}
	}
}

// TestLossRatesByHand: nine of ten of a class are gone, and one of ninety others.
func TestLossRatesByHand(t *testing.T) {
	b := &builder{}
	for i := range uint64(100) {
		handle := fmt.Sprintf("gente_s%d", i)
		if i < 10 {
			handle = fmt.Sprintf("cdi_s%d", i)
		}
		p := b.account(1000+i, handle, "", "", "", day(2018, 1, 1))
		if i < 9 || i == 50 {
			p.SetStatus(adentro.Suspended, adentro.BasisCode)
		} else {
			p.SetStatus(adentro.Active, adentro.BasisRecord)
		}
	}
	_, r := lostOf(t, b, smallCase(), 1)
	if len(r.Rates) != 1 || r.Rates[0].Table != (Contingency{9, 1, 1, 89}) {
		t.Fatalf("rates: %+v", r.Rates)
	}
	f := r.Fact("loss_rate", "cdi")
	if !f.Significant() || f.Value != 0.9 || f.N != 10 || f.Test.P > 1e-8 || len(f.Innocent) == 0 {
		t.Errorf("fact: %+v", f)
	}
	want := []State{{Status: adentro.Suspended, Basis: adentro.BasisCode, Accounts: 10, First: day(2021, 4, 18), Last: day(2021, 4, 18)},
		{Status: adentro.Active, Basis: adentro.BasisRecord, Accounts: 90, First: day(2021, 4, 18), Last: day(2021, 4, 18)}}
	if d := cmp.Diff(want, r.States); d != "" {
		t.Error(d)
	}
}

// TestCalibratedLosses: where everybody is lost with the same chance, rates and leads are told
// no more often than they may.
func TestCalibratedLosses(t *testing.T) {
	worlds, told, leads := 100, 0, 0
	for w := range uint64(worlds) {
		rng := rand.New(rand.NewPCG(w, 11))
		b := &builder{}
		for i := range uint64(300) {
			handle := fmt.Sprintf("g%c%c_s%d", 'a'+rune(rng.IntN(20)), 'a'+rune(rng.IntN(20)), i)
			if i%5 == 0 {
				handle = fmt.Sprintf("cdi_s%d", i)
			}
			name := fmt.Sprintf("Nombre %c Apellido %c", 'a'+rune(rng.IntN(12)), 'a'+rune(rng.IntN(12)))
			p := b.account(1000+i, handle, name, "", "", day(2012, 1, 1).AddDate(0, 0, rng.IntN(3300)))
			if rng.IntN(10) == 0 {
				p.SetStatus(adentro.Suspended, adentro.BasisCode)
			} else {
				p.SetStatus(adentro.Active, adentro.BasisRecord)
			}
		}
		_, r := lostOf(t, b, smallCase(), 1)
		if f := r.Fact("loss_rate", "cdi"); f != nil && f.Significant() {
			told++
		}
		if f := r.Fact("respawn_leads", ""); f != nil && f.Significant() {
			leads++
		}
	}
	t.Logf("of %d worlds: rates told in %d, leads in %d", worlds, told, leads)
	if told > 12 || leads > 12 {
		t.Errorf("of %d worlds with nothing planted, rates are told in %d and leads in %d", worlds, told, leads)
	}
}
