package gen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func womensNames() []string {
	return []string{
		"Yanet", "Odalys", "Liset", "Dayana", "Mislady", "Yamila", "Idania", "María", "Carmen", "Yulimar", "Ana", "Rosa", "Gladys", "Milagros",
		"Daniela", "Isabel", "Teresa", "Lucía", "Elena", "Beatriz", "Norma", "Xiomara", "Yusmary", "Mirta",
	}
}

func mensNames() []string {
	return []string{
		"Yoel", "Raúl", "Maikel", "Yusniel", "Alexei", "Osmany", "Reinier", "José", "Wilmer", "Luis", "Pedro", "Héctor", "Nelson", "Jesús", "Óscar",
		"Andrés", "Ramón", "Ángel", "Víctor", "Julio", "Omar", "Iván", "Yunior", "Leonel",
	}
}

func lastNames() []string {
	return []string{
		"Pérez", "Rodríguez", "González", "Hernández", "García", "Martínez", "Díaz", "Sánchez", "Romero", "Fernández", "Álvarez", "Torres", "Suárez",
		"Ramírez", "Rojas", "Medina", "Castillo", "Blanco", "Morales", "Rivero", "Leyva", "Peña", "Cabrera", "Méndez", "Salazar", "Marcano", "Urdaneta",
	}
}

// A sector is an invented neighbourhood, in a state of Venezuela.
type sector struct {
	name  string // as in "Los Mangos de Abajo"
	state string
	code  string // ISO 3166-2
}

type state struct{ name, code string }

func states() []state {
	return []state{
		{"Zulia", "VE-V"}, {"Lara", "VE-K"}, {"Miranda", "VE-M"}, {"Táchira", "VE-S"}, {"Anzoátegui", "VE-B"}, {"Carabobo", "VE-G"}, {"Falcón", "VE-I"},
		{"Monagas", "VE-N"}, {"Aragua", "VE-D"}, {"Barinas", "VE-E"}, {"Guárico", "VE-J"}, {"Yaracuy", "VE-U"}, {"Apure", "VE-C"}, {"Cojedes", "VE-H"},
		{"Nueva Esparta", "VE-O"}, {"Delta Amacuro", "VE-Y"},
	}
}

// sectors returns invented neighbourhoods in random order, each once; the
// first of them begin differently and are in different states.
func sectors(r *Rand) []sector {
	heads := []string{
		"Los Mangotes", "Cerro Hondito", "Palmarejito", "Quebrada Lenta", "La Ceibita Seca", "Aguas Mansitas", "El Totumito", "Loma Tendida", "Caño Dormido",
		"Piedra Pintada", "Las Guacharas", "El Samancito", "Los Cujicitos", "La Bijagua", "Pozo Mansito", "Chaparral Seco",
	}
	tails := []string{"de Abajo", "de Arriba", "del Humo", "Viejo", "del Medio", "Nuevo", "de la Vega", "Gacho", "del Sol", "Adentro", "Dos", "Tres",
		"de la Loma", "del Río Seco", "Chiquito", "Mayor", "de los Loros", "del Camino", "de la Cruz Verde"}
	var out []sector
	for _, h := range heads {
		for _, t := range tails {
			s := Pick(r, states())
			out = append(out, sector{h + " " + t, s.name, s.code})
		}
	}
	Shuffle(r, out)
	var front []sector
	for i, h := range heads[:14] {
		at := slices.IndexFunc(out, func(s sector) bool { return strings.HasPrefix(s.name, h) })
		front = append(front, sector{out[at].name, states()[i].name, states()[i].code})
		out = slices.Delete(out, at, at+1)
	}
	Shuffle(r, front)
	return append(front, out...)
}

// letters keeps what a handle may hold of a text: letters without accents, no spaces.
func letters(s string) string {
	s = strings.Map(plainLetter, strings.ReplaceAll(s, "ñ", "n"))
	return strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
			return c
		}
		return -1
	}, s)
}

// handles gives out handles of at most 15 characters, each once without
// regard to case.
type handles struct {
	taken map[string]bool
	next  map[numbered]int // the first number that was not tried yet
}

// numbered are handles that differ in a number of so many digits, their tail counted in.
type numbered struct {
	stem, tail string
	digits     int
}

func newHandles() handles { return handles{map[string]bool{}, map[numbered]int{}} }

// take returns the wanted handle, cut to 15 characters; if it is taken, digits
// replace its end.
func (h handles) take(want string) string { return h.takeBefore(want, "") }

// takeBefore returns the wanted handle with a tail that is never cut.
func (h handles) takeBefore(want, tail string) string {
	got := want[:min(15-len(tail), len(want))] + tail
	for i := 2; h.taken[strings.ToLower(got)]; {
		end := strconv.Itoa(i) + tail
		stem := want[:min(15-len(end), len(want))]
		k := numbered{stem, tail, len(end)}
		if n := h.next[k]; n > i {
			i = n
			continue
		}
		got = stem + end
		i++
		h.next[k] = i
	}
	h.taken[strings.ToLower(got)] = true
	return got
}

// person draws a name and a handle that says that nobody bears it.
func (h handles) person(r *Rand) (name, handle string) {
	given, title := womensNames(), "Dra"
	if r.Chance(1, 2) {
		given, title = mensNames(), "Dr"
	}
	first, last := Pick(r, given), Pick(r, lastNames())
	name = first + " " + last
	f, l := letters(first), letters(last)
	n := r.Between(1, 9999)
	switch r.N(6) {
	case 0:
		handle = fmt.Sprintf("%s_sint%d", strings.ToLower(f), n)
	case 1:
		handle = fmt.Sprintf("%sSint%d", f, n)
	case 2:
		handle = fmt.Sprintf("sint_%s%d", strings.ToLower(l), n)
	case 3:
		handle = fmt.Sprintf("%s%s_sint%d", title, l[:min(3, len(l))], n)
		name = title + ". " + name
	case 4:
		handle = fmt.Sprintf("%s%cSint%d", f[:min(6, len(f))], l[0], n)
	default:
		handle = fmt.Sprintf("%cSint%s%d", f[0], l[:min(6, len(l))], n)
	}
	switch r.N(14) {
	case 0:
		name += " 🇨🇺"
	case 1:
		name = strings.ToUpper(name)
	case 2:
		name = first + " 💙"
	case 3:
		name = styled(strings.Map(plainLetter, name))
	}
	return name, h.take(handle)
}
