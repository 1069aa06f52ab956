package ingest

import (
	"bytes"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// fitsBotometer tells the probes of the Botometer repository: an account, and when it was looked at.
func fitsBotometer(s *shape) bool {
	if s.any("id", "id_str", "text", "full_text", "event", "data") {
		return false
	}
	u := s.get("user")
	return u.Kind() == jsontape.Object && u.Get("screen_name").Exists() && s.any("created_at", "probe_timestamp")
}

func decodeBotometer(d *decoder, v jsontape.Value) {
	var probed time.Time
	if t, ok := firstDate(v, "probe_timestamp", "created_at"); ok {
		probed = t
	}
	r := d.begin(v, probed)
	_, reason := d.v1User(r, v.Get("user"))
	d.settle(r, listing{}, reason)
}

// The labels lie beside the probes, in tables without a header: an id, a tab, "human" or "bot".

const botometer = "botometer"

// opensBotometer reports whether the first line of a file and nine of ten are labels.
func opensBotometer(head []byte) bool {
	n, labels := 0, 0
	for line := range bytes.Lines(head) {
		if line[len(line)-1] != '\n' && n > 0 {
			break // the line may be cut
		}
		if len(edgeLine(line)) == 0 {
			continue
		}
		_, _, ok := parseBotometer(line)
		if n++; ok {
			labels++
		} else if n == 1 {
			return false
		}
	}
	return n > 0 && labels*10 >= n*9
}

// parseBotometer reads a line: an id of whatever quality, and a label.
func parseBotometer(line []byte) (id []byte, label string, ok bool) {
	if len(line) > longestPair {
		return nil, "", false
	}
	cells := edgeCells(edgeLine(line))
	if len(cells) != 2 {
		return nil, "", false
	}
	label = string(bytes.ToLower(cells[1]))
	return cells[0], label, (label == "human" || label == "bot") && cells[0][0] >= '0' && cells[0][0] <= '9'
}

func readBotometer(d *decoder, w *window) {
	format := d.formatIndex(botometer)
	d.eachLine(w, func(line []byte, cut bool) {
		if len(edgeLine(line)) == 0 {
			return
		}
		r := d.beginRaw(line, w.off, w.line, jsontape.Value{}, time.Time{})
		id, label, ok := parseBotometer(line)
		switch n, q := parseID(id); {
		case cut:
			d.reject(r, "truncated", "the file breaks off inside this line")
		case !ok:
			d.reject(r, "unknown_shape", "the line is not an id and a label")
		case q != exact:
			d.reject(r, idReason(q), details[idReason(q)])
		default:
			p := adentro.Seen(adentro.IDKey(n), r.sighting())
			p.AddLabel(botometer, label)
			d.addProfile(p)
			d.fits[format]++
			d.accept(r, listing{})
		}
	})
}
