package gen

import (
	"slices"
	"strings"
	"time"
)

const (
	mainTag    = "BarrioAdentro18Aniversario"
	controlTag = "LibroDeLaSemana"
)

// campaignTags are the tags of the campaign beside the main one.
func campaignTags() []string {
	return []string{"CubaCoopera", "CubaPorLaSalud", "SomosContinuidad", "CubaVive", "HéroesDeBatasBlancas"}
}

// barrioDays is how many tweets bear the main tag on each day from 1 April:
// next to none before the 6th, ten days before the anniversary.
func barrioDays() []int {
	return []int{0, 1, 0, 2, 1, 92, 88, 96, 104, 82, 86, 118, 132, 150, 190, 520, 205}
}

func campaignFrom() time.Time { return date(2021, 4, 1) }

func campaignTexts() []string {
	return []string{
		"18 años salvando vidas en los barrios. #%", "Celebramos junto al pueblo de Venezuela #% 🇨🇺🇻🇪", "Gracias Fidel, gracias Chávez. #%",
		"Nuestros médicos, en el corazón del barrio. #% ❤️", "Hoy en nuestra consulta también celebramos. #%", "Amor con amor se paga #%",
		"De puerta en puerta desde 2003: salud & vida. #%", "Batas blancas, ejército de paz 🥼 #%", "¡Vamos por más! #%", "Felicidades a cada colaborador #%",
		"Rumbo al 16 de abril #%", "Orgullo de ser parte de esta obra #% 💪", "Ni un paso atrás. #%", "Con la guardia en alto, junto al pueblo. #%",
	}
}

// orders are texts that many post word for word.
func orders() []string {
	return []string{
		"Barrio Adentro cumple 18 años llevando salud al pueblo venezolano. Cuba salva. #%",
		"18 años de amor y entrega. La solidaridad no se bloquea. Seguimos junto a Venezuela. #%",
		"Desde cada CDI decimos presente. ¡Viva la colaboración médica cubana! #%",
	}
}

func controlTexts() []string {
	return []string{"Esta semana, una novela de aventuras #%", "Recomienden algo corto, por favor #%", "Terminé el de cuentos. Muy bueno #%", "¿Quién lee conmigo? #%"}
}

// A scribe writes the tweets of a campaign.
type scribe struct {
	r         *Rand
	ids       *idMaker
	out       []*Tweet
	originals []*Tweet
}

// write adds a tweet with a text whose % the tags replace.
func (s *scribe) write(author *Account, at time.Time, text string, tags []string, mentions ...*Account) *Tweet {
	text = strings.ReplaceAll(text, "#%", "#"+strings.Join(tags, " #"))
	for _, m := range mentions {
		text = "@" + m.Handle + " " + text
	}
	bare := slices.Clone(tags)
	for i := range bare {
		bare[i] = strings.TrimPrefix(bare[i], "#")
	}
	t := &Tweet{Author: author, At: at, Text: text, Tags: bare, Mentions: mentions, Client: "Twitter for Android"}
	if s.r.Chance(1, 4) {
		t.Client = "Twitter Web App"
	}
	s.keep(t)
	s.originals = append(s.originals, t)
	return t
}

func (s *scribe) keep(t *Tweet) {
	t.ID = s.ids.snowflake(t.At.Add(time.Duration(s.r.N(1000)) * time.Millisecond))
	t.At = time.UnixMilli(int64(t.ID>>22) + snowflakeEpoch).UTC()
	s.out = append(s.out, t)
}

// repeat adds a retweet of an earlier original, or none if there is none.
// The platform knows no retweet of the author's own for our purpose.
func (s *scribe) repeat(author *Account, at time.Time, from []*Tweet) bool {
	for range 12 {
		if o := Pick(s.r, from); o.At.Before(at.Add(-time.Minute)) && o.Author != author {
			s.keep(&Tweet{Author: author, At: at, Text: o.Text, Client: "Twitter for Android", Retweet: o})
			return true
		}
	}
	return false
}

// campaign writes what was said from 1 to 17 April 2021.
func (b *barrio) campaign(r *Rand) []*Tweet {
	s := &scribe{r: r, ids: b.ids}
	c := &campaignCast{
		loud:  slices.Concat(Sample(r, b.centres, 70), Sample(r, b.Seeds, 10), Sample(r, b.brigades, 15), b.voices[:21]),
		crowd: slices.Concat(Sample(r, b.individuals, 130), b.voices[21:]),
	}
	c.crowd = slices.DeleteFunc(c.crowd, func(a *Account) bool { return a.Protected }) // a search finds none of theirs
	c.faithful = Sample(r, c.loud, 23)
	c.readers = Sample(r, c.crowd, 60)
	b.mainTag(s, c)
	b.everyTag(s, c)
	b.chatter(s, c)
	sortTweets(s.out)
	return s.out
}

// A campaignCast says who is loud, who joins in, who uses every tag, and who
// also writes about books.
type campaignCast struct{ loud, crowd, faithful, readers []*Account }

// author draws who tweets: a few write much.
func (c *campaignCast) author(r *Rand) *Account {
	if r.Chance(11, 20) {
		return c.loud[min(r.N(len(c.loud)), r.N(len(c.loud)))]
	}
	return Pick(r, c.crowd)
}

// mainTag writes the days of the main tag.
func (b *barrio) mainTag(s *scribe, c *campaignCast) {
	r := s.r
	for d, n := range barrioDays() {
		day := campaignFrom().AddDate(0, 0, d)
		at := make([]time.Time, n)
		for i := range at {
			at[i] = r.Time(day.Add(11*time.Hour), day.Add(23*time.Hour+50*time.Minute))
		}
		slices.SortFunc(at, time.Time.Compare)
		for i, t := range at {
			b.oneTweet(s, c, d, t, i < 3)
		}
	}
}

// oneTweet writes one tweet with the main tag on day d: most repeat another's.
func (b *barrio) oneTweet(s *scribe, c *campaignCast, d int, at time.Time, early bool) {
	r := s.r
	if d < 5 { // before the campaign: strays
		s.write(Pick(r, c.crowd), at, "Ya viene el aniversario #%", []string{mainTag})
		return
	}
	switch x := r.N(100); {
	case early, x < 5:
		s.write(Pick(r, b.ministry), at, Pick(r, campaignTexts()), b.tags(r))
	case x < 17:
		s.write(c.author(r), at, Pick(r, campaignTexts()), b.tags(r), b.mentions(r, d)...)
	case x < 24:
		s.write(Pick(r, c.loud), at, orders()[(d+r.N(2))%3], []string{mainTag})
	case x < 29:
		o := s.originals[len(s.originals)-1-r.N(min(40, len(s.originals)))]
		t := s.write(c.author(r), at, "¡Así es! #%", b.tags(r), o.Author)
		t.Reply = o
	case x < 34:
		t := s.write(c.author(r), at, Pick(r, []string{"Comparto. #%", "Muy cierto #%", "Lean esto #%"}), b.tags(r))
		t.Quote = s.originals[len(s.originals)-2-r.N(min(40, len(s.originals)-1))]
	default:
		recent := s.originals[max(0, len(s.originals)-60):]
		if !s.repeat(c.author(r), at, recent) {
			s.write(c.author(r), at, Pick(r, campaignTexts()), b.tags(r))
		}
	}
}

// tags returns the main tag, as some write it, and at times others with it.
func (b *barrio) tags(r *Rand) []string {
	out := []string{mainTag}
	switch r.N(14) {
	case 0:
		out[0] = strings.ToLower(mainTag)
	case 1:
		out[0] = strings.ToUpper(mainTag)
	case 2:
		out[0] = "BarrioAdentro18aniversario"
	}
	for r.Chance(1, 3) && len(out) < 3 {
		if t := Pick(r, campaignTags()); !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// mentions names, now and then, accounts that can no longer be seen. Until the
// 11th only v1.1 records the tweets, with the ids of those mentioned; from the 15th only
// v2, without them. So one half is named until the 9th (and repeated until the 11th),
// the other from the 15th: each stays one account.
func (b *barrio) mentions(r *Rand, d int) []*Account {
	if !r.Chance(3, 5) {
		return nil
	}
	next := func(as []*Account) []*Account { // in turn, so that none is left out
		b.named++
		return as[b.named%len(as):][:1]
	}
	switch half := len(b.suspended) / 2; {
	case d < 9 && r.Chance(1, 3):
		return next(b.unseen[:6])
	case d < 9:
		return next(b.suspended[:half])
	case d >= 14 && r.Chance(1, 3):
		return next(b.unseen[6:])
	case d >= 14:
		return next(b.suspended[half:])
	}
	return []*Account{Pick(r, b.Seeds)}
}

// everyTag lets the faithful use all the tags of the campaign, in a few tweets each.
func (b *barrio) everyTag(s *scribe, c *campaignCast) {
	for _, a := range c.faithful {
		day := campaignFrom().AddDate(0, 0, s.r.Between(6, 16))
		for i, tag := range campaignTags() {
			s.write(a, day.Add(time.Duration(12+2*i)*time.Hour+time.Duration(s.r.N(3600))*time.Second), "Seguimos #%", []string{tag})
		}
		s.write(a, day.Add(22*time.Hour+time.Duration(s.r.N(3600))*time.Second), "Un día más de trabajo #%", []string{mainTag})
	}
}

// chatter writes what has nothing to do with the anniversary: the older tags,
// and a tag about books as the control.
func (b *barrio) chatter(s *scribe, c *campaignCast) {
	r := s.r
	for d := range barrioDays() {
		day := campaignFrom().AddDate(0, 0, d)
		for range r.Between(6, 12) {
			s.write(Pick(r, c.crowd), r.Time(day, day.Add(24*time.Hour)), "Buen día, mi gente #%", []string{Pick(r, campaignTags()[:4])})
		}
		for range r.Between(9, 15) {
			s.write(Pick(r, c.readers), r.Time(day, day.Add(24*time.Hour)), Pick(r, controlTexts()), []string{controlTag})
		}
	}
}
