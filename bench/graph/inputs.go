package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"

	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

// An input is a graph that all contenders read: edges.tsv, a row an edge, and edges.bin, the numbers of
// nodes and edges and then the edges, in 32 bits each, for those who would rather take an array.
type input struct {
	name string
	n, m int
	make func(n, m int) ([][2]int32, error)
	work []string // names of contests
}

func inputs(published string) []input {
	rmat := func(n, m int) ([][2]int32, error) { return gen.RMAT(n, m, 1), nil }
	planted := func(n, m int) ([][2]int32, error) { return gen.Planted(n, m, 0.3, 1), nil }
	return []input{
		{"rmat-10k", 10_000, 200_000, rmat, []string{"load", "pagerank", "betweenness", "harmonic", "core", "core collapsed", "weak components", "strong components", "hits", "eigenvector", "triangles"}},
		{"rmat-100k", 100_000, 2_000_000, rmat, []string{"load", "pagerank", "core", "core collapsed", "weak components", "strong components", "hits", "eigenvector", "triangles", "co-followers"}},
		{"rmat-1M", 1_000_000, 20_000_000, rmat, []string{"load", "pagerank", "betweenness of a source", "core", "weak components", "strong components", "hits", "co-followers"}},
		{"planted-100k", 100_000, 2_000_000, planted, []string{"load", "louvain", "leiden"}},
		{"wiki-Vote", 0, 0, func(int, int) ([][2]int32, error) { return readWiki(filepath.Join(published, "wiki-Vote.txt")) },
			[]string{"pagerank", "betweenness", "harmonic", "core", "core collapsed", "weak components", "strong components", "hits", "triangles", "louvain", "leiden"}},
	}
}

// path returns the file of an input with an ending, and makes both if need be; "" if the input is not to be had.
func (b *bench) path(in *input, ending string) (string, error) {
	dir := filepath.Join(b.dir, in.name)
	path := filepath.Join(dir, "edges."+ending)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	edges, err := in.make(in.n, in.m)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	n := dense(edges)
	text, raw := []byte{}, make([]byte, 8, 8+8*len(edges))
	for _, e := range edges {
		text = append(strconv.AppendInt(append(strconv.AppendInt(text, int64(e[0]), 10), '\t'), int64(e[1]), 10), '\n')
		raw = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(raw, uint32(e[0])), uint32(e[1]))
	}
	binary.LittleEndian.PutUint32(raw, uint32(n))
	binary.LittleEndian.PutUint32(raw[4:], uint32(len(edges)))
	if err := os.WriteFile(filepath.Join(dir, "edges.bin"), raw, 0o644); err != nil {
		return "", err
	}
	err = os.WriteFile(filepath.Join(dir, "edges.tsv"), text, 0o644)
	debug.FreeOSMemory() // a process begins with the peak of the one that starts it
	return path, err
}

// readWiki reads SNAP's wiki-Vote.
func readWiki(path string) ([][2]int32, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var edges [][2]int32
	for scan := bufio.NewScanner(f); scan.Scan(); {
		var e [2]int32
		if _, err := fmt.Sscan(scan.Text(), &e[0], &e[1]); err == nil { // else a comment
			edges = append(edges, e)
		}
	}
	return edges, nil
}

// dense numbers the nodes that have an edge from 0, in their order, and returns how many they are: some
// contenders take every number below the largest for a node.
func dense(edges [][2]int32) (n int32) {
	largest := int32(0)
	for _, e := range edges {
		largest = max(largest, e[0], e[1])
	}
	number := make([]int32, largest+1)
	for _, e := range edges {
		number[e[0]], number[e[1]] = 1, 1
	}
	for u, seen := range number {
		number[u] = n
		n += seen
	}
	for i, e := range edges {
		edges[i] = [2]int32{number[e[0]], number[e[1]]}
	}
	return n
}
