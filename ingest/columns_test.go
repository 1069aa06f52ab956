package ingest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-1b5e0f84/adentro"
)

// TestCutTables cuts tables at each of their last 300 bytes, or at one of five unless many inputs are asked for: while the rest is taken
// for the same, one row at most is lost for it.
func TestCutTables(t *testing.T) {
	step := 5
	if os.Getenv(amountEnv) != "" {
		step = 1
	}
	for _, f := range loadFixtures(t) {
		if !strings.HasSuffix(f.label, ".csv") && !strings.HasSuffix(f.label, ".tsv") {
			continue
		}
		whole := decodeBytes(t, f.label, f.text).src
		for n := len(f.text) - 1; n > max(0, len(f.text)-300); n -= step {
			cut := decodeBytes(t, f.label, f.text[:n]).src
			before := int64(0)
			for _, x := range whole.Rejects {
				if x.Offset < int64(n) {
					before++
				}
			}
			lossy := strings.HasSuffix(f.label, "redondeados.csv") // fewer rows tell no longer that ids were rounded
			if cut.Format == whole.Format && !lossy && (cut.Records.Seen > whole.Records.Seen || cut.Records.Rejected > before+1) {
				t.Errorf("%s/%s cut at %d of %d: %+v, whole %+v", f.format, f.label, n, len(f.text), cut.Records, whole.Records)
				break
			}
		}
	}
}

// TestUTF16 reads a table as spreadsheets save "Unicode text": with tabs, in UTF-16.
func TestUTF16(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(fixtures, "csv-users", "excel.csv"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ = bytes.Cut(text, newline) // without sep=;
	tabs := strings.ReplaceAll(strings.ReplaceAll(string(text), "Coro; Falcón", "Coro, Falcón"), ";", "\t")
	want := says(decodeOnly(t, "excel.txt", []byte(tabs)))
	for name, order := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		in := order.AppendUint16(nil, 0xfeff)
		for _, u := range utf16.Encode([]rune(tabs)) {
			in = order.AppendUint16(in, u)
		}
		if diff := cmp.Diff(want, says(decodeOnly(t, "excel.txt", in))); diff != "" {
			t.Errorf("%s-endian: -UTF-8 +UTF-16\n%s", name, diff)
		}
	}
	if !strings.Contains(want, "Coro, Falcón") || !strings.Contains(want, "uno_1251") {
		t.Errorf("read as\n%s", want)
	}
}

// TestRoundedAuthor reads a table of one author: its id on every row is no sign that ids
// were rounded, be it as even as it may.
func TestRoundedAuthor(t *testing.T) {
	var in strings.Builder
	in.WriteString("status_id,created_at,user_id,screen_name,text,is_retweet\n")
	for i := range 40 {
		in.WriteString("x" + string(rune('1'+i%9)) + "03314658110205953" + string(rune('0'+i%10)) + ",2018-08-26 22:18:51,905874659358453760,uno_1,Sin luz,FALSE\n")
	}
	d := decodeOnly(t, "t.csv", []byte(in.String()))
	if len(d.src.Warnings) != 0 && d.src.Warnings[0].Code != "date_conflict" || len(d.obs.Profiles) == 0 || d.obs.Profiles[0].Key.ID != 905874659358453760 {
		t.Errorf("warnings %v, profiles %v", d.src.Warnings, d.obs.Profiles)
	}
}

// TestRoundedBeside reads a table whose ids of tweets a spreadsheet rounded: the one author's
// id beside them was rounded as well, so that the author is known by the handle.
func TestRoundedBeside(t *testing.T) {
	var in strings.Builder
	in.WriteString("status_id,created_at,user_id,screen_name,text,is_retweet\n")
	for i := range 40 {
		fmt.Fprintf(&in, "%d000,2018-08-26 22:18:51,905874659358453000,uno_1,Sin luz,FALSE\n", 1033841230944317+int64(i))
	}
	d := decodeOnly(t, "t.csv", []byte(in.String()))
	if len(d.obs.Tweets) != 40 || d.obs.Tweets[0].Author.Key != adentro.HandleKey("uno_1") {
		t.Errorf("%d tweets, the first by %v", len(d.obs.Tweets), d.obs.Tweets[0].Author.Key)
	}
}

func TestIsNothing(t *testing.T) {
	for _, word := range []string{"NA", "NaN", "nan", "null", "NULL", "None", `\N`, "<NA>"} {
		for _, s := range []string{word, " " + word, word + "      ", "\u00a0" + word + "\u00a0"} {
			if !isNothing(s) {
				t.Errorf("%q says something", s)
			}
		}
	}
	for _, s := range []string{"", " ", "0", "Na", "na", "Nada", "N", "None of it", "<NA", "ñ", "nulo", "12"} {
		if isNothing(s) {
			t.Errorf("%q says nothing", s)
		}
	}
}
