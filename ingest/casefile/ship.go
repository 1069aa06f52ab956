package casefile

import (
	"embed"
	"fmt"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

//go:embed cases/*.toml
var cases embed.FS

// Shipped returns the names of the cases that ship, in order.
func Shipped() []string {
	entries, err := cases.ReadDir("cases")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".toml"))
	}
	return names
}

// Text returns the file of the case that ships under this name, nil if none.
func Text(name string) []byte {
	for _, n := range Shipped() {
		if n == name {
			data, _ := cases.ReadFile("cases/" + name + ".toml")
			return data
		}
	}
	return nil
}

// Ship returns the case that ships under this name, as a copy of the caller's
// own.
func Ship(name string) (*adentro.Case, error) {
	data := Text(name)
	if data == nil {
		return nil, fmt.Errorf("no case ships as %q: there is %s", name, strings.Join(Shipped(), ", "))
	}
	r := reader{file: name + ".toml"}
	c, err := r.read(data)
	if err != nil {
		return nil, err
	}
	c.Name = name
	return c, nil
}
