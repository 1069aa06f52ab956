window.YTD.tweets.part1 = [ {
  "tweet" : {
    "entities" : { "hashtags" : [ ], "user_mentions" : [ ], "urls" : [ ] },
    "id_str" : "1380002000000000004",
    "id" : "1380002000000000004",
    "created_at" : "Thu Apr 08 03:38:10 +0000 2021",
    "full_text" : "segunda parte",
    "lang" : "es"
  }
} ]
