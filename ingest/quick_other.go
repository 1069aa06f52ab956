//go:build !amd64 || purego

package ingest

func quickReaders() []quickReader { return []quickReader{nil} }

func cellFinders() []cellFinder { return []cellFinder{nil} }
