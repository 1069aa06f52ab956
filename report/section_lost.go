package report

import (
	"html/template"
	"io"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

func (e *edition) lostSection() section {
	r := e.Results.Lost
	if r == nil || len(r.Accounts)+len(r.Dangling)+len(r.Renamed) == 0 {
		s := e.section("lost", nil)
		s.say(e.word("empty.lost"))
		return s
	}
	s := e.section("lost", &r.Result)
	s.say(e.word("lost.intro"))
	e.find(&s, e.claims(&r.Result, "loss_rate", func(f *analysis.Fact) phrase { return e.lossRate(r, f) })...)
	e.find(&s, e.claims(&r.Result, "respawn_leads", e.respawn)...)
	s.Tables = append(s.Tables, e.stateTable(r))
	if len(r.Accounts) > 0 {
		s.Tables = append(s.Tables, e.lostTable(r.Accounts))
	}
	if len(r.Dangling) > 0 {
		s.say(e.html(say(e.l.CountKey("lost.dangling", int64(len(r.Dangling))), e.l.Int(int64(len(r.Dangling))))))
		s.Evidence = append(s.Evidence, e.lostEvidence(r.Dangling))
	}
	if len(r.Leads) > 0 {
		s.Tables = append(s.Tables, e.leadTable(r.Leads))
	}
	if n := len(r.Renamed); n > 0 {
		s.Evidence = append(s.Evidence, e.evidence(say(e.l.CountKey("lost.renamed", int64(n)), e.l.Int(int64(n))), r.Renamed, "lost.csv", adentro.FieldHandle, e.whyRenamed))
	}
	return s
}

func (e *edition) lostTable(list []analysis.LostAccount) table {
	const most = 50
	t := table{Head: e.head("account", "classes", "status", "status_date", "#mentions", "#mentioners", "#after", "where")}
	for _, x := range list[:min(most, len(list))] {
		a := &e.Snap.Accounts[x.Account]
		classes := template.HTML("–")
		if c := e.primary(x.Account); c >= 0 {
			classes = e.class(c)
		}
		t.Rows = append(t.Rows, []cell{e.text(e.who(x.Account)), e.text(classes), e.text(e.word("status." + a.Status.String())), e.day(a.StatusFrom().At), e.int(len(x.Mentions)), e.int(x.Mentioners), e.int(x.After), e.text(e.where(x.Account, adentro.FieldName))})
	}
	if left := len(list) - most; left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "nodes.csv"))
	}
	return t
}

// lostEvidence lists lost accounts with what the platform said and the first
// tweet that mentions each.
func (e *edition) lostEvidence(list []analysis.LostAccount) evidence {
	v := evidence{Title: e.html(say("evidence.accounts", e.l.Count("count.accounts", int64(len(list)))))}
	for _, x := range list[:min(len(list), maxEvidence)] {
		a := &e.Snap.Accounts[x.Account]
		row := evidenceRow{Who: e.who(x.Account), Key: safeKey(a.Key), Where: e.where(x.Account, adentro.FieldName)}
		row.Why = e.html(say("evidence.lost", e.l.Raw("status."+a.Status.String()), e.l.Count("count.mentions", int64(len(x.Mentions)))))
		if _, known := a.Where(adentro.FieldName); !known && len(x.Mentions) > 0 && int(x.Mentions[0]) < len(e.Snap.Tweets) {
			row.Where = bdi(e.origin(e.Snap.Tweets[x.Mentions[0]].Origin))
		}
		v.Rows = append(v.Rows, row)
	}
	if left := len(list) - maxEvidence; left > 0 {
		v.More = e.html(say("evidence.more", e.l.Int(int64(left)), "nodes.csv"))
	}
	return v
}

// lossRate tells how many accounts of a class are lost beside the comparison group; only where
// chance rarely gives the difference.
func (e *edition) lossRate(r *analysis.Lost, f *analysis.Fact) phrase {
	if !f.Significant() {
		return phrase{}
	}
	for i := range r.Rates {
		x := &r.Rates[i]
		if x.Class != f.Item {
			continue
		}
		t := x.Table
		key := "lost.rate_less"
		if x.Contrast.Odds > 1 {
			key = "lost.rate_more"
		}
		return say(key, e.l.Int(int64(t.Hit)), e.l.Int(int64(t.Hit+t.Miss)), dump(e.seriesTitle(x.Class)), e.l.Percent(f.Value), e.l.Range(f.Low, f.High),
			e.l.Raw("lost.of_"+x.Control), e.l.Int(int64(t.ControlHit)), e.l.Int(int64(t.ControlHit+t.ControlMiss)))
	}
	return phrase{}
}

func (e *edition) respawn(f *analysis.Fact) phrase {
	switch {
	case f.Value == 0:
		return say("lost.no_leads", e.l.Int(f.N))
	case f.Significant():
		return say(e.l.CountKey("lost.leads", int64(f.Value)), e.l.Int(int64(f.Value)), e.l.Int(f.N))
	}
	return say(e.l.CountKey("lost.leads_chance", int64(f.Value)), e.l.Int(int64(f.Value)), e.l.Int(f.N))
}

// stateTable says how many accounts have which status, and how that is known.
func (e *edition) stateTable(r *analysis.Lost) table {
	t := table{Title: e.word("lost.states"), Head: e.head("status", "#accounts", "basis", "seen_between", "#undated")}
	for _, x := range r.States {
		between := e.keep("–")
		if !x.First.IsZero() {
			between = e.keep(day(x.First)+" –", day(x.Last))
		}
		t.Rows = append(t.Rows, []cell{e.text(e.word("status." + x.Status.String())), e.int(x.Accounts), e.text(e.word("status_basis." + x.Basis.String())), between, e.int(x.Undated)})
	}
	return t
}

// leadTable lists leads; the traits are words of ours.
func (e *edition) leadTable(leads []analysis.Lead) table {
	const most = 50
	t := table{Title: e.word("lost.lead_table"), Head: e.head("lost_account", "existed", "newer_account", "created", "shares"), Fold: true}
	for _, x := range leads[:min(most, len(leads))] {
		t.Rows = append(t.Rows, []cell{e.text(e.who(x.Lost)), e.day(x.Existed), e.text(e.who(x.Newer)), e.day(x.Created), e.text(esc(e.traits(x.Traits)))})
	}
	if left := len(leads) - most; left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "leads.csv"))
	}
	return t
}

func (e *edition) traits(list []analysis.Trait) string {
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = e.l.Raw("trait." + string(t))
	}
	return e.l.And(words)
}

// whyRenamed names the handles that an account bore before.
func (e *edition) whyRenamed(u int32) template.HTML {
	return e.html(say("lost.formerly", dump("@"+strings.Join(e.Snap.Accounts[u].Former(), " @"))))
}

// writeLost writes every account that is lost, only mentioned or renamed.
func writeLost(w io.Writer, e *edition) error {
	r := e.Results.Lost
	if r == nil || len(r.Accounts)+len(r.Dangling)+len(r.Renamed) == 0 {
		return ErrNothing
	}
	s, err := newSheet(w, "account", "handle", "row", "status", "basis", "date", "former_handles", "mentions", "mentioners", "mentions_after", "file", "offset")
	if err != nil {
		return err
	}
	line := func(row string, x analysis.LostAccount) error {
		a := &e.Snap.Accounts[x.Account]
		ev := a.StatusFrom()
		s.id(a.Key.String()).text(e.handle(x.Account, a.Key)).ours(row).ours(a.Status.String()).ours(ev.Basis.String()).ours(instant(ev.At)).text(strings.Join(a.Former(), " "))
		s.int(len(x.Mentions)).int(x.Mentioners).int(x.After)
		if o, ok := a.Where(adentro.FieldName); ok {
			s.text(e.sourceName(o.Source)).long(o.Offset)
		} else {
			s.ours("").ours("")
		}
		return s.end()
	}
	for _, x := range r.Accounts {
		if err := line("lost", x); err != nil {
			return err
		}
	}
	for _, x := range r.Dangling {
		if err := line("only_mentioned", x); err != nil {
			return err
		}
	}
	for _, u := range r.Renamed {
		if err := line("renamed", analysis.LostAccount{Account: u}); err != nil {
			return err
		}
	}
	return s.flush()
}

// writeLeads writes one row a lead.
func writeLeads(w io.Writer, e *edition) error {
	r := e.Results.Lost
	if r == nil || len(r.Leads) == 0 {
		return ErrNothing
	}
	s, err := newSheet(w, "lost_account", "lost_handle", "existed_until", "newer_account", "newer_handle", "created", "shares")
	if err != nil {
		return err
	}
	for _, x := range r.Leads {
		a, b := &e.Snap.Accounts[x.Lost], &e.Snap.Accounts[x.Newer]
		var shared []string
		for _, t := range x.Traits {
			shared = append(shared, string(t))
		}
		s.id(a.Key.String()).text(e.handle(x.Lost, a.Key)).ours(instant(x.Existed)).id(b.Key.String()).text(e.handle(x.Newer, b.Key)).ours(instant(x.Created)).ours(strings.Join(shared, " "))
		if err := s.end(); err != nil {
			return err
		}
	}
	return s.flush()
}

// lostJSON counts what the platform no longer shows.
type lostJSON struct {
	Statuses tally      `json:"statuses"`
	Dangling int        `json:"dangling"`
	Renamed  int        `json:"renamed"`
	Leads    int        `json:"leads"`
	Rates    []lossJSON `json:"rates"`
}

type lossJSON struct {
	Class        string `json:"class"`
	Lost         int    `json:"lost"`
	Known        int    `json:"known"`
	Control      string `json:"control"`
	ControlLost  int    `json:"control_lost"`
	ControlKnown int    `json:"control_known"`
	Odds         number `json:"odds"`
	Low          number `json:"odds_low"`
	High         number `json:"odds_high"`
	P            number `json:"p"`
	Q            number `json:"q"`
}

func (e *edition) lostJSON() lostJSON {
	j := lostJSON{Statuses: tally{}, Rates: []lossJSON{}}
	r := e.Results.Lost
	if r == nil {
		return j
	}
	for _, s := range r.States {
		j.Statuses[s.Status.String()] += s.Accounts
	}
	j.Dangling, j.Renamed, j.Leads = len(r.Dangling), len(r.Renamed), len(r.Leads)
	for _, x := range r.Rates {
		t, c := x.Table, x.Contrast
		l := lossJSON{x.Class, t.Hit, t.Hit + t.Miss, x.Control, t.ControlHit, t.ControlHit + t.ControlMiss, number(c.Odds), number(c.Low), number(c.High), number(c.TwoSided), number(c.TwoSided)}
		if f := r.Fact("loss_rate", x.Class); f != nil && f.Test != nil {
			l.Q = number(f.Test.Q)
		}
		j.Rates = append(j.Rates, l)
	}
	return j
}
