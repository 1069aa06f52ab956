package casefile

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// A lineIndex knows the line of every key of a document: its paths are such as
// "class[0].rule[2].pattern" and "seeds[3]".
type lineIndex map[string]int

// at returns the line of path, else of the nearest path above it that has one.
func (x lineIndex) at(path string) int {
	for path != "" {
		if n, ok := x[path]; ok {
			return n
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return 0
}

// indexLines walks a document that is known to parse.
func indexLines(data []byte) lineIndex {
	w := lineWalker{data: data, lines: lineIndex{}, tables: map[string]int{}}
	w.parser.Reset(data)
	prefix := ""
	for w.parser.NextExpression() {
		e := w.parser.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			prefix = w.header(e)
		case unstable.KeyValue:
			w.keyValue(prefix, e)
		}
	}
	return w.lines
}

type lineWalker struct {
	parser unstable.Parser
	data   []byte
	lines  lineIndex
	tables map[string]int // elements so far of each array of tables
	offset int            // of the last line counted
	line   int            // newlines before offset
}

// lineOf counts newlines onward from the last offset asked for, so that a whole
// document costs one pass.
func (w *lineWalker) lineOf(offset int) int {
	if offset < w.offset {
		w.offset, w.line = 0, 0
	}
	w.line += bytes.Count(w.data[w.offset:offset], []byte("\n"))
	w.offset = offset
	return w.line + 1
}

func (w *lineWalker) mark(path string, n *unstable.Node) {
	if _, ok := w.lines[path]; !ok && n.Raw.Length > 0 {
		w.lines[path] = w.lineOf(int(n.Raw.Offset))
	}
}

// header returns the path of a [table] or of the new element of a [[table]].
func (w *lineWalker) header(e *unstable.Node) string {
	path := ""
	it := e.Key()
	for it.Next() {
		path = join(path, string(it.Node().Data))
		last := it.IsLast()
		if last && e.Kind == unstable.ArrayTable {
			w.tables[path]++
		}
		if n := w.tables[path]; n > 0 {
			path += "[" + strconv.Itoa(n-1) + "]"
		}
		if last {
			w.mark(path, it.Node())
		}
	}
	return path
}

func (w *lineWalker) keyValue(prefix string, e *unstable.Node) {
	path := prefix
	it := e.Key()
	for it.Next() {
		path = join(path, string(it.Node().Data))
		w.mark(path, it.Node())
	}
	w.value(path, e.Value())
}

func (w *lineWalker) value(path string, v *unstable.Node) {
	switch v.Kind {
	case unstable.Array:
		it := v.Children()
		for i := 0; it.Next(); i++ {
			p := path + "[" + strconv.Itoa(i) + "]"
			w.mark(p, it.Node())
			w.value(p, it.Node())
		}
	case unstable.InlineTable:
		it := v.Children()
		for it.Next() {
			w.keyValue(path, it.Node())
		}
	}
}

func join(prefix, key string) string {
	if prefix == "" {
		return key
	}
	return prefix + "." + key
}
