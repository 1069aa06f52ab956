package ingest

import (
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// A list inside a user object is a list of that user, whatever the file's name
// says; each element is a record with its own offset.
func TestNestedLists(t *testing.T) {
	line := `{"id_str":"10","screen_name":"uno","followers_count":3,"following":false,"followers_ids":[11,"12",1.5e18,11],"friends":[{"id_str":"13","screen_name":"trece","name":"T"}]}`
	dir := folder(t, map[string]string{"users.jsonl": line + "\n" + `{"id_str":"20","screen_name":"dos","following":null}` + "\n"})
	obs := read(t, Options{}, dir)
	src := obs.Sources[0]
	want := adentro.Records{Seen: 7, Accepted: 5, Duplicate: 1, Rejected: 1}
	if src.Records != want {
		t.Errorf("records %+v, want %+v", src.Records, want)
	}
	if len(src.Rejects) != 1 || src.Rejects[0].Reason != "lossy_id" || line[src.Rejects[0].Offset:src.Rejects[0].Offset+6] != "1.5e18" {
		t.Errorf("rejects %+v, want the lossy id at its offset", src.Rejects)
	}
	s := adentro.Resolve(obs)
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	got := map[[2]string]bool{}
	for f := range s.Follows() {
		got[[2]string{s.Accounts[f.Follower].Key.String(), s.Accounts[f.Followed].Key.String()}] = true
	}
	for _, edge := range [][2]string{{"11", "10"}, {"12", "10"}, {"10", "13"}} {
		if !got[edge] {
			t.Errorf("no follow %v in %v", edge, got)
		}
	}
	if len(got) != 3 {
		t.Errorf("follows %v, want three", got)
	}
}
