package gen

import (
	"fmt"
	"strings"
	"time"
)

// A cast makes the accounts of a world, each with a handle and an id of its own.
type cast struct {
	r       *Rand
	images  *Rand // who never chose a picture
	ids     *idMaker
	handles handles
	sectors []sector
	until   time.Time // nobody is created after it
	made    []*Account
}

func newCast(seed uint64, until time.Time) *cast {
	return &cast{NewRand(seed, "cast"), NewRand(seed, "images"), newIDs(NewRand(seed, "ids")), newHandles(), sectors(NewRand(seed, "sectors")), until, nil}
}

// add completes an account: id by date, and counts of about this many followers. One in eight shows the
// platform's default picture, be it a person or a centre.
func (c *cast) add(a Account, followers int) *Account {
	a.ID = c.ids.account(a.Created)
	a.Followers = c.r.Count(followers)
	a.Following = c.r.Count(followers * 2)
	a.Tweets = c.r.Count(400)
	a.Likes = c.r.Count(300)
	a.Listed = c.r.N(4)
	a.DefaultImage = c.images.Chance(1, 8) && !a.Verified
	c.made = append(c.made, &a)
	return &a
}

// created draws a date of birth along the growth of the platform: slow from
// 2009, quicker in Cuba once telephones got data in December 2018.
func (c *cast) created() time.Time {
	perYear := []int{8, 12, 16, 15, 12, 9, 8, 8, 9, 11, 24, 27, 7} // 2009 to the spring of 2021
	y := 2009 + c.r.Weighted(perYear)
	to := date(y+1, 1, 1)
	if to.After(c.until) {
		to = c.until
	}
	return c.r.Time(date(y, 1, 1), to)
}

// early draws a date from 2012 to 2020.
func (c *cast) early() time.Time { return c.r.Time(date(2012, 1, 1), date(2021, 1, 1)) }

// burst returns n dates in February and March 2021: some every week, and a few
// days on which several were made.
func (c *cast) burst(n int) []time.Time {
	out := []time.Time{date(2021, 2, 2).Add(14 * time.Hour), date(2021, 3, 29).Add(18 * time.Hour)}
	for _, day := range []time.Time{date(2021, 2, 9), date(2021, 2, 23), date(2021, 3, 4), date(2021, 3, 17)} {
		for range 4 {
			out = append(out, c.r.Time(day.Add(13*time.Hour), day.Add(22*time.Hour)))
		}
	}
	for len(out) < n {
		out = append(out, c.r.Time(date(2021, 2, 2), date(2021, 3, 30)))
	}
	return out[:n]
}

// sector hands out the next invented neighbourhood; after the last come numbered ones.
func (c *cast) sector() sector {
	if len(c.sectors) == 0 {
		s := Pick(c.r, states())
		return sector{fmt.Sprintf("El Ensayo %d", len(c.made)), s.name, s.code}
	}
	s := c.sectors[0]
	c.sectors = c.sectors[1:]
	return s
}

// cdi makes the account of a diagnostic centre in an invented sector, its name
// and handle written in one of the ways in which such accounts are.
func (c *cast) cdi(created time.Time, tells string) *Account {
	return c.centre(c.r.N(10), created, tells)
}

func (c *cast) centre(style int, created time.Time, tells string) *Account {
	s := c.sector()
	bare := letters(s.name)
	low := strings.ToLower(bare)
	var a Account
	tail := ""
	switch style {
	case 0, 1:
		a = Account{Handle: "cdi_" + low, Name: "CDI " + s.name}
	case 2:
		a = Account{Handle: "CDI" + bare, Name: "CDI " + s.name}
	case 3:
		a = Account{Handle: "Cdi_" + bare, Name: "Centro de Diagnóstico Integral " + s.name}
	case 4:
		a, tail = Account{Handle: low, Name: s.name}, "_cdi"
	case 5:
		a = Account{Handle: fmt.Sprintf("cdi%d_%s", c.r.Between(2, 98), low), Name: "C.D.I. " + s.name}
	case 6:
		a = Account{Handle: "salud" + low, Name: "CENTRO DE DIAGNOSTICO INTEGRAL " + strings.ToUpper(s.name)}
	case 7:
		a = Account{Handle: low, Name: "Cdi " + s.name + " 🇨🇺🇻🇪"}
	case 8:
		a = Account{Handle: "cdi" + low, Name: "Cdi " + strings.ToUpper(strings.Map(plainLetter, s.name))}
	default:
		a = Account{Handle: "CDI_" + bare, Name: "Médicos de " + s.name + " 🥼"}
	}
	a.Handle = c.handles.takeBefore(a.Handle, tail)
	a.Bio = strings.ReplaceAll(Pick(c.r, centreBios()), "%", s.state)
	a.Location = declare(c.r, tells)
	if tells == "VE" && c.r.Chance(2, 3) {
		a.Location = messy(c.r, s.state+", Venezuela", "🇻🇪")
	}
	a.Class, a.Tells, a.Created = "cdi", tells, created
	return c.add(a, 60)
}

// brigade makes a Cuba Coopera account for a place.
func (c *cast) brigade(place, code, tells string) *Account {
	a := Account{Class: "cubacoopera", Place: code, Tells: tells, Created: c.r.Time(date(2014, 6, 1), date(2020, 11, 1)), Bio: Pick(c.r, brigadeBios())}
	short := letters(place)
	mark := c.r.Between(2, 9)
	switch c.r.N(4) {
	case 0:
		a.Handle, a.Name = fmt.Sprintf("CubaCoopera%d%s", mark, short[:min(3, len(short))]), "Cuba Coopera "+place
		if len(code) == 2 { // a country: by its code
			a.Handle = fmt.Sprintf("CubaCoopera_%s%d", code, mark)
		}
	case 1:
		a.Handle, a.Name = fmt.Sprintf("cubacoop%d_%s", mark, strings.ToLower(short)), "CubaCoopera "+place
	case 2:
		a.Handle, a.Name = fmt.Sprintf("CubaCoop%s%d", short[:min(6, len(short))], mark), "Cuba Coopera en "+place+" 🇨🇺"
	default:
		a.Handle, a.Name = fmt.Sprintf("fict_bmc%s%d", short[:min(6, len(short))], mark), "CUBA COOPERA "+strings.ToUpper(place)
	}
	a.Handle = c.handles.take(a.Handle)
	a.Location = declare(c.r, tells)
	return c.add(a, 700)
}

// institution makes one of the other public accounts: none of them a centre
// or a brigade by the rules of the case.
func (c *cast) institution(tells string) *Account {
	s := c.sector()
	bare := letters(s.name)
	kinds := []struct{ handle, name string }{
		{"sri_", "SRI "}, {"SRI", "Sala de Rehabilitación Integral "}, {"cat_", "CAT "}, {"asic_", "ASIC "}, {"asic", "Área de Salud Integral Comunitaria "},
		{"consult", "Consultorio Popular "}, {"hosp_fict", "Hospital "}, {"comite", "Comité de Salud "}, {"alcaldia", "Alcaldía de "}, {"radiofict", "Radio "},
	}
	k := Pick(c.r, kinds)
	a := Account{Handle: c.handles.take(k.handle + bare), Name: k.name + s.name, Bio: "Al servicio de la comunidad. Estado " + s.state, Tells: tells, Created: c.created()}
	a.Location = declare(c.r, tells)
	return c.add(a, 500)
}

// individual makes a person who does not exist.
func (c *cast) individual(tells string) *Account {
	a := Account{Tells: tells, Created: c.created(), Bio: Pick(c.r, bios()), Protected: c.r.Chance(1, 25)}
	a.Name, a.Handle = c.handles.person(c.r)
	a.Location = declare(c.r, tells)
	if c.r.Chance(1, 12) {
		a.URL = "https://example.org/" + strings.ToLower(a.Handle)
	}
	return c.add(a, 180)
}

// lookalikes are accounts that a careless rule would take for a centre or a brigade.
func lookalikes() []Account {
	return []Account{
		{Handle: "cdiaz_sint07", Name: "Carmen Díaz"},
		{Handle: "CDiazSint21", Name: "César Díaz", Bio: "Camarógrafo"},
		{Handle: "cdibuja_sint", Name: "Camila dibuja", Bio: "Ilustradora. Encargos por mensaje."},
		{Handle: "cdieguez_sint9", Name: "C. Diéguez"},
		{Handle: "cdiosdado_sint", Name: "Con Dios dado", Bio: "Fe y esperanza"},
		{Handle: "cdicen_fict", Name: "Cuentan y dicen", Bio: "Refranes de mi abuela"},
		{Handle: "CDIndepFict", Name: "CD Independiente de Loma Tendida", Bio: "Cuenta oficial del club. Fútbol de tercera."},
		{Handle: "CDPozoMansoFict", Name: "Club Deportivo Pozo Mansito", Bio: "Desde 1974 ⚽"},
		{Handle: "CDI_italfict", Name: "Club Deportivo Italfict", Bio: "Tenis, natación, bolas criollas"},
		{Handle: "dior_fict_ve", Name: "Christian Dior fans", Bio: "Moda, perfumes y pasarela 👗"},
		{Handle: "CDI_diorfict", Name: "Christian Dior Icons", Bio: "J'adore"},
		{Handle: "semillitas_fict", Name: "Centro de Desarrollo Infantil Semillitas", Bio: "Educación inicial"},
		{Handle: "desarrollo_fict", Name: "CDI La Ceibita Seca", Bio: "Centro de desarrollo infantil. Estimulación temprana."},
		{Handle: "draLeyva_sint4", Name: "Dra. Leyva", Bio: "Trabajo en el CDI Los Mangotes de Abajo. Amo lo que hago 🥼"},
		{Handle: "yanet_mgi_sint", Name: "Yanet, MGI", Bio: "Médica en el Centro de Diagnóstico Integral Cerro Hondito. Opiniones propias."},
		{Handle: "enf_sint_osm", Name: "Osmany, enfermero", Bio: "CDI - SRI - CAT, donde me toque"},
		{Handle: "fan_sint_0412", Name: "Milagros por la paz", Bio: "Gracias médicos ❤️ #CubaCoopera"},
		{Handle: "solidario_sint", Name: "Solidario", Bio: "Cuba coopera, Cuba salva, Cuba vive"},
		{Handle: "cooperafict", Name: "Cooperativa El Totumito", Bio: "Café y cacao"},
		{Handle: "cubano_sint88", Name: "Un cubano que coopera", Bio: "Emprendedor"},
		{Handle: "metal_bmc_fict", Name: "Metalúrgica BMC", Bio: "Tornillos y piezas"},
		{Handle: "motos_mmc_fict", Name: "Moto Club MMC", Bio: "Rutas los domingos 🏍️"},
		{Handle: "diagnostic_fict", Name: "Laboratorio Diagnóstico Integrado", Bio: "Particular. Resultados en línea."},
		{Handle: "cedi_fict_ve", Name: "CEDI Papelería", Bio: "Copias, impresiones y algo más"},
	}
}

// lookalike makes one of them an account of the world.
func (c *cast) lookalike(a Account, tells string) *Account {
	a.Handle = c.handles.take(a.Handle)
	a.Tells, a.Created, a.Location = tells, c.created(), declare(c.r, tells)
	return c.add(a, 220)
}
