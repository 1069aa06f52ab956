package ingest

import (
	"database/sql"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// dogsheep is a database in the shape of twitter-to-sqlite's.
var dogsheep = []string{
	"PRAGMA page_size = 1024",
	"CREATE TABLE sources (id TEXT PRIMARY KEY, name TEXT, url TEXT)",
	"CREATE TABLE places (id TEXT PRIMARY KEY, name TEXT, country_code TEXT)",
	`CREATE TABLE users (id INTEGER PRIMARY KEY, screen_name TEXT, name TEXT, description TEXT, location TEXT, url TEXT, protected INTEGER,
		followers_count INTEGER, friends_count INTEGER, listed_count INTEGER, created_at TEXT, favourites_count INTEGER, verified INTEGER, statuses_count INTEGER, following INTEGER)`,
	`CREATE TABLE tweets (id INTEGER PRIMARY KEY, user INTEGER REFERENCES users(id), created_at TEXT, full_text TEXT, retweeted_status INTEGER REFERENCES tweets(id),
		quoted_status INTEGER REFERENCES tweets(id), place TEXT REFERENCES places(id), source TEXT REFERENCES sources(id), truncated INTEGER, in_reply_to_status_id INTEGER,
		in_reply_to_user_id INTEGER, in_reply_to_screen_name TEXT, retweet_count INTEGER, favorite_count INTEGER, lang TEXT)`,
	"CREATE TABLE following (followed_id INTEGER REFERENCES users(id), follower_id INTEGER REFERENCES users(id), first_seen TEXT, PRIMARY KEY (followed_id, follower_id))",
	"CREATE INDEX following_follower ON following (follower_id)",
	"INSERT INTO sources VALUES ('c0ffee', 'Twitter Web App', 'https://mobile.twitter.com')",
	"INSERT INTO places VALUES ('0a1b', 'Ciénaga', 'VE')",
	"INSERT INTO users VALUES (54001, 'cdi_ejemplo', 'CDI Ejemplo', 'Salud 🩺 y más', 'Ciénaga, inventada', 'https://example.org', 0, 1200, 80, 3, '2013-05-02T14:31:07+00:00', 44, 0, 910, 1)",
	"INSERT INTO users VALUES (54002, 'ana_perez', 'Ana Pérez', '', '', NULL, 1, 12, 8, 0, '2016-01-02T03:04:05+00:00', 4, 0, 9, 0)",
	"INSERT INTO users VALUES (54003, 'otra_cuenta', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
	"INSERT INTO tweets VALUES (1380000000000000001, 54001, '2021-04-08T03:30:13+00:00', 'Jornada mañana #SaludEjemplo', NULL, NULL, '0a1b', 'c0ffee', 0, NULL, NULL, NULL, 3, 5, 'es')",
	"INSERT INTO tweets VALUES (1380000500000000002, 54002, '2021-04-08T03:32:13+00:00', 'RT @cdi_ejemplo: Jornada mañana #SaludEjemplo', 1380000000000000001, NULL, NULL, 'c0ffee', 0, NULL, NULL, NULL, 3, 0, 'es')",
	"INSERT INTO tweets VALUES (1380001000000000003, 54003, '2021-04-08T03:34:12+00:00', '@cdi_ejemplo ¿a qué hora?', NULL, NULL, NULL, 'c0ffee', 0, 1380000000000000001, 54001, 'cdi_ejemplo', 0, 0, 'es')",
	"INSERT INTO following VALUES (54001, 54002, '2021-04-09'), (54001, 54003, '2021-04-09'), (54002, 54003, '2021-04-09')",
}

// database runs statements on a new database and returns its path.
func database(t testing.TB, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range append([]string{"PRAGMA synchronous = OFF", "PRAGMA journal_mode = OFF"}, statements...) {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return path
}

// TestDogsheep keeps the fixture what the statements above make.
func TestDogsheep(t *testing.T) {
	path := filepath.Join(fixtures, "sqlite", "twitter.db")
	if *update {
		b, err := os.ReadFile(database(t, dogsheep...))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := dumpFile(t, path), dumpFile(t, database(t, dogsheep...)); got != want {
		t.Errorf("the fixture is another database:\n%s\nwant\n%s", got, want)
	}
}

// dumpFile shows what a file says, whatever it is called.
func dumpFile(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return says(decodeOnly(t, "x.db", b))
}

// TestOddDatabases: what people and programs put into databases.
func TestOddDatabases(t *testing.T) {
	tests := []struct {
		name       string
		statements []string
		opt        Options
		want       adentro.Records
		follows    int
		notes      string
	}{
		{"no table", []string{"CREATE TABLE x (a)", "DROP TABLE x"}, Options{}, adentro.Records{}, 0, "row_positions"},
		{"other tables", []string{"CREATE TABLE settings (k, v)", "INSERT INTO settings VALUES (1, 2), (3, 4)"}, Options{}, adentro.Records{Seen: 2, Ignored: 2}, 0, "row_positions ignored_other_rows"},
		{"ids that were floats", []string{"CREATE TABLE users (id REAL, bio TEXT)", "INSERT INTO users VALUES (1380000000000000001, 'a'), (55001, 'b')"}, Options{}, adentro.Records{Seen: 2, Accepted: 1, Rejected: 1}, 0, "row_positions"},
		{"rows that are numbered", []string{"CREATE TABLE users (id INTEGER PRIMARY KEY, twitter_id INTEGER, screen_name TEXT)", "INSERT INTO users VALUES (1, 55001, 'uno'), (2, 55002, 'dos')",
			"CREATE TABLE hashtags (id INTEGER, name TEXT)", "INSERT INTO hashtags VALUES (900001, 'Salud')"}, Options{}, adentro.Records{Seen: 3, Accepted: 2, Ignored: 1}, 0, "row_positions ignored_other_rows"},
		{"dates that are declared", []string{"CREATE TABLE users (id BIGINT, created_at DATETIME, protected BOOLEAN, nombre \"odd \"\"type\")", "INSERT INTO users VALUES (55001, '2013-05-02 14:31:07', 1, 'x')"}, Options{}, adentro.Records{Seen: 1, Accepted: 1}, 0, "row_positions"},
		{"a list, as the operator says", []string{"CREATE TABLE lista (user_id TEXT, username TEXT)", "INSERT INTO lista VALUES ('55001', 'uno'), ('55002', 'dos')"}, Options{Owner: adentro.IDKey(7), Kind: adentro.Followers}, adentro.Records{Seen: 2, Accepted: 2}, 2, "row_positions owner_flag"},
		{"two tables are no list", []string{"CREATE TABLE a (user_id TEXT, username TEXT)", "CREATE TABLE b (user_id TEXT, username TEXT)", "INSERT INTO a VALUES ('55001', 'uno')"}, Options{Owner: adentro.IDKey(7), Kind: adentro.Followers}, adentro.Records{Seen: 1, Accepted: 1}, 0, "list_of_many_tables row_positions"},
		{"views, triggers and generated columns are not run", []string{
			"CREATE TABLE users (id INTEGER, username TEXT, big TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL)", "INSERT INTO users VALUES (55001, 'uno')",
			"CREATE VIEW followers AS SELECT * FROM users a, users b", "CREATE VIRTUAL TABLE texts USING fts5(body)", "INSERT INTO texts VALUES ('hola')",
		}, Options{}, adentro.Records{Seen: 1, Accepted: 1}, 0, "row_positions"},
	}
	for _, tt := range tests {
		dir := t.TempDir()
		b, err := os.ReadFile(database(t, tt.statements...))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "datos"), b, 0o644); err != nil {
			t.Fatal(err)
		}
		obs := read(t, tt.opt, dir)
		var notes []string
		for _, n := range obs.Sources[0].Why {
			notes = append(notes, n.Code)
		}
		if s := obs.Sources[0]; s.Format != "sqlite" || s.Records != tt.want || strings.Join(notes, " ") != tt.notes {
			t.Errorf("%s: %s %+v %q %v, want %+v %q", tt.name, s.Format, s.Records, notes, s.Rejects, tt.want, tt.notes)
		}
		for _, p := range obs.Profiles {
			if p.Key.ID != 0 && p.Key.ID < 55000 {
				t.Errorf("%s: the account %s is none", tt.name, p.Key)
			}
		}
		got := 0
		for range adentro.Resolve(obs).Follows() {
			got++
		}
		if got != tt.follows {
			t.Errorf("%s: %d follows, want %d", tt.name, got, tt.follows)
		}
	}
}

// TestDamagedDatabase cuts and breaks a database: the sums hold, what is lost
// is told, nothing panics.
func TestDamagedDatabase(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(fixtures, "sqlite", "twitter.db"))
	if err != nil {
		t.Fatal(err)
	}
	whole := decodeOnly(t, "x.db", b).src.Records
	for n := len(b) - 1; n > 16; n -= 257 {
		d := decodeOnly(t, "x.db", b[:n])
		if r := d.src.Records; !r.Balanced() || r.Seen-r.Rejected < whole.Seen && r.Rejected == 0 {
			t.Fatalf("cut at %d: %+v, whole %+v", n, r, whole)
		}
	}
	rounds := 500
	if testing.Short() {
		rounds = 100
	}
	r := rand.New(rand.NewPCG(9, 10))
	for range rounds {
		x := []byte(string(b))
		for range 1 + r.IntN(8) {
			x[16+r.IntN(len(x)-16)] = byte(r.UintN(256))
		}
		d := decodeOnly(t, "x.db", x)
		if !d.src.Records.Balanced() || d.src.Records.Seen > int64(len(x)) {
			t.Fatalf("%+v of %q", d.src.Records, x)
		}
	}
}
