package gen

import "bytes"

// Damage spoils some lines of JSONL, each in another of the ways in which
// archives break: cut in the middle, a quote with one bit flipped, an escape that JSON
// does not know. Every line that is spoilt can no longer be parsed.
func Damage(jsonl []byte, at []int) []byte {
	rows := bytes.SplitAfter(bytes.Clone(jsonl), []byte("\n"))
	for k, i := range at {
		row := rows[i]
		switch k % 3 {
		case 0:
			rows[i] = append(bytes.Clone(row[:len(row)*3/5]), '\n')
		case 1:
			j := bytes.Index(row, []byte(`"screen_name":"`))
			row[j+len(`"screen_name`)] ^= 0x02 // the quote that ends the field's name becomes a blank
		default:
			j := bytes.Index(row, []byte(`"name":"`)) + len(`"name":"`)
			rows[i] = append(append(bytes.Clone(row[:j]), '\\', 'q'), row[j:]...)
		}
	}
	return bytes.Join(rows, nil)
}
