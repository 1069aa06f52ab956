package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/awalterschulze/gographviz"
	"golang.org/x/net/html"
)

// payloads are texts that have broken other programs' outputs.
func payloads() []string {
	list := []string{
		`</script><img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' onmouseover='alert(1)`, `{{.}}`, `{1}{2}{99}`, `<!--`, `-->`, `]]>`, `&lt;b&gt;`, `&#60;script&#62;`, `javascript:alert(1)`, `data:text/html,<b>`, "a\u2028b\u2029c", "`${1}`",
		`</style><b>`, `expression(alert(1))`, `url(//evil.example)`, `</title><script>`, `</bdi></td></tr></table><h1>`,
		`=1+1`, `+cmd|' /C calc'!A0`, `-2+3`, `@SUM(A1)`, "\t=1", "\r=1", "\n=1", ` =1+1`, "\u00a0=1", "\u200b=1", `＝1+1`, `＋1`, `－1`, `＠SUM`, `|DDE`, `"` + "\n" + `=1`, `;=1`, `,=1,"`,
		`<!DOCTYPE x [<!ENTITY y "z">]>`, `&xxe;`, "a\x00b\x01c\x08d\x0be\x1ff", "\ufffe\uffff", "\xff\xfe", "\xed\xa0\x80",
		`"]; node [shape=box]; x -> y; "`, `\G\N\L`, `<b>html label</b>`, `a\`, `strict`, `node`, `a:b`, `\"`, `"`,
		"\x1b[2J\x1b[31m", "\x1b]52;c;QQ==\x07", "\x1b]8;;http://evil.example\x1b\\x", "\u009b2J", "over\rwrite", "back\b\bspace", "end\x1b",
		"\u202egnp.exe", "\u2066\u2067", "\u2069\u202c", "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306", "zero\u200b\ufeffwidth", "\U000e0041\U000e0042", "\u3164", "👩‍👩‍👧‍👦🇻🇪", "عربي ١٢٣ עברית", "１２３", "", " ", "\u200d", strings.Repeat("Z", 5000), strings.Repeat("a\u0301", 3000),
		`../../etc/passwd`, `CON`, `NaN`, `1e309`, `-0`, `NULL`, `true`, `[x](javascript:alert(1))`,
	}
	return list
}

// hostile is the test world with one payload in every string.
func hostile(payload string) *Model {
	return testModel(func(string) string { return payload })
}

func write(t *testing.T, f Format, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, m); err != nil && !errors.Is(err, ErrNothing) {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return b.Bytes()
}

// shape counts elements with their attributes' names; a <bdi> or anything else
// that hostile text adds or takes away changes it.
func shape(t *testing.T, page []byte) map[string]int {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			count["<!-- -->"]++
		}
		if n.Type != html.ElementNode {
			continue
		}
		name := n.Data
		for _, a := range n.Attr {
			name += " " + a.Key
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || (a.Key == "href" && !strings.HasPrefix(a.Val, "#")) || (a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/svg+xml;base64,")) {
				t.Errorf("attribute %s=%q", a.Key, a.Val)
			}
		}
		if n.Data == "script" || n.Data == "iframe" || n.Data == "link" || n.Data == "form" {
			t.Errorf("element %s", n.Data)
		}
		count[name]++
	}
	return count
}

func TestHostilePageHasShapeOfTwin(t *testing.T) {
	page, _ := formatNamed("html")
	want := shape(t, write(t, page, testModel(plainText)))
	for _, p := range payloads() {
		got := shape(t, write(t, page, hostile(p)))
		// An empty text has no line of its own here and there.
		if strings.TrimFunc(p, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) == "" {
			continue
		}
		if !maps.Equal(got, want) {
			t.Errorf("%q: %s", p, difference(got, want))
		}
	}
}

func difference(got, want map[string]int) string {
	var out []string
	for k := range got {
		if got[k] != want[k] {
			out = append(out, fmt.Sprintf("%s: got %d, want %d", k, got[k], want[k]))
		}
	}
	for k := range want {
		if _, ok := got[k]; !ok {
			out = append(out, fmt.Sprintf("%s: got 0, want %d", k, want[k]))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func formatNamed(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

func TestHostileTextEverywhere(t *testing.T) {
	for _, f := range Formats() {
		if strings.HasSuffix(f.Name, ".png") || strings.HasSuffix(f.Name, ".pdf") { // outlines, no text
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			for _, p := range payloads() {
				checkFile(t, f.File, p, write(t, f, hostile(p)))
			}
		})
	}
}

func checkFile(t *testing.T, file, payload string, b []byte) {
	t.Helper()
	var err error
	switch file[strings.LastIndexByte(file, '.'):] {
	case ".csv":
		err = checkCSV(b)
	case ".json":
		if !json.Valid(b) {
			err = fmt.Errorf("not JSON")
		}
	case ".gexf", ".svg":
		err = checkXML(b)
	case ".dot":
		_, err = gographviz.Read(b)
	case ".txt":
		err = checkText(b)
	}
	if err != nil {
		t.Errorf("%s with %q: %v", file, payload, err)
	}
}

func checkCSV(b []byte) error {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\uFEFF"))))
	rows, err := r.ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows {
		for _, c := range row {
			visible := strings.TrimLeftFunc(c, func(r rune) bool { return r == ' ' || r == '\u00a0' || unicode.Is(unicode.C, r) })
			if first := []rune(visible + c); len(first) > 0 && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first[0]) && !isOurs(c) {
				return fmt.Errorf("cell %q could run", c)
			}
		}
	}
	return nil
}

// isOurs allows the negative numbers and leading spaces of no consequence.
func isOurs(c string) bool {
	return strings.TrimLeft(c, "-0123456789.e") == ""
}

func checkXML(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if s, ok := tok.(xml.StartElement); ok && (s.Name.Local == "script" || s.Name.Local == "foreignObject") {
			return fmt.Errorf("element %s", s.Name.Local)
		}
	}
}

func checkText(b []byte) error {
	for _, r := range string(b) {
		if r != '\n' && unicode.IsControl(r) || r == '\u202e' || r == '\u2066' {
			return fmt.Errorf("character %U", r)
		}
	}
	return nil
}

func TestHostileTerminal(t *testing.T) {
	for _, p := range payloads() {
		var b bytes.Buffer
		if err := Terminal(&b, hostile(p), false); err != nil {
			t.Fatal(err)
		}
		if err := checkText(b.Bytes()); err != nil {
			t.Errorf("%q: %v", p, err)
		}
		b.Reset()
		if err := Terminal(&b, hostile(p), true); err != nil {
			t.Fatal(err)
		}
		plain := strings.NewReplacer("\x1b[1m", "", "\x1b[33m", "", "\x1b[0m", "").Replace(b.String())
		if err := checkText([]byte(plain)); err != nil {
			t.Errorf("%q in colour: %v", p, err)
		}
	}
}

func TestDOTKeepsLabels(t *testing.T) {
	for _, p := range []string{`"]; x -> y; "`, `<b>x</b>`, `a\`, `\G`, "strict"} {
		f, _ := formatNamed("dot")
		g, err := gographviz.Read(write(t, f, hostile(p)))
		if err != nil {
			t.Errorf("%q: %v", p, err)
			continue
		}
		want := `"@` + strings.ReplaceAll(strings.ReplaceAll(p, `\`, `\\`), `"`, `\"`) + `"`
		if got := g.Nodes.Lookup["n0"].Attrs["label"]; got != want {
			t.Errorf("%q: label is %s, want %s", p, got, want)
		}
		if len(g.Nodes.Nodes) != len(testModel(plainText).Snap.Accounts) {
			t.Errorf("%q: %d nodes", p, len(g.Nodes.Nodes))
		}
	}
}
