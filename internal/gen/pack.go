package gen

import (
	"bytes"
	"fmt"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Gzip returns data compressed, without name and date. The compressor is a
// pinned module, not the library's, so that a new Go gives the same bytes.
func Gzip(data []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(data)
	}
	if err == nil {
		err = z.Close()
	}
	must(err)
	return b.Bytes()
}

// Zstd returns data compressed in one frame.
func Zstd(data []byte) []byte {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedBetterCompression))
	must(err)
	defer z.Close()
	return z.EncodeAll(data, nil)
}

// must stops at what cannot happen: writing to memory fails.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("gen: %v", err))
	}
}
