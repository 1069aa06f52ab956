package main

import (
	"context"
	"fmt"

	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
)

// directions are the values of --direction and of a mapping file.
var directions = map[string]ingest.Direction{
	"": ingest.DirectionUnknown, "left-follows-right": ingest.LeftFollowsRight, "right-follows-left": ingest.RightFollowsLeft,
}

// readMapping reads the file of --map.
func readMapping(path string) (*ingest.Mapping, error) {
	var m *ingest.Mapping
	_, err := casefile.LoadMapping(path, ingest.MappingFields(), func(x *casefile.Mapping) error {
		m = &ingest.Mapping{Files: x.Files, Columns: x.Columns, Space: x.Space, Zone: x.Zone, Owner: x.Owner, Kind: x.Kind, Direction: directions[x.Direction], SHA256: x.SHA256}
		return m.Check()
	})
	return m, err
}

// preview shows how the mapping reads the first rows, so that a person sees a mistake in it.
func (a *app) preview(paths []string, opt ingest.Options) error {
	if opt.Map == nil || a.flags.quiet {
		return nil
	}
	text, err := ingest.Preview(context.Background(), paths, opt)
	if err != nil {
		return nil // reading tells it
	}
	_, err = fmt.Fprint(a.errOut, text)
	return err
}
