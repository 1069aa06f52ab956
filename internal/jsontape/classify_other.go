//go:build !amd64 || purego

package jsontape

// classify fills dst from src, which holds 64 bytes for each of its elements.
var classify = classifyPortable

// useFused says that one function does all that stepwise does; there is none.
var useFused = canFuse()

func canFuse() bool { return false }

func (x *index) fused([]byte) {}

// twins are the ways to classify that this machine can run.
func twins() map[string]func(dst []classes, src []byte) {
	return map[string]func(dst []classes, src []byte){"portable": classifyPortable}
}
