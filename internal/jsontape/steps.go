package jsontape

// A way reads phrases that are known, and the values behind them, as long as nothing is odd. It finds tokens, and tells
// why it stopped. Ways differ in what is odd for them, and else are the same.
type way struct {
	name  string
	run   func(w *walker, d []byte, last int, pos, link []uint32) (why int)
	names func(t *Tape, m *members, r *reader, end int) // see namesPortable
	text  func(b, s []byte) []byte                      // see textPortable
}

// Why a way stopped.
const (
	unknown = iota // no phrase that came here before comes, or there is no room
	ended          // the outermost array or object
	odd            // a value comes that must be looked at
)

var fastest = ways()[0]

// reach is how many bytes a way may look at from the place on that comes next.
const reach = 2*longest + 64

// room is how many tokens a way may write behind the last.
const room = 2 * mostTokens

// steps goes on the fastest way.
func (t *Tape) steps() (why int) {
	t.reserve(room + mostTokens)
	last := len(t.data) - reach
	if t.at > last || t.phrase == elsewhere {
		return unknown
	}
	before := len(t.pos)
	t.tokens = before
	why = fastest.run(&t.walker, t.data, last, t.pos[:cap(t.pos)], t.link)
	t.pos = t.pos[:t.tokens]
	t.book.knew(t.tokens - before)
	return why
}

// recall goes over a phrase that comes here and is known from other places.
func (t *Tape) recall() bool {
	if t.at > len(t.data)-reach {
		return false
	}
	k := t.book.recall(t.data, t.at, t.kinds)
	if k == 0 {
		return false
	}
	if t.book.phrases[k].divided {
		k = t.book.within(t.context(), k)
	}
	t.reserve(room)
	t.tokens = len(t.pos)
	p := &t.book.phrases[k]
	t.take(p, t.pos[:cap(t.pos)], t.link)
	t.pos = t.pos[:t.tokens]
	t.book.follows(k, t.phrase, -1)
	t.phrase = k
	return true
}

// portable is the way in Go; the other is in assembly.
func portable(w *walker, d []byte, last int, pos, link []uint32) (why int) {
	for w.at <= last && w.tokens <= len(pos)-room {
		p := w.next(d)
		if p == nil {
			return unknown
		}
		if w.take(p, pos, link); p.ends {
			return ended
		}
		end, quotes := quickly(d, w.at)
		if end == 0 {
			return odd
		}
		pos[w.tokens], pos[w.tokens+1] = uint32(w.at), uint32(end)
		w.at = end + quotes
		w.tokens += 1 + quotes
	}
	return unknown
}

// next goes on to the phrase that comes next, nil if none that is known does.
func (w *walker) next(d []byte) *phrase {
	for _, k := range &w.book.phrases[w.phrase].next {
		if k == 0 {
			break
		}
		if p := &w.book.phrases[k]; p.fits(d, w.at, w.kinds) {
			w.phrase = uint32(k)
			return p
		}
	}
	return nil
}

// take goes over a phrase that is known to come next.
func (w *walker) take(p *phrase, pos, link []uint32) {
	for i, place := range p.places[:(p.tokens+7)&^7] {
		pos[w.tokens+i] = uint32(w.at) + uint32(place)
	}
	if p.sides > 0 {
		w.turn(p, link)
	}
	w.at += int(p.size)
	w.tokens += int(p.tokens)
	w.unclean = w.unclean || p.unclean
}

// turn opens and closes what the phrase does.
func (w *walker) turn(p *phrase, link []uint32) {
	for _, b := range p.brackets[:p.sides] {
		token := uint32(w.tokens) + uint32(b>>1)
		if b&1 != 0 {
			w.open[w.depth%MaxDepth] = token
			w.depth++
		} else {
			w.depth--
			open := w.open[w.depth%MaxDepth]
			link[open] = token - open
		}
	}
	w.kinds = w.kinds>>p.closes<<p.opens | p.opened
}

// quickly returns the quote that ends the string at byte i, and 1, or the byte behind the number or literal there, and 0.
// It returns 0 for all that is not ASCII without escapes, or digits, or true, false or null.
func quickly(d []byte, i int) (end, quotes int) {
	c := d[i]
	if c == '"' {
		if end, high := plain(d, i+1); !high && end < len(d) && d[end] == '"' {
			return end, 1
		}
		return 0, 0
	}
	x := word(d, i)
	if c-'1' < 9 {
		for {
			_, k := leading(d[i:])
			if i += k; k < 8 || i+8 > len(d) {
				break
			}
		}
	} else if l := &literals[c>>1&7]; l.mask != 0 && x&l.mask == l.word {
		i += len(l.name)
	} else if c == '0' {
		i++
	} else {
		return 0, 0
	}
	if !ends[d[i]] {
		return 0, 0
	}
	return i, 0
}
