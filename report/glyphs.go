package report

import (
	"sync"
	"unicode"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/hajimehoshi/bitmapfont/v3"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/vg"
)

// A glyph is the outline of one character in ems, from the left end of its
// baseline.
type glyph struct {
	path    vg.Path
	advance float64
	mark    bool // stands over or under the character before it
	thin    bool // of a font that has no bold
}

// fonts are those that figures are drawn with, best first: Liberation Sans has the
// Latin, Greek and Cyrillic letters, DejaVu Sans adds Arabic, Hebrew, Armenian,
// Georgian, symbols and faces; a font of dots (bitmapfont) has the rest of the Basic
// Multilingual Plane, above all Chinese, Japanese and Korean.
type fonts struct{ regular, bold, wide *sfnt.Font }

var loadFonts = sync.OnceValue(func() fonts {
	parse := func(file []byte) *sfnt.Font {
		f, err := sfnt.Parse(file)
		if err != nil {
			panic(err) // the fonts are part of the program
		}
		return f
	}
	return fonts{parse(liberationsansregular.TTF), parse(liberationsansbold.TTF), parse(dejavusans.TTF)}
})

// A typesetter finds the glyphs of text and keeps those that it has seen. It is
// for one goroutine.
type typesetter struct {
	buf   sfnt.Buffer
	seen  map[rune]*glyph
	heavy map[rune]*glyph // bold
}

func newTypesetter() *typesetter {
	return &typesetter{seen: map[rune]*glyph{}, heavy: map[rune]*glyph{}}
}

// glyph returns how a character looks, nil where no font has it.
func (t *typesetter) glyph(r rune, bold bool) *glyph {
	seen := t.seen
	if bold {
		seen = t.heavy
	}
	g, ok := seen[r]
	if !ok {
		g = t.find(r, bold)
		seen[r] = g
	}
	return g
}

func (t *typesetter) find(r rune, bold bool) *glyph {
	f := loadFonts()
	first := f.regular
	if bold {
		first = f.bold
	}
	g := t.outline(first, r)
	if g == nil {
		if g = t.outline(f.wide, r); g == nil {
			g = dots(r)
		}
		if g != nil {
			g.thin = bold
		}
	}
	if g != nil && unicode.In(r, unicode.Mn, unicode.Me) {
		g.mark, g.advance = true, 0
	}
	return g
}

// outline returns the glyph of a font, nil where it has none.
func (t *typesetter) outline(f *sfnt.Font, r rune) *glyph {
	i, err := f.GlyphIndex(&t.buf, r)
	if err != nil || i == 0 { // 0 is .notdef, the empty box
		return nil
	}
	em := fixed.I(int(f.UnitsPerEm()))
	segments, err := f.LoadGlyph(&t.buf, i, em, nil)
	if err != nil {
		return nil
	}
	g := &glyph{path: make(vg.Path, 0, len(segments)+8)}
	at := func(p fixed.Point26_6) vg.Point {
		return vg.Point{X: vg.Length(float64(p.X) / float64(em)), Y: -vg.Length(float64(p.Y) / float64(em))}
	}
	for n, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if n > 0 {
				g.path.Close()
			}
			g.path.Move(at(s.Args[0]))
		case sfnt.SegmentOpLineTo:
			g.path.Line(at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			g.path.QuadTo(at(s.Args[0]), at(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			g.path.CubeTo(at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
		}
	}
	if len(g.path) > 0 {
		g.path.Close()
	}
	advance, err := f.GlyphAdvance(&t.buf, i, em, font.HintingNone)
	if err != nil {
		return nil
	}
	g.advance = float64(advance) / float64(em)
	return g
}

// dots returns the glyph of the font of dots, nil where it is empty there. Each
// row of dots side by side is one rectangle.
func dots(r rune) *glyph {
	const em = 12.0
	box, mask, from, advance, ok := bitmapfont.Face.Glyph(fixed.Point26_6{}, r)
	if !ok {
		return nil
	}
	g := &glyph{advance: float64(advance) / 64 / em}
	set := func(x, y int) bool {
		if x >= box.Max.X {
			return false
		}
		_, _, _, a := mask.At(from.X+x-box.Min.X, from.Y+y-box.Min.Y).RGBA()
		return a != 0
	}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			end := x
			for set(end, y) {
				end++
			}
			if end > x {
				rectangle(&g.path, vg.Rectangle{Min: vg.Point{X: vg.Length(x) / em, Y: -vg.Length(y+1) / em}, Max: vg.Point{X: vg.Length(end) / em, Y: -vg.Length(y) / em}})
				x = end
			}
		}
	}
	if len(g.path) == 0 && !unicode.IsSpace(r) {
		return nil
	}
	return g
}

// set returns the glyphs of a line from left to right, and where each stands,
// in ems; and the line's width. Characters that no font has are spelled out.
func (t *typesetter) set(s string, bold bool) (line []*glyph, at []float64, width float64) {
	f := loadFonts()
	face := f.regular
	if bold {
		face = f.bold
	}
	em := fixed.I(int(face.UnitsPerEm()))
	line, at = make([]*glyph, 0, len(s)), make([]float64, 0, len(s))
	before, half := rune(0), 0.0 // the last character, and half its width
	for _, r := range visual(t.spelled(s)) {
		g := t.glyph(r, bold)
		if g == nil {
			continue
		}
		if g.mark {
			at = append(at, width-half-middle(g.path))
			line = append(line, g)
			continue
		}
		if before != 0 {
			a, _ := face.GlyphIndex(&t.buf, before)
			b, _ := face.GlyphIndex(&t.buf, r)
			if a != 0 && b != 0 {
				if k, err := face.Kern(&t.buf, a, b, em, font.HintingNone); err == nil {
					width += float64(k) / float64(em)
				}
			}
		}
		line, at = append(line, g), append(at, width)
		width += g.advance
		before, half = r, g.advance/2
	}
	return line, at, width
}

// middle returns the middle of a path from left to right.
func middle(p vg.Path) float64 {
	if len(p) == 0 {
		return 0
	}
	low, high := p[0].Pos.X, p[0].Pos.X
	for _, k := range p {
		if k.Type != vg.CloseComp {
			low, high = min(low, k.Pos.X), max(high, k.Pos.X)
		}
	}
	return float64(low+high) / 2
}
