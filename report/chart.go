package report

import (
	"math"
	"strconv"
	"time"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// A bin is a span of days with what was counted in it.
type bin struct {
	from, to time.Time // to is exclusive
	values   [3]float64
}

// unit is the width of the bins of a time chart.
type unit int

const (
	byDay unit = iota
	byWeek
	byMonth
)

// unitFor returns the finest unit that gives at most this many bins.
func unitFor(from, to time.Time, most int) unit {
	days := int(to.Sub(from).Hours() / 24)
	switch {
	case days < most:
		return byDay
	case days < 7*most:
		return byWeek
	}
	return byMonth
}

// bins returns the empty bins from the day from to the day to, both inside.
func bins(from, to time.Time, u unit) []bin {
	at := from.UTC().Truncate(24 * time.Hour)
	switch u {
	case byMonth:
		at = time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
	case byWeek:
		at = at.AddDate(0, 0, -(int(at.Weekday())+6)%7) // Monday
	}
	var out []bin
	for !at.After(to) {
		next := at.AddDate(0, 0, 1)
		switch u {
		case byMonth:
			next = at.AddDate(0, 1, 0)
		case byWeek:
			next = at.AddDate(0, 0, 7)
		}
		out = append(out, bin{from: at, to: next})
		at = next
	}
	return out
}

// put adds v to one value of the bin that holds day t.
func put(bs []bin, t time.Time, value int, v float64) {
	lo, hi := 0, len(bs)
	for lo < hi {
		if mid := (lo + hi) / 2; bs[mid].to.After(t) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	if lo < len(bs) && !t.Before(bs[lo].from) && isNumber(v) {
		bs[lo].values[value] += v
	}
}

// An axis maps values from 0 to max on a room from the bottom up.
type axis struct {
	room vg.Rectangle
	max  float64
	step float64
}

// newAxis chooses a round step for about four lines; counts have no fractions.
func newAxis(room vg.Rectangle, largest float64) axis {
	largest = math.Max(largest, 1)
	step := math.Pow(10, math.Floor(math.Log10(largest/4)))
	for _, m := range []float64{1, 2, 5, 10} {
		if largest/(step*m) <= 5 {
			step *= m
			break
		}
	}
	step = math.Max(step, 1)
	return axis{room, step * math.Ceil(largest*1.02/step), step}
}

func (a axis) y(v float64) vg.Length {
	return a.room.Min.Y + vg.Length(math.Min(v, a.max)/a.max)*(a.room.Max.Y-a.room.Min.Y)
}

// grid draws the lines of an axis and their numbers, left of the room.
func (p *pen) grid(e *edition, a axis) {
	for v := 0.0; v <= a.max+a.step/2; v += a.step {
		y := a.y(v)
		p.line(inkGrid(), 0.7, nil, vg.Point{X: a.room.Min.X, Y: y}, vg.Point{X: a.room.Max.X, Y: y})
		p.text(faceTick(), vg.Point{X: a.room.Min.X - 5, Y: y}, text.XRight, text.YCenter, e.l.Int(int64(v)))
	}
}

// A span maps instants on a room from left to right.
type span struct {
	room     vg.Rectangle
	from, to time.Time
}

func (s span) x(t time.Time) vg.Length {
	share := t.Sub(s.from).Seconds() / math.Max(1, s.to.Sub(s.from).Seconds())
	return s.room.Min.X + vg.Length(share)*(s.room.Max.X-s.room.Min.X)
}

// ticks writes dates under the room: years for long spans, months or days for
// short ones, every so many that they never touch. A date stands under the middle of its
// day, month or year where bars are as wide.
func (p *pen) ticks(e *edition, s span) {
	list := dateTicks(e, s)
	widest := vg.Length(1)
	for _, t := range list {
		widest = max(widest, p.width(faceTick(), t.label)+10)
	}
	every := 1
	for _, every = range []int{1, 2, 5, 7, 10, 14, 20, 50, 100} {
		if vg.Length(len(list)/every)*widest <= s.room.Max.X-s.room.Min.X+widest {
			break
		}
	}
	for i := 0; i < len(list); i += every {
		x := s.x(list[i].at)
		half := p.width(faceTick(), list[i].label) / 2
		if x < s.room.Min.X-1 || x > s.room.Max.X || x+half > s.room.Max.X+margin {
			continue
		}
		p.line(inkMuted(), 0.7, nil, vg.Point{X: x, Y: s.room.Min.Y}, vg.Point{X: x, Y: s.room.Min.Y - 3})
		p.text(faceTick(), vg.Point{X: x, Y: s.room.Min.Y - 5}, text.XCenter, text.YTop, list[i].label)
	}
	p.line(inkMuted(), 0.9, nil, s.room.Min, vg.Point{X: s.room.Max.X, Y: s.room.Min.Y})
}

// A tick is a date on an axis.
type tick struct {
	at    time.Time
	label string
}

// dateTicks returns every date that an axis could bear.
func dateTicks(e *edition, s span) []tick {
	var out []tick
	days := s.to.Sub(s.from).Hours() / 24
	switch {
	case days > 3*365:
		for at := time.Date(s.from.Year(), 1, 1, 0, 0, 0, 0, time.UTC); !at.After(s.to); at = at.AddDate(1, 0, 0) {
			out = append(out, tick{at, strconv.Itoa(at.Year())})
		}
	case days > 62:
		for at := time.Date(s.from.Year(), s.from.Month(), 1, 0, 0, 0, 0, time.UTC); !at.After(s.to); at = at.AddDate(0, 1, 0) {
			out = append(out, tick{at, e.l.Month(at)})
		}
	default:
		for at := s.from; at.Before(s.to); at = at.AddDate(0, 0, 1) {
			out = append(out, tick{at.Add(noon), e.l.DayMonth(at)})
		}
	}
	return out
}

// noon is the middle of a day's bar.
const noon = 12 * time.Hour
