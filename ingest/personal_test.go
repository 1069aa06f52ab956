package ingest

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-1b5e0f84/adentro"
)

// TestPersonalZip: an archive says the same as a zip, as a tar of the zip, and
// unpacked.
func TestPersonalZip(t *testing.T) {
	dir := filepath.Join(fixtures, "personal-archive")
	var files []file
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		files = append(files, file{filepath.ToSlash(rel), string(b)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	says := func(obs *adentro.Observations) string {
		var b strings.Builder
		for _, l := range adentro.Resolve(obs).Lists {
			b.WriteString(l.Kind.String())
			b.WriteString(strings.Repeat("x", len(l.Members)))
			b.WriteString(stamp(l.Observed) + "\n")
		}
		for _, line := range strings.SplitAfter(dump(obs), "\n") {
			if strings.HasPrefix(line, "profile") || strings.HasPrefix(line, "tweet") {
				line, _, _ = strings.Cut(line, " <")
				b.WriteString(line + "\n")
			}
		}
		return b.String()
	}
	want := says(read(t, Options{}, dir))
	for name, text := range map[string]string{"zip": zipped(t, files...), "tar.gz of the zip": gzipped(t, tarred(t, file{"archivo.zip", zipped(t, files...)}))} {
		obs := read(t, Options{}, folder(t, map[string]string{"copia": text}))
		checkSums(t, obs)
		if diff := cmp.Diff(want, says(obs)); diff != "" {
			t.Errorf("%s: -folder +archive\n%s", name, diff)
		}
		private := 0
		for _, s := range obs.Sources {
			for _, n := range s.Why {
				if n.Code == "private_file" && s.Role == adentro.RoleIgnored && s.Records.Seen == 0 {
					private++
				}
			}
		}
		if private != 1 {
			t.Errorf("%s: %d private files told, want 1", name, private)
		}
	}
}

// TestPersonalPrivacy: nothing private gets into what was read, wherever it
// stands and however the file is called.
func TestPersonalPrivacy(t *testing.T) {
	secret := "secreto-5551234"
	dir := folder(t, map[string]string{
		"data/account.js":             `window.YTD.account.part0 = [{"account":{"email":"` + secret + `","phoneNumber":"` + secret + `","username":"ana_perez","accountId":"77001","accountDisplayName":"Ana"}}]`,
		"data/tweets.js":              `window.YTD.direct_messages.part0 = [{"tweet":{"id_str":"1380000000000000001","full_text":"` + secret + `"}}]`,
		"data/ip-audit.js":            `window.YTD.ip_audit.part0 = [{"ipAudit":{"loginIp":"` + secret + `"}}]`,
		"data/contact.js":             "\n\nwindow.YTD.contact.part0 = [\n{\"contact\":{\"phoneNumbers\":[\"" + secret + "\"]}}\n]",
		"data/deleted-tweets.js":      `window.YTD.deleted_tweets.part0 = [{"tweet":{"id_str":"1380000000000000002","full_text":"` + secret + `"}}]`,
		"data/phone-number.js":        `window.YTD.phone_number.part0 = [{"device":{"phoneNumber":"` + secret + `"}}]`,
		"data/direct-message.js.gz":   gzipped(t, `window.YTD.direct_message.part0 = [{"dmConversation":"`+secret+`"}]`),
		"data/follower.js":            `window.YTD.follower.part0 = [{"follower":{"accountId":"77002"}}]; alert("` + secret + `")`,
		"data/ad-engagements.js":      `window.YTD.ad_engagements.part0 = [{"ad":"` + secret + `"}]`,
		"data/personalization.js.bak": `window.YTD.p13n_data.part0 = [{"p13nData":{"demographics":"` + secret + `"}}]`,
	})
	obs, err := Read(context.Background(), []string{dir}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	obs = obs.Unshared()
	checkSums(t, obs)
	if got := dump(obs); strings.Contains(got, secret) {
		t.Errorf("something private was kept:\n%s", got)
	}
	for _, s := range obs.Sources {
		for _, r := range s.Rejects {
			if strings.Contains(r.Detail, secret) {
				t.Errorf("%s quotes something private: %s", s.Path, r.Detail)
			}
		}
		if s.Path == "data/follower.js" && (s.Records.Accepted != 1 || s.Records.Rejected != 1) {
			t.Errorf("code behind the list: %+v", s.Records)
		}
	}
	if len(obs.Profiles) != 1 || len(obs.Tweets) != 0 || len(obs.Pages) != 1 || obs.Pages[0].Owner != adentro.IDKey(77001) {
		t.Errorf("got %s", dump(obs))
	}
}

// TestPersonalOwner: without the files that name the owner nothing is an edge,
// unless the operator says whose the archive is.
func TestPersonalOwner(t *testing.T) {
	text := `window.YTD.following.part0 = [{"following":{"accountId":"77002"}}]`
	for _, tt := range []struct {
		label string
		opt   Options
		manif string
		owner adentro.Key
		kind  adentro.ListKind
	}{
		{label: "following.js", kind: adentro.ListUnknown},
		{label: "following.js", opt: Options{Owner: adentro.IDKey(5)}, owner: adentro.IDKey(5), kind: adentro.Following},
		{label: "following.js", opt: Options{Owner: adentro.IDKey(5), Kind: adentro.Followers}, kind: adentro.ListUnknown},
		{label: "following.js", manif: `window.__THAR_CONFIG = {"userInfo":{"accountId":"6"}};`, owner: adentro.IDKey(6), kind: adentro.Following},
		{label: "following.js", manif: `window.__THAR_CONFIG = {"userInfo":{"accountId":"6"}}; throw 1`, kind: adentro.ListUnknown},
		{label: "jack_followers.js", manif: `window.YTD.manifest.part0 = {"userInfo":{"accountId":"6"}}`, owner: adentro.IDKey(6), kind: adentro.Following},
		{label: "jack_followers.js", manif: `window.YTD.manifest.part0 = [{"userInfo":{"accountId":"6"}}]`, owner: adentro.IDKey(6), kind: adentro.Following},
	} {
		files := map[string]string{"x/" + tt.label: text}
		if tt.manif != "" {
			files["x/manifest.js"] = tt.manif
		}
		obs := read(t, tt.opt, filepath.Join(folder(t, files), "x", tt.label))
		if p := obs.Pages; len(p) != 1 || p[0].Owner != tt.owner || p[0].Kind != tt.kind {
			t.Errorf("%+v: got %s", tt, dump(obs))
		}
	}
}
