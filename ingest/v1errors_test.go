package ingest

import (
	"fmt"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// TestErrorCodes reads each code of the v1.1 API once beside an account's id and once
// beside a handle: what it says of the account, or that it says nothing.
func TestErrorCodes(t *testing.T) {
	const nothing = adentro.StatusUnknown
	for _, tt := range []struct {
		code             int
		byID, byHandle   adentro.Status
		message, ignored string
	}{
		{17, adentro.NotFound, adentro.NotFound, "No user matches for specified terms.", ""},
		{34, adentro.NotFound, adentro.NotFound, "Sorry, that page does not exist.", ""},
		{50, adentro.Deactivated, adentro.NotFound, "User not found.", ""},
		{63, adentro.Suspended, adentro.Suspended, "User has been suspended.", ""},
		{136, adentro.Unavailable, adentro.Unavailable, "You have been blocked from viewing this user's profile.", ""},
		{179, adentro.Protected, adentro.Protected, "Sorry, you are not authorized to see this status.", ""},
		{144, nothing, nothing, "No status found with that ID.", "error_nobody"},
		{421, nothing, nothing, "This Tweet is no longer available.", "error_nobody"},
		{422, nothing, nothing, "This Tweet is no longer available because it violated the rules.", "error_nobody"},
		{32, nothing, nothing, "Could not authenticate you.", "collector_error"},
		{64, nothing, nothing, "Your account is suspended and is not permitted to access this feature.", "collector_error"},
		{88, nothing, nothing, "Rate limit exceeded", "collector_error"},
		{89, nothing, nothing, "Invalid or expired token.", "collector_error"},
		{130, nothing, nothing, "Over capacity", "collector_error"},
		{131, nothing, nothing, "Internal error", "collector_error"},
		{215, nothing, nothing, "Bad Authentication data.", "collector_error"},
		{420, nothing, nothing, "Enhance Your Calm", "collector_error"},
		{429, nothing, nothing, "Too Many Requests", "collector_error"},
	} {
		for beside, want := range map[string]adentro.Status{`"user_id":71`: tt.byID, `"screen_name":"ana_71"`: tt.byHandle} {
			d := decodeBytes(t, "errors.jsonl", fmt.Appendf(nil, `{"errors":[{"code":%d,"message":%q}],%s}`, tt.code, tt.message, beside))
			got := nothing
			if len(d.obs.Profiles) == 1 {
				got = d.obs.Profiles[0].Statuses[0].Status
			}
			if got != want {
				t.Errorf("code %d beside %s: %s, want %s", tt.code, beside, got, want)
			}
			if tt.ignored != "" && (d.src.Records.Ignored != 1 || d.src.Why[0].Code != "ignored_"+tt.ignored) {
				t.Errorf("code %d beside %s: %+v %v, want ignored_%s", tt.code, beside, d.src.Records, d.src.Why, tt.ignored)
			}
		}
	}
	// The id beside "not authorized to see this status" may be the status's.
	if d := decodeBytes(t, "errors.jsonl", []byte(`{"errors":[{"code":179,"message":"Sorry, you are not authorized to see this status."}],"id":1383027390673847073}`)); len(d.obs.Profiles) != 0 {
		t.Errorf("a status's id became the account %s", d.obs.Profiles[0].Key)
	}
}
