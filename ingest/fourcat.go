package ingest

import "github.com/seed-1b5e0f84/adentro/internal/jsontape"

// fitsFourCAT knows tweets of the API v2 into which 4CAT has put their author.
func fitsFourCAT(s *shape) bool {
	return s.any("id") && s.any("text") && s.get("author_user").Kind() == jsontape.Object
}

// decodeFourCAT reads a tweet as 4CAT keeps it, one a line: what a page of the API v2 includes
// beside its tweets stands inside them.
func decodeFourCAT(d *decoder, v jsontape.Value) {
	p := &v2page{page: -1, list: d.list}
	r := d.begin(v, p.at)
	d.settle(r, listing{}, d.v2Tweet(r, v, p))
}
