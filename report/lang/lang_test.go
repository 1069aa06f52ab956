package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func load(t *testing.T, code string) *Lang {
	t.Helper()
	l, err := Load(code)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var placeholder = regexp.MustCompile(`\{\d+\}`)

func TestBothLanguagesSayTheSame(t *testing.T) {
	es, en := load(t, "es"), load(t, "en")
	for _, k := range es.Keys() {
		if !en.Has(k) {
			t.Errorf("%s is missing in English", k)
			continue
		}
		a, b := placeholder.FindAllString(es.Raw(k), -1), placeholder.FindAllString(en.Raw(k), -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s: Spanish fills %v, English %v", k, a, b)
		}
		if es.Raw(k) == "" {
			t.Errorf("%s is empty", k)
		}
	}
	for _, k := range en.Keys() {
		if !es.Has(k) {
			t.Errorf("%s is missing in Spanish", k)
		}
	}
	if _, err := Load("fr"); err == nil {
		t.Error("a language without sentences was accepted")
	}
}

// TestWording keeps verdicts about people out of every sentence.
func TestWording(t *testing.T) {
	banned := regexp.MustCompile(`(?i)\b(bots?|fake|falsas?|falsos?|trolls?|granjas?|ciborgs?|delincuentes?)\b`)
	for _, code := range Codes() {
		l := load(t, code)
		for _, k := range l.Keys() {
			if w := banned.FindString(l.Raw(k)); w != "" {
				t.Errorf("%s, %s says %q", code, k, w)
			}
		}
	}
}

// TestPercentKeepsItsNumber: no line of Spanish breaks between a number and its sign.
func TestPercentKeepsItsNumber(t *testing.T) {
	l := load(t, "es")
	loose := regexp.MustCompile(`[0-9}] %`)
	for _, k := range l.Keys() {
		if loose.MatchString(l.Raw(k)) {
			t.Errorf("%s has an ordinary space before %%: %q", k, l.Raw(k))
		}
	}
}

// TestEveryCodeHasASentence reads the whole module for notes that are made
// with a literal code, and for keys that the report asks for by name.
func TestEveryCodeHasASentence(t *testing.T) {
	es := load(t, "es")
	root := filepath.Join("..", "..")
	found := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, code := range noteCodes(file) {
			found++
			if !es.Has("note." + code) {
				t.Errorf("%s: the note %q has no sentence", path, code)
			}
		}
		if p := filepath.ToSlash(path); strings.HasPrefix(p, "../../report/") || strings.HasPrefix(p, "../../cmd/") {
			for _, key := range askedKeys(file) {
				found++
				if !es.Has(key) && !es.Has(key+".one") {
					t.Errorf("%s: %q has no sentence", path, key)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 100 {
		t.Errorf("only %d keys were found: the search is broken", found)
	}
}

// TestEveryDetailHasASentence reads the sources of ingest and of the reader of JSON for what a
// reject may add to its reason.
func TestEveryDetailHasASentence(t *testing.T) {
	es := load(t, "es")
	found := 0
	for _, dir := range []string{"../../ingest", "../../internal/jsontape"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range rejectDetails(file) {
				found++
				if !es.Has("detail." + s) {
					t.Errorf("%s: the detail %q has no sentence", path, s)
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d details were found: the search is broken", found)
	}
	for s, want := range map[string]string{
		"at byte 7: unexpected '}'":         "en el byte 7: no se esperaba '}'",
		"at byte 64: nested deeper than 64": "en el byte 64: más de 64 niveles",
		"rows: disk I/O error":              "rows: disk I/O error",
	} {
		if got := es.Detail(s); got != want {
			t.Errorf("%q is told as %q, want %q", s, got, want)
		}
	}
}

// TestEveryDamageHasWords reads the sources of the containers for what keeps them from being read.
func TestEveryDamageHasWords(t *testing.T) {
	es := load(t, "es")
	paths, err := filepath.Glob("../../internal/inflate/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, path := range append(paths, "../../ingest/archive.go", "../../ingest/archivezip.go", "../../ingest/archivetar.go") {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok && typeName(c.Fun) == "New" && len(c.Args) == 1 && !strings.HasSuffix(path, "_test.go") {
				for _, s := range appendSentence(nil, c.Args[0]) {
					found++
					for _, part := range strings.Split(s, ": ") {
						if !es.Has("damage."+part) && strings.Contains(part, " ") {
							t.Errorf("%s: the damage %q has no words", path, part)
						}
					}
				}
			}
			return true
		})
	}
	if found < 15 {
		t.Errorf("only %d damages were found: the search is broken", found)
	}
	for s, want := range map[string]string{
		"gzip: invalid checksum at byte 7":                   "gzip: en el byte 7: la suma de comprobación no coincide: los datos han cambiado",
		"bzip2: bzip2 data invalid: no symbols in input":     "bzip2: los datos han cambiado: no symbols in input",
		"zip: unexpected EOF":                                "zip: termina antes de tiempo; puede que se cortara al copiarlo o descargarlo",
		"database disk image is malformed":                   "database disk image is malformed",
		"tar: bytes that are not tar follow the last member": "tar: tras el último archivo siguen bytes que no son tar",
	} {
		if got := es.Damage(s); got != want {
			t.Errorf("%q is told as %q, want %q", s, got, want)
		}
	}
}

// rejectDetails returns the literals that end a call of reject, drop or fail, those that are set as
// a detail, the values of the tables of details, and the errors of the reader of JSON.
func rejectDetails(file *ast.File) []string {
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := typeName(n.Fun)
			if len(n.Args) > 1 && (name == "reject" || name == "drop" || name == "fail") || file.Name.Name == "jsontape" && name == "New" {
				out = appendSentence(out, n.Args[len(n.Args)-1])
			}
		case *ast.AssignStmt:
			if s, ok := n.Lhs[len(n.Lhs)-1].(*ast.SelectorExpr); ok && s.Sel.Name == "detail" {
				out = appendSentence(out, n.Rhs[len(n.Rhs)-1])
			}
		case *ast.ValueSpec:
			if name := n.Names[0].Name; len(n.Values) == 1 && (name == "detail" || name == "details" || name == "rowDetails") {
				out = appendSentence(out, n.Values[0])
				if table, ok := n.Values[0].(*ast.CompositeLit); ok {
					for _, x := range table.Elts {
						out = appendSentence(out, x.(*ast.KeyValueExpr).Value)
					}
				}
			}
		}
		return true
	})
	return out
}

func appendSentence(out []string, x ast.Expr) []string {
	if lit, ok := x.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if s, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(s, " ") {
			out = append(out, s)
		}
	}
	return out
}

// noteCodes returns the literal codes in Note{"code", …}, Note{Code: "code"} and
// note("code", …), x.warn("code", …), x.have("code", …) and x.lack(left, "code", …).
func noteCodes(file *ast.File) []string {
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			elements := []ast.Expr{n}
			if a, ok := n.Type.(*ast.ArrayType); ok && typeName(a.Elt) == "Note" {
				elements = n.Elts
			} else if typeName(n.Type) != "Note" {
				return true
			}
			for _, x := range elements {
				if lit, ok := x.(*ast.CompositeLit); ok && len(lit.Elts) > 0 {
					first := lit.Elts[0]
					if kv, ok := first.(*ast.KeyValueExpr); ok {
						first = kv.Value
					}
					out = appendLiteral(out, first)
				}
			}
		case *ast.CallExpr:
			_, function := n.Fun.(*ast.Ident)
			switch name := typeName(n.Fun); {
			case len(n.Args) > 0 && (name == "warn" || name == "have" || name == "note" && function):
				out = appendLiteral(out, n.Args[0])
			case len(n.Args) > 1 && name == "lack":
				out = appendLiteral(out, n.Args[1])
			}
		}
		return true
	})
	return out
}

// askedKeys returns the literal keys given to the functions that look one up.
func askedKeys(file *ast.File) []string {
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok || len(c.Args) == 0 {
			return true
		}
		switch typeName(c.Fun) {
		case "say", "Raw", "T", "Count", "CountKey", "word":
			out = appendLiteral(out, c.Args[0])
		case "head":
			for _, a := range c.Args {
				for _, s := range appendLiteral(nil, a) {
					out = append(out, "column."+strings.TrimPrefix(s, "#"))
				}
			}
		}
		return true
	})
	return out
}

func typeName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

func appendLiteral(out []string, x ast.Expr) []string {
	if lit, ok := x.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if s, err := strconv.Unquote(lit.Value); err == nil && s != "" && !strings.ContainsAny(s, " /") {
			out = append(out, s)
		}
	}
	return out
}

func TestNumbers(t *testing.T) {
	es, en := load(t, "es"), load(t, "en")
	for _, c := range []struct{ got, want string }{
		{es.Int(0), "0"}, {es.Int(999), "999"}, {es.Int(1431), "1.431"}, {en.Int(1431), "1,431"}, {es.Int(-1234567), "−1.234.567"}, {en.Int(math.MinInt64), "−9,223,372,036,854,775,808"},
		{es.Percent(477.0 / 1431), "33,3\u00a0%"}, {en.Percent(477.0 / 1431), "33.3%"}, {es.Percent(math.NaN()), "sin dato"}, {es.Percent(1), "100,0\u00a0%"},
		{es.Percent(0), "0,0\u00a0%"}, {es.Percent(0.0005), "0,1\u00a0%"}, {es.Percent(1.0 / 5000), "0,02\u00a0%"}, {es.Percent(1e-12), "0,000000\u00a0%"}, {es.Range(0.00003, 0.0012), "0,003–0,1\u00a0%"},
		{es.Range(0.3582, 0.4203), "35,8–42,0\u00a0%"}, {es.Float(-0.04, 1), "0,0"}, {es.Float(-1234.5, 1), "−1.234,5"}, {es.Float(math.Inf(1), 1), "sin dato"},
		{es.P(0.001), "p\u00a0≤\u00a00,001"}, {es.P(0.0123), "p\u00a0=\u00a00,012"}, {en.P(math.NaN()), "p: unknown"}, {es.P(1), "p\u00a0=\u00a01,000"},
		{es.Number(372), "372"}, {es.Number(0.8512), "0,851"}, {es.Number(1e-7), "1e-07"}, {es.Number(12.34), "12,3"}, {es.Number(0), "0"},
		{es.Date(time.Date(2021, 4, 6, 23, 0, 0, 0, time.FixedZone("", -5*3600))), "7 de abril de 2021"}, {en.Date(time.Date(2021, 4, 6, 0, 0, 0, 0, time.UTC)), "6 April 2021"}, {es.Date(time.Time{}), "fecha desconocida"},
		{es.Bytes(999), "999\u00a0B"}, {es.Bytes(1500), "1,5\u00a0kB"}, {en.Bytes(999_950), "1.0\u00a0MB"}, {en.Bytes(12_300_000_000), "12.3\u00a0GB"}, {en.Bytes(math.MaxInt64), "9,223,372.0\u00a0TB"},
		{es.Count("count.accounts", 1), "1 cuenta"}, {es.Count("count.accounts", 0), "0 cuentas"}, {en.Count("count.accounts", 1431), "1,431 accounts"},
		{es.And(nil), ""}, {es.And([]string{"a"}), "a"}, {es.And([]string{"a", "b", "c"}), "a, b y c"},
		{es.Note("no_such_note", []string{"x", "y"}), "no_such_note: x, y"},
		{Fill("{1} {2} {3} {", strings.ToUpper, "a{2}", "b"), "a{2} b {3} {"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
