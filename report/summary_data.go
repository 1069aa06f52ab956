package report

import (
	"encoding/json"

	"github.com/seed-1b5e0f84/adentro"
)

// abilityJSON is one question that the data allow or not.
type abilityJSON struct {
	Name    string   `json:"name"`
	Allowed string   `json:"allowed"` // yes, partly or no
	By      string   `json:"by"`      // the analysis that answers it; "" if this version has none
	Have    []string `json:"have"`
	Lacks   []string `json:"lacks"`
}

// dataJSON is what the data hold.
type dataJSON struct {
	Files     int           `json:"files"`
	Records   recordsJSON   `json:"records"`
	Accounts  int           `json:"accounts"`
	Profiled  int           `json:"profiled"`
	Tweets    int           `json:"tweets"`
	First     *string       `json:"first_tweet"`
	Last      *string       `json:"last_tweet"`
	Follows   int           `json:"follows"`
	From      *string       `json:"collected_from"`
	To        *string       `json:"collected_to"`
	Formats   []formatJSON  `json:"formats"`
	Lists     []listJSON    `json:"lists"`
	Abilities []abilityJSON `json:"abilities"`
}

type formatJSON struct {
	Format  string `json:"format"`
	Files   int    `json:"files"`
	Records int64  `json:"records"`
}

type listJSON struct {
	Owner    string  `json:"owner"`
	Handle   string  `json:"handle"`
	Kind     string  `json:"kind"`
	Members  int     `json:"members"`
	Declared *int64  `json:"declared"`
	Complete string  `json:"complete"` // yes, no or unknown
	Ordered  bool    `json:"ordered"`
	Basis    string  `json:"basis"` // stated or guessed
	Observed *string `json:"observed"`
}

// DataJSON returns, for machines, what the data of m hold and which questions they allow. Of
// m.Results it reads Capability.
func DataJSON(m *Model) (json.RawMessage, error) {
	e, err := newEdition(m)
	if err != nil {
		return nil, err
	}
	s, v := e.Snap, e.inventory()
	first, last := e.tweetSpan()
	d := dataJSON{
		Files: len(s.Sources), Records: records(s.Records()), Accounts: len(s.Accounts), Tweets: len(s.Tweets), Follows: s.FollowCount,
		First: maybe(instant(first)), Last: maybe(instant(last)), From: maybe(instant(v.From)), To: maybe(instant(v.To)),
		Formats: []formatJSON{}, Lists: []listJSON{}, Abilities: e.abilitiesJSON(),
	}
	for i := range s.Accounts {
		if s.Accounts[i].Profiled() {
			d.Profiled++
		}
	}
	for _, f := range v.Formats {
		d.Formats = append(d.Formats, formatJSON(f))
	}
	for _, i := range v.Lists {
		l := &s.Lists[i]
		d.Lists = append(d.Lists, listJSON{
			Owner: s.Accounts[l.Owner].Key.String(), Handle: s.Accounts[l.Owner].Handle(), Kind: l.Kind.String(), Members: len(l.Members), Declared: known(l.Declared),
			Complete: l.Complete.String(), Ordered: l.Ordered, Basis: l.Basis.String(), Observed: maybe(instant(l.Observed)),
		})
	}
	return json.Marshal(d)
}

func (e *edition) abilitiesJSON() []abilityJSON {
	out := []abilityJSON{}
	for _, a := range e.abilities() {
		j := abilityJSON{Name: a.Name, Allowed: string(a.Allowed), By: a.By, Have: e.codes(a.Have), Lacks: e.codes(a.Lacks)}
		out = append(out, j)
	}
	return out
}

// codes writes notes as summary.json does.
func (e *edition) codes(notes []adentro.Note) []string {
	out := []string{}
	for _, n := range notes {
		out = append(out, n.Code+": "+e.sentence(n))
	}
	return out
}

// maybe is null where there is none.
func maybe(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
