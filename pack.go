package adentro

import (
	"encoding/binary"
	"strings"
	"time"
)

// A packed is a Profile without its key and the hashes of its sightings, as bytes: some 40
// and its texts for an account of one record, where the struct takes 400 with its slices. Most
// numbers are uvarints; times are seconds and nanoseconds.
//
//	known fields and flags · lengths of the 5 texts · created · the known counts ·
//	sightings · who supplies which field, if there are several · handles · statuses ·
//	labels · series · creations · the texts
//
// Handles that the sighting and FieldHandle imply are a 1; else there are n+2 of them.
type packed string

// Bits of the first packedBits bytes, above one for each field.
const (
	packedProtected = 1 << (NumFields + iota)
	packedVerified
	packedDefaultImage

	packedBits = 3
)

// packEpoch is near the dates of the platform, so that they are short.
const packEpoch = 1142899200

// A packer appends to blocks that many profiles share.
type packer struct {
	block   strings.Builder
	scratch []byte
}

const packBlock = 1 << 16

// pack returns p as bytes.
func (w *packer) pack(p *Profile) packed {
	w.scratch = p.appendPacked(w.scratch[:0])
	return w.keep(w.scratch)
}

// keep returns b as a string in a block.
func (w *packer) keep(b []byte) packed {
	if w.block.Cap()-w.block.Len() < len(b) {
		w.block = strings.Builder{}
		w.block.Grow(max(packBlock, len(b)))
	}
	from := w.block.Len()
	w.block.Write(b)
	return packed(w.block.String()[from:])
}

func (p *Profile) appendPacked(b []byte) []byte {
	b = p.appendFields(b)
	b = binary.AppendUvarint(b, uint64(len(p.Sightings)))
	for _, s := range p.Sightings {
		b = appendOrigin(appendTime(b, s.At), s.Origin)
	}
	if len(p.Sightings) > 1 {
		b = append(b, p.from[:]...)
	}
	return p.appendTexts(p.appendHistory(b))
}

// appendFields appends all that comes before the sightings.
func (p *Profile) appendFields(b []byte) []byte {
	var bits uint32
	for f := range NumFields {
		if p.Known(f) {
			bits |= 1 << f
		}
	}
	if p.Protected {
		bits |= packedProtected
	}
	if p.Verified {
		bits |= packedVerified
	}
	if p.DefaultImage {
		bits |= packedDefaultImage
	}
	b = append(b, byte(bits), byte(bits>>8), byte(bits>>16))
	for _, s := range p.texts() {
		b = binary.AppendUvarint(b, uint64(len(*s)))
	}
	if p.Known(FieldCreated) {
		b = appendTime(b, p.Created)
	}
	for i, n := range p.counts() {
		if p.Known(FieldFollowers + Field(i)) {
			b = binary.AppendUvarint(b, uint64(*n))
		}
	}
	return b
}

func (p *Profile) appendTexts(b []byte) []byte {
	for _, s := range p.texts() {
		b = append(b, *s...)
	}
	return b
}

// texts are the texts, from FieldHandle to FieldURL.
func (p *Profile) texts() [5]*string {
	return [5]*string{&p.Handle, &p.Name, &p.Bio, &p.Location, &p.URL}
}

// counts are the counts, from FieldFollowers to FieldLikes.
func (p *Profile) counts() [5]*int64 {
	return [5]*int64{&p.Followers, &p.Following, &p.Tweets, &p.Listed, &p.Likes}
}

// appendHistory appends what an account has more of the more it was seen.
func (p *Profile) appendHistory(b []byte) []byte {
	if p.impliesHandle() {
		b = append(b, 1)
	} else {
		n := uint64(len(p.Handles))
		if n > 0 {
			n++
		}
		b = binary.AppendUvarint(b, n)
		for _, h := range p.Handles {
			b = appendTime(appendTime(appendText(b, h.Handle), h.First), h.Last)
			b = append(b, bit(h.Undated))
		}
	}
	b = binary.AppendUvarint(b, uint64(len(p.Statuses)))
	for _, e := range p.Statuses {
		implied := len(p.Sightings) > 0 && e.At.Equal(p.Sightings[0].At) && e.Origin == p.Sightings[0].Origin
		b = append(b, bit(implied)<<7|byte(e.Basis)<<4|byte(e.Status))
		if !implied {
			b = appendOrigin(appendTime(b, e.At), e.Origin)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(p.Labels)))
	for _, l := range p.Labels {
		b = appendText(appendText(b, l.Scheme), l.Value)
	}
	b = binary.AppendUvarint(b, uint64(len(p.series)))
	for _, x := range p.series {
		b = binary.AppendUvarint(binary.AppendVarint(b, x.when), uint64(x.n))
	}
	b = binary.AppendUvarint(b, uint64(len(p.creations)))
	for _, t := range p.creations {
		b = appendTime(b, t)
	}
	return b
}

// impliesHandle reports whether the handles are what one sighting with the current
// handle gives.
func (p *Profile) impliesHandle() bool {
	if len(p.Handles) != 1 || len(p.Sightings) == 0 {
		return false
	}
	at := p.Sightings[0].At
	return p.Handles[0] == HandleSpan{p.Handle, at, at, at.IsZero()}
}

func bit(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func appendTime(b []byte, t time.Time) []byte {
	return binary.AppendUvarint(binary.AppendVarint(b, t.Unix()-packEpoch), uint64(t.Nanosecond()))
}

func appendOrigin(b []byte, o Origin) []byte {
	return binary.AppendVarint(binary.AppendVarint(b, int64(o.Source)), o.Offset)
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
