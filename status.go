package adentro

import (
	"cmp"
	"slices"
	"time"
)

// A Status is what the platform last said of an account.
type Status uint8

// The statuses.
const (
	StatusUnknown Status = iota
	Active
	Protected
	Suspended
	Deactivated
	NotFound
	Unavailable
)

// String returns unknown, active, protected, suspended, deactivated, not_found
// or unavailable.
func (s Status) String() string {
	return [...]string{"unknown", "active", "protected", "suspended", "deactivated", "not_found", "unavailable"}[s]
}

// Lost reports whether the account could no longer be seen by anyone.
func (s Status) Lost() bool { return s == Suspended || s == Deactivated || s == NotFound }

// A StatusBasis says why a status is believed. Larger is stronger.
type StatusBasis uint8

// The bases.
const (
	BasisNone   StatusBasis = iota
	BasisLabel              // the release says so of all its accounts
	BasisAbsent             // it was asked for and left out of the answer, which does not say why
	BasisRecord             // its profile was returned
	BasisCode               // an error code or sentence of the platform
)

// String returns none, label, absent, record or code.
func (b StatusBasis) String() string {
	return [...]string{"none", "label", "absent", "record", "code"}[b]
}

// A StatusEvent is one report of a status.
type StatusEvent struct {
	Status Status
	Basis  StatusBasis
	At     time.Time // zero if unknown
	Origin Origin
}

// joinStatuses keeps, for each status and basis, the first and the last event:
// what happened between two equal reports adds nothing to the timeline. Reports that
// contradict each other at one instant both stay. Events that differ in their
// origin only, as copies of a file give, are the one of the first origin.
func joinStatuses(a, b []StatusEvent) []StatusEvent {
	if slices.Equal(a, b) || len(b) == 0 {
		return a
	}
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(x, y StatusEvent) int {
		return cmp.Or(cmp.Compare(x.Status, y.Status), cmp.Compare(x.Basis, y.Basis), x.At.Compare(y.At), compareOrigins(x.Origin, y.Origin))
	})
	all = slices.CompactFunc(all, func(x, y StatusEvent) bool {
		return x.Status == y.Status && x.Basis == y.Basis && x.At.Equal(y.At)
	})
	same := func(i, j int) bool {
		return 0 <= i && j < len(all) && all[i].Status == all[j].Status && all[i].Basis == all[j].Basis
	}
	out := make([]StatusEvent, 0, len(all))
	for i := range all {
		if !same(i-1, i) || !same(i, i+1) {
			out = append(out, all[i])
		}
	}
	slices.SortFunc(out, compareEvents)
	return out
}

func compareEvents(x, y StatusEvent) int {
	return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Basis, y.Basis), cmp.Compare(x.Status, y.Status), compareOrigins(x.Origin, y.Origin))
}

// settleStatus returns the event that tells an account's status, and whether it
// was seen again after a suspension. events are oldest first. The newest counts, with
// two exceptions: an undated word of the platform that an account is lost stands
// against profiles of whatever date, because they may be older; and an account left out
// of an answer is still what a code said of it.
func settleStatus(events []StatusEvent) (last StatusEvent, reinstated bool) {
	var suspended time.Time
	for _, e := range events {
		lost := last.Status.Lost() && last.Basis == BasisCode
		if lost && last.At.IsZero() && e.Basis != BasisCode || lost && e.Basis == BasisAbsent {
			continue
		}
		if e.Status == Suspended && suspended.IsZero() {
			suspended = e.At
		}
		if (e.Status == Active || e.Status == Protected) && !suspended.IsZero() && e.At.After(suspended) {
			reinstated = true
		}
		last = e
	}
	return last, reinstated
}

// contradicted reports whether two events of one instant disagree on whether the
// account could be seen. events are oldest first.
func contradicted(events []StatusEvent) bool {
	for i := 1; i < len(events); i++ {
		if a, b := events[i-1], events[i]; !a.At.IsZero() && a.At.Equal(b.At) && a.Status.Lost() != b.Status.Lost() {
			return true
		}
	}
	return false
}
