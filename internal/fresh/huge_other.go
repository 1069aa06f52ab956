//go:build !linux

package fresh

func advise([]byte) {}
