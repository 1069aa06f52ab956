// Package adentro holds the data of an investigation into a propaganda network
// on Twitter/X and the laws that the data obey; it imports the standard
// library only.
//
// The way of the data, each arrow one call, nothing flowing back:
//
//	dumps --ingest.Read--> Observations --Resolve--> Snapshot
//	      --graph.Build--> Graph --analysis.Run--> Results --report.Write--> bytes
//
// [Observations] are what records say, mergeable in any order ([Merge]).
// [Resolve] is called once, at the end: it numbers the accounts and derives
// what needs everything at once. From then on an account is its index:
// Snapshot.Accounts[u], graph node u, score u of a column, node u of the exports.
//
// The runnable Example in example_test.go walks the whole way on the case in
// testdata.
package adentro
