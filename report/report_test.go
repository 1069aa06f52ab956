package report

import (
	"os"
	"testing"
)

func TestLook(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip("set LOOK to a folder to write the test world's report there")
	}
	if err := Write(dir, testModel(plainText)); err != nil {
		t.Fatal(err)
	}
}
