package ingest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// edgesOf returns the follows of observations, as "follower>followed", sorted by list.
func edgesOf(obs *adentro.Observations) string {
	var out []string
	for _, p := range obs.Pages {
		for _, m := range p.Members.All() {
			switch p.Kind {
			case adentro.Followers:
				out = append(out, m.Key.String()+">"+p.Owner.String())
			case adentro.Following:
				out = append(out, p.Owner.String()+">"+m.Key.String())
			}
		}
	}
	return strings.Join(out, " ")
}

// TestDirectionIsStated reads edges as follows only as the operator says.
func TestDirectionIsStated(t *testing.T) {
	for _, c := range []struct {
		file string
		left string // follows, if the left one follows the right one
	}{
		{"edges/reales.tsv", "1390000000000001301>1302 1390000000000001301>1390000000000001304 1390000000000001303>1302"},
		{"edges/no_dirigido.csv", ""},
		{"gephi-edges/aristas.csv", "1390000000000001301>1390000000000001302 1390000000000001303>1390000000000001302"},
		{"gexf/adentro.gexf", "handle:dos_1306>1301"},
		{"graphml/redes.graphml", "1390000000000001302>1390000000000001301"},
	} {
		path := filepath.Join(fixtures, filepath.FromSlash(c.file))
		if got := edgesOf(read(t, Options{}, path)); got != "" {
			t.Errorf("%s: nobody stated a direction, but %s", c.file, got)
		}
		for direction, want := range map[Direction]string{LeftFollowsRight: c.left, RightFollowsLeft: turned(c.left)} {
			got := edgesOf(read(t, Options{Direction: direction}, path))
			if sortedWords(got) != sortedWords(want) {
				t.Errorf("%s with direction %d: %s, want %s", c.file, direction, got, want)
			}
		}
	}
}

func sortedWords(s string) string {
	return strings.Join(uniqueStrings(strings.Fields(s)), " ")
}

func turned(edges string) string {
	var out []string
	for _, e := range strings.Fields(edges) {
		a, b, _ := strings.Cut(e, ">")
		out = append(out, b+">"+a)
	}
	return strings.Join(out, " ")
}

// TestSmallNumbersAreNobody keeps the nodes of a renumbered graph apart from the
// accounts whom the platform gave these numbers.
func TestSmallNumbersAreNobody(t *testing.T) {
	for name, text := range map[string]string{
		"a.txt":     "0 12\n12 13\n13 20\n",
		"a.csv":     "Source,Target\n12,13\n13,20\n",
		"n.csv":     "Id,Label\n12,jack\n13,biz\n",
		"a.gexf":    `<gexf><graph defaultedgetype="directed"><nodes><node id="12"/><node id="13"/></nodes><edges><edge source="12" target="13"/></edges></graph></gexf>`,
		"a.graphml": `<graphml><graph edgedefault="directed"><node id="12"/><edge source="12" target="n1"/></graph></graphml>`,
	} {
		d := decodeBytes(t, name, []byte(text))
		s := adentro.Resolve(adentro.Merge(&d.obs))
		got := 0
		for _, k := range snapshotKeys(s) {
			got++
			if k.ID != 0 || !strings.HasPrefix(k.Name, "graph:") {
				t.Errorf("%s: account %s", name, k)
			}
		}
		if got < 2 {
			t.Errorf("%s: %d accounts: %+v", name, got, d.src)
		}
	}
}

func snapshotKeys(s *adentro.Snapshot) (keys []adentro.Key) {
	for i := range s.Accounts {
		keys = append(keys, s.Accounts[i].Key)
	}
	return keys
}

// TestNotEdges: other numbers in columns are no edges.
func TestNotEdges(t *testing.T) {
	for _, text := range []string{
		"id,followers\n1301,5\n1302,7\n", "1301\n1302\n", "1301,\n1302,\n", "4 3\n2 3\n1\n1 4 5 6 7\n3\n", "1.5 2.5\n3.5 4.5\n", "", "# 1 2\n",
	} {
		if opensEdges([]byte(text)) {
			t.Errorf("%q was taken for edges", text)
		}
	}
}

// graphML wraps nodes and edges.
func graphML(inside string) string {
	return `<?xml version="1.0"?><graphml><key id="d0" for="node" attr.name="screen_name"/><graph edgedefault="directed">` + inside + `</graph></graphml>`
}

// TestBrokenXML: a broken element costs itself, and its neighbours stay.
func TestBrokenXML(t *testing.T) {
	good := `<node id="@uno"/><node id="@dos"><data key="d0">dos_2</data></node>`
	for name, c := range map[string]struct {
		bad      string
		rejected int64
	}{
		"an open quote":       {`<node id="@malo/>`, 1},
		"a forbidden number":  {`<node id="&#2;"/>`, 1},
		"no id":               {`<node/>`, 1},
		"an edge of one end":  {`<edge source="@uno"/>`, 1},
		"never closed":        {`<node id="@malo">`, 1},
		"a stray end":         {`</node></edge></x>`, 0},
		"a lone bracket":      {`< `, 1},
		"a comment":           {`<!-- <node id="@malo"/> -->`, 0},
		"control characters":  {"\x01\x02\x00", 0},
		"an unknown entity":   {`<desc>&mil; &nbsp;</desc>`, 0},
		"Latin-1":             {"<desc>a\xf1o</desc>", 0},
		"too large":           {`<node id="` + strings.Repeat("x", maxElement+1) + `"/>`, 1},
		"CDATA":               {`<desc><![CDATA[<node id="@malo"/>]]></desc>`, 0},
		"a wrong end in data": {`<node id="@malo"><data key="d0">x</dat></node>`, 0},
	} {
		d := decodeBytes(t, "x.graphml", []byte(graphML(good+c.bad+good)))
		r := d.src.Records
		if r.Rejected != c.rejected || r.Accepted+r.Duplicate < 4 {
			t.Errorf("%s: %+v %+v", name, r, d.src.Rejects)
		}
	}
}

// TestXMLBombs: entities are never expanded, nesting is bounded.
func TestXMLBombs(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE graphml [<!ENTITY a "aaaaaaaaaa">`)
	for i := range 20 {
		fmt.Fprintf(&b, `<!ENTITY a%d "&a%d;&a%d;">`, i+1, i, i)
	}
	b.WriteString("]>" + `<graphml><graph edgedefault="directed"><node id="n&a20;"/>`)
	deep := strings.Repeat(`<node id="x"><graph>`, 10_000)
	d := decodeBytes(t, "x.graphml", []byte(b.String()+deep))
	if r := d.src.Records; r.Seen < 10_000 || r.Rejected < 9_000 {
		t.Errorf("%+v", r)
	}
	for i := range d.obs.Profiles {
		if k := d.obs.Profiles[i].Key.String(); len(k) > 20 {
			t.Errorf("an entity grew: %.80q", k)
		}
	}
}

// TestTwibotContradiction: rows of followers that say the opposite of the rows of following
// make no follows.
func TestTwibotContradiction(t *testing.T) {
	head := "source_id,relation,target_id\nu1,following,u2\nu3,following,u4\n"
	d := decodeBytes(t, "edge.csv", []byte(head+"u1,followers,u2\nu3,followers,u4\nu5,followers,u6\n"))
	if got := edgesOf(&d.obs); got != "1>2 3>4" || !warns(d, "direction_contradicted") {
		t.Errorf("contradicting: %s %v", got, d.src.Warnings)
	}
	d = decodeBytes(t, "edge.csv", []byte(head+"u2,followers,u1\nu5,followers,u6\n"))
	if got := sortedWords(edgesOf(&d.obs)); got != "1>2 3>4 6>5" {
		t.Errorf("agreeing: %s", got)
	}
}

func warns(d *said, code string) bool {
	for _, n := range d.src.Warnings {
		if n.Code == code {
			return true
		}
	}
	return false
}

// TestCresciSides finds the owners whichever column they stand in, and asks where
// numbers do not tell.
func TestCresciSides(t *testing.T) {
	for text, want := range map[string]string{
		"source_id,target_id\n1401,1301\n1402,1301\n": "1401>1301 1402>1301",
		"source_id,target_id\n1301,1401\n1301,1402\n": "1401>1301 1402>1301",
		"source_id,target_id\n1401,1301\n1402,1302\n": "",
	} {
		d := decodeBytes(t, "TFP/followers.csv", []byte(text))
		if got := sortedWords(edgesOf(&d.obs)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// TestMySQLQuotes reads the escapes in reads of any length, without moving a byte.
func TestMySQLQuotes(t *testing.T) {
	in := `"a \"b\" \\","c\"` + `","\\"` + "\n" + `\N,"x \` + "\n" + `y"` + "\n"
	want := `"a ""b"" \\","c""` + `","\\"` + "\n" + `\N,"x \` + "\n" + `y"` + "\n"
	for size := 1; size < 40; size++ {
		m := &mysqlReader{w: newPiece([]byte(in), false)}
		var out []byte
		for buf := make([]byte, size); ; {
			n, err := m.Read(buf)
			out = append(out, buf[:n]...)
			if err != nil {
				break
			}
		}
		if string(out) != want {
			t.Fatalf("reads of %d: %q, want %q", size, out, want)
		}
	}
}
