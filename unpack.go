package adentro

import "time"

// bits returns the known fields and flags. Those of nothing are none.
func (s packed) bits() uint32 {
	if s == "" {
		return 0
	}
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16
}

func (s packed) known(f Field) bool { return s.bits()>>f&1 != 0 }

// flag returns a flag; false if it is unknown.
func (s packed) flag(f Field) bool { return s.bits()>>(NumFields+f-FieldProtected)&1 != 0 }

// text returns a text field, and what follows the lengths of the texts.
func (s packed) text(f Field) (string, unpacker) {
	if s == "" {
		return "", unpacker{}
	}
	u := unpacker{s[packedBits:]}
	size, end := 0, len(s)
	for g := FieldHandle; g <= FieldURL; g++ {
		n := u.count()
		if g == f {
			size = n
		} else if g > f {
			end -= n
		}
	}
	return string(s[end-size : end]), u
}

// created returns the date of creation, and what follows it.
func (s packed) created() (t time.Time, u unpacker) {
	_, u = s.text(FieldHandle)
	if s.known(FieldCreated) {
		t = u.time()
	}
	return t, u
}

// count returns a count, and what follows it, which for a field after the counts is what
// follows them all.
func (s packed) count(f Field) (n int64, u unpacker) {
	_, u = s.created()
	for g := FieldFollowers; g <= min(f, FieldLikes); g++ {
		if n = 0; s.known(g) {
			n = int64(u.uvarint())
		}
	}
	return n, u
}

// unpack returns the profile under its key. Its texts are those of s.
func (s packed) unpack(key Key) Profile {
	p := Profile{Key: key}
	if s == "" {
		return p
	}
	u := p.readFields(s)
	p.readSightings(&u, s)
	switch n := u.count(); n {
	case 0:
	case 1:
		at := p.Sightings[0].At
		p.Handles = []HandleSpan{{p.Handle, at, at, at.IsZero()}}
	default:
		p.Handles = make([]HandleSpan, n-1)
		for i := range p.Handles {
			p.Handles[i] = HandleSpan{u.text(), u.time(), u.time(), u.byte() != 0}
		}
	}
	p.Statuses = many(&u, func() StatusEvent {
		c := u.byte()
		e := StatusEvent{Status: Status(c & 15), Basis: StatusBasis(c >> 4 & 7)}
		if c>>7 != 0 {
			e.At, e.Origin = p.Sightings[0].At, p.Sightings[0].Origin
		} else {
			e.At, e.Origin = u.time(), u.origin()
		}
		return e
	})
	p.Labels = many(&u, func() Label { return Label{u.text(), u.text()} })
	p.series = many(&u, func() seriesPoint { return seriesPoint{u.varint(), int64(u.uvarint())} })
	p.creations = many(&u, u.time)
	return p
}

// readFields reads all that comes before the sightings, and the texts behind all. It returns what follows the fields.
func (p *Profile) readFields(s packed) unpacker {
	bits := s.bits()
	p.Protected, p.Verified, p.DefaultImage = bits&packedProtected != 0, bits&packedVerified != 0, bits&packedDefaultImage != 0
	u := unpacker{s[packedBits:]}
	var sizes [5]int
	from := len(s)
	for i := range sizes {
		sizes[i] = u.count()
		from -= sizes[i]
	}
	for i, t := range p.texts() {
		*t = string(s[from : from+sizes[i]])
		from += sizes[i]
	}
	if s.known(FieldCreated) {
		p.Created = u.time()
	}
	for i, n := range p.counts() {
		if s.known(FieldFollowers + Field(i)) {
			*n = int64(u.uvarint())
		}
	}
	return u
}

func (p *Profile) readSightings(u *unpacker, s packed) {
	p.Sightings = many(u, func() Sighting { return Sighting{At: u.time(), Origin: u.origin()} })
	for f := range NumFields {
		switch {
		case len(p.Sightings) > 1:
			p.from[f] = u.byte()
		case s.known(f):
			p.from[f] = 1
		}
	}
}

// An unpacker reads what a packer wrote.
type unpacker struct{ s packed }

func (u *unpacker) byte() byte {
	c := u.s[0]
	u.s = u.s[1:]
	return c
}

func (u *unpacker) uvarint() uint64 {
	var v uint64
	for shift := 0; ; shift += 7 {
		c := u.byte()
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v
		}
	}
}

func (u *unpacker) varint() int64 {
	v := u.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

func (u *unpacker) count() int { return int(u.uvarint()) }

func (u *unpacker) time() time.Time {
	sec := u.varint() + packEpoch
	return time.Unix(sec, int64(u.uvarint())).UTC()
}

func (u *unpacker) origin() Origin { return Origin{int32(u.varint()), u.varint()} }

func (u *unpacker) text() string {
	n := u.count()
	t := string(u.s[:n])
	u.s = u.s[n:]
	return t
}

// many reads a number and as many items.
func many[T any](u *unpacker, read func() T) []T {
	n := u.count()
	if n == 0 {
		return nil
	}
	out := make([]T, n)
	for i := range out {
		out[i] = read()
	}
	return out
}
