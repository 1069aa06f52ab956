package jsontape

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
)

// A phrase is the text between one value and another: brackets, commas, names, colons, white space, and
// literals that have not varied. Dumps say few phrases, over and over, so that most of a dump is read
// by comparing it with what was read before; only values are looked at.
//
// That the next record will look like those before is what Bonetta and Brantner, "FAD.js: Fast
// JSON Data Access Using JIT-based Speculation" (PVLDB 10, 2017, doi:10.14778/3137765.3137782) build on. Here
// nothing is skipped: a phrase is known to be right where it may come, and all of its bytes are compared.
//
// The assembly knows where its fields are.
type phrase struct {
	text   [longest]byte
	rest   [longest / 64]uint64 // a bit for each byte of text that is not of the phrase
	places [mostTokens]uint8    // of its tokens in text

	// It may come where kinds&mask is want, and kinds is more than least, which is so where more is open than
	// mask speaks of.
	mask, want, least uint64
	opened            uint64              // kinds of what it leaves open
	next              [8]uint16           // phrases that came behind it and a value, the newest first; 0 is none
	brackets          [mostBrackets]uint8 // twice the token, and 1 for one that opens

	size, tokens, sides uint8 // bytes of text, entries of places and of brackets
	closes, opens       uint8 // arrays and objects that it closes, and that it leaves open
	ends                bool  // it closes the outermost
	unclean             bool  // a name is not clean

	divided bool   // there is one like it for each context, see divide
	context uint64 // where this one comes; 0: anywhere
}

const (
	longest      = 128
	mostTokens   = 32
	mostBrackets = 16
)

// A book is the phrases that are known, by number.
type book struct {
	phrases []phrase
	numbers map[string]uint32   // by key
	starts  map[string][]uint16 // by start, the longest first
	key     []byte
	found   int // tokens that were found with their help
	missed  int // phrases that were spelled, less a sixteenth of the tokens that were known; at most 127
}

// Two phrases are no phrases, but places from which others are sought.
const (
	beginning = iota // of a record
	elsewhere        // behind what is no phrase: none is known to come next
	firstPhrase
)

// mostPhrases is how many there may be before all are forgotten: dumps have tens.
const mostPhrases = 1 << 12

// open readies the book for a record.
func (b *book) open() {
	if b.phrases == nil || len(b.phrases) >= mostPhrases {
		b.phrases = append(b.phrases[:0], make([]phrase, firstPhrase)...)
		clear(b.numbers)
		clear(b.starts)
	}
}

// find returns the phrase with the text of another that may come in the same places and contexts; 0 if there is none.
func (b *book) find(p *phrase) uint32 {
	b.key = append(b.key[:0], p.text[:p.size]...)
	b.key = binary.LittleEndian.AppendUint64(b.key, p.mask)
	b.key = binary.LittleEndian.AppendUint64(b.key, p.want)
	b.key = binary.LittleEndian.AppendUint64(b.key, p.context)
	return b.numbers[string(b.key)]
}

// tries reports whether to look for a phrase that is spelled: not for all of them in text that says ever new ones.
func (b *book) tries() bool {
	if b.missed++; b.missed == 128 {
		b.missed -= 8
	}
	return b.missed < 64 || b.missed%8 == 0
}

// knew keeps that so many tokens were found with the help of phrases.
func (b *book) knew(tokens int) {
	b.found += tokens
	b.missed = max(0, b.missed-tokens/16)
}

// learns reports whether to add a phrase: where text does not repeat itself that costs more than it brings.
func (b *book) learns() bool { return len(b.phrases) < min(128+b.found/16, mostPhrases) }

// add returns the number of a new phrase, which was not found.
func (b *book) add(p *phrase) uint32 {
	k := uint32(len(b.phrases))
	b.phrases = append(b.phrases, *p)
	if b.numbers == nil {
		b.numbers, b.starts = map[string]uint32{}, map[string][]uint16{}
	}
	b.numbers[string(b.key)] = k
	if p.context == 0 {
		b.remember(k)
	}
	return k
}

// within returns the phrase like k for a context.
func (b *book) within(context uint64, k uint32) uint32 {
	if !b.phrases[k].divided {
		return k
	}
	p := b.phrases[k]
	p.divided, p.context, p.next = false, context, [8]uint16{}
	if own := b.find(&p); own != 0 {
		return own
	}
	if !b.learns() {
		return k
	}
	return b.add(&p)
}

// divide makes a phrase that may come anywhere one for each context from now on. A comma between two numbers tells nothing of what comes
// behind them; that they are the indices of a hashtag does.
func (b *book) divide(k uint32) {
	b.phrases[k].divided = true
	for i := range b.phrases {
		next := &b.phrases[i].next
		if at := slices.Index(next[:], uint16(k)); at >= 0 {
			copy(next[at:], next[at+1:])
			next[len(next)-1] = 0
		}
	}
}

// remember keeps how a phrase that begins with a comma or the end of something starts.
func (b *book) remember(k uint32) {
	p := &b.phrases[k]
	s := start(p.text[:p.size])
	if len(s) == 0 || s[0]|0x20 == '{' {
		return
	}
	alike := b.starts[string(s)]
	i := 0
	for i < len(alike) && b.phrases[alike[i]].size > p.size {
		i++
	}
	if alike = slices.Insert(alike, i, uint16(k)); len(alike) > mostAlike {
		alike = slices.Delete(alike, 0, 1)
	}
	b.starts[string(s)] = alike
}

// mostAlike is how many phrases are kept that start alike: the shortest, which come most often.
const mostAlike = 8

// start returns the beginning of a phrase up to its first colon, by which it is looked for where it did not come before;
// nothing if it has none.
func start(text []byte) []byte { return text[:bytes.IndexByte(text, ':')+1] }

// recall returns the longest phrase that comes at byte i of d, behind a value; 0 if none does. There are enough bytes from there on.
func (b *book) recall(d []byte, i int, kinds uint64) uint32 {
	for _, k := range b.starts[string(start(d[i:i+longest]))] {
		if p := &b.phrases[k]; p.fits(d, i, kinds) {
			return uint32(k)
		}
	}
	return 0
}

// follows keeps that phrase k came behind another and a value: in place of the one at place instead or, if that is -1, as
// the first.
func (b *book) follows(k, another uint32, instead int) {
	if another == elsewhere {
		return
	}
	p := &b.phrases[another]
	next := &p.next
	if instead < 0 {
		instead = slices.Index(next[:len(next)-1], uint16(k))
		if instead < 0 {
			instead = len(next) - 1
			if another >= firstPhrase && p.context == 0 && !p.divided && next[instead] != 0 {
				b.divide(another)
				return
			}
		}
		copy(next[1:], next[:instead])
		instead = 0
	}
	next[instead] = uint16(k)
}

// fits reports whether the phrase comes at byte i of d, of which there are enough from there on. What may be a value has to come
// behind it: with white space or a bracket it would be another phrase, which begins with this one.
func (p *phrase) fits(d []byte, i int, kinds uint64) bool {
	end := i + int(p.size)
	return kinds&p.mask == p.want && kinds > p.least && string(d[i:end]) == string(p.text[:p.size]) && (p.ends || d[end] > ' ' && d[end] != ']')
}

// differs returns the first byte in which the phrase differs from text, -1 if text begins with it.
func (p *phrase) differs(text []byte) int {
	for i, c := range p.text[:p.size] {
		if i == len(text) || text[i] != c {
			return i
		}
	}
	return -1
}

// say sets the text and its tokens, which were found in it from byte from on.
func (p *phrase) say(text []byte, tokens []uint32, from int) {
	p.size, p.tokens = uint8(copy(p.text[:], text)), uint8(len(tokens))
	for i := range p.rest {
		p.rest[i] = ^uint64(0) << min(max(len(text)-64*i, 0), 64)
	}
	for i, at := range tokens {
		p.places[i] = uint8(int(at) - from)
	}
}

// turn keeps what is open before and after the phrase, and at which depth it was lowest.
func (p *phrase) turn(before, after uint64, lowest int) {
	p.closes, p.opens = uint8(depthOf(before)-lowest), uint8(depthOf(after)-lowest)
	p.opened = after & (1<<p.opens - 1)
	if p.ends = depthOf(after) == 0; lowest == 0 { // all that is open matters
		p.mask, p.want, p.least = ^uint64(0), before, 0
		return
	}
	p.mask = 1<<(p.closes+1) - 1
	p.want, p.least = before&p.mask, p.mask
}

// depthOf returns how many arrays and objects are open.
func depthOf(kinds uint64) int { return bits.Len64(kinds) - 1 }
