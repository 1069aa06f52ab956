package ingest

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// The tweets of the Internet Research Agency that FiveThirtyEight published in
// 2018 for the authors of Clemson University.
var fivethirtyeightWords = dictionary{
	"tweet_id": colTweetID, "alt_external_id": colID, "author": colHandle, "content": colText, "language": colLang,
	"publish_date": colDate, "harvested_date": colObserved, "following": colFollowing, "followers": colFollowers, "updates": colTweets, "retweet": colIsRetweet,
}

// readFiveThirtyEight reads them. The id of the author is in alt_external_id:
// external_author_id lost its last digits. Handles are in capitals. Categories and
// types of accounts are the authors' and become labels.
func readFiveThirtyEight(d *decoder, h *header) rowReader {
	if !h.bears("external_author_id", "author", "content", "publish_date") {
		return rowReader{}
	}
	x := h.by(fivethirtyeightWords)
	x.order = monthFirst
	if !x.has(colTweetID) { // the first edition: the tweet's id is in the address
		x.at[colTweetID] = h.find("article_url", "tweet_id")
	}
	category, kind, post := h.find("account_category"), h.find("account_type"), h.find("post_type")
	links := []int{h.find("tco1_step1"), h.find("tco2_step1"), h.find("tco3_step1")}
	t := &tweetTable{d: d, h: x, id: fivethirtyeightID}
	t.author = func(p *adentro.Profile, r *row) {
		if s := r.cell(category); s != "" {
			p.AddLabel("clemson-category", s)
		}
		if s := r.cell(kind); s != "" {
			p.AddLabel("clemson-type", s)
		}
	}
	t.also = func(_ *record, r *row, tw *adentro.Tweet) {
		tw.Lang = languageCodes[tw.Lang]
		for _, i := range links {
			if s := r.cell(i); strings.Contains(s, "://") {
				tw.URLs = append(tw.URLs, s)
			}
		}
		tw.URLs = uniqueStrings(tw.URLs)
		if r.cell(post) == "QUOTE_TWEET" && tw.Kind != adentro.Retweet {
			addRef(tw, adentro.Ref{Kind: adentro.Quote})
		}
		if tw.Kind == adentro.Retweet { // the text stands without "RT @", and may be cut
			tw.TextKind = adentro.TextCopy
		}
	}
	return rowReader{row: t.row}
}

// fivethirtyeightID reads an id, or the address of a tweet that ends with one.
func fivethirtyeightID(s string) (adentro.Key, quality) {
	if _, rest, ok := strings.Cut(s, "/statuses/"); ok {
		s = rest
	}
	id, q := parseID([]byte(s))
	if q != exact {
		return adentro.Key{}, q
	}
	return adentro.IDKey(id), exact
}

// languageCodes are the codes of the languages that the release spells out;
// the others are few and stay unknown.
var languageCodes = map[string]string{
	"Arabic": "ar", "Bulgarian": "bg", "Catalan": "ca", "Czech": "cs", "Dutch": "nl", "English": "en", "Estonian": "et", "Farsi (Persian)": "fa", "Finnish": "fi", "French": "fr",
	"German": "de", "Greek": "el", "Hebrew": "he", "Italian": "it", "Japanese": "ja", "Korean": "ko", "Polish": "pl", "Portuguese": "pt", "Romanian": "ro", "Russian": "ru",
	"Serbian": "sr", "Spanish": "es", "Swedish": "sv", "Turkish": "tr", "Ukrainian": "uk", "Vietnamese": "vi",
}
