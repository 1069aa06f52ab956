package gen

import "time"

// BarrioSeed is the seed of the world that ships with the project.
const BarrioSeed = 20210416

// BarrioAdentro plans the bundled world and writes its dumps: fourteen
// diagnostic centres, 1,431 accounts around them, a campaign, and around those
// others of the same kinds, so that a count over the wrong set comes out wrong.
func BarrioAdentro(seed uint64) *World {
	b := &barrio{World: &World{Name: "barrio-adentro", Seed: seed}, cast: newCast(seed, date(2021, 4, 5))}
	b.populate()
	b.surround()
	b.Accounts = b.made
	b.follow(NewRand(seed, "follow"))
	b.Tweets = b.campaign(NewRand(seed, "campaign"))
	b.write()
	b.sortFiles()
	return b.World
}

// A barrio is the world being made: who plays which part.
type barrio struct {
	*World
	*cast

	// In the population.
	centres      []*Account // without the seeds
	brigades     []*Account
	institutions []*Account
	lookalikes   []*Account
	individuals  []*Account

	// Outside it.
	other     []*Account // in a lookup or in the list of an account that is no seed
	voices    []*Account // write in the campaign
	ministry  []*Account // institutions that write and are repeated most
	suspended []*Account
	unseen    []*Account
	named     int // how often a tweet named one of those that are gone
}

// The planted figures.
const (
	barrioSeeds        = 14
	barrioUnique       = 1431
	barrioCentres      = 114 // the seeds included
	barrioBurst        = 41  // of the centres
	barrioBrigades     = 22
	barrioInstitutions = 62
)

// quota says how many of a part tell what.
type quota struct {
	tells string
	n     int
}

// barrioTells returns the planted places of the whole population.
func barrioTells() []quota {
	q := []quota{{"CU", 372}, {"VE", 371}, {TellsMultiple, 18}, {TellsAmbiguous, 40}, {TellsUnresolved, 50}, {TellsNone, 475}}
	for _, f := range foreignPlaces() {
		q = append(q, quota{f.code, f.n})
	}
	return q
}

// A deck deals what accounts tell, so that the whole comes out as planned.
type deck struct {
	left []quota
	r    *Rand
}

// deal takes n cards of a kind.
func (d *deck) deal(tells string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = tells
	}
	for i := range d.left {
		if d.left[i].tells == tells {
			d.left[i].n -= n
		}
	}
	return out
}

// hand deals the given cards in random order.
func (d *deck) hand(qs ...quota) []string {
	var out []string
	for _, q := range qs {
		out = append(out, d.deal(q.tells, q.n)...)
	}
	Shuffle(d.r, out)
	return out
}

// rest deals what is left.
func (d *deck) rest() []string { return d.hand(append([]quota(nil), d.left...)...) }

// populate makes the 1,431.
func (b *barrio) populate() {
	d := &deck{barrioTells(), NewRand(b.World.Seed, "places")}
	dates := make([]time.Time, 0, barrioCentres)
	dates = append(dates, b.burst(barrioBurst)...)
	for len(dates) < barrioCentres {
		dates = append(dates, b.early())
	}
	Shuffle(d.r, dates)
	for i, tells := range d.hand(quota{"VE", 12}, quota{TellsAmbiguous, 1}, quota{TellsNone, 1}) {
		b.Seeds = append(b.Seeds, b.centre(0, dates[i], tells))
	}
	for i, tells := range d.hand(quota{"VE", 60}, quota{"CU", 7}, quota{TellsMultiple, 2}, quota{TellsAmbiguous, 4}, quota{TellsUnresolved, 3}, quota{TellsNone, 24}) {
		b.centres = append(b.centres, b.cdi(dates[barrioSeeds+i], tells))
	}
	b.brigades = b.makeBrigades(d)
	for _, tells := range d.hand(quota{"VE", 36}, quota{"CU", 4}, quota{TellsAmbiguous, 2}, quota{TellsUnresolved, 2}, quota{TellsNone, 18}) {
		b.institutions = append(b.institutions, b.institution(tells))
	}
	tells := d.hand(quota{"VE", 9}, quota{"CU", 4}, quota{"ES", 2}, quota{"CO", 1}, quota{TellsNone, 8})
	for i, a := range lookalikes() {
		b.lookalikes = append(b.lookalikes, b.lookalike(a, tells[i]))
	}
	for _, tells := range d.rest() {
		b.individuals = append(b.individuals, b.individual(tells))
	}
}

// makeBrigades makes the 22: ten abroad, ten by state of Venezuela, two of the whole programme.
func (b *barrio) makeBrigades(d *deck) []*Account {
	var out []*Account
	for _, p := range []struct{ name, code, tells string }{
		{"Timor-Leste", "TL", "TL"}, {"Argelia", "DZ", "DZ"}, {"Guatemala", "GT", "GT"}, {"Jamaica", "JM", "JM"}, {"Cabo Verde", "CV", "CV"},
		{"Angola", "AO", "AO"}, {"Haití", "HT", "HT"}, {"Bolivia", "BO", "CU"}, {"Sudáfrica", "ZA", "CU"}, {"Honduras", "HN", TellsNone},
	} {
		out = append(out, b.brigade(p.name, p.code, d.deal(p.tells, 1)[0]))
	}
	tells := d.hand(quota{"VE", 6}, quota{TellsMultiple, 1}, quota{TellsNone, 3})
	for i, s := range states()[:10] {
		out = append(out, b.brigade(s.name, s.code, tells[i]))
	}
	for range 2 {
		a := b.brigade("Ficticia", "", d.deal("CU", 1)[0])
		a.Name = "Cuba Coopera"
		out = append(out, a)
	}
	return out
}

// surround makes everybody outside the 1,431.
func (b *barrio) surround() {
	r := NewRand(b.World.Seed, "outside")
	tells := func() string {
		return []string{"CU", "VE", "ES", "CO", TellsMultiple, TellsAmbiguous, TellsUnresolved, TellsNone}[r.Weighted([]int{30, 40, 4, 3, 2, 3, 4, 40})]
	}
	many := func(to *[]*Account, n int, makeOne func() *Account) {
		for range n {
			*to = append(*to, makeOne())
		}
	}
	centre := func() *Account { return b.cdi(b.early(), tells()) }
	brigade := func() *Account {
		return b.brigade(Pick(r, []string{"Nicaragua", "Guyana", "Etiopía", "Uganda"}), "", "CU")
	}
	individual := func() *Account { return b.individual(tells()) }
	many(&b.other, 15, centre)
	many(&b.other, 5, brigade)
	many(&b.other, 110, individual)
	many(&b.voices, 17, centre)
	many(&b.voices, 4, brigade)
	many(&b.voices, 170, individual)
	for _, m := range []Account{
		{Handle: "cancill_sint21", Name: "Cancillería (simulada)", Bio: "Cuenta inventada de un ministerio de exteriores", Verified: true},
		{Handle: "msalud_sint_cu", Name: "Ministerio de Salud (simulado)", Bio: "Cuenta inventada de un ministerio de salud", Verified: true},
		{Handle: "embajada_sintve", Name: "Embajada (simulada)", Bio: "Cuenta inventada de una embajada", Verified: true},
		{Handle: "prensa_sint21", Name: "Agencia de prensa (simulada)", Bio: "Cuenta inventada de una agencia", Verified: true},
		{Handle: "mppsalud_sintve", Name: "Ministerio del Poder Popular para la Salud (simulado)", Bio: "Cuenta inventada", Verified: true},
	} {
		m.Handle, m.Tells, m.Created = b.handles.take(m.Handle), "CU", b.early()
		m.Location = "La Habana, Cuba"
		b.ministry = append(b.ministry, b.add(m, 40_000))
	}
	for i := range 9 {
		a := centre
		if i%2 == 0 {
			a = brigade
		}
		lost := a()
		lost.State = Suspended
		b.suspended = append(b.suspended, lost)
	}
	many(&b.unseen, 12, individual)
	for _, a := range b.unseen {
		a.State = Unseen
	}
}
