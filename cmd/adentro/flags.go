package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
	"github.com/spf13/cobra"
)

// flags are those that every reading command has.
type flags struct {
	caseFile   string
	lang       string
	workers    int
	seed       uint64
	json       bool
	quiet      bool
	verbose    bool
	owner      string
	kind       string
	direction  string
	mapFile    string
	maxRejects string
	maxRecord  string
	memory     string
	dossier    string
}

const (
	defaultMaxRecord  = "64MiB"
	defaultMaxRejects = "1%"
)

// leastMemory is what reading needs at least, in bytes.
const leastMemory = 256 << 20

// reading adds the flags of a command that reads dumps.
func (f *flags) reading(cmd *cobra.Command) {
	s := cmd.Flags()
	s.StringVar(&f.caseFile, "case", "", "case file, or the name of a case that ships (default: case.toml beside the dumps)")
	s.StringVar(&f.lang, "lang", "", "language of the report: es or en (default: the case's, else es)")
	s.IntVar(&f.workers, "workers", 0, "processors to use; never changes a result (default: all)")
	s.Uint64Var(&f.seed, "seed", 1, "seed of every random draw")
	s.BoolVar(&f.quiet, "quiet", false, "print errors only")
	s.BoolVarP(&f.verbose, "verbose", "v", false, "print each file's verdict")
	s.StringVar(&f.owner, "owner", "", "handle or id of the account whose list the files hold, where they do not say")
	s.StringVar(&f.kind, "kind", "", "what the lists are, where they do not say: followers or following")
	s.StringVar(&f.direction, "direction", "", "what a row of an edge list means, if it is a follow: left-follows-right or right-follows-left")
	s.StringVar(&f.mapFile, "map", "", "mapping file that says what the columns of tables hold (docs/mapping.md)")
	s.StringVar(&f.maxRejects, "max-rejects", defaultMaxRejects, "records that may be rejected before the exit code is 3: a number or a share")
	s.StringVar(&f.maxRecord, "max-record", defaultMaxRecord, "largest single record")
	s.StringVar(&f.memory, "memory", "", "memory to stay within, such as 512MiB (default: no limit)")
}

// fromDossier adds the flag of a command that reads dumps or a dossier.
func (f *flags) fromDossier(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&f.dossier, "dossier", "d", "", "read this dossier instead of dumps")
}

// ofDossier adds the flags of a command that reads a dossier and nothing else.
func (f *flags) ofDossier(cmd *cobra.Command) {
	s := cmd.Flags()
	s.StringVarP(&f.dossier, "dossier", "d", "", "the dossier, instead of an argument")
	s.StringVar(&f.caseFile, "case", "", "case file, or the name of a case that ships (default: case.toml in the dossier)")
	s.StringVar(&f.lang, "lang", "", "language: es or en (default: the case's, else es)")
	s.BoolVar(&f.json, "json", false, "print it as JSON")
	f.maxRejects, f.maxRecord = defaultMaxRejects, defaultMaxRecord
}

// onlyDumps returns an error if a flag says how to read dumps where a dossier is read: what
// it holds was read already.
func (f *flags) onlyDumps() error {
	for _, x := range []struct {
		name  string
		given bool
	}{
		{"--owner", f.owner != ""}, {"--kind", f.kind != ""}, {"--direction", f.direction != ""}, {"--map", f.mapFile != ""}, {"--max-record", f.maxRecord != defaultMaxRecord},
	} {
		if x.given {
			return usageError{fmt.Errorf("%s says how dumps are read; those of a dossier were read when they were added: give it to `adentro ingest`", x.name)}
		}
	}
	return nil
}

// options turns the flags into what ingest reads by.
func (f *flags) options() (ingest.Options, error) {
	opt := ingest.Options{Workers: f.workers}
	if f.workers < 0 {
		return opt, usageError{fmt.Errorf("--workers %d: the number of processors cannot be negative", f.workers)}
	}
	if f.owner != "" {
		key, err := casefile.AccountKey(f.owner)
		if err != nil {
			return opt, usageError{fmt.Errorf("--owner: %w", err)}
		}
		opt.Owner = key
	}
	switch f.kind {
	case "":
	case "followers":
		opt.Kind = adentro.Followers
	case "following", "friends":
		opt.Kind = adentro.Following
	default:
		return opt, usageError{fmt.Errorf("--kind %q: say followers (they follow the owner) or following (the owner follows them)", f.kind)}
	}
	var ok bool
	if opt.Direction, ok = directions[f.direction]; !ok {
		return opt, usageError{fmt.Errorf("--direction %q: say left-follows-right or right-follows-left", f.direction)}
	}
	if f.mapFile != "" {
		m, err := readMapping(f.mapFile)
		if err != nil {
			return opt, usageError{err}
		}
		opt.Map = m
	}
	size, err := parseSize(f.maxRecord)
	if err != nil {
		return opt, usageError{fmt.Errorf("--max-record: %w", err)}
	}
	opt.MaxRecord = size
	if f.memory != "" {
		if opt.Memory, err = parseSize(f.memory); err != nil {
			return opt, usageError{fmt.Errorf("--memory: %w", err)}
		}
		if opt.Memory < leastMemory {
			return opt, memoryError{fmt.Errorf("--memory %s is too small: at least 256MiB are needed", f.memory)}
		}
	}
	_, err = f.tooManyRejects(adentro.Records{})
	return opt, err
}

// tooManyRejects reports whether the sums break the --max-rejects limit.
func (f *flags) tooManyRejects(r adentro.Records) (bool, error) {
	text, share := strings.CutSuffix(strings.TrimSpace(f.maxRejects), "%")
	limit, err := strconv.ParseFloat(text, 64)
	if err != nil || !(limit >= 0) || limit > 1e18 || (share && limit > 100) {
		return false, usageError{fmt.Errorf("--max-rejects %q: say a number of records such as 100, or a share such as 1%%", f.maxRejects)}
	}
	if share {
		return float64(r.Rejected) > limit/100*float64(r.Seen), nil
	}
	return float64(r.Rejected) > limit, nil
}

// language settles the report's language: the flag, then the case, then Spanish.
func (f *flags) language(c *adentro.Case) (string, error) {
	lang := f.lang
	if lang == "" {
		lang = c.Language
	}
	switch lang {
	case "":
		return "es", nil
	case "es", "en":
		return lang, nil
	}
	return "", usageError{fmt.Errorf("--lang %q: the report speaks es or en", lang)}
}

// parseSize reads a number of bytes such as 64MiB, 1G or 4096.
func parseSize(s string) (int64, error) {
	text := strings.ToUpper(strings.TrimSpace(s))
	text = strings.TrimSuffix(strings.TrimSuffix(text, "B"), "I")
	unit := int64(1)
	if n := len(text); n > 0 {
		if i := strings.IndexByte("KMGT", text[n-1]); i >= 0 {
			unit = 1 << (10 * (i + 1))
			text = text[:n-1]
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil || n <= 0 || n > (1<<62)/unit {
		return 0, fmt.Errorf("%q is not a size such as 64MiB", s)
	}
	return n * unit, nil
}
