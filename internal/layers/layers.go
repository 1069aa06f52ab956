// Package layers holds the import order of the house; its test fails on any
// other import.
package layers

// Module is the module's path.
const Module = "github.com/seed-1b5e0f84/adentro"

// Allowed says, for every package of ours, which others of ours it may import
// outside tests. "a/..." stands for a and everything below. A package that is missing here fails
// the test: whoever adds a room says where it stands.
var Allowed = map[string][]string{
	"":                      {"internal/fresh"},
	"internal/ahead":        {},
	"internal/fresh":        {},
	"internal/layers":       {},
	"internal/par":          {},
	"internal/text":         {},
	"internal/safe":         {},
	"internal/jsontape":     {},
	"internal/inflate":      {},
	"internal/zstd":         {"internal/fresh"},
	"internal/gazetteer":    {"internal/text"},
	"internal/gen":          {},
	"internal/gen/worldgen": {"internal/gen"},
	"internal/graphdata":    {"graph", "internal/gen"},

	"ingest":          {"", "internal/..."},
	"ingest/casefile": {"", "internal/..."},
	"ingest/dossier":  {"", "ingest", "internal/..."},

	"graph":            {"", "internal/..."},
	"graph/bipartite":  {"graph", "internal/..."},
	"graph/centrality": {"graph", "internal/..."},
	"graph/community":  {"graph", "internal/..."},
	"graph/layout":     {"graph", "internal/..."},
	"graph/analysis":   {"", "graph", "graph/bipartite", "graph/centrality", "graph/community", "graph/layout", "internal/..."},

	"report":      {"", "graph", "graph/analysis", "report/lang", "internal/..."},
	"report/lang": {"", "internal/..."},

	"cmd/adentro": {"..."},
	"bench":       {"..."},
}

// ThirdParties says which rooms may import a module of others; a module that is
// not here may be imported by none. Tests may import what they like.
var ThirdParties = map[string][]string{
	"github.com/dghubble/go-twitter":       {"ingest"},
	"github.com/klauspost/compress":        {"internal/zstd", "internal/gen"},
	"github.com/cespare/xxhash/v2":         {"ingest", "internal/zstd"},
	"github.com/parquet-go/parquet-go":     {"ingest/dossier"},
	"modernc.org/sqlite":                   {"ingest/dossier", "ingest"},
	"github.com/gofrs/flock":               {"ingest/dossier"},
	"github.com/pelletier/go-toml/v2":      {"ingest/casefile", "report/lang"},
	"gonum.org/v1/gonum":                   {"graph/..."},
	"gonum.org/v1/plot":                    {"report"},
	"codeberg.org/go-fonts/dejavu":         {"report"},
	"codeberg.org/go-fonts/liberation":     {"report"},
	"github.com/hajimehoshi/bitmapfont/v3": {"report"},
	"github.com/awalterschulze/gographviz": {"report"},
	"github.com/spf13/cobra":               {"cmd/..."},
	"github.com/spf13/pflag":               {"cmd/..."},
	"github.com/schollz/progressbar/v3":    {"cmd/..."},
	"golang.org/x/sys":                     {"internal/fresh", "internal/jsontape", "internal/zstd", "ingest"},
	"golang.org/x/term":                    {"cmd/..."},
	"golang.org/x/image":                   {"report"},
	"golang.org/x/text":                    {"internal/text", "internal/gazetteer", "report/..."},
}

// OneFile names the modules that stay behind a single file, because their
// types or their habits must not spread.
var OneFile = map[string]string{
	"github.com/dghubble/go-twitter":       "ingest/gotwitter.go",
	"github.com/awalterschulze/gographviz": "report/dot.go",
}
