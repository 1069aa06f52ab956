package report

import (
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// maxOrderRows is how many lists the page shows.
const maxOrderRows = 60

func (e *edition) orderSection() section {
	r := e.Results.Order
	if r == nil || r.Followers == 0 || len(r.Lists) == 0 {
		s := e.section("order", nil)
		s.say(e.word("empty.order"))
		return s
	}
	s := e.section("order", &r.Result)
	s.say(e.word("order.intro"))
	informative := e.informative()
	n := int64(len(r.Lists))
	s.say(e.html(say(e.l.CountKey("order.lists", n), e.l.Int(n), e.l.Count("count.lists", int64(r.Followers)), e.l.Int(int64(len(informative))))))
	if len(informative) == 0 {
		s.say(e.word("order.silent"))
	}
	e.find(&s, e.claims(&r.Result, "mass_follow", func(f *analysis.Fact) phrase {
		if !f.Significant() {
			return phrase{}
		}
		return e.runText(f)
	})...)
	e.find(&s, e.claims(&r.Result, "mass_follow_length", func(f *analysis.Fact) phrase { return say("order.length", dump(f.Item)) })...)
	if len(s.Findings) == 0 && r.Tested > 0 {
		s.say(e.html(say(e.l.CountKey("order.none", int64(r.Tested)), e.l.Int(int64(r.Tested)))))
	}
	e.draw(&s, "order")
	s.Tables = append(s.Tables, e.orderTable(r))
	if len(informative) > 0 {
		s.Tables = append(s.Tables, e.monthTable(informative[0]))
	}
	return s
}

// informative returns the lists whose order informs: those with the least likely run first, then
// the longest.
func (e *edition) informative() []*analysis.OrderList {
	r := e.Results.Order
	if r == nil {
		return nil
	}
	var found, rest []*analysis.OrderList
	for i := range r.Lists {
		switch l := &r.Lists[i]; {
		case !l.Informative():
		case len(l.Runs) > 0 && l.Runs[0].Significant():
			found = append(found, l)
		default:
			rest = append(rest, l)
		}
	}
	sortBy(found, func(l *analysis.OrderList) float64 { return -l.Runs[0].Score })
	sortBy(rest, func(l *analysis.OrderList) float64 { return -float64(l.Dated) })
	return append(found, rest...)
}

// runOf returns the run that a fact tells, with its list.
func (e *edition) runOf(f *analysis.Fact) (*analysis.OrderList, *analysis.FollowRun) {
	for i := range e.Results.Order.Lists {
		l := &e.Results.Order.Lists[i]
		for k := range l.Runs {
			x := &l.Runs[k]
			if len(f.Evidence.Lists) == 1 && f.Evidence.Lists[0] == l.List && len(x.Accounts) > 0 && len(f.Evidence.Accounts) > 0 && &x.Accounts[0] == &f.Evidence.Accounts[0] {
				return l, x
			}
		}
	}
	return nil, nil
}

// runText tells a run, and what its followers declare.
func (e *edition) runText(f *analysis.Fact) phrase {
	l, x := e.runOf(f)
	if x == nil {
		return phrase{}
	}
	text := say("order.run", dump(e.label(l.Owner)), e.l.Int(int64(x.Count)), e.l.Count("count.followers", int64(x.N)), e.within(x.From, x.To))
	if t := bound(l.Followers[x.First].Earliest); !t.IsZero() {
		text = say("found.and", text, say("order.run_since", e.l.Date(t)))
	}
	if x.Declaring > 0 {
		var words []string
		for _, c := range x.Countries[:min(3, len(x.Countries))] {
			words = append(words, e.place(c.Code)+" ("+e.l.Int(int64(c.N))+")")
		}
		text = say("found.and", text, say("order.run_countries", e.l.Int(int64(x.Declaring)), e.l.Int(int64(x.N)), e.l.And(words), e.l.Float(x.ByCountry, 1)))
	}
	return text
}

// bound returns a bound as a time, zero where there is none.
func bound(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

func (e *edition) orderTable(r *analysis.Order) table {
	t := table{Head: e.head("account", "#followers", "#of_dated", "verdict", "#order_records", "#records_shuffled", "bounds", "run", "#run_count", "#expected", "#p", "#q")}
	for i := range r.Lists[:min(len(r.Lists), maxOrderRows)] {
		l := &r.Lists[i]
		row := []cell{e.text(e.who(l.Owner)), e.int(l.Members), e.int(l.Dated), e.text(e.verdict(l)), e.int(l.Records), e.number(e.l.Float(l.Expected, 1) + " ± " + e.l.Float(2*l.Deviation, 1))}
		row = append(row, e.informedSpan(l))
		if len(l.Runs) == 0 {
			row = append(row, cell{HTML: "–"}, cell{HTML: "–", Num: true}, cell{HTML: "–", Num: true}, cell{HTML: "–", Num: true}, cell{HTML: "–", Num: true})
		} else {
			x := &l.Runs[0]
			row = append(row, e.keep(day(x.From)+" –", day(x.To)), e.number(e.l.Int(int64(x.Count))+" / "+e.l.Int(int64(x.N))), e.number(e.l.Float(x.Expected, 1)), e.number(e.l.P(x.P)), e.number(e.l.Float(x.Q, 3)))
		}
		t.Rows = append(t.Rows, row)
	}
	if left := len(r.Lists) - maxOrderRows; left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "summary.json"))
	}
	return t
}

// verdict says whether the order of a list informs, and why not.
func (e *edition) verdict(l *analysis.OrderList) template.HTML {
	words := []string{e.l.Word("verdict."+string(l.Verdict), string(l.Verdict))}
	if l.Reversed {
		words = append(words, e.l.Raw("verdict.reversed"))
	}
	if l.Truncated {
		words = append(words, e.l.Raw("verdict.truncated"))
	}
	return "<span class=\"long\">" + esc(strings.Join(words, "; ")) + "</span>"
}

// informedSpan is the cell of the first and the last lower bound of an informative list.
func (e *edition) informedSpan(l *analysis.OrderList) cell {
	if n := len(l.Followers); n > 0 {
		return e.keep(day(bound(l.Followers[0].Earliest))+" –", day(bound(l.Followers[n-1].Earliest)))
	}
	return cell{HTML: "–"}
}

// monthTable says how many of a list came no earlier than each month.
func (e *edition) monthTable(l *analysis.OrderList) table {
	const most = 120
	t := table{Title: e.html(say("order.months", dump(e.label(l.Owner)), e.l.Count("count.accounts", int64(len(l.Followers))))), Head: e.head("month", "#bound_here", "#since"), Fold: true}
	list := l.Months()
	for _, m := range list[max(0, len(list)-most):] {
		t.Rows = append(t.Rows, []cell{e.keep(m.Month.Format("2006-01")), e.int(m.Bounds), e.int(m.Since)})
	}
	return t
}

// writeOrder writes one row a follower of each list whose order informs, oldest follow first.
func writeOrder(w io.Writer, e *edition) error {
	s, err := newSheet(w, "owner", "owner_key", "observed", "rank_from_oldest", "account", "account_key", "created", "followed_not_before", "record", "next_record", "in_run")
	if err != nil {
		return err
	}
	if r := e.Results.Order; r != nil {
		for i := range r.Lists {
			if err := e.orderRows(s, &r.Lists[i]); err != nil {
				return err
			}
		}
	}
	return s.flush()
}

func (e *edition) orderRows(s *sheet, l *analysis.OrderList) error {
	owner := e.Snap.Accounts[l.Owner].Key
	for i := range l.Followers {
		f := &l.Followers[i]
		key := e.Snap.Accounts[f.Account].Key
		created := ""
		if f.Dated {
			created = instant(bound(f.Created))
		}
		run := ""
		for k := range l.Runs {
			if x := &l.Runs[k]; x.Significant() && x.First <= i && i <= x.Last {
				run = e.l.Int(int64(k + 1))
			}
		}
		s.text(e.handle(l.Owner, owner)).id(owner.String()).ours(day(e.Snap.Lists[l.List].Observed)).int(i + 1).text(e.handle(f.Account, key)).id(key.String())
		s.ours(created).ours(instant(bound(f.Earliest))).ours(yesNo(f.Record)).ours(instant(bound(f.Next))).ours(run)
		if err := s.end(); err != nil {
			return err
		}
	}
	return nil
}

// orderJSON is one ordered list in summary.json.
type orderJSON struct {
	Owner       string        `json:"owner"`
	Handle      string        `json:"handle"`
	Members     int           `json:"members"`
	Dated       int           `json:"dated"`
	DatedByID   int           `json:"dated_by_id"`
	Verdict     string        `json:"verdict"`
	Informative bool          `json:"informative"`
	Reversed    bool          `json:"reversed"`
	Truncated   bool          `json:"truncated"`
	Records     int           `json:"records"`
	Expected    number        `json:"records_if_shuffled"`
	Runs        []followsJSON `json:"runs"`
}

type followsJSON struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Count    int    `json:"count"`
	N        int    `json:"n"`
	Expected number `json:"expected"`
	P        number `json:"p"`
	Q        number `json:"q"`
	Draws    int    `json:"replicates"`
}

func (e *edition) orderJSON() []orderJSON {
	out := []orderJSON{}
	if e.Results.Order == nil {
		return out
	}
	for i := range e.Results.Order.Lists {
		l := &e.Results.Order.Lists[i]
		key := e.Snap.Accounts[l.Owner].Key
		row := orderJSON{key.String(), e.handle(l.Owner, key), l.Members, l.Dated, l.FromID, string(l.Verdict), l.Informative(), l.Reversed, l.Truncated, l.Records, number(l.Expected), []followsJSON{}}
		for _, x := range l.Runs {
			row.Runs = append(row.Runs, followsJSON{day(x.From), day(x.To), x.Count, x.N, number(x.Expected), number(x.P), number(x.Q), l.Replicates})
		}
		out = append(out, row)
	}
	return out
}
