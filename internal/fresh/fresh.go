// Package fresh makes large slices that are to be read before they are written, and some of large pages.
//
// The kernel gives a new page of memory that is read first a page of zeros that all share, and a page of its own when it is written:
// two faults for one, and at the second it interrupts every other processor on which the process runs, so that none keeps the old
// place. Counters and tables are read first; so is what pointers are written to while the collector of garbage marks, for it
// looks at what a pointer replaces. Where two processors filled new memory, that was an eighth of their time.
package fresh

import "unsafe"

// page is the least that a kernel gives; where pages are larger, some bytes are written for nothing.
const page = 4096

// Slice returns n zeros.
func Slice[T any](n int) []T {
	xs := make([]T, n)
	Touch(xs)
	return xs
}

// Huge returns n zeros in pages of 2 MiB, as far as it covers them and the kernel has them. In text of several megabytes that is looked at here and there, most time
// goes into finding where a page of 4 KiB is. What is not soon filled should not be asked for like this: a page is there as a whole.
func Huge[T any](n int) []T {
	xs := make([]T, n)
	advise(bytesOf(xs))
	return xs
}

func bytesOf[T any](xs []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(xs))), len(xs)*int(unsafe.Sizeof(*new(T))))
}

// Touch writes to each page of a slice that was just made and holds zeros. Parts of one slice may be touched by several goroutines, each of which then
// fills its own.
func Touch[T any](xs []T) {
	b := bytesOf(xs)
	if len(b) == 0 {
		return
	}
	for i := 0; i < len(b); i += page {
		b[i] = 0
	}
	b[len(b)-1] = 0
}
