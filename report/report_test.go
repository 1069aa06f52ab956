package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/report/lang"
)

// TestLook writes the test world's report for the eye.
func TestLook(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip("set LOOK to a folder to write the test world's report there")
	}
	if err := Write(dir, testModel(plainText)); err != nil {
		t.Fatal(err)
	}
}

func TestWriteIsDeterministic(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	for _, dir := range []string{a, b} {
		if err := Write(dir, testModel(plainText)); err != nil {
			t.Fatal(err)
		}
	}
	var man manifest
	raw, err := os.ReadFile(filepath.Join(a, ManifestFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &man); err != nil {
		t.Fatal(err)
	}
	if got, want := len(man.Files), len(Formats()); got != want {
		t.Errorf("manifest names %d files, want %d", got, want)
	}
	for _, f := range man.Files {
		x, err := os.ReadFile(filepath.Join(a, f.Name))
		if err != nil {
			t.Fatal(err)
		}
		y, err := os.ReadFile(filepath.Join(b, f.Name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(x, y) {
			t.Errorf("%s differs from run to run", f.Name)
		}
		if hexSum(sha256.Sum256(x)) != f.SHA256 || int64(len(x)) != f.Bytes {
			t.Errorf("%s is not what the manifest says", f.Name)
		}
	}
}

func TestWriteChosen(t *testing.T) {
	for _, c := range []struct {
		only []string
		want []string
	}{
		{[]string{"summary"}, []string{"summary.json"}},
		{[]string{"dot", "html"}, []string{"index.html", "network.dot"}},
		{[]string{"creation"}, []string{"figures/creation.svg", "figures/creation.png", "figures/creation.pdf"}},
	} {
		dir := t.TempDir()
		if err := Write(dir, testModel(plainText), c.only...); err != nil {
			t.Fatal(err)
		}
		var man manifest
		raw, err := os.ReadFile(filepath.Join(dir, ManifestFile))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &man); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range man.Files {
			got = append(got, f.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: wrote %v, want %v", c.only, got, c.want)
		}
	}
	if err := Write(t.TempDir(), testModel(plainText), "htm"); err == nil {
		t.Error("an unknown name was accepted")
	}
}

// emptyModels are worlds in which parts are missing.
func emptyModels() map[string]*Model {
	none := &Model{}
	one := &Model{Snap: &adentro.Snapshot{Accounts: []adentro.Account{{Key: adentro.HandleKey("alguien")}}}}
	noResults := testModel(plainText)
	noResults.Results = nil
	zeros := testModel(plainText)
	n := len(zeros.Snap.Accounts)
	zeros.Results = &analysis.Results{
		Population: &analysis.Population{Kind: "all", In: make([]bool, n), Total: n}, Classes: &analysis.Classes{}, Seeds: &analysis.Seeds{}, Locations: &analysis.Locations{},
		Creation: &analysis.Creation{}, Hashtags: &analysis.Hashtags{}, Lost: &analysis.Lost{}, Network: &analysis.Network{}, Drawing: &analysis.Drawing{Business: &analysis.View{}, Overview: &analysis.View{}},
	}
	dot := testModel(plainText)
	dot.Results.Drawing.Overview = &analysis.View{Nodes: []analysis.ViewNode{{Account: 0, Class: -1}}}
	dot.Results.Creation.Series = []analysis.Series{{Class: "all", Days: []int{1}}}
	dot.Results.Hashtags.Tags[0].Days = dot.Results.Hashtags.Tags[0].Days[:1]
	return map[string]*Model{"nothing": none, "one account": one, "no results": noResults, "zeros": zeros, "one of each": dot}
}

var missing = regexp.MustCompile(`\[[a-z_]+(\.[a-z0-9_-]+)*\]`)

// encoded are the pictures in the page, whose letters mean nothing.
var encoded = regexp.MustCompile(`base64,[A-Za-z0-9+/=&#;]+`)

func TestEmptyWorldsReadWell(t *testing.T) {
	for name, m := range emptyModels() {
		for _, code := range []string{"es", "en"} {
			m.Lang = code
			for _, f := range Formats() {
				var b bytes.Buffer
				if err := f.Write(&b, m); err != nil && !errors.Is(err, ErrNothing) {
					t.Errorf("%s, %s: %v", name, f.Name, err)
				}
				if strings.HasSuffix(f.Name, ".png") || strings.HasSuffix(f.Name, ".pdf") {
					continue
				}
				s := encoded.ReplaceAllString(b.String(), "")
				if strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
					t.Errorf("%s, %s prints a number that is none", name, f.Name)
				}
				if gap := missing.FindString(s); gap != "" && f.Name != "summary" && f.Name != "dot" {
					t.Errorf("%s, %s: no sentence for %s", name, f.Name, gap)
				}
			}
			var b bytes.Buffer
			if err := Terminal(&b, m, false); err != nil {
				t.Fatal(err)
			}
			if missing.MatchString(b.String()) {
				t.Errorf("%s: terminal: %s", name, b.String())
			}
		}
	}
}

func TestFullWorldHasNoGap(t *testing.T) {
	for _, code := range []string{"es", "en"} {
		m := testModel(plainText)
		m.Lang = code
		f, _ := formatNamed("html")
		s := string(write(t, f, m))
		if gap := missing.FindString(s); gap != "" {
			t.Errorf("%s: no sentence for %s", code, gap)
		}
		if strings.Contains(s, "NaN") || strings.Contains(s, "+Inf") {
			t.Errorf("%s: prints a number that is none", code)
		}
		if n := strings.Count(s, "{1}"); n > 0 {
			t.Errorf("%s: %d placeholders are left", code, n)
		}
	}
}

func TestSummaryArraysAreNeverNull(t *testing.T) {
	models := emptyModels()
	models["full"] = testModel(plainText)
	f, _ := formatNamed("summary")
	for name, m := range models {
		var doc map[string]any
		if err := json.Unmarshal(write(t, f, m), &doc); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, key := range []string{"seeds", "bursts", "hashtags", "coordination", "warnings"} {
			if _, ok := doc[key].([]any); !ok {
				t.Errorf("%s: %s is %v, want an array", name, key, doc[key])
			}
		}
		for _, key := range []string{"pagerank", "betweenness", "followed"} {
			if _, ok := doc["top"].(map[string]any)[key].([]any); !ok {
				t.Errorf("%s: top.%s is not an array", name, key)
			}
		}
		for _, key := range []string{"classes", "places", "inputs", "accounts", "locations", "graph", "all_tags"} {
			if _, ok := doc[key].(map[string]any); !ok {
				t.Errorf("%s: %s is %v, want an object", name, key, doc[key])
			}
		}
	}
}

func TestSummaryNumbers(t *testing.T) {
	for _, c := range []struct {
		in   float64
		want string
	}{{1.0 / 3, "0.333333333"}, {0, "0"}, {372, "372"}, {1e-12, "1e-12"}, {1431, "1431"}} {
		got, err := json.Marshal(number(c.in))
		if err != nil || string(got) != c.want {
			t.Errorf("%g: got %s, %v; want %s", c.in, got, err, c.want)
		}
	}
}

func TestExport(t *testing.T) {
	m := testModel(plainText)
	g, err := graph.New(len(m.Snap.Accounts), []graph.Edge{{From: 0, To: 1, Weight: 3}, {From: 2, To: 2, Weight: 1}}, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ as, want string }{
		{"edges", "Source,Target,Type,Weight,Kind\n1360000000000000000,1360000000000000001,Directed,3,retweets\n1360000000000000002,1360000000000000002,Directed,1,retweets\n"},
	} {
		var b bytes.Buffer
		if err := Export(&b, m, g, "retweets", c.as); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("%s: got %q, want %q", c.as, b.String(), c.want)
		}
	}
	for as, lines := range map[string]string{"nodes": "\n1360000000000000002,", "gexf": `<node id="n2"`, "dot": "n0->n1"} {
		var b bytes.Buffer
		if err := Export(&b, m, g, "retweets", as); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), lines) {
			t.Errorf("%s holds no %q", as, lines)
		}
		if strings.Contains(b.String(), "1360000000000000009") {
			t.Errorf("%s holds an account without an edge", as)
		}
	}
	if err := Export(&bytes.Buffer{}, m, g, "retweets", "jpeg"); err == nil {
		t.Error("an unknown format was accepted")
	}
	for _, as := range pictures() {
		if err := Export(&bytes.Buffer{}, m, g, "retweets", as); !errors.Is(err, ErrNothing) {
			t.Errorf("%s of a network without a drawing: %v", as, err)
		}
		var b bytes.Buffer
		if err := Export(&b, m, m.Results.Network.Graph, "retweets", as); err != nil || b.Len() == 0 {
			t.Errorf("%s: %d bytes, %v", as, b.Len(), err)
		}
		if as == "svg" && !strings.Contains(b.String(), "nombrada o difundida") {
			t.Error("the picture of retweets does not say what its links are")
		}
	}
}

func TestFiguresNameOnlyWhoMayBeNamed(t *testing.T) {
	m := testModel(plainText)
	f, _ := formatNamed("overview.svg")
	svg := string(write(t, f, m))
	for _, c := range []struct {
		handle string
		want   bool
	}{{"@handle0<", true}, {"@handle6<", true}, {"@handle8<", false}, {"@handle59<", true}} {
		if got := strings.Contains(svg, c.handle); got != c.want {
			t.Errorf("%s shown: %t, want %t", c.handle, got, c.want)
		}
	}
	if !strings.Contains(svg, "Datos sintéticos") {
		t.Error("the figure does not say that it is synthetic")
	}
}

func TestNodesHaveNoColumnTwice(t *testing.T) {
	m := testModel(plainText)
	m.Results.Network.Columns = append(m.Results.Network.Columns, analysis.Column{Name: "class", Group: make([]int32, len(m.Snap.Accounts))})
	f, _ := formatNamed("nodes")
	rows, err := csv.NewReader(bytes.NewReader(write(t, f, m))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range rows[0] {
		if seen[name] {
			t.Errorf("two columns are called %q", name)
		}
		seen[name] = true
	}
	if got, want := len(rows)-1, len(m.Snap.Accounts); got != want {
		t.Errorf("%d rows, want %d", got, want)
	}
}

// TestNodesTellDefaultImages: yes, no, and nothing where no record tells.
func TestNodesTellDefaultImages(t *testing.T) {
	m := testModel(plainText)
	f, _ := formatNamed("nodes")
	rows, err := csv.NewReader(bytes.NewReader(write(t, f, m))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(rows[0], "default_image")
	if at < 0 {
		t.Fatalf("no column default_image in %q", rows[0])
	}
	for u, row := range rows[1:] {
		want := []string{"", "yes", "no"}[u%3]
		if u == len(rows)-2 { // the account that is lost
			want = ""
		}
		if row[at] != want {
			t.Errorf("account %d: %q, want %q", u, row[at], want)
		}
	}
}

// TestVerdictsHaveRoom: what is said in words in a wide table is not squeezed to a word a line.
func TestVerdictsHaveRoom(t *testing.T) {
	f, _ := formatNamed("html")
	s := string(write(t, f, testModel(plainText)))
	if !strings.Contains(s, `<td><span class="long">`) || !strings.Contains(s, "td:has(.long) { min-width: 12rem; }") {
		t.Error("the verdicts on the order of lists have no width of their own")
	}
}

// TestExpectedHasADecimal: what chance gives is told apart from the count beside it.
func TestExpectedHasADecimal(t *testing.T) {
	l, err := lang.Load("es")
	if err != nil {
		t.Fatal(err)
	}
	e := &edition{l: l}
	for x, want := range map[float64]string{373.24: "373,2", 375: "375", 2.53: "2,5", 123456.7: "123.457"} {
		if got := e.expected(x); got != want {
			t.Errorf("%g: %s, want %s", x, got, want)
		}
	}
}
