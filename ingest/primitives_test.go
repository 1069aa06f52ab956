package ingest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"
)

func TestParseID(t *testing.T) {
	tests := []struct {
		in string
		id uint64
		q  quality
	}{
		{"1", 1, exact}, {"1380000000000000001", 1380000000000000001, exact}, {"9223372036854775807", 1<<63 - 1, exact},
		{"9223372036854775808", 0, invalid}, {"99999999999999999999", 0, invalid}, {"0", 0, missing}, {"-1", 0, missing}, {"", 0, missing}, {"nan", 0, missing}, {"None", 0, missing},
		{"-5", 0, invalid}, {"007", 0, invalid}, {"12a", 0, invalid}, {"abc", 0, invalid},
		{"x123", 123, exact}, {"u123", 123, exact}, {"t123", 123, exact}, {"ID_123", 123, exact}, {"'123", 123, exact}, {`="123"`, 123, exact}, {" 123\u00a0", 123, exact},
		{"id:twitter.com:123", 123, exact}, {"tag:search.twitter.com,2005:123", 123, exact}, {"VXNlcjoxMjM=", 123, exact},
		{"123.0", 123, exact}, {"9007199254740993.0", 0, lossy}, {"1.2E+18", 0, lossy}, {"1,2E+18", 0, lossy}, {"9.300778475358126e17", 0, lossy}, {"123.5", 0, invalid},
		{"5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", 0, opaque},
	}
	for _, tt := range tests {
		id, q := parseID([]byte(tt.in))
		if q != tt.q || q == exact && id != tt.id {
			t.Errorf("%q: got %d %d, want %d %d", tt.in, id, q, tt.id, tt.q)
		}
	}
}

// TestRounded rounds ids as floats, JavaScript and spreadsheets do; ids as the
// platform makes them, of which nearly half end in 12 zero bits, raise no alarm.
func TestRounded(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for round := range 100 {
		var ids, bits, js, sheet []uint64
		for range 30 {
			ms := uint64(300000000000 + r.Int64N(200000000000))
			id := ms<<22 | uint64(r.IntN(1024))<<12
			if r.IntN(100) >= 47 {
				id |= uint64(r.IntN(4096))
			}
			ids = append(ids, id)
			bits = append(bits, uint64(float64(id)))
			length := len(strconv.FormatUint(id, 10))
			n, _ := strconv.ParseUint(shortest(strconv.FormatFloat(float64(id), 'e', -1, 64), length), 10, 64)
			js = append(js, n)
			sheet = append(sheet, id/1000*1000)
		}
		if rounded(ids) {
			t.Fatalf("round %d: true ids are called rounded", round)
		}
		for name, col := range map[string][]uint64{"floats": bits, "JavaScript": js, "a spreadsheet": sheet} {
			if !rounded(col) {
				t.Fatalf("round %d: ids rounded by %s pass: %v", round, name, col)
			}
		}
	}
	if rounded(nil) || rounded(slices.Repeat([]uint64{1000}, 50)) {
		t.Error("small ids are called rounded")
	}
}

// shortest pads the shortest form of a float with zeros, as JavaScript prints it.
func shortest(e string, n int) string {
	var digits []byte
	for i := range e {
		if e[i] == 'e' {
			break
		}
		if e[i] != '.' {
			digits = append(digits, e[i])
		}
	}
	for len(digits) < n {
		digits = append(digits, '0')
	}
	return string(digits)
}

func TestDates(t *testing.T) {
	tests := []struct {
		in    string
		order order
		want  string // "" for none
	}{
		{"Tue Feb 16 14:03:09 +0000 2021", 0, "2021-02-16T14:03:09Z"},
		{"Tue Feb 30 14:03:09 +0000 2021", 0, ""},
		{"Tue Feb 16 14:03:09 -0400 2021", 0, "2021-02-16T18:03:09Z"},
		{"2021-02-16T14:03:09.123Z", 0, "2021-02-16T14:03:09.123Z"},
		{"2021-02-16T14:03:09+00:00", 0, "2021-02-16T14:03:09Z"},
		{"2021-02-16T10:03:09-04:00", 0, "2021-02-16T14:03:09Z"},
		{"2021-02-16", 0, "2021-02-16T00:00:00Z"},
		{"2021-02-16 14:03", 0, "2021-02-16T14:03:00Z"},
		{"2021-02-16 14:03:09", 0, "2021-02-16T14:03:09Z"},
		{"2021-02-16 14:03:09 UTC", 0, "2021-02-16T14:03:09Z"},
		{"1613484189", 0, "2021-02-16T14:03:09Z"},
		{"1613484189123", 0, "2021-02-16T14:03:09.123Z"},
		{"16/02/2021", 0, "2021-02-16T00:00:00Z"},
		{"16/02/2021 14:03", 0, "2021-02-16T14:03:00Z"},
		{"02/16/2021 2:03:09 PM", 0, "2021-02-16T14:03:09Z"},
		{"3/4/2021", 0, ""},
		{"3/4/2021", dayFirst, "2021-04-03T00:00:00Z"},
		{"3/4/2021", monthFirst, "2021-03-04T00:00:00Z"},
		{"4/4/2021", 0, "2021-04-04T00:00:00Z"},
		{"31/02/2021", 0, ""},
		{"", 0, ""}, {"nunca", 0, ""}, {"12", 0, ""}, {"99999999999999999999", 0, ""},
	}
	for _, tt := range tests {
		got, ok := columnDate(tt.in, tt.order)
		s := ""
		if ok {
			s = stamp(got)
		}
		if s != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, s, tt.want)
		}
	}
}

func TestSnowflake(t *testing.T) {
	at := time.Date(2021, 4, 16, 12, 0, 0, 0, time.UTC)
	id := uint64(at.UnixMilli()-snowflakeEpoch) << 22
	if got := snowflake(id | 0x3fffff); !got.Equal(at) {
		t.Errorf("got %v, want %v", got, at)
	}
	if got := snowflake(firstSnowflake - 1); !got.IsZero() {
		t.Errorf("an old id tells %v", got)
	}
}

func TestParseCount(t *testing.T) {
	for in, want := range map[string]int64{
		"0": 0, "12": 12, "1,234": 1234, "1.234": 1234, "1.234.567": 1234567, "1 234": 1234, "1\u00a0234": 1234, "12.0": 12, "12.00": 12,
		"-3": -1, "": -1, "92.3M": -1, "1,23": -1, "abc": -1, "1,234.5": -1, "99999999999999999999": -1, "TRUE": -1,
	} {
		if got := parseCount(in); got != want {
			t.Errorf("%q: got %d, want %d", in, got, want)
		}
	}
}

func TestTextTags(t *testing.T) {
	for in, want := range map[string]string{
		"#Uno y #dos.":          "[Uno dos]",
		"#año2021 ＃cidade":      "[año2021 cidade]",
		"x#no &#39; /#no #1 #_": "[]",
		"#uno#dos":              "[uno]",
		"#Uno #Uno":             "[Uno]",
		"#":                     "[]",
	} {
		if got := fmt.Sprint(textTags(in)); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestTextMentions(t *testing.T) {
	for in, want := range map[string]string{
		"@Uno, hola @dos!":                  "[handle:dos/dos handle:uno/Uno]",
		"correo@ejemplo.example":            "[]",
		"RT @uno: (@dos)":                   "[handle:dos/dos handle:uno/uno]",
		"@ @@x @abcdefghijklmnopqrstuvwxyz": "[]",
	} {
		if got := mentions(textMentions(in)); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestClient(t *testing.T) {
	for in, want := range map[string]string{
		`<a href="http://x" rel="nofollow">Twitter for iPhone</a>`: "Twitter for iPhone",
		"web":                       "web",
		"":                          "",
		`<a href="x">A &amp; B</a>`: "A & B",
		`<a href="x">sin cerrar`:    "sin cerrar",
	} {
		if got := client(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzPrimitives(f *testing.F) {
	for _, s := range []string{"1.2E+18", "x123", "Tue Feb 16 14:03:09 +0000 2021", "16/02/2021 2:03 PM", "1.234", `="1"`, "https://x.com/a/status/1", "followers_jack_20210402.json"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if id, q := parseID([]byte(s)); q == exact && (id == 0 || id > 1<<63-1) {
			t.Fatalf("%q: id %d", s, id)
		}
		if l := nameListing(s, nil); !l.owner.IsZero() {
			if h, ok := l.owner.Handle(); ok && !isHandle(h) {
				t.Fatalf("%q: owner %q", s, h)
			}
		}
		columnDate(s, dayFirst)
		nameDate(s)
		parseCount(s)
		handle(s)
		client(s)
		textTags(s)
		textMentions(s)
		cellText([]byte(s))
		sniff([]byte(s), true)
	})
}
