//go:build !amd64 || purego

package jsontape

// ways are the ways that this machine can go, the fastest first.
func ways() []way { return []way{{"portable", portable, namesPortable, textPortable}} }
