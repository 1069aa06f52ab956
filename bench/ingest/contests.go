package main

import "slices"

// contests are the tables in their order. Where a first contender of a number of cores is adentro, the
// others of that number are compared with it.
func contests() []contest {
	return slices.Concat(jsonContests(), ingestContests(), compressedContests(), tableContests(), wholeContests())
}

// jsonContests are of decoding JSON alone, all into the same structs.
func jsonContests() []contest {
	return []contest{
		{
			name: "json users", input: []string{"users.jsonl"},
			about: "v1.1 users as JSONL into one struct of 16 fields, the same for all Go contenders: what is compared is decoding JSON alone. adentro checks the structure and the UTF-8 of every byte, those of the latest tweet too, which all pass over; numbers are numbers for all, dates are text. DuckDB is told the columns, and adds up every column or writes them to a table in memory.",
			contenders: []contender{
				{name: "adentro", run: "fields-users", cores: 1},
				{name: "goccy/go-json", run: "goccy-users", cores: 1},
				{name: "encoding/json", run: "standard-users", cores: 1},
				{name: "DuckDB, sums", run: "py:users_sums", cores: 1},
				{name: "DuckDB, table", run: "py:users_table", cores: 1},
				{name: "adentro", run: "fields-users", cores: 2},
				{name: "goccy/go-json", run: "goccy-users", cores: 2},
				{name: "DuckDB, sums", run: "py:users_sums", cores: 2},
				{name: "DuckDB, table", run: "py:users_table", cores: 2},
			},
		},
		jsonAlone("tweets", "v1.1 tweets, with authors, entities and what they retweet"),
		jsonAlone("pages", "API v2 pages of 100 users"),
		jsonAlone("ids", "v1.1 pages of 5,000 ids"),
	}
}

// ingestContests are of all that ingest makes of records.
func ingestContests() []contest {
	return []contest{
		{
			name: "users", input: []string{"users.jsonl"},
			about: "All that ingest makes of v1.1 users: beside the 16 fields adentro parses dates and both spellings of ids, hashes every record, keeps where it stood and which statuses and handles were seen when; a row of its own tells what it costs to decode the latest tweet that most users hold. The others do as above.",
			contenders: []contender{
				{name: "adentro", run: "profiles", cores: 1},
				{name: "adentro with latest tweets", run: "adentro", cores: 1},
				{name: "adentro with those and all SHA-256", run: "scan", cores: 1},
				{name: "goccy/go-json", run: "goccy-users", cores: 1},
				{name: "encoding/json", run: "standard-users", cores: 1},
				{name: "DuckDB, sums", run: "py:users_sums", cores: 1},
				{name: "DuckDB, table", run: "py:users_table", cores: 1},
				{name: "adentro", run: "profiles", cores: 2},
				{name: "adentro with latest tweets", run: "adentro", cores: 2},
				{name: "adentro with those and all SHA-256", run: "scan", cores: 2},
				{name: "goccy/go-json", run: "goccy-users", cores: 2},
				{name: "DuckDB, sums", run: "py:users_sums", cores: 2},
				{name: "DuckDB, table", run: "py:users_table", cores: 2},
			},
		},
		{
			name: "profiles", input: []string{"profiles.jsonl"},
			about: "v1.1 users that hold no tweet, so that all decode the same: 16 fields.",
			contenders: []contender{
				{name: "adentro", run: "adentro", cores: 1},
				{name: "goccy/go-json", run: "goccy-users", cores: 1},
				{name: "DuckDB, sums", run: "py:users_sums", cores: 1},
				{name: "adentro", run: "adentro", cores: 2},
				{name: "goccy/go-json", run: "goccy-users", cores: 2},
				{name: "DuckDB, sums", run: "py:users_sums", cores: 2},
			},
		},
		{
			name: "tweets", input: []string{"tweets.jsonl"},
			about: "v1.1 tweets as JSONL, with authors, entities and what they retweet.",
			contenders: []contender{
				{name: "adentro", run: "adentro", cores: 1},
				{name: "goccy/go-json", run: "goccy-tweets", cores: 1},
				{name: "adentro", run: "adentro", cores: 2},
				{name: "goccy/go-json", run: "goccy-tweets", cores: 2},
			},
		},
		{
			name: "pages", input: []string{"pages.jsonl"},
			about: "API v2 pages of 100 users.",
			contenders: []contender{
				{name: "adentro", run: "adentro", cores: 1},
				{name: "goccy/go-json", run: "goccy-pages", cores: 1},
				{name: "adentro", run: "adentro", cores: 2},
				{name: "goccy/go-json", run: "goccy-pages", cores: 2},
				{name: "twarc-csv", run: "py:twarc_csv", cores: 1, share: 0.05},
			},
		},
		{
			name: "ids", input: []string{"ids.jsonl"},
			about: "v1.1 pages of 5,000 ids.",
			contenders: []contender{
				{name: "adentro", run: "adentro", cores: 1},
				{name: "goccy/go-json", run: "goccy-ids", cores: 1},
				{name: "adentro", run: "adentro", cores: 2},
				{name: "goccy/go-json", run: "goccy-ids", cores: 2},
			},
		},
	}
}

func compressedContests() []contest {
	return []contest{
		{
			name: "gzip", input: []string{"users.jsonl.gz"},
			about: "The users in gzip: 16 fields, as of `json users`, beside inflating; then all that ingest makes of them. What is called text alone is only inflated.",
			contenders: []contender{
				{name: "adentro, 16 fields", run: "fields-users", cores: 2},
				{name: "adentro, all with latest tweets", run: "adentro", cores: 2},
				{name: "adentro, all with SHA-256", run: "scan", cores: 2},
				{name: "goccy/go-json, inflated by ours", run: "goccy-users", cores: 2},
				{name: "adentro, text alone", run: "text", cores: 2},
				{name: "klauspost/compress, text alone", run: "text-klauspost", cores: 2},
				{name: "gzip -dc, text alone", run: "sh:gzip", args: []string{"-dc"}, cores: 2},
				{name: "DuckDB, sums", run: "py:users_sums", cores: 2},
			},
		},
		{
			name: "zstd", input: []string{"users.jsonl.zst"},
			about: "The users in zstd, likewise. The command writes to nowhere, or to a program that reads its text and does nothing with it.",
			contenders: []contender{
				{name: "adentro, 16 fields", run: "fields-users", cores: 2},
				{name: "adentro, all with latest tweets", run: "adentro", cores: 2},
				{name: "adentro, all with SHA-256", run: "scan", cores: 2},
				{name: "adentro, text alone", run: "text", cores: 2},
				{name: "klauspost/compress, text alone", run: "text-klauspost", cores: 2},
				{name: "zstd -dc, text alone", run: "sh:zstd", args: []string{"-dcq"}, cores: 2},
				{name: "zstd -dc, text through a pipe", run: "pipe:zstd", args: []string{"-dcq"}, cores: 2},
			},
		},
	}
}

func tableContests() []contest {
	return []contest{
		{
			name: "rows", input: []string{"tweets.csv"},
			about: "The same table, only cut into rows and cells; adentro checks that they are UTF-8 too.",
			contenders: []contender{
				{name: "adentro", run: "rows", cores: 1},
				{name: "encoding/csv, ReuseRecord", run: "csv-rows", cores: 1},
				{name: "DuckDB, sums", run: "py:csv_sums", cores: 1},
			},
		},
		{
			name: "csv", input: []string{"tweets.csv"},
			about: "The tweets table of an Information Operations release. adentro makes accounts and tweets of the rows; encoding/csv only cuts them, or keeps the cells that adentro keeps as well; DuckDB is told the columns, and adds up or makes a table of those that adentro keeps.",
			contenders: []contender{
				{name: "adentro", run: "adentro", cores: 1},
				{name: "encoding/csv, rows alone", run: "csv-rows", cores: 1},
				{name: "encoding/csv, cells kept", run: "csv-tweets", cores: 1},
				{name: "DuckDB, sums", run: "py:csv_sums", cores: 1},
				{name: "DuckDB, table", run: "py:csv_table", cores: 1},
				{name: "adentro", run: "adentro", cores: 2},
				{name: "DuckDB, sums", run: "py:csv_sums", cores: 2},
				{name: "DuckDB, table", run: "py:csv_table", cores: 2},
			},
		},
	}
}

// wholeContests are of the whole way from dumps to a Snapshot.
func wholeContests() []contest {
	return []contest{
		{
			name: "end to end", input: []string{"users.jsonl", "again-users.jsonl", "follows.csv"},
			about: "Users, a twentieth of them once more in a second file, and a table of follows: from dumps to a sealed dossier on the disk and a Snapshot (accounts numbered, lists, all that is known of them), as `adentro run DUMPS -d DOSSIER` does, which does not read again what it has just written. DuckDB makes tables in a database file: the newest row of each account, each follow once, both with their duplicates counted. Python flattens the users as twarc-csv does, drops duplicates with pandas, and makes a directed graph with networkx.",
			contenders: []contender{
				{name: "adentro", run: "end-to-end", cores: 2},
				{name: "DuckDB", run: "py:end_to_end_duckdb", cores: 2},
				{name: "DuckDB, with latest tweets", run: "py:end_to_end_duckdb_tweets", cores: 2},
				{name: "Python", run: "py:end_to_end_python", cores: 2},
			},
		},
		{
			name: "end to end, v2", input: []string{"lookups.jsonl", "again-lookups.jsonl", "follows.csv"},
			about: "The same of v2 users as twarc2 saves them, which twarc-csv itself makes a table of. pandas reads that, drops duplicates, and networkx makes a directed graph of it and of the follows.",
			contenders: []contender{
				{name: "adentro", run: "end-to-end", cores: 2},
				{name: "DuckDB", run: "py:end_to_end_duckdb_v2", cores: 2},
				{name: "twarc-csv, pandas, networkx", run: "py:end_to_end_twarc", cores: 2},
			},
		},
	}
}

// jsonAlone is a contest of decoding JSON into the same structs.
func jsonAlone(shape, what string) contest {
	c := contest{name: "json " + shape, input: []string{shape + ".jsonl"}, about: what + ", into the same structs as above."}
	for _, cores := range []int{1, 2} {
		c.contenders = append(c.contenders, contender{name: "adentro", run: "fields-" + shape, cores: cores}, contender{name: "goccy/go-json", run: "goccy-" + shape, cores: cores})
	}
	return c
}
