package dossier

import (
	"errors"
	"fmt"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// An accountRow is one observation of an account: what one record says of it. NULL is
// what the record does not say.
type accountRow struct {
	Chunk     int64   `parquet:"chunk,delta"`
	Offset    int64   `parquet:"offset,delta"`
	Hash      uint64  `parquet:"hash,plain,uncompressed"`
	Observed  *int64  `parquet:"observed,optional,timestamp(microsecond)"`
	ObservedN *int32  `parquet:"observed_ns,optional"`
	ID        *int64  `parquet:"id,optional"`
	Key       *string `parquet:"key,optional"`
	Handle    *string `parquet:"handle,optional"`
	Name      *string `parquet:"name,optional"`
	Bio       *string `parquet:"bio,optional"`
	Location  *string `parquet:"location,optional"`
	URL       *string `parquet:"url,optional"`
	Created   *int64  `parquet:"created,optional,timestamp(microsecond)"`
	CreatedN  *int32  `parquet:"created_ns,optional"`
	Followers *int64  `parquet:"followers,optional"`
	Following *int64  `parquet:"following,optional"`
	Tweets    *int64  `parquet:"tweets,optional"`
	Listed    *int64  `parquet:"listed,optional"`
	Likes     *int64  `parquet:"likes,optional"`
	Protected *bool   `parquet:"protected,optional"`
	Verified  *bool   `parquet:"verified,optional"`
	Image     *bool   `parquet:"default_image,optional"`
	Status    *string `parquet:"status,optional,dict"`
	Basis     *string `parquet:"status_basis,optional,dict"`
	Labels    []struct {
		Scheme string `parquet:"scheme,dict"`
		Value  string `parquet:"value,dict"`
	} `parquet:"labels,list"`
	Unfilled *int32 `parquet:"unfilled,optional"`
}

var (
	statuses      = wordsOf(adentro.Unavailable)
	statusBases   = wordsOf(adentro.BasisCode)
	profileTexts  = []adentro.Field{adentro.FieldHandle, adentro.FieldName, adentro.FieldBio, adentro.FieldLocation, adentro.FieldURL}
	profileCounts = []adentro.Field{adentro.FieldFollowers, adentro.FieldFollowing, adentro.FieldTweets, adentro.FieldListed, adentro.FieldLikes}
	profileFlags  = []adentro.Field{adentro.FieldProtected, adentro.FieldVerified, adentro.FieldDefaultImage}
)

func accounts() *table {
	type column = func(e *encoder, k kept, p *adentro.Profile)
	seen := func(p *adentro.Profile) adentro.Sighting { return p.Sightings[0] }
	flat := []column{
		func(e *encoder, k kept, _ *adentro.Profile) { e.int(k.number) },
		func(e *encoder, _ kept, p *adentro.Profile) { e.int(seen(p).Origin.Offset) },
		func(e *encoder, _ kept, p *adentro.Profile) { e.int(int64(seen(p).Hash)) },
		func(e *encoder, _ kept, p *adentro.Profile) { e.micros(seen(p).At) },
		func(e *encoder, _ kept, p *adentro.Profile) { e.nanos(seen(p).At) },
		func(e *encoder, _ kept, p *adentro.Profile) { e.id(p.Key) },
		func(e *encoder, _ kept, p *adentro.Profile) { e.name(p.Key) },
	}
	known := func(f adentro.Field, put func(e *encoder, p *adentro.Profile)) {
		flat = append(flat, func(e *encoder, _ kept, p *adentro.Profile) {
			if p.Known(f) {
				put(e, p)
			} else {
				e.null()
			}
		})
	}
	for _, f := range profileTexts {
		known(f, func(e *encoder, p *adentro.Profile) { e.text(textOf(p, f)) })
	}
	known(adentro.FieldCreated, func(e *encoder, p *adentro.Profile) { e.int(p.Created.UnixMicro()) })
	known(adentro.FieldCreated, func(e *encoder, p *adentro.Profile) { e.nanos(p.Created) })
	for _, f := range profileCounts {
		known(f, func(e *encoder, p *adentro.Profile) { e.int(countOf(p, f)) })
	}
	known(adentro.FieldProtected, func(e *encoder, p *adentro.Profile) { e.flag(p.Protected) })
	known(adentro.FieldVerified, func(e *encoder, p *adentro.Profile) { e.flag(p.Verified) })
	known(adentro.FieldDefaultImage, func(e *encoder, p *adentro.Profile) { e.flag(p.DefaultImage) })
	event := func(word func(adentro.StatusEvent) string) column {
		return func(e *encoder, _ kept, p *adentro.Profile) {
			if len(p.Statuses) == 0 {
				e.null()
			} else {
				e.text(word(p.Statuses[0]))
			}
		}
	}
	label := func(text func(adentro.Label) string) column {
		return func(e *encoder, _ kept, p *adentro.Profile) {
			e.list(len(p.Labels), func(i int) { e.text(text(p.Labels[i])) })
		}
	}
	flat = append(flat,
		event(func(s adentro.StatusEvent) string { return statuses.word[s.Status] }),
		event(func(s adentro.StatusEvent) string { return statusBases.word[s.Basis] }),
		label(func(l adentro.Label) string { return l.Scheme }),
		label(func(l adentro.Label) string { return l.Value }))
	t := &table{
		name:    "accounts",
		schema:  schemaOf[accountRow]("accounts"),
		rows:    func(c *ingest.Chunk) int { return len(c.Obs.Profiles) },
		numbers: 1,
		later:   []string{"default_image"}, // from format 2
		restore: restoreAccounts,
	}
	for _, put := range flat {
		t.columns = append(t.columns, each(func(c *ingest.Chunk) []adentro.Profile { return c.Obs.Profiles }, put))
	}
	t.columns = append(t.columns, putUnfilled)
	return t
}

func putUnfilled(e *encoder, batch []kept) {
	for _, k := range batch {
		rest := k.c.Unfilled
		for i := range k.c.Obs.Profiles {
			if len(rest) > 0 && int(rest[0].Profile) == i {
				e.small(int(rest[0].Fields))
				rest = rest[1:]
			} else {
				e.null()
			}
		}
	}
}

func textOf(p *adentro.Profile, f adentro.Field) string {
	return [...]string{adentro.FieldHandle: p.Handle, adentro.FieldName: p.Name, adentro.FieldBio: p.Bio, adentro.FieldLocation: p.Location, adentro.FieldURL: p.URL}[f]
}

func countOf(p *adentro.Profile, f adentro.Field) int64 {
	switch f {
	case adentro.FieldFollowers:
		return p.Followers
	case adentro.FieldFollowing:
		return p.Following
	case adentro.FieldTweets:
		return p.Tweets
	case adentro.FieldListed:
		return p.Listed
	}
	return p.Likes
}

// checkProfile returns an error if p is not what one record says, which is all
// that a row can hold.
func checkProfile(p *adentro.Profile) error {
	if len(p.Sightings) != 1 || len(p.Statuses) > 1 || len(p.Handles) > 1 {
		return errors.New("a profile of more than one record")
	}
	s := p.Sightings[0]
	if s.Origin.Source != 0 {
		return errors.New("a profile of another source")
	}
	if len(p.Statuses) == 1 {
		e := p.Statuses[0]
		if !e.At.Equal(s.At) || e.Origin != s.Origin {
			return errors.New("a status that is not of its profile's record")
		}
		if !statuses.has(e.Status) || !statusBases.has(e.Basis) {
			return fmt.Errorf("status %d on basis %d, which a dossier has no words for", e.Status, e.Basis)
		}
	}
	return nil
}

func restoreAccounts(c []*column, parts []*part) {
	texts := c[7:12]
	created, createdN, counts, flags := c[12], c[13], c[14:19], c[19:22]
	status, basis, scheme, value, unfilled := c[22], c[23], c[24], c[25], c[26]
	for _, part := range parts {
		profiles := make([]adentro.Profile, 0, part.rows)
		for i := part.first; i < part.first+part.rows; i++ {
			p := adentro.Seen(readKey(c[5], c[6], i), adentro.Sighting{
				At:     readTime(c[3], c[4], i),
				Hash:   uint64(c[2].int(i)),
				Origin: adentro.Origin{Offset: c[1].int(i)},
			})
			for j, f := range profileTexts {
				if !texts[j].null(i) {
					p.SetText(f, texts[j].text(i))
				}
			}
			if !created.null(i) {
				p.SetCreated(readTime(created, createdN, i))
			}
			for j, f := range profileCounts {
				if !counts[j].null(i) {
					p.SetCount(f, counts[j].int(i))
				}
			}
			for j, f := range profileFlags {
				if !flags[j].null(i) {
					p.SetFlag(f, flags[j].flags[i])
				}
			}
			if !status.null(i) {
				p.SetStatus(statuses.value[status.text(i)], statusBases.value[basis.text(i)])
			}
			for j, to := scheme.span(i); j < to; j++ {
				p.AddLabel(scheme.text(j), value.text(j))
			}
			if !unfilled.null(i) {
				part.c.Unfilled = append(part.c.Unfilled, ingest.Unfilled{Profile: int32(len(profiles)), Fields: uint8(unfilled.int(i))})
			}
			profiles = append(profiles, p)
		}
		part.c.Obs.Profiles = slices.Clip(profiles)
	}
}
