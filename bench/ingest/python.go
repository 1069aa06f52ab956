package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed peers.py
var peersPy []byte

// environment makes the Python environment of the peers and returns their versions.
func (b *bench) environment(ctx context.Context, dir string) (string, error) {
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(cache, "adentro-bench-venv")
	}
	b.python = filepath.Join(dir, "bin", "python")
	if _, err := os.Stat(b.python); err != nil {
		if out, err := exec.CommandContext(ctx, "python3", "-m", "venv", dir).CombinedOutput(); err != nil {
			return "", fmt.Errorf("python3 -m venv: %w: %s", err, out)
		}
	}
	install := exec.CommandContext(ctx, b.python, "-m", "pip", "install", "--quiet", "--upgrade", "duckdb", "pandas<3", "networkx", "twarc-csv") // twarc-csv 0.7.2 does not run with pandas 3
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("pip install: %w: %s", err, out)
	}
	out, err := exec.CommandContext(ctx, b.python, "-c", `from importlib.metadata import version as v
import platform
print("Python", platform.python_version(), *(f"{p} {v(p)}" for p in ("duckdb", "pandas", "networkx", "twarc-csv")), sep=", ")`).Output()
	return strings.TrimSpace(string(out)), err
}
