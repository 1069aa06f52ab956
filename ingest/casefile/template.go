package casefile

import (
	"bytes"
	"text/template"
)

var starter = template.Must(template.New("case").Parse(`# An investigation of your own, built on the case "{{.}}" that ships with adentro.
# Put this file in the folder of the dumps. Uncomment what you need.

extends = "{{.}}"
# title = "My investigation"
# language = "es"            # es or en
# home = ["VE"]              # ISO codes of the countries that the accounts are expected to declare

# Whose followers are looked at: handles or ids. Without seeds, the owners of the lists.
# seeds = ["handle_one", "1234567890"]

# Whose list a file is, where neither the file nor its name says so.
# [[list]]
# file = "lists/page_*.json" # relative to this folder
# owner = "handle_one"
# kind = "followers"         # followers or following
# observed = 2021-04-20      # when it was collected

# [[tag]]
# name = "MyHashtag"         # without #
# announced = 2021-04-16

# [[window]]                 # a span of creation dates to look at
# name = "before the date"
# class = "cdi"
# from = 2021-02-01
# to = 2021-03-31

# A class of your own; rules look at what accounts say of themselves.
# [[class]]
# key = "mission"
# title.es = "Misión"
# title.en = "Mission"
# institution = true
# overrides = "mission.csv"  # account,class,member,place,author,date,reason
# reviewed = "sample.csv"    # a sheet of "adentro case review" that people filled
#
# [[class.rule]]
# id = "mission-name"
# fields = ["handle", "name"]
# tokens = ["mision", "medica"]
# not = ["club"]
`))

// Template returns a commented case file that builds on the case that ships
// under this name, for the user to fill in.
func Template(name string) []byte {
	var b bytes.Buffer
	if err := starter.Execute(&b, name); err != nil {
		return nil // a buffer takes everything
	}
	return b.Bytes()
}
