package adentro

import "testing"

func TestParseKey(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want Key // the zero Key: an error
	}{
		{"12", IDKey(12)},
		{"1356029494686646272", IDKey(1356029494686646272)},
		{"12a", HandleKey("12a")},
		{"9223372036854775807", IDKey(MaxID)},
		{"9223372036854775808", Key{}},
		{"99999999999999999999999", Key{}},
		{"0", Key{}},
		{"", Key{}},
		{"@", Key{}},
		{" ", Key{}},
		{"handle:", Key{}},
		{"Uno_Sint", Key{Name: "handle:uno_sint"}},
		{"@Uno_Sint", Key{Name: "handle:uno_sint"}},
		{"@12", Key{Name: "handle:12"}},
		{"handle:Uno_Sint", Key{Name: "handle:uno_sint"}},
		{"io-2021:ABC=", OpaqueKey("io-2021", "ABC=")},
	} {
		got, err := ParseKey(tt.in)
		if got != tt.want || (err != nil) != tt.want.IsZero() {
			t.Errorf("ParseKey(%q) = %v, %v; want %v", tt.in, got, err, tt.want)
		}
		if err != nil {
			continue
		}
		if back, err := ParseKey(got.String()); back != got || err != nil {
			t.Errorf("ParseKey(%q) = %v, %v; want the key that wrote it", got, back, err)
		}
	}
}
