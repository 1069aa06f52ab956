package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		n, unit int
		want    string
	}{{0, 10, "0"}, {5, 10, ".5"}, {-5, 10, "-.5"}, {120, 10, "12"}, {-123, 10, "-12.3"}, {105, 100, "1.05"}, {100, 100, "1"}, {7, 100, ".07"}} {
		if got := string(decimal(nil, c.n, c.unit)); got != c.want {
			t.Errorf("decimal(%d, %d) = %q, want %q", c.n, c.unit, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-1e6, 1e6).Draw(t, "n")
		got, err := strconv.ParseFloat(string(decimal(nil, n, 100)), 64)
		if err != nil || math.Round(got*100) != float64(n) {
			t.Fatalf("decimal(%d) reads as %g, %v", n, got, err)
		}
	})
}

// Steps from point to point do not add up rounding: every point that a reader
// of the SVG finds is within half a tenth of where it was drawn.
func TestSVGPathStaysInPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		point := func(name string) vg.Point {
			return vg.Point{X: vg.Length(rapid.Float64Range(-50, 600).Draw(t, name)), Y: vg.Length(rapid.Float64Range(-50, 600).Draw(t, name))}
		}
		var p vg.Path
		var want []vg.Point
		p.Move(point("start"))
		want = append(want, p[0].Pos)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			a, b, c := point("a"), point("b"), point("c")
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				p.Line(c)
			case 1:
				p.QuadTo(a, c)
				want = append(want, a)
			case 2:
				p.CubeTo(a, b, c)
				want = append(want, a, b)
			}
			want = append(want, c)
		}
		canvas := newSVG(500, 500)
		canvas.Fill(p)
		got := readPath(t, string(canvas.body))
		for i := range got { // from tenths
			got[i] = got[i].Scale(0.1)
		}
		if len(got) != len(want) {
			t.Fatalf("%d points, want %d: %s", len(got), len(want), canvas.body)
		}
		for i := range want {
			if math.Abs(float64(got[i].X-want[i].X)) > 0.051 || math.Abs(float64(500-got[i].Y-want[i].Y)) > 0.051 {
				t.Fatalf("point %d is at %v, want %v", i, got[i], want[i])
			}
		}
	})
}

// readPath reads the points of a path of M, l, q and c by the grammar of SVG.
func readPath(t *rapid.T, svg string) []vg.Point {
	_, d, _ := strings.Cut(svg, `d="`)
	d, _, _ = strings.Cut(d, `"`)
	var out []vg.Point
	var at vg.Point
	for len(d) > 0 {
		command := d[0]
		d = d[1:]
		for i := range map[byte]int{'M': 1, 'l': 1, 'q': 2, 'c': 3}[command] {
			var x, y float64
			x, d = readNumber(t, d)
			y, d = readNumber(t, d)
			q := vg.Point{X: at.X + vg.Length(x), Y: at.Y + vg.Length(y)}
			if command == 'M' {
				q = vg.Point{X: vg.Length(x), Y: vg.Length(y)}
			}
			out = append(out, q)
			if i == map[byte]int{'M': 0, 'l': 0, 'q': 1, 'c': 2}[command] {
				at = q
			}
		}
	}
	return out
}

func readNumber(t *rapid.T, d string) (float64, string) {
	d = strings.TrimPrefix(d, " ")
	end := 0
	for end < len(d) && (d[end] >= '0' && d[end] <= '9' || d[end] == '.' || d[end] == '-' && end == 0) {
		end++
	}
	x, err := strconv.ParseFloat(d[:end], 64)
	if err != nil {
		t.Fatalf("no number at %q", d)
	}
	return x, d[end:]
}

// A text of the SVG is read back as it was written, and is one text element.
func TestSVGTextIsOneText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := printable(rapid.String().Draw(t, "text"))
		c := newSVG(100, 100)
		c.text(faceLabel(), vg.Point{}, "start", s)
		var b bytes.Buffer
		if err := c.writeTo(&b, s); err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(&b)
		var elements []string
		read := ""
		for {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%q: %v", s, err)
			}
			switch tok := tok.(type) {
			case xml.StartElement:
				elements = append(elements, tok.Name.Local)
			case xml.CharData:
				if elements[len(elements)-1] == "text" {
					read += string(tok)
				}
			}
		}
		if fmt.Sprint(elements) != "[svg title g text]" || !strings.HasPrefix(read, s) {
			t.Fatalf("%q: elements %v, text %q", s, elements, read)
		}
	})
}

// largeModel has a network of n nodes and m links at random places.
func largeModel(n, m int) *Model {
	model := testModel(plainText)
	rng := rand.New(rand.NewPCG(1, 2))
	v := &analysis.View{Width: 1000, Height: 800}
	for i := range n {
		v.Nodes = append(v.Nodes, analysis.ViewNode{Account: int32(i % 60), Class: int32(i%8) - 6, Seed: i < 14, Size: float64(i), X: 1000 * rng.Float64(), Y: 800 * rng.Float64(), R: 2})
	}
	for range m {
		v.Edges = append(v.Edges, analysis.ViewEdge{From: int32(rng.IntN(n)), To: int32(rng.IntN(n)), Weight: 1})
	}
	model.Results.Drawing.Overview = v
	return model
}

// BenchmarkSVG draws a network of the size of the case's.
func BenchmarkSVG(b *testing.B) {
	e, err := newEdition(largeModel(1431, 12000))
	if err != nil {
		b.Fatal(err)
	}
	f := figures()[1]
	b.ReportAllocs()
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := f.writeSVG(&out, e); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "file-bytes")
}

func BenchmarkPNG(b *testing.B) { benchmarkWrite(b, figure.writePNG) }
func BenchmarkPDF(b *testing.B) { benchmarkWrite(b, figure.writePDF) }

func benchmarkWrite(b *testing.B, write func(figure, io.Writer, *edition) error) {
	e, err := newEdition(largeModel(1431, 12000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := write(figures()[1], io.Discard, e); err != nil {
			b.Fatal(err)
		}
	}
}
