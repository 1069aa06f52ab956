package dossier

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// timeText and textTime write and read a time: RFC 3339 with its nanoseconds, "" for none;
// seconds and nanoseconds of Unix time for a year that RFC 3339 has no room for.
func timeText(t time.Time) string {
	switch t = t.UTC(); {
	case t.IsZero():
		return ""
	case t.Year() < 0 || t.Year() > 9999:
		return fmt.Sprintf("unix %d %d", t.Unix(), t.Nanosecond())
	}
	return t.Format(time.RFC3339Nano)
}

func textTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	var sec, nsec int64
	if n, _ := fmt.Sscanf(s, "unix %d %d", &sec, &nsec); n == 2 {
		return time.Unix(sec, nsec).UTC(), nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return t, fmt.Errorf("%w: time %q", ErrDamaged, s)
	}
	return t, nil
}

// sourceColumns are the columns of a source that Sealed gives, and sourceValues their values.
const sourceColumns = `sha256, path, member, bytes, text, role, format, confidence, seen, accepted, duplicate, rejected, ignored,
  damage, observed, observed_basis, terms, date, date_basis, filled, why, warnings, rejects`

func sourceValues(s *ingest.Sealed) ([]any, error) {
	var lists [3]string
	for i, v := range []any{s.Source.Why, s.Source.Warnings, s.Source.Rejects} {
		b, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		lists[i] = string(b)
	}
	src, r := &s.Source, s.Source.Records
	return []any{
		hex.EncodeToString(src.SHA256[:]), src.Path, src.Member, src.Bytes, src.Text, string(src.Role), src.Format, src.Confidence,
		r.Seen, r.Accepted, r.Duplicate, r.Rejected, r.Ignored,
		src.Damage, timeText(src.Observed), src.ObservedBasis, src.Terms, timeText(s.Date), s.DateBasis, int64(s.Filled), lists[0], lists[1], lists[2],
	}, nil
}

// scanSource reads the columns of a source.
func scanSource(scan func(...any) error, id *int64) (*ingest.Sealed, error) {
	s := &ingest.Sealed{}
	var sum, observed, date, why, warnings, rejects string
	src, r := &s.Source, &s.Source.Records
	err := scan(id, &sum, &src.Path, &src.Member, &src.Bytes, &src.Text, &src.Role, &src.Format, &src.Confidence,
		&r.Seen, &r.Accepted, &r.Duplicate, &r.Rejected, &r.Ignored,
		&src.Damage, &observed, &src.ObservedBasis, &src.Terms, &date, &s.DateBasis, &s.Filled, &why, &warnings, &rejects)
	if err != nil {
		return s, err
	}
	var errs [5]error
	src.Observed, errs[0] = textTime(observed)
	s.Date, errs[1] = textTime(date)
	errs[2] = json.Unmarshal([]byte(why), &src.Why)
	errs[3] = json.Unmarshal([]byte(warnings), &src.Warnings)
	errs[4] = json.Unmarshal([]byte(rejects), &src.Rejects)
	if n, err := hex.Decode(src.SHA256[:], []byte(sum)); err != nil || n != 32 || len(sum) != 64 {
		return s, fmt.Errorf("%w: SHA-256 %q of a source", ErrDamaged, sum)
	}
	return s, errors.Join(errs[:]...)
}

// digest tells one way of reading a source from another.
func digest(values []any, chunks []ingest.ChunkRef) string {
	h := sha256.New()
	for _, v := range values {
		fmt.Fprintf(h, "%q\n", fmt.Sprint(v))
	}
	for _, c := range chunks {
		fmt.Fprintf(h, "%x %d %d\n", c.Key, c.Offset, c.Line)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// sourceKey is what a source is told by.
type sourceKey struct {
	sum          [32]byte
	path, member string
}

func keyOf(s *adentro.Source) sourceKey { return sourceKey{s.SHA256, s.Path, s.Member} }

// unchanged reports whether s is kept as it is.
func (c *catalogue) unchanged(s *ingest.Sealed) (bool, error) {
	values, err := sourceValues(s)
	if err != nil {
		return false, err
	}
	var have string
	err = c.db.QueryRow(`SELECT digest FROM sources WHERE sha256 = ? AND path = ? AND member = ?`, values[0], values[1], values[2]).Scan(&have)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil && have == digest(values, s.Chunks), err
}

// seal keeps a source in place of what was kept of it before.
func (c *catalogue) seal(tx *sql.Tx, s *ingest.Sealed, number func(ingest.ChunkKey) (int64, error)) error {
	values, err := sourceValues(s)
	if err != nil {
		return err
	}
	old := `(SELECT source FROM sources WHERE sha256 = ? AND path = ? AND member = ?)`
	if _, err := tx.Exec(`DELETE FROM source_chunks WHERE source = `+old, values[:3]...); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM sources WHERE source = `+old, values[:3]...); err != nil {
		return err
	}
	res, err := tx.Exec(`INSERT INTO sources(`+sourceColumns+`, run, digest) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		append(values, c.run, digest(values, s.Chunks))...)
	if err != nil {
		return err
	}
	source, err := res.LastInsertId()
	if err != nil {
		return err
	}
	for i, ref := range s.Chunks {
		chunk, err := number(ref.Key)
		if err != nil {
			return fmt.Errorf("%s: chunk %x at %d: %w", s.Source.Path, ref.Key[:4], ref.Offset, err)
		}
		if _, err := tx.Exec(`INSERT INTO source_chunks VALUES (?,?,?,?,?)`, source, i, chunk, ref.Offset, ref.Line); err != nil {
			return err
		}
	}
	return nil
}

// sealed returns the sources in the order of SHA-256, path and member.
func (c *catalogue) sealed() ([]*ingest.Sealed, error) {
	var all []*ingest.Sealed
	place := map[int64]int{}
	err := query(c.db, `SELECT source, `+sourceColumns+` FROM sources ORDER BY sha256, path, member`, func(scan func(...any) error) error {
		var id int64
		s, err := scanSource(scan, &id)
		place[id] = len(all)
		all = append(all, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(c.db, `SELECT source, key, "offset", line FROM source_chunks JOIN chunks USING (chunk) ORDER BY source, ordinal`, func(scan func(...any) error) error {
		var id int64
		var ref ingest.ChunkRef
		var key string
		if err := scan(&id, &key, &ref.Offset, &ref.Line); err != nil {
			return err
		}
		i, ok := place[id]
		if _, err := hex.Decode(ref.Key[:], []byte(key)); err != nil || !ok {
			return fmt.Errorf("%w: chunk %q of source %d", ErrDamaged, key, id)
		}
		all[i].Chunks = append(all[i].Chunks, ref)
		return nil
	})
	return all, err
}
