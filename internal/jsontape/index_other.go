//go:build !amd64 || purego

package jsontape

// ways are the ways to index blocks that this machine can run, the fastest first.
func ways() []way { return []way{{"portable", (*index).portable}} }
