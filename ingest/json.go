package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// decodeJSON reads a stream of JSON values, each by its own format: real files
// are concatenations of several. The stream is a piece that begins in the given
// state; unless it is the last one, a value that is not whole at its end is left. It
// returns the bytes read and the state behind them.
func (d *decoder) decodeJSON(w *window, from state, last bool) (int, state) {
	f := newFramer(w, d.opt.MaxRecord)
	f.array, f.skip = from.Array, from.Skip
	d.size = int64(len(w.rest()))
	for {
		fr, ok := f.next()
		if !ok {
			break
		}
		if fr.reason != "" && !last && f.skip == nil && len(w.rest()) == 0 {
			return int(fr.off), state{Array: f.array} // the bracket before it is read
		}
		d.frame, d.blanked = fr, nil
		if fr.reason == "" {
			d.value(fr.value)
			continue
		}
		if fr.pages && d.salvage() {
			continue
		}
		d.src.Records.Seen++
		d.misfits++
		d.reject(&record{off: fr.off, line: fr.line}, fr.reason, fr.detail)
	}
	if f.open && last {
		d.warned["array_unclosed"]++
	}
	if !f.open && last && !w.damaged() {
		d.empty(d.formatIndex("ids"))
	}
	if f.nuls > 0 {
		d.warned["nul_run"] = f.nuls
	}
	return int(w.off), state{Array: f.array, Skip: f.skip}
}

// salvage decodes the elements of a broken page that are whole, and rejects
// the others one by one.
func (d *decoder) salvage() bool {
	fixed, cuts := repair(d.frame.data, d.frame.reason)
	if fixed == nil {
		return false
	}
	var tape jsontape.Tape
	if _, err := tape.Parse(fixed, true); err != nil {
		return false
	}
	for _, c := range cuts {
		d.blanked = append(d.blanked, c.at)
		d.src.Records.Seen++
		d.reject(&record{off: d.frame.off + int64(c.at)}, c.reason, "one part of a page; the others were kept")
	}
	d.value(tape.Root())
	return true
}

// cut reports whether v stands for an element that salvage cut out.
func (d *decoder) cut(v jsontape.Value) bool {
	for _, at := range d.blanked {
		if at == v.Offset() {
			return true
		}
	}
	return false
}

// value decodes one value of any shape.
func (d *decoder) value(v jsontape.Value) {
	switch v.Kind() {
	case jsontape.Object:
		if i := d.formatOf(v); i >= 0 {
			d.fits[i]++
			d.formats[i].decode(d, v)
			return
		}
	case jsontape.Array:
		for e := range v.Elems() {
			d.value(e)
		}
		return
	case jsontape.Number, jsontape.String:
		d.bareID(v)
		return
	}
	d.reject(d.begin(v, time.Time{}), "unknown_shape", details["unknown_shape"])
}

// formatOf returns the index of the first format that fits an object, -1 if none does. Where the
// names and kinds of the members decided, they decide for all objects that share them.
func (d *decoder) formatOf(v jsontape.Value) int {
	shared := v.Shape()
	if j, ok := d.shapes[shared]; ok {
		d.lists = j.lists
		return j.format
	}
	d.lists = hasNested(v)
	s := newShape(v)
	fits := -1
	for i := range d.formats {
		if f := &d.formats[i]; f.fits != nil && f.fits(s) {
			fits = i
			break
		}
	}
	if shared != 0 && !s.looked && len(d.shapes) < 1<<12 {
		d.shapes[shared] = judged{fits, d.lists}
	}
	return fits
}

// bareID keeps an id that stands alone until the whole file tells what its ids are.
func (d *decoder) bareID(v jsontape.Value) {
	id, q := jsonID(v)
	if q == exact {
		d.bareIDs = append(d.bareIDs, bareID{id, d.frame.off + int64(v.Offset()), d.frame.line})
		return
	}
	d.reject(d.begin(v, time.Time{}), idReason(q), details[idReason(q)])
}

// idReason returns the reason to reject a record for its id, "" for an exact one.
func idReason(q quality) string {
	switch q {
	case exact:
		return ""
	case lossy:
		return "lossy_id"
	case missing:
		return "no_id"
	}
	return "bad_id"
}

func (r *record) origin() adentro.Origin { return adentro.Origin{Offset: r.off} }
