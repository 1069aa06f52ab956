package ingest

import (
	"bytes"
	"strings"
	"unsafe"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// An account that never chose a picture shows the platform's. A record says so by a flag, or by
// the address of the picture; the picture itself is neither asked for nor kept.

// isDefaultImage judges the address of a picture; it is unknown of what is no address. The
// platform keeps its own pictures apart from those of users, below profile_images: in
// default_profile_images, until 2011 also in images.
func isDefaultImage(address string) (is, known bool) {
	if !strings.Contains(address, "://") {
		return false, false
	}
	return strings.Contains(address, "default_profile_images/") || strings.Contains(address, "/images/default_profile_"), true
}

// setDefaultImage sets whether a profile shows the default picture: by the flag if it is there, else by
// the first address that is.
func setDefaultImage(p *adentro.Profile, flag jsontape.Value, addresses ...jsontape.Value) {
	if is, ok := truth(flag); ok {
		p.SetFlag(adentro.FieldDefaultImage, is)
		return
	}
	for _, a := range addresses {
		if is, ok := isDefaultImage(glance(a)); ok {
			p.SetFlag(adentro.FieldDefaultImage, is)
			return
		}
	}
}

// glance returns the text of a string of which nothing is kept. It may lie in the record.
func glance(v jsontape.Value) string {
	if v.Kind() != jsontape.String {
		return ""
	}
	b := v.Token()
	if bytes.IndexByte(b, '\\') >= 0 {
		return v.Text()
	}
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// fillDefaultImage sets it by the cells of a row. Either column may hold the flag or the address.
func fillDefaultImage(p *adentro.Profile, h *header, r *row) {
	for _, c := range [...]column{colDefaultImage, colImage} {
		cell := h.view(r, c)
		is, ok := parseFlag(cell)
		if !ok {
			is, ok = isDefaultImage(cell)
		}
		if ok {
			p.SetFlag(adentro.FieldDefaultImage, is)
			return
		}
	}
}
