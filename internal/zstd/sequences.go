package zstd

import (
	"encoding/binary"
	"math/bits"
)

// A sequence is literals, and then a copy of older text. The assembly knows where its fields are.
type sequence struct {
	literals, match uint32 // bytes
	from            int32  // where in the ring the copy begins; odd: that must be looked at
	offset          uint32 // how far back that is
}

const (
	batchSize = 512 // so many sequences are decoded before all of them are carried out
	lag       = 16  // so many lie between the one that is decoded and the one that is carried out
	near      = 32  // so many bytes are copied at once
	odd       = -1
)

// A way decodes and carries out sequences. Ways do the same, but for how many sequences they leave to others.
type way struct {
	name string
	// both decodes the sequences of batch from made on, behind each of which another comes. Before each it carries out the one lag before, but not before the
	// first if ahead is true. It returns how many it decoded, and whether it stopped at one to carry out that is odd; else it stopped before decoding.
	both func(d *decoding, b, ring, literals []byte, batch []sequence, made int, ahead bool) (n int, stopped bool)
	// execute carries out sequences up to one that is odd, and returns how many, and where text and literals then end.
	execute func(ring, literals []byte, batch []sequence, at, used int) (done, end, spent int)
}

var fastest = ways()[0]

var portable = way{"portable", func(*decoding, []byte, []byte, []byte, []sequence, int, bool) (int, bool) { return 0, false }, execute}

// A decoding is how far the sequences of a block are decoded. The assembly knows where its fields are.
type decoding struct {
	cells  [3][1 << maxLog]cell
	at     int       // in the input, of eight bytes
	rem    int       // how many of their bits, the lowest, are left
	states [3]uint64 // which of the cells come next
	recent [3]uint64 // offsets
	pos    int       // end of the text in the ring when all are carried out
	left   int       // literals
	lap    int       // end of the older text in the ring
	most   int       // what pos may be
	far    uint64    // offsets from near to near and this are known to be right
	to     int       // end of the text in the ring
	used   int       // literals
}

// start reads the first states.
func (d *decoding) start(b []byte, tables *[3]table) bool {
	last := b[len(b)-1]
	d.at, d.rem = len(b)-8, 63-bits.LeadingZeros8(last)
	word := binary.LittleEndian.Uint64(b[d.at:])
	for i, t := range tables {
		d.states[i] = d.take(word, t.log)
	}
	return last != 0
}

// take returns the next n bits of word.
func (d *decoding) take(word uint64, n uint8) uint64 {
	d.rem -= int(n)
	return word >> (uint(d.rem) % 64) & (1<<(n%64) - 1)
}

// refill moves back by the bytes that are used up, as far as there are others.
func (d *decoding) refill(b []byte) (word uint64) {
	n := min((64-d.rem)/8, d.at)
	d.at -= n
	d.rem += 8 * n
	return binary.LittleEndian.Uint64(b[d.at:])
}

// decode decodes sequences (RFC 8878, section 3.1.1.3.2.1), the last of a block among them if last is true.
func (d *decoding) decode(b []byte, batch []sequence, last bool) error {
	for i := range batch {
		var c [3]cell
		for t := range c {
			c[t] = d.cells[t][d.states[t]%(1<<maxLog)]
		}
		number := func(t int, word uint64) int { return int(c[t].base) + int(d.take(word, c[t].more)) }
		value := number(offsets, d.refill(b))
		word := d.refill(b)
		match, literals := number(matchLengths, word), number(literalLengths, word)
		batch[i] = d.place(literals, match, d.offset(uint64(value), literals == 0))
		if d.left < 0 || d.pos > d.most {
			return ErrBlock
		}
		if !last || i < len(batch)-1 {
			for _, t := range []int{literalLengths, matchLengths, offsets} {
				d.states[t] = uint64(c[t].next) + d.take(word, c[t].step)
			}
		}
		if d.rem < 0 {
			return ErrSequences
		}
	}
	return nil
}

// offset returns the offset that a value means (section 3.1.1.5): up to 3 they are recent ones, of which those before a copy without literals
// are one older.
func (d *decoding) offset(value uint64, bare bool) uint64 {
	r := &d.recent
	if value > 3 {
		*r = [3]uint64{value - 3, r[0], r[1]}
		return r[0]
	}
	if bare {
		value++
	}
	switch value {
	case 2:
		*r = [3]uint64{r[1], r[0], r[2]}
	case 3:
		*r = [3]uint64{r[2], r[0], r[1]}
	case 4:
		*r = [3]uint64{uint64(uint32(r[0] - 1)), r[0], r[1]}
	}
	return r[0]
}

// place finds where a sequence comes, and where it copies from.
func (d *decoding) place(literals, match int, offset uint64) sequence {
	d.left -= literals
	d.pos += literals
	from := d.pos - int(offset)
	d.pos += match
	switch {
	case from < 0 && from+match >= 0, offset-near > d.far:
		from = odd
	case from < 0:
		from += d.lap
	}
	return sequence{uint32(literals), uint32(match), int32(from), uint32(offset)}
}

// sequences decodes and carries out count sequences, for which there are so many literals. It returns where the text ends, and how many
// literals were used.
func (z *Reader) sequences(b []byte, count, literals int) (at, used int, err error) {
	if len(b) == 0 {
		return 0, 0, ErrSequences
	}
	pad := max(8-len(b), 0)
	if pad > 0 {
		b = append(make([]byte, pad), b...)
	}
	d := &z.decoding
	d.pos, d.most, d.left, d.lap = z.at, z.at+z.blockMax, literals, z.lap
	d.to, d.used = z.at, 0
	known := min(uint64(z.window), z.text)
	d.far = max(known, near) - near
	if !d.start(b, &z.tables) {
		return 0, 0, ErrSequences
	}
	for count > 0 {
		// The first lag sequences do nothing.
		batch := z.batch[:lag+min(count, batchSize)]
		count -= len(batch) - lag
		if err := z.carryOut(b, batch, count == 0, known >= near); err != nil {
			return 0, 0, err
		}
	}
	if 8*d.at+d.rem != 8*pad {
		return 0, 0, ErrSequences
	}
	return d.to, d.used, nil
}

// carryOut decodes sequences, the last of a block among them if last is true, and carries them out. The fastest way does most of that, if near offsets
// are known to be right.
func (z *Reader) carryOut(b []byte, batch []sequence, last, known bool) error {
	d := &z.decoding
	made, done := lag, lag
	if known {
		others := batch // but the last, which no states follow
		if last {
			others = batch[:len(batch)-1]
		}
		made, done = z.both(b, others)
	}
	if err := d.decode(b, batch[made:], last); err != nil {
		return err
	}
	for batch = batch[done:]; len(batch) > 0; {
		n := 0
		if known {
			n, d.to, d.used = fastest.execute(z.ring, z.literals, batch, d.to, d.used)
		}
		if batch = batch[n:]; len(batch) > 0 {
			if !z.one(batch[0]) {
				return ErrDistance
			}
			batch = batch[1:]
		}
	}
	return nil
}

// both goes the fastest way, up to a sequence that cannot be carried out at most. It returns how many are decoded and carried out.
func (z *Reader) both(b []byte, batch []sequence) (made, done int) {
	made = lag
	for stopped := true; stopped; done++ {
		var n int
		n, stopped = fastest.both(&z.decoding, b, z.ring, z.literals, batch, made, made-done < lag)
		made += n
		if done = made - lag; stopped && !z.one(batch[done]) {
			break
		}
	}
	return made, done
}

// one carries out a sequence. It does nothing and reports false if there is no text so far back.
func (z *Reader) one(q sequence) bool {
	d := &z.decoding
	at, offset := d.to+int(q.literals), int(q.offset)
	if offset == 0 || offset > z.window || uint64(offset) > z.text+uint64(at-z.at) {
		return false
	}
	copy(z.ring[d.to:at], z.literals[d.used:])
	d.used += int(q.literals)
	d.to = at + int(q.match)
	z.copy(at, int(q.match), offset)
	return true
}

// copy copies n bytes of text from so far back, which may go on at the start of the ring.
func (z *Reader) copy(at, n, offset int) {
	from := at - offset
	if from < 0 {
		k := copy(z.ring[at:at+n], z.ring[from+z.lap:z.lap])
		at, n, from, offset = at+k, n-k, 0, at+k
	}
	repeat(z.ring, at, n, from, offset)
}

// repeat copies n bytes; of those that offset is less than n the first come again.
func repeat(ring []byte, at, n, from, offset int) {
	for n > 0 {
		k := copy(ring[at:], ring[from:from+min(n, offset)])
		at, n, from = at+k, n-k, from+k
	}
}

func execute(ring, literals []byte, batch []sequence, at, used int) (done, end, spent int) {
	for i, q := range batch {
		if q.from == odd {
			return i, at, used
		}
		at += copy(ring[at:], literals[used:used+int(q.literals)])
		used += int(q.literals)
		repeat(ring, at, int(q.match), int(q.from), int(q.offset))
		at += int(q.match)
	}
	return len(batch), at, used
}
