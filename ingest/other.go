package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// others are answers of the API that hold nothing to keep. Each is told by
// members that it has, all of them. Direct messages come first: they are
// private and never kept, whatever else they look like.
var others = []struct {
	what string
	all  []string
}{
	{"direct_message", []string{"sender_id", "recipient_id"}},
	{"direct_message", []string{"sender", "recipient"}},
	{"direct_message", []string{"sender_screen_name", "recipient_screen_name"}},
	{"direct_message", []string{"message_create"}},
	{"direct_message", []string{"dm_conversation_id"}},
	{"direct_message", []string{"dmConversation"}},
	{"direct_message", []string{"direct_message_events"}},
	{"direct_message", []string{"welcome_message"}},
	{"direct_message", []string{"welcome_messages"}},
	{"direct_message", []string{"welcome_message_rule"}},
	{"direct_message", []string{"welcome_message_rules"}},
	{"friendship", []string{"relationship"}},
	{"friendship", []string{"connections", "screen_name"}},
	{"list_info", []string{"member_count", "subscriber_count"}},
	{"list_info", []string{"member_count", "follower_count", "owner_id"}},
	{"list_info", []string{"lists", "next_cursor"}},
	{"list_info", []string{"lists"}},
	{"trends", []string{"trends"}},
	{"trends", []string{"woeid", "placeType"}},
	{"saved_search", []string{"query", "position", "name"}},
	{"search_info", []string{"query", "max_id", "completed_in"}},
	{"suggestion", []string{"slug", "size", "name"}},
	{"suggestion", []string{"categories", "slug"}},
	{"rate_limit", []string{"resources", "rate_limit_context"}},
	{"rate_limit", []string{"remaining_hits"}},
	{"media", []string{"media_id"}},
	{"media", []string{"media_key", "type"}},
	{"oembed", []string{"provider_name", "html"}},
	{"settings", []string{"short_url_length"}},
	{"settings", []string{"photo_sizes"}},
	{"settings", []string{"always_use_https"}},
	{"settings", []string{"sizes"}},
	{"settings", []string{"tos"}},
	{"settings", []string{"privacy"}},
	{"settings", []string{"code", "name", "status"}},
	{"settings", []string{"environments"}},
	{"settings", []string{"valid", "url", "created_at"}},
	{"place", []string{"place_type", "country_code"}},
	{"place", []string{"place_type", "full_name"}},
	{"place", []string{"result", "query"}},
	{"counts", []string{"start", "end", "tweet_count"}},
	{"counts", []string{"start", "end", "post_count"}},
	{"counts", []string{"count", "url"}},
	{"counts", []string{"total_tweet_count"}},
}

func otherOf(s *shape) string {
	for _, o := range others {
		if s.has(o.all...) {
			return o.what
		}
	}
	return ""
}

func fitsOther(s *shape) bool {
	what := otherOf(s)
	return what != "" && (what == "direct_message" || !s.any("text", "full_text", "followers_count", "public_metrics", "users"))
}

func decodeOther(d *decoder, v jsontape.Value) {
	d.begin(v, time.Time{})
	d.ignore(otherOf(newShape(v)))
}
