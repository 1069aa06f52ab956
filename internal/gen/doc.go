// Package gen makes synthetic worlds: accounts, lists and tweets that never
// existed, written as raw bytes in the formats in which such data are archived.
// A world has its figures planted, so that a test can ask whether they are found
// again.
//
// A world is built in two steps. A plan (BarrioAdentro, Scale) draws accounts,
// lists and tweets and returns a World. Its dumps are then written by one writer
// per native format: V1… for REST v1.1, V2… for twarc2's pages of API v2, CSV
// tables, bare ids. Everything comes from the seed: no clock, no map order, no
// floating point, so the same seed gives the same bytes everywhere.
//
// Nobody here is real. Names of persons are drawn from common first and last
// names, their handles say "sint" (sintético) or "fict", sectors are invented.
package gen
