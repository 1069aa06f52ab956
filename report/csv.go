package report

import (
	"encoding/csv"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// sheet writes a table for people: UTF-8 with a byte order mark and CRLF, so
// that spreadsheets read the accents. Cells that come from dumps go through text
// or id, where a leading apostrophe means: this is text.
type sheet struct {
	w   *csv.Writer
	row []string
}

// newSheet begins a table for people with these headers.
func newSheet(w io.Writer, headers ...string) (*sheet, error) {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return nil, err
	}
	s := &sheet{w: csv.NewWriter(w)}
	s.w.UseCRLF = true
	return s, s.w.Write(headers)
}

func (s *sheet) ours(v string) *sheet   { s.row = append(s.row, v); return s } // ours
func (s *sheet) text(v string) *sheet   { return s.ours(safe.CSV(v)) }
func (s *sheet) id(v string) *sheet     { return s.ours(safe.ID(v)) }
func (s *sheet) int(v int) *sheet       { return s.ours(strconv.Itoa(v)) }
func (s *sheet) float(v float64) *sheet { return s.ours(sig9(v)) }
func (s *sheet) long(v int64) *sheet    { return s.ours(strconv.FormatInt(v, 10)) }
func (s *sheet) count(v adentro.Count) *sheet {
	if !v.Known {
		return s.ours("")
	}
	return s.long(v.N)
}

// end writes the row.
func (s *sheet) end() error {
	err := s.w.Write(s.row)
	s.row = s.row[:0]
	return err
}

func (s *sheet) flush() error {
	s.w.Flush()
	return s.w.Error()
}

// writeSeeds writes the table of the seeds: handle, followers, following and
// followers of the first class come first, as fact-checkers print them.
func writeSeeds(w io.Writer, e *edition) error {
	headers := []string{"handle", "followers", "following"}
	for _, c := range e.Case.Classes {
		headers = append(headers, safe.CSV(c.Key+"_followers"))
	}
	s, err := newSheet(w, append(headers, "key", "followers_declared", "following_declared", "followers_complete", "owner_or_kind_guessed")...)
	if err != nil {
		return err
	}
	if r := e.Results.Seeds; r != nil {
		for _, row := range r.Rows {
			s.text(e.handle(row.Account, row.Key)).count(row.Followers).count(row.Following)
			for c := range e.Case.Classes {
				if c < len(row.ClassFollowers) && row.Followers.Known {
					s.int(row.ClassFollowers[c])
				} else {
					s.ours("")
				}
			}
			s.id(row.Key.String()).count(row.FollowersDeclared).count(row.FollowingDeclared).ours(row.FollowersComplete.String()).ours(yesNo(row.Guessed))
			if err := s.end(); err != nil {
				return err
			}
		}
	}
	return s.flush()
}

// handle returns the handle of account u without @, else what key says of it.
func (e *edition) handle(u int32, key adentro.Key) string {
	if u >= 0 && int(u) < len(e.Snap.Accounts) {
		a := &e.Snap.Accounts[u]
		if h := a.Handle(); h != "" {
			return h
		}
		key = a.Key
	}
	h, _ := key.Handle()
	return h
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func writeBursts(w io.Writer, e *edition) error {
	s, err := newSheet(w, "class", "from", "to", "accounts", "of_dated", "expected", "ratio", "p", "replicates", "baseline", "dispersion", "share_of_tweets", "share_of_follows", "source", "window",
		"start", "end", "q", "tests", "share_of_followers", "odds_against", "odds", "odds_low", "odds_high", "fisher_p", "stable")
	if err != nil {
		return err
	}
	if r := e.Results.Creation; r != nil {
		for _, b := range r.Bursts {
			s.text(b.Class).ours(day(b.From)).ours(day(b.To)).int(b.Count).int(b.Total).float(b.Expected).float(b.Ratio).float(b.P).int(b.Replicates)
			s.ours(b.Baseline).float(b.Dispersion).float(b.ActivityShare).float(b.EdgeShare).ours(b.Source).text(b.Name)
			s.ours(instant(b.Start)).ours(instant(b.End)).float(b.Q).int(b.Family).float(b.FollowerShare)
			if o := b.Odds; o != nil {
				s.ours(o.Against).float(o.Odds).float(o.Low).float(o.High).float(o.TwoSided)
			} else {
				s.ours("").ours("").ours("").ours("").ours("")
			}
			stable, swept := b.Stable()
			if swept {
				s.ours(yesNo(stable))
			} else {
				s.ours("")
			}
			if err := s.end(); err != nil {
				return err
			}
		}
	}
	return s.flush()
}

func writeHashtags(w io.Writer, e *edition) error {
	s, err := newSheet(w, "tag", "tweets", "originals", "retweets", "accounts", "first", "first_account", "onset", "announced", "days_before", "top50_share", "top1_percent_share", "top10_percent_share", "gini", "effective_accounts", "tweets_per_account", "ctm")
	if err != nil {
		return err
	}
	if r := e.Results.Hashtags; r != nil {
		for i := range r.Tags {
			t := &r.Tags[i]
			s.text(t.Tag).int(t.Tweets).int(t.Originals).int(t.Retweets).int(len(t.Accounts)).ours(instant(t.First)).text(e.firstPoster(t)).ours(day(t.Onset)).ours(day(t.Announced))
			if hasLead(t) {
				s.int(t.DaysBefore)
			} else {
				s.ours("")
			}
			s.float(t.Top50Share).float(t.Top1Share).float(t.Top10Share).float(t.Gini).float(t.Effective).float(t.PerAccount).float(t.CTM)
			if err := s.end(); err != nil {
				return err
			}
		}
	}
	return s.flush()
}

// hasLead reports whether DaysBefore means something.
func hasLead(t *analysis.TagUse) bool { return !t.Onset.IsZero() && !t.Announced.IsZero() }

// firstPoster returns the handle of who first used the tag, or "".
func (e *edition) firstPoster(t *analysis.TagUse) string {
	if t.FirstTweet < 0 || int(t.FirstTweet) >= len(e.Snap.Tweets) {
		return ""
	}
	a := e.Snap.Tweets[t.FirstTweet].Author
	return e.handle(a.Index, a.Key)
}

func writeDays(w io.Writer, e *edition) error {
	r := e.Results.Hashtags
	if r == nil || len(r.Tags) == 0 {
		return ErrNothing
	}
	s, err := newSheet(w, "tag", "day", "originals", "retweets", "accounts", "new_accounts")
	if err != nil {
		return err
	}
	for i := range r.Tags {
		for _, d := range r.Tags[i].Days {
			s.text(r.Tags[i].Tag).ours(day(d.Day)).int(d.Originals).int(d.Retweets).int(d.Accounts).int(d.New)
			if err := s.end(); err != nil {
				return err
			}
		}
	}
	return s.flush()
}

// writeIngest writes one row a source, then one a reject.
func writeIngest(w io.Writer, e *edition) error {
	s, err := newSheet(w, "row", "file", "member", "role", "format", "why", "confidence", "bytes", "content_bytes", "sha256",
		"seen", "accepted", "duplicate", "rejected", "ignored", "warnings", "damage", "observed", "observed_basis", "terms", "offset", "line", "reason", "detail")
	if err != nil {
		return err
	}
	for i := range e.Snap.Sources {
		x := &e.Snap.Sources[i]
		s.ours("source").text(x.Path).text(x.Member).ours(string(x.Role)).ours(x.Format).text(e.notes(x.Why)).float(x.Confidence).long(x.Bytes).long(x.Text).ours(hex.EncodeToString(x.SHA256[:]))
		for _, n := range []int64{x.Records.Seen, x.Records.Accepted, x.Records.Duplicate, x.Records.Rejected, x.Records.Ignored} {
			s.long(n)
		}
		s.text(e.notes(x.Warnings)).text(e.l.Damage(x.Damage)).ours(instant(x.Observed)).ours(x.ObservedBasis).text(x.Terms).ours("").ours("").ours("").ours("")
		if err := s.end(); err != nil {
			return err
		}
	}
	for i := range e.Snap.Sources {
		x := &e.Snap.Sources[i]
		for _, r := range x.Rejects {
			s.ours("reject").text(x.Path).text(x.Member).row = append(s.row, slices.Repeat([]string{""}, 17)...)
			s.long(r.Offset).long(r.Line).ours(r.Reason).text(e.l.Detail(r.Detail))
			if err := s.end(); err != nil {
				return err
			}
		}
	}
	return s.flush()
}

// notes joins sentences.
func (e *edition) notes(ns []adentro.Note) string {
	var out []string
	for _, n := range ns {
		out = append(out, e.sentence(n))
	}
	return strings.Join(out, " ")
}
