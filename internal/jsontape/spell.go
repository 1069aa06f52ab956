package jsontape

// A spelling is a phrase as it is read for the first time.
type spelling struct {
	phrase
	from   int    // byte where it begins
	first  int    // its first token
	kinds  uint64 // of what was open before
	lowest int    // depth
	where  uint64 // context
}

// spell reads what stands before the next value, token by token, and keeps it as a phrase. inside says that an array or object
// comes next; else a value or nothing came before.
func (t *Tape) spell(inside bool) bool {
	s := spelling{from: t.at, first: len(t.pos), kinds: t.kinds, lowest: t.depth, where: t.context()}
	unclean, instead := t.unclean, -1
	t.unclean = false
	for inside = inside || t.depth == 0; ; {
		if !inside {
			if ended, ok := t.separator(&s); !ok {
				return false
			} else if ended {
				break
			}
		}
		if t.at == len(t.data) {
			return false
		}
		c := t.data[t.at]
		if c == '{' || c == '[' {
			var ok bool
			if inside, ok = t.enter(&s, c); !ok {
				return false
			}
			continue
		}
		if c != 't' && c != 'f' && c != 'n' {
			break
		}
		if !scalar(t.data, t.at) {
			return false
		}
		// A literal that varied once is a value, and so is one where the phrase has become long.
		if instead = t.varied(&s); instead >= 0 || t.at-s.from > longest/2 || len(t.pos)-s.first > mostTokens/2 {
			break
		}
		t.token(t.at)
		t.at += len(literals[c>>1&7].name)
		inside = false
	}
	s.unclean = t.unclean
	t.unclean = t.unclean || unclean
	t.learn(&s, instead)
	return true
}

// separator reads what comes behind a value: a comma and the name that may follow, or the ends of arrays and objects. It
// reports whether the outermost ended.
func (t *Tape) separator(s *spelling) (ended, ok bool) {
	for {
		if t.at = t.skip(t.at); t.at == len(t.data) {
			return false, false
		}
		c := t.data[t.at]
		if c == ',' {
			t.at = t.skip(t.at + 1)
			return false, t.kinds&1 == 0 || t.name()
		}
		if c|0x20 != '}' || t.kinds&1 != uint64(c>>5&1) {
			return false, false
		}
		t.bracket(s, 0)
		t.depth--
		t.kinds >>= 1
		s.lowest = min(s.lowest, t.depth)
		open := t.open[t.depth]
		t.link[open] = uint32(len(t.pos)) - 1 - open
		if t.depth == 0 {
			return true, true
		}
	}
}

// enter reads the bracket c, which opens an array or object, and a name that follows. It reports whether a value comes next.
func (t *Tape) enter(s *spelling, c byte) (inside, ok bool) {
	if t.depth == MaxDepth-1 {
		return false, false
	}
	t.open[t.depth] = uint32(len(t.pos))
	t.bracket(s, 1)
	t.depth++
	t.kinds = t.kinds<<1 | uint64(c>>5&1)
	if t.at = t.skip(t.at); t.at == len(t.data) {
		return false, false
	}
	inside = t.data[t.at] != c+2
	return inside, !inside || c == '[' || t.name()
}

// bracket reads a bracket: opens is 1 for one that opens something.
func (t *Tape) bracket(s *spelling, opens uint8) {
	if k := len(t.pos) - s.first; k < mostTokens && s.sides < mostBrackets {
		s.brackets[s.sides] = uint8(2*k) | opens
		s.sides++
	} else {
		s.sides = mostBrackets + 1
	}
	t.token(t.at)
	t.at++
}

// name reads a name and its colon, and white space.
func (t *Tape) name() bool {
	i := t.at
	if i == len(t.data) || t.data[i] != '"' {
		return false
	}
	end, ok := t.quote(i + 1)
	if !ok {
		return false
	}
	t.token(i)
	t.token(end)
	if i = t.skip(end + 1); i == len(t.data) || t.data[i] != ':' {
		return false
	}
	t.at = t.skip(i + 1)
	return true
}

// varied returns at which place is a phrase that came here before and differs from s in the literal at hand; -1 if none is.
func (t *Tape) varied(s *spelling) int {
	text, i := t.data[s.from:], t.at-s.from
	for place, k := range t.book.phrases[t.phrase].next {
		if at := t.book.phrases[k].differs(text); k != 0 && at >= i && at < i+len("false") {
			return place
		}
	}
	return -1
}

// learn goes on to the phrase that was spelled, and keeps that it came behind the one before: in the place instead, or, if that is -1,
// beside the others.
func (t *Tape) learn(s *spelling, instead int) {
	text, tokens, k := t.data[s.from:t.at], t.pos[s.first:], uint32(0)
	if t.book.tries() && t.at <= len(t.data)-reach && len(text) <= longest && len(tokens) <= mostTokens && s.sides <= mostBrackets {
		s.say(text, tokens, s.from)
		s.turn(s.kinds, t.kinds, s.lowest)
		if k = t.book.find(&s.phrase); k != 0 {
			k = t.book.within(s.where, k)
		} else if t.book.learns() {
			k = t.book.add(&s.phrase)
		}
	}
	if k == 0 {
		t.phrase = elsewhere
		return
	}
	t.book.follows(k, t.phrase, instead)
	t.phrase = k
}

// context tells places in a record apart by the names of the two innermost arrays and objects that have one.
func (t *Tape) context() uint64 {
	h := uint64(1)
	for d, names := t.depth-1, 0; d > 0 && names < 2; d-- {
		if t.kinds>>(t.depth-d)&1 == 0 { // it is in an array
			continue
		}
		i := t.open[d]
		for name := t.data[t.pos[i-2]:t.pos[i-1]]; len(name) > 0; {
			var b [8]byte
			name = name[copy(b[:], name):]
			h = scramble(h ^ le(b[:]))
		}
		names++
	}
	return h
}
