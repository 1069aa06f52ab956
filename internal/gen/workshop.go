package gen

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// WorkshopSeed is the seed of the second world that ships.
const WorkshopSeed = 20210209

// workshopTag is used on its day by whoever likes.
const workshopTag = "DíaMundialDeLaSalud"

// The planted figures of the workshop.
const (
	workshopSeeds        = 12
	workshopCentres      = 92 // the seeds included
	workshopBurst        = 38 // of the centres
	workshopInstitutions = 45
	workshopIndividuals  = 760
)

// Workshop plans the innocent twin of the bundled world: the health centres of
// one country learnt in a workshop to open an account, hence the same burst in February and March
// 2021. Beyond it nobody acts together: each account follows centres by itself, the known
// ones more, at any time after both exist; who writes on World Health Day does so in words of
// her own and on the day; next to nobody declares another country. A tool that claims more than the
// burst claims what is not there.
func Workshop(seed uint64) *World {
	b := &barrio{World: &World{Name: "onboarding-workshop", Seed: seed}, cast: newCast(seed, date(2021, 4, 5))}
	b.learn()
	b.Accounts = b.made
	b.join(NewRand(seed, "follow"))
	b.healthDay(NewRand(seed, "day"))
	b.workshopFiles()
	b.sortFiles()
	return b.World
}

// learn makes the accounts: centres by the dates of the workshop or of years before, and people.
func (b *barrio) learn() {
	r := NewRand(b.World.Seed, "workshop")
	dates := b.burst(workshopBurst)
	for len(dates) < workshopCentres {
		dates = append(dates, b.early())
	}
	Shuffle(r, dates)
	tells := func() string {
		return []string{"VE", "CO", "ES", TellsAmbiguous, TellsUnresolved, TellsNone}[r.Weighted([]int{58, 2, 1, 3, 4, 32})]
	}
	for i, at := range dates {
		a := b.centre([]int{0, 1, 2, 3, 5, 8}[r.N(6)], at, tells())
		a.Name = strings.TrimSuffix(a.Name, " 🇨🇺🇻🇪")
		a.Bio = plainBio(r)
		if i < workshopSeeds {
			b.Seeds = append(b.Seeds, a)
		} else {
			b.centres = append(b.centres, a)
		}
	}
	for range workshopInstitutions {
		b.institutions = append(b.institutions, b.institution(tells()))
	}
	for range workshopIndividuals {
		a := b.individual(tells())
		a.Name, a.Bio = strings.TrimSuffix(a.Name, " 🇨🇺"), plainBio(r)
		b.individuals = append(b.individuals, a)
	}
}

// plainBio returns what an account of the workshop says of itself, be it a centre or a person:
// words of its own, on no side, a quarter of the time none.
func plainBio(r *Rand) string {
	if r.Chance(1, 4) {
		return ""
	}
	things := workshopThings()
	return fmt.Sprintf("%s %s. %s %s", Pick(r, workshopOpenings()), Pick(r, things), Pick(r, []string{"También", "Y", "Siempre", "A veces", "Sobre todo"}), Pick(r, things))
}

// join lets everybody follow some of the centres, the known ones more often, each by itself.
func (b *barrio) join(r *Rand) {
	until := date(2021, 4, 18)
	weights := []int{210, 180, 150, 130, 110, 95, 80, 66, 54, 42, 32, 24}
	followers := make([]draft, len(b.Seeds))
	for i := range followers {
		followers[i] = draft{}
	}
	spread(r, followers, weights, slices.Concat(b.individuals, b.institutions), 1, 1, 4)
	spread(r, followers, weights, b.centres, 1, 1, 3)
	for i, s := range b.Seeds {
		l := followers[i].list(r, s, "followers", b.made, until)
		s.Followers = len(l.Members)
		b.Lists = append(b.Lists, l)
	}
}

// healthDay writes what is said around World Health Day, 7 April: one message or two an
// account, most of them on the day.
func (b *barrio) healthDay(r *Rand) {
	s := &scribe{r: r, ids: b.ids}
	day := date(2021, 4, 7)
	open := slices.DeleteFunc(slices.Concat(b.Seeds, b.centres, b.individuals), func(a *Account) bool { return a.Protected })
	for i, a := range Sample(r, open, 260) {
		from := day.AddDate(0, 0, []int{0, 0, 0, 0, 1, 2}[r.N(6)])
		at := r.Time(from.Add(11*time.Hour), from.Add(23*time.Hour))
		if i%3 == 2 && len(s.originals) > 20 && s.repeat(a, at, s.originals) {
			continue
		}
		said := fmt.Sprintf("%s %s %s #%%", Pick(r, workshopOpenings()), Pick(r, workshopThings()), Pick(r, workshopEndings()))
		s.write(a, at, said, []string{workshopTag})
	}
	sortTweets(s.out)
	b.Tweets = s.out
}

func workshopOpenings() []string {
	return []string{"Hoy recordamos", "En casa cuidamos", "Gracias por", "Pensando en", "Que nunca falte", "Aprendimos mucho de", "Celebro", "Con", "Todos por", "Mi abuela decía que importa"}
}

func workshopThings() []string {
	return []string{"la salud de todos", "el agua limpia", "a las enfermeras del turno de noche", "las vacunas de los niños", "el buen dormir", "la consulta del barrio", "caminar cada mañana",
		"comer con poca sal", "a quienes nos cuidan", "el laboratorio que abre temprano", "la risa", "los abuelos", "el aire sin humo"}
}

func workshopEndings() []string {
	return []string{"🙏", "y nada más.", "hoy y siempre.", "¿y ustedes?", "en mi cuadra.", "desde temprano ☀️", "como cada año.", "sin prisa.", "de corazón ❤️", "¡feliz día!"}
}

// workshopFiles writes the lists in three formats by turns, the profiles and the day.
func (b *barrio) workshopFiles() {
	var hints []hint
	for i, s := range b.Seeds {
		l := b.Lists[i]
		switch i % 3 {
		case 0:
			b.addPages("followers/followers_"+s.Handle, V1ListPages(l, 200), true)
		case 1:
			b.file("followers/twarc2_"+s.Handle+".jsonl.gz", Gzip(V2ListPages(l, 100, listsAt())))
		default:
			b.file("followers/"+s.Handle+".txt", IDLines(l))
			hints = append(hints, hint{"followers/" + s.Handle + ".txt", "followers", s})
		}
	}
	var users [][]byte
	for _, a := range b.made {
		users = append(users, V1User(a))
	}
	b.file("profiles/users.jsonl.gz", Gzip(lines(users)))
	b.file("hashtag/"+"DiaMundialDeLaSalud.jsonl.gz", Gzip(V2Search(b.Tweets, 100, "%23"+workshopTag, campaignAt())))
	tag := fmt.Sprintf("\n[[tag]]\nname = %q\nannounced = 2021-04-07\n", workshopTag)
	b.file("case.toml", append(b.caseFile("Un taller para abrir cuentas: mundo sintético", hints), tag...))
	b.file("ORIGIN", b.origin("onboarding-workshop -o testdata/onboarding-workshop"))
}
