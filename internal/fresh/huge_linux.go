package fresh

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// hugePage is a page of the larger kind, where there is one.
const hugePage = 2 << 20

// advise asks for huge pages where b covers them. Where the kernel has none it gives small ones.
func advise(b []byte) {
	from := -uintptr(unsafe.Pointer(unsafe.SliceData(b))) % hugePage
	if uintptr(len(b)) < from+hugePage {
		return
	}
	whole := b[from:]
	_ = unix.Madvise(whole[:len(whole)-len(whole)%hugePage], unix.MADV_HUGEPAGE) // it is advice
}
