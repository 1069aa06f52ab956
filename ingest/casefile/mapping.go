package casefile

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"github.com/seed-1b5e0f84/adentro"
)

// A Mapping is a mapping file as it says it: how to read tables whose headers say it to no
// program. Its fields are those of ingest.Mapping, which knows what columns can hold.
type Mapping struct {
	Files     []string          // patterns of names
	Columns   map[string]string // what a column holds → its name
	Space     string            // namespace of ids that are not the platform's
	Zone      *time.Location    // nil: UTC
	Owner     adentro.Key
	Kind      adentro.ListKind
	Direction string // "", left-follows-right or right-follows-left
	SHA256    [32]byte
}

// mappingDoc is the file as written.
type mappingDoc struct {
	Files     []string
	IDs       string `toml:"ids"`
	Namespace string
	Timezone  string
	Owner     any
	Kind      string
	Direction string
	Columns   map[string]string
}

// LoadMapping reads the mapping file called name. fields are what a column can hold; check
// says what else is wrong with what it maps, after the key that it is about and a colon. A
// mistake is an *Error with its line.
func LoadMapping(name string, fields []string, check func(*Mapping) error) (*Mapping, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := readAll(f, name)
	if err != nil {
		return nil, err
	}
	r := reader{file: name}
	var doc mappingDoc
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&doc); err != nil {
		return nil, r.decodeError(err)
	}
	r.lines = indexLines(data)
	for _, f := range slices.Sorted(maps.Keys(doc.Columns)) {
		if !slices.Contains(fields, f) {
			return nil, r.errorf("columns."+f, "%q is nothing that a column can hold: use %s", f, strings.Join(fields, ", "))
		}
	}
	return r.mapping(&doc, sha256.Sum256(data), check)
}

func (r *reader) mapping(doc *mappingDoc, sum [32]byte, check func(*Mapping) error) (*Mapping, error) {
	m := &Mapping{Files: doc.Files, Columns: doc.Columns, Direction: doc.Direction, SHA256: sum}
	for _, p := range doc.Files {
		if _, err := path.Match(p, ""); err != nil {
			return nil, r.errorf("files", "the pattern %q is not well-formed", p)
		}
	}
	switch doc.IDs {
	case "", "platform":
		if doc.Namespace != "" {
			return nil, r.errorf("namespace", "ids of the platform need no namespace; say ids = \"own\" for others")
		}
	case "own":
		if !isWord(doc.Namespace) {
			return nil, r.errorf("ids", "ids of the table's own need a namespace of small letters, digits and hyphens, such as namespace = \"higgs\"")
		}
		m.Space = doc.Namespace
	default:
		return nil, r.errorf("ids", "%q: say platform or own", doc.IDs)
	}
	if doc.Timezone != "" {
		zone, err := time.LoadLocation(doc.Timezone)
		if err != nil {
			return nil, r.errorf("timezone", "%q is no time zone such as America/Caracas", doc.Timezone)
		}
		m.Zone = zone
	}
	if doc.Owner != nil {
		key, err := accountKey(doc.Owner)
		if err != nil {
			return nil, r.errorf("owner", "%v", err)
		}
		m.Owner = key
	}
	switch doc.Kind {
	case "":
	case "followers":
		m.Kind = adentro.Followers
	case "following", "friends":
		m.Kind = adentro.Following
	default:
		return nil, r.errorf("kind", "%q: say followers or following", doc.Kind)
	}
	switch doc.Direction {
	case "", "left-follows-right", "right-follows-left":
	default:
		return nil, r.errorf("direction", "%q: say left-follows-right or right-follows-left", doc.Direction)
	}
	if err := check(m); err != nil {
		key, _, _ := strings.Cut(err.Error(), ":")
		return nil, r.errorf(key, "%v", err)
	}
	return m, nil
}

// isWord reports whether s can be the name of a namespace that is not one of adentro's own.
func isWord(s string) bool {
	for _, c := range s {
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-') {
			return false
		}
	}
	return s != "" && s != "handle" && s != "lossy"
}
