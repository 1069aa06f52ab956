package ingest

import (
	"fmt"
	"strings"
	"testing"
)

func TestPythonBytes(t *testing.T) {
	for in, want := range map[string]string{
		`b'Hola \xc3\xa1rbol\nsegunda'`: "Hola árbol\nsegunda",
		`b"Con 'comillas' y \\"`:        `Con 'comillas' y \`,
		`b'\xf0\x9f\x98\x80'`:           "😀",
		`b'cortado \xc3`:                `b'cortado \xc3`,
		`b'mal \xc3'`:                   `b'mal \xc3'`,
		`b'dos' y 'tres'`:               `b'dos' y 'tres'`,
		`b'`:                            `b'`,
		"bueno":                         "bueno",
		"":                              "",
	} {
		if got := pythonBytes(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestPythonList(t *testing.T) {
	for in, want := range map[string]string{
		`[]`:                                "[]",
		`['a', "b's", 12]`:                  "[map[:a] map[:b's] map[:12]]",
		`[{'id': '12', 'name': None}]`:      "[map[id:12 name:]]",
		`[{'name': "x, {y}: z", 'id': 12}]`: "[map[id:12 name:x, {y}: z]]",
		`[{'a': ['b', {'c': 'd'}], 'e': 'f'}, 'g']`: "[map[e:f] map[:g]]",
		`['\xe1', '\u00f1']`:                        "[map[:á] map[:ñ]]",
		`['sin cerrar`:                              "[]",
		`{'a': 1}`:                                  "[]",
		``:                                          "[]",
		`]]]}}}`:                                    "[]",
		`[}]}'a'`:                                   "[]",
	} {
		if got := fmt.Sprint(pythonList(in)); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

// FuzzPythonList reads any cell, and any text as Python prints it: in a list, as a value of a dictionary and as bytes
// it is that text again.
func FuzzPythonList(f *testing.F) {
	f.Add(`[{'id': '12', 'name': None}, 'a']`)
	f.Add(`b'\xc3\xa1'`)
	f.Fuzz(func(t *testing.T, s string) {
		pythonList(s)
		pythonBytes(s)
		var text, octets strings.Builder
		for _, r := range strings.ToValidUTF8(s, "") {
			fmt.Fprintf(&text, `\U%08x`, r)
		}
		for _, c := range []byte(strings.ToValidUTF8(s, "")) {
			fmt.Fprintf(&octets, `\x%02x`, c)
		}
		want := strings.ToValidUTF8(s, "")
		if want == "" {
			return // an empty element is none
		}
		got := pythonList(fmt.Sprintf("['%s', {'id': 12, 'name': '%[1]s'}]", text.String()))
		if len(got) != 2 || got[0][""] != want || got[1]["name"] != want || got[1]["id"] != "12" {
			t.Errorf("%q became %q", want, got)
		}
		if got := pythonBytes("b'" + octets.String() + "'"); got != want {
			t.Errorf("%q as bytes became %q", want, got)
		}
	})
}

// TestLooksPython names what Python printed, for it is not read.
func TestLooksPython(t *testing.T) {
	for text, want := range map[string]string{
		"{'ids': [123L, 145L]}\n": "python", "['123', '145']\n": "python", "{'id': 123, 'screen_name': u'ana'}\n": "python", "{u'id': 12}": "python", "(u'ana',)": "python",
		"['a', 'b']\n['c', 'd']\n": "python", "hola, 'ana'\n": "text", "{ana}\n": "text", "(ver nota)\n": "text", "[": "", `["a"]`: "", "[12, 13]": "",
	} {
		if _, what := sniff([]byte(text), true); what != want {
			t.Errorf("%q looks like %q, want %q", text, what, want)
		}
	}
}
