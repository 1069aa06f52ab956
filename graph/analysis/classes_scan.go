package analysis

import (
	"maps"
	"slices"
)

// A scanner finds which of many strings stand in a text of a to z and digits in one pass over it:
// the automaton of A. V. Aho and M. J. Corasick, "Efficient string matching", Commun. ACM 18, 1975,
// doi:10.1145/360825.360855, with all its transitions filled in.
type scanner struct {
	next [][letters]int32 // by state
	out  [][]int32        // by state: what ends there, shorter strings included
}

// letters is the size of the alphabet: a to z, then the digits.
const letters = 36

func letter(c byte) int {
	if c >= 'a' {
		return int(c - 'a')
	}
	return int(c-'0') + 26
}

// newScanner builds the automaton of the words; an item may have several, none of them empty. Memory: 144
// bytes a letter of the words.
func newScanner(words map[string][]int32) *scanner {
	s := &scanner{next: make([][letters]int32, 1), out: make([][]int32, 1)}
	for _, w := range slices.Sorted(maps.Keys(words)) {
		state := int32(0)
		for i := range len(w) {
			to := s.next[state][letter(w[i])]
			if to == 0 {
				to = int32(len(s.next))
				s.next = append(s.next, [letters]int32{})
				s.out = append(s.out, nil)
				s.next[state][letter(w[i])] = to
			}
			state = to
		}
		s.out[state] = append(s.out[state], words[w]...)
	}
	fail := make([]int32, len(s.next))
	queue := []int32{0}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		for c, to := range s.next[state] {
			back := s.next[fail[state]][c]
			if to == 0 {
				s.next[state][c] = back
				continue
			}
			if state != 0 {
				fail[to] = back
				s.out[to] = append(s.out[to], s.out[back]...)
			}
			queue = append(queue, to)
		}
	}
	return s
}

// find calls hit with every item of which a word ends somewhere in bare, perhaps repeatedly.
func (s *scanner) find(bare []byte, hit func(item int32)) {
	state := int32(0)
	for _, c := range bare {
		state = s.next[state][letter(c)]
		for _, item := range s.out[state] {
			hit(item)
		}
	}
}
