package gen

import "time"

// snowflakeEpoch is where the platform's time-bearing ids start counting, in ms.
const snowflakeEpoch = 1288834974657

// userSnowflakes returns when new accounts began to get such ids.
func userSnowflakes() time.Time { return date(2016, 2, 17) }

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// idMark says that accounts created about then got about this id. The marks
// are round figures of common knowledge, good to a few months.
type idMark struct {
	at time.Time
	id int64
}

func idMarks() []idMark {
	return []idMark{
		{date(2009, 1, 1), 18_500_000}, {date(2010, 1, 1), 101_000_000}, {date(2011, 1, 1), 233_000_000},
		{date(2012, 1, 1), 452_000_000}, {date(2013, 1, 1), 1_055_000_000}, {date(2014, 1, 1), 2_270_000_000},
		{date(2015, 1, 1), 2_955_000_000}, {date(2016, 1, 1), 4_660_000_000}, {userSnowflakes(), 4_905_000_000},
	}
}

// idMaker gives out ids that fit the dates and are unique.
type idMaker struct {
	r    *Rand
	used map[uint64]bool
}

func newIDs(r *Rand) *idMaker { return &idMaker{r, map[uint64]bool{}} }

// account returns the id of an account created then: counted up before 2016-02-17,
// a snowflake since.
func (m *idMaker) account(at time.Time) uint64 {
	if !at.Before(userSnowflakes()) {
		return m.snowflake(at)
	}
	marks := idMarks()
	i := 1
	for i < len(marks)-1 && at.After(marks[i].at) {
		i++
	}
	a, b := marks[i-1], marks[i]
	return m.unique(func() uint64 {
		span, since := int64(b.at.Sub(a.at)/time.Second), max(int64(at.Sub(a.at)/time.Second), 0)
		return uint64(a.id + (b.id-a.id)/1000*(since*1000/span) + int64(m.r.N(400_000)))
	})
}

// snowflake returns an id that bears this time.
func (m *idMaker) snowflake(at time.Time) uint64 {
	return m.unique(func() uint64 {
		return uint64(at.UnixMilli()-snowflakeEpoch)<<22 | uint64(m.r.N(1<<10))<<12 | uint64(m.r.N(4))
	})
}

func (m *idMaker) unique(draw func() uint64) uint64 {
	for {
		if id := draw(); !m.used[id] {
			m.used[id] = true
			return id
		}
	}
}
