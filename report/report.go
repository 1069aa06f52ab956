// Package report turns Results into bytes: the page, the figures, the exports,
// the summary for machines and the one for the terminal. It computes no score
// and no position; every sentence comes from report/lang.
package report

import (
	"errors"
	"io"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
	"github.com/seed-1b5e0f84/adentro/report/lang"
)

// Schema is the version of summary.json and manifest.json.
const Schema = 1

// A Model is all that a report is made from. Only Snap is needed: what is
// missing is said to be missing.
type Model struct {
	Snap    *adentro.Snapshot
	Case    *adentro.Case
	Results *analysis.Results
	Lang    string // "es", "en"; "": the case's, else Spanish
	Version string // of the tool, a constant of the release
	Command string // the command line to cite, without machine paths; "" is left out
	Seed    uint64 // of the random draws
	Workers int    // files written side by side; 0: all processors; never changes a byte
}

// A Format is one row of the table of outputs.
type Format struct {
	Name    string // flag value
	File    string // path in the report's folder, with slashes
	Doc     string // one English line for the help
	Network bool   // Export writes it for any network
	Write   func(w io.Writer, m *Model) error
}

// ErrNothing says that the data hold nothing that an output could show. Write leaves
// such a file out, and the page says what is missing.
var ErrNothing = errors.New("the data hold nothing to show")

// Formats returns the outputs in the order in which help lists and Write
// writes them. Adding one is one new file and one line here.
func Formats() []Format {
	f := []Format{
		{"html", "index.html", "the report: one page that needs nothing else", false, edit(writePage)},
		{"summary", "summary.json", "every headline figure, for machines", false, edit(writeSummary)},
		{"seeds", "seeds.csv", "the seed accounts, with followers by class", false, edit(writeSeeds)},
		{"classes", "classes.csv", "why each account has, or only just lacks, a class: rule, field, words; what was decided by hand", false, edit(writeClasses)},
		{"families", "families.csv", "handles that follow one template, beside what chance gives", false, edit(writeFamilies)},
		{"overlap", "overlap.csv", "every pair of lists: what both share, and what chance gives", false, edit(writeOverlap)},
		{"mixing", "mixing.csv", "follows between classes that the lists show, and what chance gives", false, edit(writeMixing)},
		{"locations", "locations.csv", "declared locations by country and first-level unit", false, edit(writeLocations)},
		{"bursts", "bursts.csv", "spans with more accounts created than expected", false, edit(writeBursts)},
		{"order", "order.csv", "the followers of each list whose order informs, with the earliest time of each follow", false, edit(writeOrder)},
		{"hashtags", "hashtags.csv", "use, onset and concentration of each hashtag", false, edit(writeHashtags)},
		{"days", "hashtag_days.csv", "each hashtag by UTC day", false, edit(writeDays)},
		{"profiles", "profiles.csv", "what the profiles of each group have in common, beside the comparison group", false, edit(writeProfiles)},
		{"lost", "lost.csv", "accounts lost, renamed or known only by mentions, with basis and date", false, edit(writeLost)},
		{"leads", "leads.csv", "newer accounts that share a rare trait with a lost one: where to look, no finding", false, edit(writeLeads)},
		{"nodes", "nodes.csv", "every account with all that is known of it (Gephi)", true, edit(writeNodes)},
		{"edges", "edges.csv", "every link of the network (Gephi)", true, edit(writeEdges)},
		{"gexf", "network.gexf", "the network with attributes and positions (Gephi)", true, edit(writeGEXF)},
		{"dot", "network.dot", "the part worth drawing (Graphviz)", true, edit(writeDOT)},
		{"facts", "facts.csv", "every figure with its denominator, interval, test and level", false, edit(writeFacts)},
		{"evidence", "evidence.csv", "the accounts, tweets and lists behind every figure, and where they stand in the files", false, edit(writeEvidence)},
		{"ingest", "ingest.csv", "every input with its verdict and sums, then every reject", false, edit(writeIngest)},
	}
	for _, fig := range figures() {
		f = append(f,
			Format{fig.name + ".svg", "figures/" + fig.name + ".svg", fig.doc, false, edit(fig.writeSVG)},
			Format{fig.name + ".png", "figures/" + fig.name + ".png", fig.doc, false, edit(fig.writePNG)},
			Format{fig.name + ".pdf", "figures/" + fig.name + ".pdf", fig.doc, false, edit(fig.writePDF)})
	}
	return append(f, Format{"readme", "README.txt", "what the files are, and that they hold personal data", false, edit(writeReadme)})
}

// An edition is a Model in one language, with nothing nil.
type edition struct {
	Model
	l *lang.Lang
}

// edit makes a Format's Write of a function on editions.
func edit(write func(io.Writer, *edition) error) func(io.Writer, *Model) error {
	return func(w io.Writer, m *Model) error {
		e, err := newEdition(m)
		if err != nil {
			return err
		}
		return write(w, e)
	}
}

// Sentence returns a note as a reader of this language reads it on a terminal;
// an unknown language is Spanish.
func Sentence(code string, n adentro.Note) string {
	e, err := newEdition(&Model{Lang: code})
	if err != nil {
		if e, err = newEdition(&Model{}); err != nil {
			return safe.Terminal(n.Code)
		}
	}
	return safe.Terminal(e.sentence(n))
}

func newEdition(m *Model) (*edition, error) {
	e := &edition{Model: *m}
	if e.Snap == nil {
		e.Snap = &adentro.Snapshot{}
	}
	if e.Case == nil {
		e.Case = &adentro.Case{}
	}
	if e.Results == nil {
		e.Results = &analysis.Results{}
	}
	if e.Lang == "" {
		e.Lang = e.Case.Language
	}
	l, err := lang.Load(e.Lang)
	if err != nil {
		return nil, err
	}
	e.l, e.Lang = l, l.Code()
	return e, nil
}
