package gen

import (
	"strings"
	"unicode"
)

// What a location can tell beside a country's code.
const (
	TellsMultiple   = "multiple"
	TellsAmbiguous  = "ambiguous"
	TellsUnresolved = "unresolved"
	TellsNone       = "none"
)

// cubanPlaces are locations that declare Cuba beyond dispute.
func cubanPlaces() []string {
	return []string{
		"Cuba", "Cuba", "Cuba", "CUBA", "cuba", "Cuba 🇨🇺", "🇨🇺", "🇨🇺🇨🇺🇨🇺", "República de Cuba", "Cuba socialista 🇨🇺", "Mi Cuba bella ❤️",
		"La Habana, Cuba", "La Habana, Cuba", "La Habana, Cuba 🇨🇺", "La Habana", "LA HABANA", "Habana, Cuba", "Habana Cuba", "Ciudad de La Habana, Cuba",
		"Santiago de Cuba", "Santiago de Cuba, Cuba", "Stgo de Cuba, Cuba", "Holguín, Cuba", "Holguin, Cuba", "Holguín", "Granma, Cuba", "Bayamo, Granma, Cuba",
		"Las Tunas", "Las Tunas, Cuba", "Camagüey, Cuba", "Camaguey, Cuba", "Ciego de Ávila, Cuba", "Sancti Spíritus, Cuba", "Villa Clara, Cuba",
		"Santa Clara, Villa Clara, Cuba", "Cienfuegos, Cuba", "Matanzas, Cuba", "Artemisa, Cuba", "Mayabeque, Cuba", "Pinar del Río, Cuba",
		"Pinar del Rio, Cuba", "Guantánamo, Cuba", "Isla de la Juventud, Cuba", "Manzanillo, Granma, Cuba", "Baracoa, Guantánamo, Cuba",
	}
}

// venezuelanPlaces are locations that declare Venezuela beyond dispute.
func venezuelanPlaces() []string {
	return []string{
		"Venezuela", "Venezuela", "Venezuela", "VENEZUELA", "venezuela", "Venezuela 🇻🇪", "🇻🇪", "República Bolivariana de Venezuela", "Vzla", "Venezuela bella ❤️",
		"Caracas", "Caracas", "Caracas, Venezuela", "Caracas, Venezuela 🇻🇪", "Caracas - Venezuela", "CARACAS VENEZUELA", "Caracas, Distrito Capital, Venezuela",
		"Edo. Zulia", "Estado Zulia, Venezuela", "Maracaibo, Zulia", "Maracaibo, Venezuela", "Zulia, Venezuela", "Barquisimeto, Lara, Venezuela", "Edo. Lara, Venezuela",
		"Valencia, Carabobo, Venezuela", "Valencia, Venezuela", "Bolívar, Venezuela", "Ciudad Guayana, Venezuela", "Edo. Bolívar, Venezuela", "San Cristóbal, Táchira",
		"Táchira, Venezuela", "Mérida, Venezuela", "Mérida - Venezuela", "Trujillo, Venezuela", "Maturín, Monagas, Venezuela", "Barcelona, Anzoátegui, Venezuela",
		"Edo. Miranda, Venezuela", "Los Teques, Miranda, Venezuela", "Barinas, Venezuela", "Guárico, Venezuela", "Guarico Venezuela", "Coro, Falcón, Venezuela",
		"Cumaná, Sucre, Venezuela", "Yaracuy, Venezuela", "Portuguesa, Venezuela", "Cojedes, Venezuela", "Apure, Venezuela", "Nueva Esparta, Venezuela",
		"Delta Amacuro, Venezuela", "La Guaira, Venezuela", "Maracay, Aragua, Venezuela",
	}
}

// A foreign is a number of accounts that declare one other country.
type foreign struct {
	code  string
	n     int
	texts []string
}

func foreignPlaces() []foreign {
	return []foreign{
		{"ES", 16, []string{"España", "Madrid, España", "Tenerife, España", "Madrid", "Barcelona, España", "Galicia, España 🇪🇸"}},
		{"US", 14, []string{"Miami, Florida", "Miami, FL, USA", "Estados Unidos", "USA 🇺🇸", "New York, USA", "Cuba, Missouri"}},
		{"CO", 10, []string{"Colombia", "Bogotá, Colombia", "Bogota Colombia", "Medellín, Colombia", "Cúcuta, Colombia 🇨🇴"}},
		{"MX", 8, []string{"México", "Ciudad de México, México", "Mérida, Yucatán, México", "Mexico 🇲🇽"}},
		{"EC", 7, []string{"Ecuador", "Quito, Ecuador", "Guayaquil, Ecuador", "Quito"}},
		{"AR", 7, []string{"Argentina", "Buenos Aires, Argentina", "Buenos Aires", "Rosario, Argentina 🇦🇷"}},
		{"CL", 6, []string{"Chile", "Santiago de Chile", "Santiago, Chile", "CHILE 🇨🇱"}},
		{"PE", 5, []string{"Perú", "Lima, Perú", "Peru", "Trujillo, Perú"}},
		{"BO", 5, []string{"Bolivia", "La Paz, Bolivia", "Cochabamba, Bolivia"}},
		{"BR", 4, []string{"Brasil", "São Paulo, Brasil", "Boa Vista, Brasil"}},
		{"NI", 3, []string{"Nicaragua", "Managua, Nicaragua"}},
		{"DZ", 3, []string{"Argelia", "Argel, Argelia 🇩🇿"}},
		{"GT", 3, []string{"Guatemala", "Guatemala 🇬🇹"}},
		{"AO", 3, []string{"Angola", "Luanda, Angola"}},
		{"TL", 2, []string{"Timor-Leste", "Timor Oriental"}},
		{"CV", 2, []string{"Cabo Verde"}},
		{"JM", 2, []string{"Jamaica", "Kingston, Jamaica"}},
		{"HT", 1, []string{"Haití"}},
		{"ZA", 1, []string{"Sudáfrica"}},
		{"IT", 1, []string{"Italia"}},
		{"UY", 1, []string{"Uruguay"}},
		{"PA", 1, []string{"Panamá"}},
	}
}

func multiplePlaces() []string {
	return []string{
		"Cuba y Venezuela", "Venezuela 🇨🇺", "Guantánamo y Venezuela", "Cuba - Venezuela", "Cuba/Venezuela", "🇨🇺🇻🇪", "Venezuela y Cuba ❤️",
		"Cuba 🇻🇪", "CUBA Y VENEZUELA", "La Habana, Cuba / Caracas, Venezuela", "Venezuela, Cuba", "Cuba 🇨🇺 Venezuela 🇻🇪", "Argelia y Cuba",
	}
}

// ambiguousPlaces are names that several countries have, without another word.
func ambiguousPlaces() []string {
	return []string{"Bolívar", "Santiago", "Trujillo", "Valencia", "Mérida", "Barcelona", "bolivar", "Merida", "SANTIAGO", "VALENCIA", "Mérida ❤️", "Bolívar 💪"}
}

func unresolvedPlaces() []string {
	return []string{
		"en el corazón de Fidel", "En el corazón de Fidel ❤️", "donde la patria me necesite", "Mi trinchera", "en la lucha", "En revolución", "con el pueblo",
		"donde haga falta un médico", "en tu corazón", "Siempre en combate", "junto a mis pacientes", "trinchera de ideas", "aquí y ahora", "En las redes",
		"donde nace el sol", "👩‍⚕️💙", "❤️✊", "🌎", "por ahí", "En cualquier lugar del mundo", "𝓮𝓷 𝓽𝓾 𝓬𝓸𝓻𝓪𝔃𝓸𝓷",
	}
}

// blankPlaces hold no text, though not all are empty.
func blankPlaces() []string {
	return []string{"", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", " ", "  ", "\u200b", "\u200d "}
}

// declare gives a location text that tells what it should, as messy as people write it.
func declare(r *Rand, tells string) string {
	switch tells {
	case "CU":
		return messy(r, Pick(r, cubanPlaces()), "🇨🇺")
	case "VE":
		return messy(r, Pick(r, venezuelanPlaces()), "🇻🇪")
	case TellsMultiple:
		return Pick(r, multiplePlaces())
	case TellsAmbiguous:
		return Pick(r, ambiguousPlaces())
	case TellsUnresolved:
		return Pick(r, unresolvedPlaces())
	case TellsNone:
		return Pick(r, blankPlaces())
	}
	for _, f := range foreignPlaces() {
		if f.code == tells {
			return Pick(r, f.texts)
		}
	}
	return ""
}

// messy writes a place the way some people do: in capitals, without accents,
// with its flag, with stray spaces, in the styled letters of a mathematical alphabet.
func messy(r *Rand, s, flag string) string {
	switch r.N(24) {
	case 0:
		return strings.ToUpper(s)
	case 1, 2:
		return strings.Map(plainLetter, s)
	case 3:
		if !strings.Contains(s, flag) {
			return s + " " + flag
		}
	case 4:
		return styled(s)
	case 5:
		return s + "  "
	case 6:
		return s + "."
	}
	return s
}

// plainLetter takes the accent off a Spanish letter.
func plainLetter(c rune) rune {
	const accented, plain = "áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU"
	if i := strings.IndexRune(accented, c); i >= 0 {
		return rune(plain[i/2]) // each accented letter takes two bytes
	}
	return c
}

// styled writes the letters of a to z in mathematical bold script (U+1D4D0…);
// a text with others stays as it is.
func styled(s string) string {
	for _, c := range s {
		if c > unicode.MaxASCII {
			return s
		}
	}
	return strings.Map(func(c rune) rune {
		switch {
		case 'A' <= c && c <= 'Z':
			return 0x1D4D0 + c - 'A'
		case 'a' <= c && c <= 'z':
			return 0x1D4EA + c - 'a'
		}
		return c
	}, s)
}
