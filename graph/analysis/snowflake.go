package analysis

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// firstSnowflake is below every id of an account that holds its time of creation: accounts
// have had such ids since 17 February 2016, and none that was issued by count before is as large.
const firstSnowflake = 699_000_000_000_000_000

// snowflakeEpoch is the instant, in milliseconds of Unix time, from which ids count.
const snowflakeEpoch = 1288834974657

// idCreated returns when the account with this id was created, by the time that the id holds; ok is
// false for an id without one, which no conversion dates. Ids were exactly the stated time of
// creation until 16 August 2019, and no longer exactly since: such a date is derived, not observed, and
// its error is to be measured on accounts of which both are known.
func idCreated(k adentro.Key) (t time.Time, ok bool) {
	if k.ID < firstSnowflake {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(k.ID>>22) + snowflakeEpoch).UTC(), true
}
