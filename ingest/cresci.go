package ingest

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// The data sets of Cresci et al. (2015, "Fame for sale"; 2017, "The paradigm-shift of social
// spambots"): one folder a class of accounts, each with users.csv, tweets.csv and, in 2015,
// followers.csv and friends.csv. They were written by MySQL, which puts a backslash
// before quotes and line ends and writes \N for nothing; encodings are mixed.

// cresciClasses are the folders, and the years of their data sets.
var cresciClasses = map[string]string{
	"e13": "2015", "tfp": "2015", "fsf": "2015", "int": "2015", "twt": "2015",
	"genuine_accounts": "2017", "fake_followers": "2017",
	"social_spambots_1": "2017", "social_spambots_2": "2017", "social_spambots_3": "2017",
	"traditional_spambots_1": "2017", "traditional_spambots_2": "2017", "traditional_spambots_3": "2017", "traditional_spambots_4": "2017",
}

// opensCresci reports whether a file begins with the header of users or tweets, which has
// the columns of its makers' crawler, or with that of edges.
func opensCresci(head []byte) bool {
	names := firstNames(head)
	if len(names) == 2 {
		return names[0] == "source_id" && names[1] == "target_id" || names[0] == "target_id" && names[1] == "source_id"
	}
	return slices.Contains(names, "crawled_at") && isCresci(&header{names: names})
}

// firstNames returns the names of a header that is separated by commas, unquoted.
func firstNames(head []byte) []string {
	head = bytes.TrimLeft(head, "\r\n")
	line, _, _ := bytes.Cut(head[:min(len(head), 4096)], newline)
	return strings.Split(strings.ReplaceAll(strings.TrimRight(string(line), "\r"), `"`, ""), ",")
}

func isCresci(h *header) bool {
	return h.named("crawledat") >= 0 && h.named("updated") >= 0 && (h.named("statusescount") >= 0 || h.named("numhashtags") >= 0)
}

// decodeCresci reads the file with its backslashes as the quotes that tables use.
func decodeCresci(d *decoder, w *window) {
	d.wholeTable(newWindow(&mysqlReader{w: w}))
}

// wholeTable reads a table in one piece.
func (d *decoder) wholeTable(w *window) {
	w.fill(sampleSize)
	if h, _, _ := readHeader(w.rest()); h != nil { // else the file ends inside its header
		d.decodeTable(newTable(w), w, true)
	}
}

// readCresci reads the tables as what they are, once the cells mean what they say.
func readCresci(d *decoder, h *header) rowReader {
	if len(h.names) == 2 && h.named("sourceid") >= 0 && h.named("targetid") >= 0 {
		return readCresciEdges(d, h)
	}
	if !isCresci(h) {
		return rowReader{}
	}
	inner := readTweets(d, h)
	if inner.row == nil {
		inner = readUsers(d, h)
	}
	if inner.row == nil {
		return rowReader{}
	}
	t := &cresciTable{d: d, inner: inner, dataset: h.named("dataset"), dates: []int{h.named("createdat"), h.named("timestamp")}}
	if h.has(colText) {
		t.dataset = -1
	}
	return rowReader{row: t.row, finish: inner.finish}
}

type cresciTable struct {
	d       *decoder
	inner   rowReader
	dataset int // column with the class; -1: there is none
	dates   []int
}

func (t *cresciTable) row(rec *record, r *row) {
	cells := slices.Clone(r.cells)
	for i, c := range cells {
		switch {
		case bytes.Equal(c, []byte(`\N`)):
			cells[i] = nil
		case bytes.IndexByte(c, '\\') >= 0:
			cells[i] = []byte(mysqlEscapes.Replace(string(c)))
		case slices.Contains(t.dates, i) && len(c) > 10: // milliseconds, as Java spells them
			cells[i] = bytes.TrimSuffix(c, []byte("L"))
		}
	}
	x := *r
	x.cells = cells
	before := len(t.d.obs.Profiles)
	t.inner.row(rec, &x)
	scheme, value := cresciLabel(t.d.label(), x.cell(t.dataset))
	for i := before; i < len(t.d.obs.Profiles) && value != ""; i++ {
		t.d.obs.Profiles[i].AddLabel(scheme, value)
	}
}

// mysqlEscapes undoes what is left of the escapes when those of quotes are undone.
var mysqlEscapes = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r", `\t`, "\t", `\0`, "", `\'`, `'`, "\\\n", "\n")

// cresciLabel returns the class that the data set gives its accounts: its column, else
// the folder that the file lies in.
func cresciLabel(label, column string) (scheme, value string) {
	for _, name := range []string{column, path.Base(path.Dir(label))} {
		name = strings.TrimSuffix(strings.TrimSpace(name), ".csv")
		if year := cresciClasses[strings.ToLower(name)]; year != "" {
			return "cresci-" + year, name
		}
	}
	return "", ""
}

// readCresciEdges reads followers.csv and friends.csv. Both have the columns source_id and
// target_id, in an order that differs between copies: the accounts of the data set are the
// side with fewer accounts, and the file's name says what the other side is to them.
func readCresciEdges(d *decoder, h *header) rowReader {
	base := strings.ToLower(path.Base(d.label()))
	t := &cresciEdges{h: h, follows: follows{d: d}, source: h.named("sourceid"), target: h.named("targetid")}
	switch {
	case strings.HasPrefix(base, "followers."):
		t.kind = adentro.Followers
	case strings.HasPrefix(base, "friends."):
		t.kind = adentro.Following
	}
	return rowReader{row: t.row, finish: t.finish}
}

type cresciEdges struct {
	h              *header
	source, target int
	kind           adentro.ListKind // by the file's name; unknown where it says none
	follows
}

func (t *cresciEdges) row(rec *record, r *row) {
	var keys [2]adentro.Key
	reason := ""
	for i, column := range []int{t.source, t.target} {
		id, q := parseID([]byte(r.cell(column)))
		if q == exact && t.h.rounded[column] && id >= 1e15 {
			q = lossy
		}
		if q != exact && reason == "" {
			reason = idReason(q)
		}
		keys[i] = adentro.IDKey(id)
	}
	t.d.settle(rec, listing{}, reason)
	if reason == "" {
		t.add(keys[0], keys[1], rec.off)
	}
}

func (t *cresciEdges) finish() {
	pairs := t.pairs
	t.pairs = nil
	sources, targets := map[adentro.Key]bool{}, map[adentro.Key]bool{}
	for _, p := range pairs {
		sources[p.from], targets[p.to] = true, true
	}
	if t.kind == adentro.ListUnknown || len(sources) == len(targets) || t.d.opt.Direction != DirectionUnknown {
		for _, p := range pairs {
			t.directed(p.from, p.to, p.off)
		}
		t.follows.finish()
		return
	}
	for _, p := range pairs {
		owner, member := p.from, p.to
		if len(targets) < len(sources) {
			owner, member = p.to, p.from
		}
		if t.kind == adentro.Followers {
			t.add(member, owner, p.off)
		} else {
			t.add(owner, member, p.off)
		}
	}
	t.d.warned["side_told_by_number"] += int64(len(pairs))
	t.lists(t.kind, adentro.Guessed)
}

// A mysqlReader writes a quote that MySQL escaped by a backslash as tables do, doubled. No
// byte moves.
type mysqlReader struct {
	w    *window
	pair [2]byte
	held []byte // what of pair is still to be given
}

func (m *mysqlReader) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if len(m.held) > 0 {
			c := copy(p[n:], m.held)
			n, m.held = n+c, m.held[c:]
			continue
		}
		if !m.w.fill(1) {
			break
		}
		b := m.w.rest()
		i := bytes.IndexByte(b, '\\')
		if i < 0 {
			i = len(b)
		}
		if i > 0 {
			c := copy(p[n:], b[:i])
			n += c
			m.w.skip(c)
			continue
		}
		m.w.fill(2)
		m.held = m.pair[:copy(m.pair[:], m.w.rest())]
		if len(m.held) == 2 && m.pair[1] == '"' {
			m.pair[0] = '"'
		}
		m.w.skip(len(m.held))
	}
	if n == 0 && len(p) > 0 {
		return 0, errEOF(m.w)
	}
	return n, nil
}

func (m *mysqlReader) damaged() bool { return m.w.damaged() }
