// Command asm writes the assembly of package ingest: what quickly does, block after block, with AVX-512 and with AVX2, and the ends of cells. After a
// change, run here
//
//	go run . -out ../quick_amd64.s -stubs ../quick_stubs_amd64.go -pkg ingest
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("!purego")
	wide()
	halves()
	cells()
	Generate()
}

// A quick holds what all blocks need. A block begins with a row.
type quick struct {
	text, lefts, rights Register
	next, done          GPVirtual // bytes and rows that were read
	last, most          GPVirtual // bytes and rows up to which there is room for a block
	sep, other          VecVirtual
}

// begin begins a function that reads so many bytes for a block. fill makes a vector of a parameter.
func begin(name string, reach uint64, fill func(param string) VecVirtual) *quick {
	TEXT(name, NOSPLIT, "func(text *byte, size int, sep, other byte, lefts, rights *int32, room int) (next, rows int)")
	Pragma("noescape")
	q := &quick{text: Load(Param("text"), GP64()), lefts: Load(Param("lefts"), GP64()), rights: Load(Param("rights"), GP64())}
	q.last, q.most = Load(Param("size"), GP64()).(GPVirtual), Load(Param("room"), GP64()).(GPVirtual)
	SUBQ(Imm(reach), q.last)
	SUBQ(Imm(16), q.most)
	q.sep, q.other = fill("sep"), fill("other")
	q.next, q.done = GP64(), GP64()
	XORQ(q.next, q.next)
	XORQ(q.done, q.done)
	Label("block")
	CMPQ(q.next, q.last)
	JG(LabelRef("end"))
	CMPQ(q.done, q.most)
	JG(LabelRef("end"))
	return q
}

// end ends the function.
func (q *quick) end() {
	Label("end")
	Store(q.next, Return("next"))
	Store(q.done, Return("rows"))
	VZEROUPPER()
	RET()
}

// combine makes numbers of the digits at the end of eight bytes each. Every number comes twice, as VPACKUSDW has it.
func combine(v VecVirtual) {
	VPMADDUBSW(bytes("tens", func(i int) int { return []int{10, 1}[i%2] }), v, v)
	VPMADDWD(bytes("hundreds", func(i int) int { return []int{100, 0, 1, 0}[i%4] }), v, v)
	VPACKUSDW(v, v, v)
	VPMADDWD(bytes("tenthousands", func(i int) int { return []int{10000 & 0xff, 10000 >> 8, 1, 0}[i%4] }), v, v)
}

func repeat(c byte) Mem {
	const digits = "0123456789abcdef"
	return bytes("all"+string(digits[c>>4])+string(digits[c&15]), func(int) int { return int(c) })
}

var known = map[string]Mem{}

// bytes returns 64 bytes of read-only memory.
func bytes(name string, of func(i int) int) Mem {
	m, ok := known[name]
	if !ok {
		m = GLOBL(name, RODATA|NOPTR)
		for i := 0; i < 64; i += 8 {
			var w uint64
			for j := range 8 {
				w |= uint64(byte(of(i+j))) << (8 * j)
			}
			DATA(i, U64(w))
		}
		known[name] = m
	}
	return m
}
