package adentro

import (
	"slices"
	"time"
)

// An Account is one account of a Snapshot: its index there is its graph node and its
// row in every export. What records say of it is kept packed and read by methods, in
// some 40 ns each; Profile gives all of it at once.
//
// Memory: 48 bytes; with a profile of one record, some 40 more and its texts.
type Account struct {
	Key       Key
	said      packed // what records say of it; "" if none says anything
	Posts     int32  // tweets in the Snapshot that it wrote
	Status    Status
	marks     marks
	Mentioned bool // some tweet mentions it
	InList    bool // in at least one list, or owner of one
}

// marks are what its history says of an account.
type marks uint8

const (
	markReinstated marks = 1 << iota
	markContradicted
	markCreationConflict
	markDuressZero
	markRenamed
)

// MakeAccount returns the account that p is of, with what its whole history says settled.
func MakeAccount(p Profile) Account {
	var w packer
	a := Account{Key: p.Key}
	a.settle(&p, &w)
	return a
}

// settle derives what the whole history of p says, and keeps p.
func (a *Account) settle(p *Profile, w *packer) {
	last, reinstated := settleStatus(p.Statuses)
	a.Status = last.Status
	a.mark(markReinstated, reinstated)
	a.mark(markContradicted, contradicted(p.Statuses))
	a.mark(markCreationConflict, p.CreationConflict())
	a.mark(markDuressZero, p.undoDuress())
	a.mark(markRenamed, slices.ContainsFunc(p.Handles, func(h HandleSpan) bool { return h.Handle != "" && foldHandle(h.Handle) != foldHandle(p.Handle) }))
	a.said = w.pack(p)
}

func (a *Account) mark(m marks, yes bool) {
	if yes {
		a.marks |= m
	}
}

// Profile returns what records say of the account, each field by its best record, without the
// hashes of the records. It allocates.
func (a *Account) Profile() Profile { return a.said.unpack(a.Key) }

// Known reports whether any record gave the field, be it empty or zero.
func (a *Account) Known(f Field) bool { return a.said.known(f) }

// Handle returns the handle as displayed, without @; "" if unknown.
func (a *Account) Handle() string { return a.Text(FieldHandle) }

// Name returns the display name.
func (a *Account) Name() string { return a.Text(FieldName) }

// Bio returns what the account says of itself.
func (a *Account) Bio() string { return a.Text(FieldBio) }

// Location returns where the account says that it is.
func (a *Account) Location() string { return a.Text(FieldLocation) }

// Text returns a text field; "" if it is unknown.
func (a *Account) Text(f Field) string {
	s, _ := a.said.text(f)
	return s
}

// Count returns a count; 0 if it is unknown.
func (a *Account) Count(f Field) int64 {
	n, _ := a.said.count(f)
	return n
}

// Flag returns Protected, Verified or DefaultImage; false if it is unknown.
func (a *Account) Flag(f Field) bool { return a.said.flag(f) }

// Created returns when the account was created, in UTC; zero if unknown.
func (a *Account) Created() time.Time {
	t, _ := a.said.created()
	return t
}

// StatusFrom returns the event that Status rests on.
func (a *Account) StatusFrom() StatusEvent {
	e, _ := settleStatus(a.Profile().Statuses)
	return e
}

// Former returns the handles that the account bore before, oldest first.
func (a *Account) Former() []string {
	p := a.Profile()
	slices.SortStableFunc(p.Handles, func(x, y HandleSpan) int { return x.Last.Compare(y.Last) })
	var out []string
	for _, h := range p.Handles {
		if h.Handle != "" && foldHandle(h.Handle) != foldHandle(p.Handle) {
			out = append(out, h.Handle)
		}
	}
	return out
}

// Renamed reports whether the account bore another handle before: Former names it.
func (a *Account) Renamed() bool { return a.marks&markRenamed != 0 }

// Reinstated reports whether the account was seen active after a suspension.
func (a *Account) Reinstated() bool { return a.marks&markReinstated != 0 }

// Contradicted reports whether two records of one instant disagree on whether the account could
// be seen.
func (a *Account) Contradicted() bool { return a.marks&markContradicted != 0 }

// CreationConflict reports whether records state creation dates that cannot all be right.
func (a *Account) CreationConflict() bool { return a.marks&markCreationConflict != 0 }

// DuressZero reports whether a zero count was replaced by the newest positive one.
func (a *Account) DuressZero() bool { return a.marks&markDuressZero != 0 }

// Profiled reports whether any record gave a property beyond id and handle.
func (a *Account) Profiled() bool { return a.said.bits()&(1<<NumFields-1)>>FieldName != 0 }

// HasLocation reports whether the account declares a location: at least one
// rune that is neither space nor control nor format.
func (a *Account) HasLocation() bool { return a.Known(FieldLocation) && Present(a.Location()) }

// Label returns the handle with @, or the key where no handle is known.
func (a *Account) Label() string {
	if h := a.Handle(); h != "" {
		return "@" + h
	}
	if h, ok := a.Key.Handle(); ok {
		return "@" + h
	}
	return a.Key.String()
}

// Where returns the record that best shows the account: that of field f, else
// of any field, else the zero Origin and false.
func (a *Account) Where(f Field) (Origin, bool) {
	p := a.Profile()
	if p.Known(f) {
		return p.Sighting(f).Origin, true
	}
	if n := len(p.Sightings); n > 0 {
		return p.Sightings[n-1].Origin, true
	}
	if e, _ := settleStatus(p.Statuses); e.Status != StatusUnknown {
		return e.Origin, true
	}
	return Origin{}, false
}
