//go:build !amd64 || purego

package zstd

// ways are the ways that this machine can go, the fastest first.
func ways() []way { return []way{portable} }
