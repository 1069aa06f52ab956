module github.com/seed-1b5e0f84/adentro/bench/layout

go 1.26

require github.com/seed-1b5e0f84/adentro v0.0.0

require (
	github.com/klauspost/compress v1.20.3 // indirect
	golang.org/x/sys v0.42.0 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
)

replace github.com/seed-1b5e0f84/adentro => ../..
