package analysis

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// An id issued since February 2016 holds the millisecond when it was made, above 22 bits
// of machine and sequence; the platform opened its source in 2010. User ids became such
// snowflakes on 16 and 17 February 2016, small ids being issued beside them on these two days, and
// since 16 August 2019 the profile's creation date is not exactly that of the id.
const (
	firstSnowflake = 699_000_000_000_000_000 // 14 February 2016
	snowflakeEpoch = 1288834974657           // Unix milliseconds of id 0
)

// idCreated returns the UTC time that an account's id holds; false for ids before
// snowflakes, hashed ids and handles.
func idCreated(key adentro.Key) (time.Time, bool) {
	if key.ID < firstSnowflake {
		return time.Time{}, false
	}
	t := time.UnixMilli(int64(key.ID>>22) + snowflakeEpoch).UTC()
	return t, credible(t)
}
