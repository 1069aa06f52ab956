package dossier

import (
	"errors"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// A mentionRow is one @-mention; its account is an id or, in key, another name.
type mentionRow struct {
	ID     *int64  `parquet:"id,optional"`
	Key    *string `parquet:"key,optional"`
	Handle *string `parquet:"handle,optional"`
}

// A tweetRow is one observation of a tweet.
type tweetRow struct {
	Chunk     int64        `parquet:"chunk,delta"`
	Offset    int64        `parquet:"offset,delta"`
	Hash      uint64       `parquet:"hash,plain,uncompressed"`
	Observed  *int64       `parquet:"observed,optional,timestamp(microsecond)"`
	ObservedN *int32       `parquet:"observed_ns,optional"`
	ID        *int64       `parquet:"id,optional"`
	Key       *string      `parquet:"key,optional"`
	AuthorID  *int64       `parquet:"author_id,optional"`
	AuthorKey *string      `parquet:"author_key,optional"`
	Created   *int64       `parquet:"created,optional,timestamp(microsecond)"`
	CreatedN  *int32       `parquet:"created_ns,optional"`
	Kind      string       `parquet:"kind,dict"`
	Text      string       `parquet:"text"`
	TextKind  string       `parquet:"text_kind,dict"`
	Lang      *string      `parquet:"lang,optional,dict"`
	Client    *string      `parquet:"client,optional,dict"`
	Included  bool         `parquet:"included"`
	Deleted   bool         `parquet:"deleted"`
	Retweets  *int64       `parquet:"retweets,optional"`
	Replies   *int64       `parquet:"replies,optional"`
	Likes     *int64       `parquet:"likes,optional"`
	Quotes    *int64       `parquet:"quotes,optional"`
	Edits     []int64      `parquet:"edits,list"`
	Hashtags  []string     `parquet:"hashtags,list"`
	URLs      []string     `parquet:"urls,list"`
	Mentions  []mentionRow `parquet:"mentions,list"`
	Wrapper   []mentionRow `parquet:"wrapper,list"`
	Refs      []struct {
		Kind      string  `parquet:"kind,dict"`
		ID        *int64  `parquet:"id,optional"`
		Key       *string `parquet:"key,optional"`
		AuthorID  *int64  `parquet:"author_id,optional"`
		AuthorKey *string `parquet:"author_key,optional"`
	} `parquet:"refs,list"`
}

var (
	tweetKinds = wordsOf(adentro.Retweet)
	textKinds  = wordsOf(adentro.TextFull)
)

func tweets() *table {
	flat := []func(e *encoder, k kept, t *adentro.Tweet){
		func(e *encoder, k kept, _ *adentro.Tweet) { e.int(k.number) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.int(t.Origin.Offset) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.int(int64(t.Hash)) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.micros(t.Observed) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.nanos(t.Observed) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.id(t.ID) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.name(t.ID) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.id(t.Author.Key) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.name(t.Author.Key) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.micros(t.Created) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.nanos(t.Created) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.text(tweetKinds.word[t.Kind]) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.text(t.Text) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.text(textKinds.word[t.TextKind]) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.some(t.Lang) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.some(t.Client) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.flag(t.Included) },
		func(e *encoder, _ kept, t *adentro.Tweet) { e.flag(t.Deleted) },
	}
	for c := range adentro.NumTweetCounts {
		flat = append(flat, func(e *encoder, _ kept, t *adentro.Tweet) {
			if n, ok := t.Count(c); ok {
				e.int(n)
			} else {
				e.null()
			}
		})
	}
	flat = append(flat,
		func(e *encoder, _ kept, t *adentro.Tweet) {
			e.list(len(t.Edits), func(i int) { e.int(int64(t.Edits[i])) })
		},
		func(e *encoder, _ kept, t *adentro.Tweet) {
			e.list(len(t.Hashtags), func(i int) { e.text(t.Hashtags[i]) })
		},
		func(e *encoder, _ kept, t *adentro.Tweet) { e.list(len(t.URLs), func(i int) { e.text(t.URLs[i]) }) })
	for _, of := range []func(t *adentro.Tweet) []adentro.Mention{
		func(t *adentro.Tweet) []adentro.Mention { return t.Mentions },
		func(t *adentro.Tweet) []adentro.Mention { return t.Wrapper },
	} {
		for _, put := range []func(e *encoder, m adentro.Mention){
			func(e *encoder, m adentro.Mention) { e.id(m.Key) },
			func(e *encoder, m adentro.Mention) { e.name(m.Key) },
			func(e *encoder, m adentro.Mention) { e.some(m.Handle) },
		} {
			flat = append(flat, func(e *encoder, _ kept, t *adentro.Tweet) {
				ms := of(t)
				e.list(len(ms), func(i int) { put(e, ms[i]) })
			})
		}
	}
	for _, put := range []func(e *encoder, r adentro.Ref){
		func(e *encoder, r adentro.Ref) { e.text(tweetKinds.word[r.Kind]) },
		func(e *encoder, r adentro.Ref) { e.id(r.ID) },
		func(e *encoder, r adentro.Ref) { e.name(r.ID) },
		func(e *encoder, r adentro.Ref) { e.id(r.Author.Key) },
		func(e *encoder, r adentro.Ref) { e.name(r.Author.Key) },
	} {
		flat = append(flat, func(e *encoder, _ kept, t *adentro.Tweet) {
			e.list(len(t.Refs), func(i int) { put(e, t.Refs[i]) })
		})
	}
	t := &table{
		name:    "tweets",
		schema:  schemaOf[tweetRow]("tweets"),
		rows:    func(c *ingest.Chunk) int { return len(c.Obs.Tweets) },
		numbers: 1,
		restore: restoreTweets,
	}
	for _, put := range flat {
		t.columns = append(t.columns, each(func(c *ingest.Chunk) []adentro.Tweet { return c.Obs.Tweets }, put))
	}
	return t
}

// checkTweet returns an error if a row cannot hold t.
func checkTweet(t *adentro.Tweet) error {
	ok := t.Origin.Source == 0 && tweetKinds.has(t.Kind) && textKinds.has(t.TextKind)
	for _, r := range t.Refs {
		ok = ok && tweetKinds.has(r.Kind)
	}
	if !ok {
		return errors.New("a tweet of another source or of an unknown kind")
	}
	if !t.OfOneRecord() {
		return errors.New("a tweet with counts or a deletion of more than one record")
	}
	return nil
}

func restoreTweets(c []*column, parts []*part) {
	mentions := func(c []*column, i int) []adentro.Mention {
		from, to := c[0].span(i)
		if from == to {
			return nil
		}
		out := make([]adentro.Mention, to-from)
		for j := range out {
			out[j] = adentro.Mention{AccountRef: adentro.AccountRef{Key: readKey(c[0], c[1], from+j)}, Handle: c[2].text(from + j)}
		}
		return out
	}
	refs := func(c []*column, i int) []adentro.Ref {
		from, to := c[0].span(i)
		if from == to {
			return nil
		}
		out := make([]adentro.Ref, to-from)
		for j := range out {
			out[j] = adentro.Ref{
				Kind:   tweetKinds.value[c[0].text(from+j)],
				ID:     readKey(c[1], c[2], from+j),
				Author: adentro.AccountRef{Key: readKey(c[3], c[4], from+j)},
			}
		}
		return out
	}
	texts := func(c *column, i int) []string {
		from, to := c.span(i)
		if from == to {
			return nil
		}
		return slices.Clip(c.texts[from:to])
	}
	edits := func(c *column, i int) (ids []uint64) {
		for j, to := c.span(i); j < to; j++ {
			ids = append(ids, uint64(c.int(j)))
		}
		return ids
	}
	for _, part := range parts {
		part.c.Obs.Tweets = make([]adentro.Tweet, part.rows)
		for j := range part.c.Obs.Tweets {
			i := part.first + j
			part.c.Obs.Tweets[j] = adentro.Tweet{
				ID:       readKey(c[5], c[6], i),
				Author:   adentro.AccountRef{Key: readKey(c[7], c[8], i)},
				Created:  readTime(c[9], c[10], i),
				Kind:     tweetKinds.value[c[11].text(i)],
				Text:     c[12].text(i),
				TextKind: textKinds.value[c[13].text(i)],
				Lang:     c[14].text(i),
				Client:   c[15].text(i),
				Included: c[16].flags[i],
				Edits:    edits(c[22], i),
				Hashtags: texts(c[23], i),
				URLs:     texts(c[24], i),
				Mentions: mentions(c[25:28], i),
				Wrapper:  mentions(c[28:31], i),
				Refs:     refs(c[31:36], i),
				Observed: readTime(c[3], c[4], i),
				Hash:     uint64(c[2].int(i)),
				Origin:   adentro.Origin{Offset: c[1].int(i)},
			}
			t := &part.c.Obs.Tweets[j]
			if c[17].flags[i] {
				t.MarkDeleted()
			}
			for k := range adentro.NumTweetCounts {
				if n := c[18+int(k)]; !n.null(i) {
					t.SetCount(k, n.int(i))
				}
			}
		}
	}
}
