window.YTD.tweet.part0 = [ {
  "retweeted" : false,
  "source" : "<a href=\"http://twitter.com\" rel=\"nofollow\">Twitter Web Client</a>",
  "entities" : { "hashtags" : [ ], "symbols" : [ ], "user_mentions" : [ ], "urls" : [ ] },
  "favorite_count" : "0",
  "id_str" : "980000000000000001",
  "truncated" : false,
  "retweet_count" : "0",
  "id" : "980000000000000001",
  "created_at" : "Sat Mar 31 08:33:02 +0000 2018",
  "full_text" : "Al aire ñandú",
  "lang" : "es"
} ]
