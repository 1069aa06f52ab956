package ingest

import (
	"bytes"
	"strings"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// A cutout is an element that was cut out of a page because it is broken.
type cutout struct {
	at     int // bytes from the start of the page
	reason string
}

// elements are the members of a page whose elements are records.
var elements = map[string]bool{
	"data": true, "users": true, "ids": true, "statuses": true, "results": true, "tweets": true, "posts": true, "errors": true,
	"media": true, "places": true, "polls": true, "topics": true,
	"followers": true, "following": true, "friends": true, "follower": true, "followings": true, "tweet": true, "neighbor": true,
	"follower_ids": true, "followers_ids": true, "friends_ids": true, "friend_ids": true, "following_ids": true, "seguidores": true, "seguidos": true,
	"entries": true, "moduleItems": true, "items": true,
}

// A place is where in a page an object lies: it is the page, its includes, or
// its map from ids to tweets, whose members are records. Answers of the web have
// their records deep inside envelopes.
type place uint8

const (
	page place = iota
	includes
	mapOfTweets
	envelope
)

// repair makes a page that is broken in one or a few elements whole: each
// broken element of its arrays gives way to a null and spaces, and what the
// page lacks at its end is closed. All else keeps its place. It returns nil if
// data is no page or has no whole element.
func repair(data []byte, reason string) ([]byte, []cutout) {
	r := repairer{b: bytes.Clone(data), reason: reason}
	r.object(0, page)
	if r.saved == 0 {
		return nil, nil
	}
	return r.b, r.cuts
}

type repairer struct {
	b      []byte
	tape   jsontape.Tape
	reason string
	cuts   []cutout
	saved  int
}

func (r *repairer) space(i int) int {
	for i < len(r.b) && (r.b[i] == ' ' || r.b[i] == '\n' || r.b[i] == '\r' || r.b[i] == '\t') {
		i++
	}
	return i
}

// object repairs the object whose brace is at i and returns what follows it.
// What cannot be read is cut off from the last whole member on.
func (r *repairer) object(i int, where place) int {
	top := where == page
	good := i + 1 // end of the last whole member
	for i++; ; {
		i = r.space(i)
		if i < len(r.b) && r.b[i] == '}' {
			return i + 1
		}
		member := i
		n, err := r.tape.Parse(r.b[i:], true)
		if err != nil || r.tape.Root().Kind() != jsontape.String {
			return r.closeAt(good, member, top)
		}
		key := r.tape.Root().Text()
		i = r.space(i + n)
		if i == len(r.b) || r.b[i] != ':' {
			return r.closeAt(good, member, top)
		}
		i = r.space(i + 1)
		n, err = r.tape.Parse(r.b[i:], true)
		_, q := parseID([]byte(key))
		mapped := top && (q == exact || strings.HasPrefix(key, "@")) // in a map from accounts
		switch {
		case err == nil:
			k := r.tape.Root().Kind()
			if where == mapOfTweets || where == envelope && (k == jsontape.Object || k == jsontape.Array) || mapped && k == jsontape.Object {
				r.saved++
			} else if elements[key] || mapped || top && (key == "id" && k == jsontape.Object || key == "globalObjects") {
				r.saved += r.tape.Root().Len()
			}
			i += n
		case i < len(r.b) && r.b[i] == '[' && (elements[key] || mapped):
			i = r.array(i)
		case i < len(r.b) && r.b[i] == '[' && key == "instructions":
			i = r.envelopes(i)
		case i < len(r.b) && r.b[i] == '{' && where == envelope && (key == "tweets" || key == "users"):
			i = r.object(i, mapOfTweets)
		case i < len(r.b) && r.b[i] == '{' && (top && (key == "data" || key == "globalObjects") || where == envelope && key != "entry"):
			i = r.object(i, envelope)
		case i < len(r.b) && r.b[i] == '{' && top && (key == "includes" || elements[key]):
			i = r.object(i, includes)
		case i < len(r.b) && r.b[i] == '{' && top && key == "id":
			i = r.object(i, mapOfTweets)
		default:
			return r.closeAt(good, member, top)
		}
		good = i
		i = r.space(i)
		if i < len(r.b) && r.b[i] == ',' {
			i++
		} else if i == len(r.b) || r.b[i] != '}' {
			return r.closeAt(good, i, top)
		}
	}
}

// closeAt ends an object behind its last whole member. The rest of the data is
// one record that is lost, unless nothing is left.
func (r *repairer) closeAt(good, member int, top bool) int {
	if len(bytes.Trim(r.b[min(member, len(r.b)):], " \t\r\n")) > 0 {
		r.cuts = append(r.cuts, cutout{member, r.reason})
	}
	r.b = append(r.b[:good:good], '}')
	return len(r.b)
}

// array repairs the array whose bracket is at i and returns what follows it.
func (r *repairer) array(i int) int {
	var name []byte
	for i++; ; {
		i = r.space(i)
		if i == len(r.b) {
			break
		}
		switch r.b[i] {
		case ']':
			return i + 1
		case ',':
			i++
			continue
		}
		n, err := r.tape.Parse(r.b[i:], true)
		if err == nil {
			end := r.space(i + n)
			cut := end == len(r.b) && r.tape.Root().Kind() == jsontape.Number // digits may be missing
			if !cut && (end == len(r.b) || r.b[end] == ',' || r.b[end] == ']') {
				r.saved++
				if p := opening(r.b[i:]); p != nil {
					name = p
				}
				i = end
				continue
			}
		}
		reason := r.reason
		end := r.elementEnd(i, name)
		if end < len(r.b) {
			reason = "bad_json"
		}
		r.cuts = append(r.cuts, cutout{i, reason})
		r.blank(i, end)
		i = end
		if n := r.space(i); n < len(r.b) && r.b[n] == '{' {
			r.b[n-1] = ',' // the comma was lost with the element; n-1 is blank
		}
	}
	r.trimTail()
	r.b = append(r.b, ']')
	return len(r.b)
}

// envelopes repairs the array whose bracket is at i, of objects that are no records
// but hold some, and returns what follows it.
func (r *repairer) envelopes(i int) int {
	for i = r.space(i + 1); i < len(r.b) && r.b[i] == '{'; i = r.space(i) {
		n, err := r.tape.Parse(r.b[i:], true)
		if err == nil {
			r.saved += r.tape.Root().Get("entries").Len()
			i += n
		} else {
			i = r.object(i, envelope)
		}
		if i = r.space(i); i == len(r.b) || r.b[i] != ',' {
			break
		}
		i++
	}
	if i < len(r.b) && r.b[i] == ']' {
		return i + 1
	}
	if i < len(r.b) {
		r.cuts = append(r.cuts, cutout{i, r.reason})
		r.b = r.b[:i:i]
	}
	r.trimTail()
	r.b = append(r.b, ']')
	return len(r.b)
}

// trimTail takes a comma from the end, which no element will follow.
func (r *repairer) trimTail() {
	r.b = bytes.TrimRight(r.b, " \t\r\n")
	if n := len(r.b); n > 0 && r.b[n-1] == ',' {
		r.b[n-1] = ' '
	}
}

// elementEnd finds the end of a broken element as a framer does.
func (r *repairer) elementEnd(i int, name []byte) int {
	if own := opening(r.b[i:]); own != nil {
		name = own
	}
	if n := balanced(r.b[i:], min(len(r.b)-i, 1<<20)); n > 0 && ends(r.b[i+n:], name) {
		return i + n
	}
	if name != nil {
		if j := sibling(r.b, i+1, name, ",}", true); j >= 0 {
			for j > i+1 && (r.b[j-1] != ',') && r.b[j-1] != '}' {
				j--
			}
			if r.b[j-1] == ',' {
				j--
			}
			return j
		}
		return len(r.b)
	}
	if j := bytes.IndexAny(r.b[i:], ",]"); j > 0 {
		return i + j
	}
	return len(r.b)
}

// blank writes null, or 0 where there is no room, and spaces over a cut.
func (r *repairer) blank(from, to int) {
	for i := from; i < to; i++ {
		r.b[i] = ' '
	}
	if to-from >= 4 {
		copy(r.b[from:], "null")
	} else if to > from {
		r.b[from] = '0'
	}
}
