package ingest

import "github.com/seed-1b5e0f84/adentro/internal/jsontape"

// A Format is one shape of records. Adding one is a file with its functions
// and a line in Formats.
type Format struct {
	Name  string // flag value, folder of its fixtures, word in reports
	Title string // one line for help
	class class

	// Of JSON: whether a value has this shape, and what it says.
	fits   func(s *shape) bool
	decode func(d *decoder, v jsontape.Value)

	// Of files that are no stream of records, such as databases and XML: whether
	// the first bytes are of one, and the reader of all of it. The window holds up to
	// 64 KiB when opens is asked; read consumes it to the end.
	opens func(head []byte) bool
	read  func(d *decoder, w *window)

	// Of tables: the reader of rows under a header, or nil if it does not fit.
	table func(d *decoder, h *header) rowReader
}

// Formats returns the table of formats in help order. The first that fits a
// value decodes it, so that a narrower shape stands before a wider one.
func Formats() []Format {
	return []Format{
		{Name: "snscrape", Title: "snscrape and twscrape: tweets and users, JSONL", class: classJSON, fits: fitsSnscrape, decode: decodeSnscrape, table: readSnscrapeTable},
		{Name: "gnip", Title: "activity streams of Gnip and PowerTrack", class: classJSON, fits: fitsGnip, decode: decodeGnip},
		{Name: "apify", Title: "twitterapi.io and apidojo (Apify): tweets, users, pages", class: classJSON, fits: fitsApify, decode: decodeApify},
		{Name: "brightdata", Title: "Bright Data: profiles and posts", class: classJSON, fits: fitsBright, decode: decodeBright},
		{Name: "twint-json", Title: "twint: tweets and users, JSONL", class: classJSON, fits: fitsTwintJSON, decode: decodeTwintJSON},
		{Name: "twibot-20", Title: "TwiBot-20: accounts with labels, texts and neighbours", class: classJSON, fits: fitsTwibot20, decode: decodeTwibot20},
		{Name: "botometer", Title: "Botometer repository: accounts as they were probed, and their labels", class: classJSON, opens: opensBotometer, read: readBotometer, fits: fitsBotometer, decode: decodeBotometer},
		{Name: "json-lists", Title: "JSON objects that hold lists of followers or following beside their owner", class: classJSON, fits: fitsWrapper, decode: decodeWrapper},
		{Name: "har", Title: "network captures of a browser's developer tools, HTTP Archive 1.2; cookies and tokens are never read", class: classWhole, opens: opensHAR, read: readHAR, fits: fitsHAR, decode: decodeHAR},
		{Name: "zeeschuimer", Title: "items that the browser extension Zeeschuimer collected, also as 4CAT imports them", class: classJSON, fits: fitsZeeschuimer, decode: decodeZeeschuimer},
		{Name: "graphql", Title: "what the platform's site gives a browser: GraphQL answers and results, adaptive answers", class: classJSON, fits: fitsGraphQL, decode: decodeGraphQL},
		{Name: "v2-pages", Title: "API v2 answers: data, includes, errors, meta; twarc2 JSONL", class: classJSON, fits: fitsV2Page, decode: decodeV2Page},
		{Name: "v1-errors", Title: "API v1.1 error bodies, alone or beside the account that was asked for", class: classJSON, fits: fitsV1Error, decode: decodeV1Error},
		{Name: "v1-notices", Title: "notices of the v1.1 streams: delete, limit, withheld, disconnect", class: classJSON, fits: fitsNotice, decode: decodeNotice},
		{Name: "api-other", Title: "API answers with nothing to keep: trends, lists, settings, rate limits; direct messages are never kept", class: classJSON, fits: fitsOther, decode: decodeOther},
		{Name: "web-exporter", Title: "what the user script twitter-web-exporter saved, JSON or CSV in its languages", class: classJSON, fits: fitsWebExporter, decode: decodeWebExporter, table: readWebExporter},
		{Name: "fourcat", Title: "tweets as 4CAT keeps them: API v2 with the author inside", class: classJSON, fits: fitsFourCAT, decode: decodeFourCAT},
		{Name: "v1-ids", Title: "API v1.1 followers/ids and friends/ids pages", class: classJSON, fits: fitsV1IDs, decode: decodeV1IDs},
		{Name: "v1-pages", Title: "API v1.1 followers/list and friends/list pages", class: classJSON, fits: fitsV1Page, decode: decodeV1Page},
		{Name: "v1-search", Title: "API v1.1 search answers and maps of tweets", class: classJSON, fits: fitsV1Search, decode: decodeV1Search},
		{Name: "v1-tweets", Title: "API v1.1 tweets: compat, extended, streaming", class: classJSON, fits: fitsV1Tweet, decode: decodeV1Tweet},
		{Name: "v2-flat", Title: "API v2 tweets and users, one by one, as twarc2 flatten writes them", class: classJSON, fits: fitsV2Flat, decode: decodeV2Flat},
		{Name: "v1-users", Title: "API v1.1 users: array, JSONL or single", class: classJSON, fits: fitsV1User, decode: decodeV1User},
		{Name: "json-follows", Title: "JSON objects that are follows: who follows, who is followed", class: classJSON, fits: fitsJSONFollow, decode: decodeJSONFollow},
		{Name: "json-maps", Title: "JSON maps from accounts to their lists or profiles", class: classJSON, fits: fitsMap, decode: decodeMap},
		{Name: "ids", Title: "ids or @handles alone: one per line, or an array of numbers", class: classLines},
		{Name: "personal-archive", Title: "the owner's archive since 2018: tweets, followers, following, account; never messages, contacts or addresses", class: classWhole, opens: opensPersonal, read: readPersonal},
		{Name: "grailbird", Title: "the owner's archive of 2012 to 2018: scripts by month, tweets.csv", class: classWhole, opens: opensGrailbird, read: readGrailbird, table: readGrailbirdTable},
		{Name: "sqlite", Title: "SQLite databases: twitter-to-sqlite, and any with tables of accounts, tweets or follows", class: classWhole, opens: opensSQLite, read: readSQLite},
		{Name: "edges", Title: "edge lists of numbers, SNAP and KONECT among them; --direction says who follows", class: classWhole, opens: opensEdges, read: readEdges},
		{Name: "gexf", Title: "graphs in GEXF: Gephi, TCAT, 4CAT, adentro", class: classWhole, opens: opensGEXF, read: readGEXF},
		{Name: "graphml", Title: "graphs in GraphML: networkx, NodeXL, yEd, twarc-network", class: classWhole, opens: opensGraphML, read: readGraphML},
		{Name: "cresci", Title: "data sets of Cresci et al., 2015 and 2017: users, tweets, followers, friends", class: classWhole, opens: opensCresci, read: decodeCresci, table: readCresci},
		{Name: "twibot-22-edges", Title: "TwiBot-22: edge.csv", class: classWhole, opens: opensTwibotEdges, read: decodeTwibotEdges, table: readTwibotEdges},
		{Name: "twibot-22-labels", Title: "TwiBot-22: label.csv and split.csv", class: classTable, table: readTwibotLabels},
		{Name: "cnt", Title: "tables of the coordination-network-toolkit", class: classTable, table: readCNT},
		{Name: "coortweet", Title: "tables of CooRTweet: who shared which object when", class: classTable, table: readCoor},
		{Name: "crowdtangle", Title: "CrowdTangle and CooRnet: posts of Facebook and Instagram, which are passed over", class: classTable, table: readCrowdTangle},
		{Name: "minet", Title: "follower and friend tables of minet", class: classTable, table: readMinet},
		{Name: "gephi-edges", Title: "tables of edges, as Gephi reads them; --direction says who follows", class: classTable, table: readEdgeTable},
		{Name: "gephi-nodes", Title: "tables of nodes, as Gephi reads them", class: classTable, table: readNodeTable},
		{Name: "io", Title: "releases of the platform's Information Operations archive: tweets and users", class: classTable, table: readIO},
		{Name: "fivethirtyeight", Title: "tweets of the Internet Research Agency as FiveThirtyEight published them", class: classTable, table: readFiveThirtyEight},
		{Name: "tcat", Title: "exports of DMI-TCAT", class: classTable, table: readTCAT},
		{Name: "fourcat-csv", Title: "CSV files of 4CAT", class: classTable, table: readFourCAT},
		{Name: "twint", Title: "CSV files of twint: tweets and users", class: classTable, table: readTwint},
		{Name: "rtweet", Title: "CSV files of rtweet before 1.0", class: classTable, table: readRtweet},
		{Name: "twarc-csv", Title: "CSV files of twarc-csv: tweets and users", class: classTable, table: readTwarcCSV},
		{Name: "sferik-t", Title: "CSV output of t, the command-line client: tweets and users", class: classTable, table: readSferik},
		{Name: "sfm", Title: "CSV exports of Social Feed Manager, and of twarc's json2csv", class: classTable, table: readSFM},
		{Name: "minet-tweets", Title: "CSV output of minet and gazouilloire: tweets and users", class: classTable, table: readMinetTweets},
		{Name: "vendor-csv", Title: "tables that services sell: Bright Data, PhantomBuster, actors of Apify", class: classTable, table: readVendor},
		{Name: "csv-follows", Title: "tables of follows: who follows, who is followed", class: classTable, table: readFollows},
		{Name: "csv-tweets", Title: "tables of tweets, CSV or TSV", class: classTable, table: readTweets},
		{Name: "tweet-ids", Title: "tables of tweet ids without texts, as data sets publish them", class: classTable, table: readTweetIDs},
		{Name: "csv-users", Title: "tables of accounts or followers, CSV or TSV, header in Spanish or English", class: classTable, table: readUsers},
	}
}

// formatIndex finds a format by name; the name must be in the table.
func (d *decoder) formatIndex(name string) int {
	for i := range d.formats {
		if d.formats[i].Name == name {
			return i
		}
	}
	return -1
}

// A shape answers which members an object has.
type shape struct {
	v      jsontape.Value
	looked bool // a member was looked at, so that the names alone did not decide
}

func newShape(v jsontape.Value) *shape { return &shape{v: v} }

// get returns the member, which may be absent. What fits must not tell true from false.
func (s *shape) get(name string) jsontape.Value {
	x := s.v.Get(name)
	s.looked = s.looked || x.Kind() >= jsontape.Number // there is more to it than its kind
	return x
}

// kind returns the kind of the member, None if it is absent.
func (s *shape) kind(name string) jsontape.Kind { return s.v.Get(name).Kind() }

// has reports whether the object has all the members, null or not.
func (s *shape) has(names ...string) bool {
	for _, n := range names {
		if s.kind(n) == jsontape.None {
			return false
		}
	}
	return true
}

// any reports whether the object has one of the members, null or not.
func (s *shape) any(names ...string) bool {
	for _, n := range names {
		if s.kind(n) != jsontape.None {
			return true
		}
	}
	return false
}
