//go:build unix

package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestExportIntoPipe: what is no regular file is written into. A program that
// renamed a file over it would, run by root, replace /dev/null.
func TestExportIntoPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	read := make(chan []byte)
	go func() {
		b, err := os.ReadFile(pipe)
		if err != nil {
			t.Error(err)
		}
		read <- b
	}()
	var errOut bytes.Buffer
	if got := run(t.Context(), strings.NewReader(""), &bytes.Buffer{}, &errOut, []string{"export", bundled, "--as", "edges", "-o", pipe}); got != exitDone {
		t.Fatalf("exit code %d: %s", got, &errOut)
	}
	info, err := os.Stat(pipe)
	if err != nil || info.Mode().Type() != fs.ModeNamedPipe {
		t.Fatalf("the pipe is now %v (%v)", info, err)
	}
	if b := <-read; !bytes.Contains(b, []byte("Source,Target")) {
		t.Errorf("read %d bytes without the header of edges", len(b))
	}
}
