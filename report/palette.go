package report

import (
	"fmt"
	"image/color"
)

// A mark is how one class is drawn: page, figures and exports agree on it. Shape and
// colour both tell it, so that print and colour-blind readers lose nothing.
type mark struct {
	color color.NRGBA
	glyph string  // on the page
	dot   string  // shape in DOT
	shape outline // in figures
	style string  // class in the style sheet
}

// palette returns the colours of Okabe and Ito, "Color Universal Design"
// (2008), which readers with any kind of colour blindness tell apart; yellow is left
// out, for white paper.
func palette() []color.NRGBA {
	return []color.NRGBA{
		{0x00, 0x72, 0xB2, 0xFF}, // blue
		{0xD5, 0x5E, 0x00, 0xFF}, // vermilion
		{0x00, 0x9E, 0x73, 0xFF}, // bluish green
		{0xCC, 0x79, 0xA7, 0xFF}, // reddish purple
		{0xE6, 0x9F, 0x00, 0xFF}, // orange
		{0x56, 0xB4, 0xE9, 0xFF}, // sky blue
		{0x22, 0x22, 0x22, 0xFF}, // black
	}
}

// The inks of the figures.
func inkDark() color.NRGBA   { return color.NRGBA{0x1F, 0x23, 0x28, 0xFF} }
func inkMuted() color.NRGBA  { return color.NRGBA{0x5F, 0x66, 0x70, 0xFF} }
func inkGrid() color.NRGBA   { return color.NRGBA{0xE3, 0xE6, 0xEA, 0xFF} }
func inkEdge() color.NRGBA   { return color.NRGBA{0x8A, 0x94, 0xA3, 0xFF} }
func inkMutual() color.NRGBA { return color.NRGBA{0x3A, 0x46, 0x58, 0xFF} }
func inkNone() color.NRGBA   { return color.NRGBA{0xB4, 0xBA, 0xC2, 0xFF} }
func inkShade() color.NRGBA  { return color.NRGBA{0xFB, 0xE9, 0xC3, 0xFF} }
func inkPaper() color.NRGBA  { return color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF} }
func inkWarn() color.NRGBA   { return color.NRGBA{0x9A, 0x5B, 0x00, 0xFF} }

// classMark returns how class c is drawn; -1 is no class. Colours repeat after
// seven classes, the pair of colour and shape after forty-two.
func classMark(c int32) mark {
	if c < 0 {
		return mark{inkNone(), "○", "circle", disc, "k-none"}
	}
	shapes := []mark{
		{glyph: "●", dot: "circle", shape: disc},
		{glyph: "■", dot: "square", shape: square},
		{glyph: "▲", dot: "triangle", shape: triangle},
		{glyph: "◆", dot: "diamond", shape: diamond},
		{glyph: "✚", dot: "star", shape: cross}, // Graphviz has no cross
		{glyph: "▼", dot: "invtriangle", shape: downward},
	}
	colors := palette()
	m := shapes[int(c)%len(shapes)]
	m.color = colors[int(c)%len(colors)]
	m.style = fmt.Sprintf("k%d", int(c)%len(colors))
	return m
}

// classColor returns the colour of class c.
func classColor(c int32) color.NRGBA { return classMark(c).color }

// hexColor writes a colour as #rrggbb.
func hexColor(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
