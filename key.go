package adentro

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// MaxID is the largest id the platform can have issued (2^63-1).
const MaxID = 1<<63 - 1

// A Key names one account or one tweet. A real platform id is an exact
// integer and lives in ID; everything else lives in Name, with its namespace:
// "handle:x" where only a handle is known, "ns:x" for the hashed or renumbered
// ids of a released archive. Keys of different namespaces are never equal, so
// a hashed id never merges with a real one. The zero Key names nothing.
type Key struct {
	ID   uint64 // 1..MaxID; 0 when Name is used
	Name string // "namespace:value"; empty when ID is used
}

// IDKey returns the key of a platform id. IDKey(0) is the zero Key.
func IDKey(id uint64) Key { return Key{ID: id} }

// HandleKey returns the key of an account of which only the handle is known.
// Handles compare without case and without the leading @; an empty handle
// gives the zero Key.
func HandleKey(handle string) Key {
	h := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(handle), "@"))
	if h == "" {
		return Key{}
	}
	return Key{Name: handleSpace + h}
}

// OpaqueKey returns the key of an id that only means something inside the
// release named by space, such as "io-2021".
func OpaqueKey(space, id string) Key { return Key{Name: space + ":" + id} }

// ParseKey reads what String writes. A string of digits is a platform id; a
// string without a colon that is not digits is taken as a handle. It errs on a string
// that names nobody, and on a number outside 1..MaxID.
func ParseKey(s string) (Key, error) {
	if s == "" {
		return Key{}, fmt.Errorf("empty account key")
	}
	if s[0] >= '0' && s[0] <= '9' && strings.Trim(s, "0123456789") == "" {
		id, err := strconv.ParseUint(s, 10, 64)
		if err != nil || id == 0 || id > MaxID {
			return Key{}, fmt.Errorf("account id %q is not between 1 and 2^63-1", s)
		}
		return IDKey(id), nil
	}
	handle, bare := strings.CutPrefix(s, handleSpace)
	if !bare && strings.Contains(s, ":") {
		return Key{Name: s}, nil
	}
	k := HandleKey(handle)
	if k.IsZero() {
		return Key{}, fmt.Errorf("%q names no account", s)
	}
	return k, nil
}

const handleSpace = "handle:"

// IsZero reports whether k names nothing.
func (k Key) IsZero() bool { return k == Key{} }

// Handle returns the handle, lower-cased, of a handle key, and whether k is one.
func (k Key) Handle() (string, bool) { return strings.CutPrefix(k.Name, handleSpace) }

// String returns the decimal id, or the name with its namespace.
func (k Key) String() string {
	if k.ID != 0 {
		return strconv.FormatUint(k.ID, 10)
	}
	return k.Name
}

// MarshalText makes a key a string wherever it is written: an id as a JSON
// number would lose its last digits in most readers.
func (k Key) MarshalText() ([]byte, error) { return k.AppendText(nil) }

// AppendText appends what String returns to b.
func (k Key) AppendText(b []byte) ([]byte, error) {
	if k.ID != 0 {
		return strconv.AppendUint(b, k.ID, 10), nil
	}
	return append(b, k.Name...), nil
}

// Compare orders platform ids by number, before all names, which are ordered
// bytewise. This order numbers the accounts of a Snapshot.
func (k Key) Compare(o Key) int {
	switch {
	case k.ID != 0 && o.ID != 0:
		return cmp.Compare(k.ID, o.ID)
	case k.ID != 0:
		return -1
	case o.ID != 0:
		return 1
	}
	return strings.Compare(k.Name, o.Name)
}
