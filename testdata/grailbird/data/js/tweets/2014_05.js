Grailbird.data.tweets_2014_05 =
[ {
  "source" : "\u003Ca href=\"http:\/\/twitter.com\" rel=\"nofollow\"\u003ETwitter Web Client\u003C\/a\u003E",
  "entities" : {
    "user_mentions" : [ ],
    "media" : [ ],
    "hashtags" : [ {
      "text" : "AlAire",
      "indices" : [ 14, 21 ]
    } ],
    "urls" : [ ]
  },
  "geo" : { },
  "id_str" : "466000000000000001",
  "text" : "Buenos días \u00F1 #AlAire",
  "id" : 466000000000000001,
  "created_at" : "2014-05-12 23:40:32 +0000",
  "user" : {
    "name" : "Radio Ejemplo",
    "screen_name" : "radio_ejemplo",
    "protected" : false,
    "id_str" : "53001",
    "profile_image_url_https" : "https:\/\/pbs.twimg.com\/x.png",
    "id" : 53001,
    "verified" : false
  }
}, {
  "retweeted_status" : {
    "source" : "web",
    "entities" : { "user_mentions" : [ ], "media" : [ ], "hashtags" : [ ], "urls" : [ ] },
    "geo" : { },
    "id_str" : "465999000000000002",
    "text" : "El original, entero",
    "id" : 465999000000000002,
    "created_at" : "2014-05-12 23:36:34 +0000",
    "user" : { "name" : "Ana P\u00E9rez", "screen_name" : "ana_perez", "protected" : false, "id_str" : "52101", "id" : 52101, "verified" : false }
  },
  "source" : "web",
  "entities" : {
    "user_mentions" : [ { "name" : "Ana P\u00E9rez", "screen_name" : "ana_perez", "indices" : [ 3, 13 ], "id_str" : "52101", "id" : 52101 } ],
    "media" : [ ], "hashtags" : [ ], "urls" : [ ]
  },
  "geo" : { },
  "id_str" : "466001000000000003",
  "text" : "RT @ana_perez: El original, entero",
  "id" : 466001000000000003,
  "retweet_count" : 0,
  "created_at" : "2014-05-12 23:44:30 +0000",
  "user" : { "name" : "Radio Ejemplo", "screen_name" : "radio_ejemplo", "protected" : false, "id_str" : "53001", "id" : 53001, "verified" : false }
} ]
