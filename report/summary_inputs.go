package report

import (
	"encoding/hex"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// maxListed is how many rejects of one source summary.json lists; ingest.csv
// lists them all.
const maxListed = 1000

// sourceJSON is the verdict on one input.
type sourceJSON struct {
	Path     string       `json:"path"`
	Member   string       `json:"member,omitempty"`
	Role     string       `json:"role"`
	Format   string       `json:"format"`
	SHA256   string       `json:"sha256"`
	Bytes    int64        `json:"bytes"`
	Records  recordsJSON  `json:"records"`
	Observed *string      `json:"observed"`
	Basis    string       `json:"observed_basis"`
	Damage   string       `json:"damage"`
	Why      []string     `json:"why"`
	Rejects  []rejectJSON `json:"rejects"` // the first maxListed
}

type rejectJSON struct {
	Offset int64  `json:"offset"`
	Line   int64  `json:"line"`
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

func (e *edition) inputsJSON() inputsJSON {
	in := inputsJSON{Files: len(e.Snap.Sources), Rejected: tally{}, Sources: []sourceJSON{}, Records: records(e.Snap.Records())}
	for i := range e.Snap.Sources {
		x := &e.Snap.Sources[i]
		in.Bytes += x.Bytes
		for _, r := range x.Rejects {
			in.Rejected[r.Reason]++
		}
		in.Sources = append(in.Sources, e.sourceJSON(x))
	}
	return in
}

func (e *edition) sourceJSON(x *adentro.Source) sourceJSON {
	s := sourceJSON{
		Path: x.Path, Member: x.Member, Role: string(x.Role), Format: x.Format, SHA256: hex.EncodeToString(x.SHA256[:]), Bytes: x.Bytes,
		Records: records(x.Records), Basis: x.ObservedBasis, Damage: x.Damage, Why: []string{}, Rejects: []rejectJSON{},
	}
	if !x.Observed.IsZero() {
		at := x.Observed.UTC().Format(time.RFC3339)
		s.Observed = &at
	}
	for _, n := range x.Why {
		s.Why = append(s.Why, n.Code+": "+e.sentence(n))
	}
	for _, r := range x.Rejects[:min(len(x.Rejects), maxListed)] {
		s.Rejects = append(s.Rejects, rejectJSON{r.Offset, r.Line, r.Reason, r.Detail})
	}
	return s
}

func records(r adentro.Records) recordsJSON {
	return recordsJSON{r.Seen, r.Accepted, r.Duplicate, r.Rejected, r.Ignored}
}
