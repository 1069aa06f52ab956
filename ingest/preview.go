package ingest

import (
	"bytes"
	"context"

	"github.com/seed-1b5e0f84/adentro"
)

// previewRows is how many rows a preview shows of a table, previewFiles of how many tables.
const (
	previewRows  = 5
	previewFiles = 3
)

// A Previewed is a table by a mapping.
type Previewed struct {
	Label string
	Rows  []PreviewedRow // the first ones
}

// A PreviewedRow is what a row comes to.
type PreviewedRow struct {
	Line    int64
	Obs     adentro.Observations // without sources
	Rejects []adentro.Reject
}

// Preview reads by the mapping of the options the
// first rows of the first tables at paths that it means, if it means any. It reads 256 KiB of each file. The errors are those of
// reading folders.
func Preview(ctx context.Context, paths []string, opt Options) ([]Previewed, error) {
	if opt.MaxRecord <= 0 {
		opt.MaxRecord = DefaultMaxRecord
	}
	files, err := list(paths, &opt)
	if err != nil {
		return nil, err
	}
	var shown []Previewed
	for _, in := range files {
		if in.role != adentro.RoleDump || in.err != nil || in.path == "-" || in.why.Code != "" || len(shown) == previewFiles {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if rows := previewFile(ctx, in, &opt); rows != nil {
			shown = append(shown, Previewed{in.label, rows})
		}
	}
	return shown, nil
}

// previewFile reads the first rows of one file, nil if the mapping does not mean it.
func previewFile(ctx context.Context, in input, opt *Options) []PreviewedRow {
	r, closer, err := openInput(in, opt)
	if err != nil {
		return nil
	}
	defer closer()
	c := open(ctx, r, func(int) {})
	defer c.finish()
	if c.archive() != "" {
		return nil
	}
	f := (&scanner{opt: opt, formats: Formats()}).reading(in)
	w := f.open(c, &adentro.Source{})
	head := w.rest()[:min(len(w.rest()), sniffSize)]
	if class, _ := sniff(head, w.eof); class != classTable || f.wholeFormat(head) >= 0 {
		return nil
	}
	t := newTable(w)
	if opt.Map.header(newDecoder(in.label, opt, f.formats), t.h) == nil {
		return nil
	}
	rows := []PreviewedRow{}
	s := newRowScanner(w, t.sep, opt.MaxRecord)
	if bytes.HasPrefix(w.rest(), utf8BOM) {
		w.skip(len(utf8BOM))
	}
	first, ok := s.next()
	for ok && skipsHeader(&first) {
		first, ok = s.next()
	}
	s.want = t.want
	for range previewRows {
		row, ok := s.next()
		if !ok {
			break
		}
		d := newDecoder(in.label, opt, f.formats)
		d.list, d.later = f.list, true
		d.decodeTable(t, newPiece(append(bytes.Clone(row.raw), '\n'), false), true)
		rows = append(rows, PreviewedRow{row.line, d.obs, d.src.Rejects})
	}
	return rows
}
