package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

var hashtagsAnalysis = Analysis{
	Name:   "hashtags",
	Needs:  []string{"classes"},
	Source: "B. Nimmo, Measuring Traffic Manipulation on Twitter, Oxford Internet Institute working paper 2019.1 (CTM); Gini 1912; A. O. Hirschman 1945 (effective number); onset: least-squares split, doi:10.2307/2529204",
	Run: func(_ context.Context, in *Input, out *Results) error {
		out.Hashtags = hashtags(in, out.Classes)
		return nil
	},
}

const (
	largestTags  = 20 // tags described where the case names none
	firstPosters = 20
	mostActive   = 50 // accounts of Nimmo's F
)

// hashtags describes the tags of the case, in its order; without any, the 20
// with the most tweets. Tags compare by NFKC and case folding. A retweet uses the tags of the
// message that it repeats, and a tweet uses a tag once.
func hashtags(in *Input, classes *Classes) *Hashtags {
	s := in.Snap
	r := &Hashtags{Result: Result{Name: "hashtags", Level: Observed}}
	uses, spelling := tagUses(s)
	names := make([]string, 0, len(in.Case.Tags))
	announced := map[string]time.Time{}
	for _, t := range in.Case.Tags {
		key := text.FoldTag(t.Name)
		if !slices.Contains(names, key) {
			names = append(names, key)
			spelling[key] = t.Name
			announced[key] = t.Announced
		}
	}
	campaign := len(names)
	if campaign == 0 {
		for key := range uses {
			names = append(names, key)
		}
		slices.SortFunc(names, func(a, b string) int {
			return cmp.Or(cmp.Compare(len(uses[b]), len(uses[a])), cmp.Compare(a, b))
		})
		names = names[:min(len(names), largestTags)]
	}
	start := firstDay(s)
	for _, key := range names {
		u := r.describe(in, classes, uses[key], start)
		u.Tag, u.Announced = spelling[key], announced[key]
		if !u.Onset.IsZero() && !u.Announced.IsZero() {
			u.DaysBefore = int(math.Round(u.Announced.Sub(u.Onset).Hours() / 24))
		}
		r.Tags = append(r.Tags, u)
		r.report(in, &u, uses[key], start)
	}
	if campaign >= 2 {
		r.intersect(in)
	}
	if slices.ContainsFunc(r.Tags, func(u TagUse) bool { return u.Tweets > 0 }) {
		r.warn("ctm_sample_size")
	}
	if z := in.Case.Timezone; z != "" && z != "UTC" {
		r.warn("timezone_not_used", z)
	}
	return r
}

// tagUses returns the tweets that use each tag, in order of time, and how the
// earliest of them spells it.
func tagUses(s *adentro.Snapshot) (uses map[string][]int32, spelling map[string]string) {
	uses, spelling = map[string][]int32{}, map[string]string{}
	folded := map[string]string{}
	for i := range s.Tweets {
		for _, tag := range s.Tweets[i].Hashtags {
			key, ok := folded[tag]
			if !ok {
				key = text.FoldTag(tag)
				folded[tag] = key
			}
			list := uses[key]
			if n := len(list); n > 0 && list[n-1] == int32(i) {
				continue // spelt in two ways in one tweet
			}
			uses[key] = append(list, int32(i))
			if len(list) == 0 {
				spelling[key] = tag
			}
		}
	}
	delete(uses, "")
	return uses, spelling
}

// firstDay returns the day of the earliest tweet collected; zero without any.
func firstDay(s *adentro.Snapshot) time.Time {
	for i := range s.Tweets {
		if t := s.Tweets[i].Created; credible(t) {
			return utcDay(t)
		}
	}
	return time.Time{}
}

// describe measures the use of one tag; tweets are sorted by time.
func (r *Hashtags) describe(in *Input, classes *Classes, tweets []int32, start time.Time) TagUse {
	s := in.Snap
	u := TagUse{Tweets: len(tweets), FirstTweet: -1, ByClass: make([]int, len(in.Case.Classes)+1)}
	by := map[int32]int{}
	for _, i := range tweets {
		t := &s.Tweets[i]
		if t.Kind == adentro.Retweet {
			u.Retweets++
		} else {
			u.Originals++
			if u.FirstTweet < 0 && credible(t.Created) {
				u.First, u.FirstTweet = t.Created, i
			}
		}
		class := int32(-1)
		if a := t.Author.Index; a >= 0 {
			by[a]++
			if classes != nil {
				class = classes.Primary[a]
			}
		}
		if class < 0 {
			class = int32(len(in.Case.Classes))
		}
		u.ByClass[class]++
	}
	for a := range by {
		u.Accounts = append(u.Accounts, a)
	}
	slices.Sort(u.Accounts)
	counts := make([]int, len(u.Accounts))
	for i, a := range u.Accounts {
		counts[i] = by[a]
	}
	u.concentrate(counts)
	u.Days = tagDays(s, tweets)
	u.Onset = onsetOf(u.Days, start)
	seen := map[int32]bool{}
	for _, i := range tweets {
		t := &s.Tweets[i]
		if a := t.Author.Index; t.Kind != adentro.Retweet && a >= 0 && !seen[a] && credible(t.Created) && len(u.FirstPosters) < firstPosters {
			seen[a] = true
			u.FirstPosters = append(u.FirstPosters, FirstPoster{a, i, t.Created})
		}
	}
	return u
}

// concentrate fills the measures over accounts, which hold the number of tweets
// of each. Shares are of the tweets whose author is known.
func (u *TagUse) concentrate(counts []int) {
	slices.SortFunc(counts, func(a, b int) int { return cmp.Compare(b, a) })
	total := 0
	for _, c := range counts {
		total += c
	}
	if total == 0 {
		return
	}
	u.Top50Share = topShare(counts, mostActive, total)
	u.Top1Share = topShare(counts, (len(counts)+99)/100, total)
	u.Top10Share = topShare(counts, (len(counts)+9)/10, total)
	u.Gini = gini(counts)
	u.Effective = effectiveNumber(counts)
	u.PerAccount = float64(total) / float64(len(counts))
	rt := 100 * float64(u.Retweets) / float64(u.Tweets)
	u.CTM = rt/10 + float64(100*u.Top50Share) + u.PerAccount
}

// intersect counts the accounts that used every tag of the case that occurs.
func (r *Hashtags) intersect(in *Input) {
	var absent []adentro.Key
	first := true
	for i := range r.Tags {
		u := &r.Tags[i]
		if u.Tweets == 0 {
			absent = append(absent, adentro.Key{Name: "#" + u.Tag})
			continue
		}
		r.AllTags.K++
		if first {
			r.AllTags.Accounts, first = u.Accounts, false
			continue
		}
		r.AllTags.Accounts = intersection(r.AllTags.Accounts, u.Accounts)
	}
	if len(absent) > 0 {
		r.warn("tags_absent", itoa(len(absent)), itoa(len(r.Tags)), joinKeys(absent))
	}
	if r.AllTags.K < 2 {
		r.AllTags = AllTags{}
		return
	}
	r.Facts = append(r.Facts, Fact{
		Name: "all_tags", Value: float64(len(r.AllTags.Accounts)), Unit: "accounts",
		Of: "posting", N: int64(postingAccounts(in.Snap)), Evidence: Evidence{Accounts: r.AllTags.Accounts},
	})
}

func postingAccounts(s *adentro.Snapshot) int {
	n := 0
	for i := range s.Accounts {
		if s.Accounts[i].Posts > 0 {
			n++
		}
	}
	return n
}

// intersection returns what two sorted lists share.
func intersection(a, b []int32) []int32 {
	var out []int32
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			out = append(out, a[i])
			i++
			j++
		}
	}
	return out
}

// report makes the facts and notes of one tag.
func (r *Hashtags) report(in *Input, u *TagUse, tweets []int32, start time.Time) {
	tag := "#" + u.Tag
	r.Facts = append(r.Facts,
		Fact{Name: "tag_tweets", Item: tag, Value: float64(u.Tweets), Unit: "tweets", Of: "tweets", N: int64(len(in.Snap.Tweets)), Evidence: Evidence{Tweets: tweets}},
		Fact{Name: "tag_accounts", Item: tag, Value: float64(len(u.Accounts)), Unit: "accounts", Evidence: Evidence{Accounts: u.Accounts}},
	)
	if !u.Onset.IsZero() && !u.Announced.IsZero() {
		var e Evidence
		for _, i := range tweets {
			if utcDay(in.Snap.Tweets[i].Created).Equal(u.Onset) {
				e.Tweets = append(e.Tweets, i)
			}
		}
		r.Facts = append(r.Facts, Fact{Name: "tag_days_before", Item: tag, Value: float64(u.DaysBefore), Unit: "days", Evidence: e})
	}
	undated := 0
	for _, i := range tweets {
		if !credible(in.Snap.Tweets[i].Created) {
			undated++
		}
	}
	if undated > 0 {
		r.warn("tag_undated", "#"+u.Tag, itoa(undated))
	}
	if !u.Onset.IsZero() && u.Onset.Equal(start) {
		r.warn("onset_first_day", "#"+u.Tag, u.Onset.Format(time.DateOnly))
	}
	if u.Tweets > 0 && u.Originals == 0 {
		r.warn("tag_retweets_only", "#"+u.Tag)
	}
}
