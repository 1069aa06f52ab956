window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "edit_info" : { "initial" : { "editTweetIds" : [ "1380000000000000001" ], "editsRemaining" : "5", "isEditEligible" : true } },
      "retweeted" : false,
      "source" : "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities" : {
        "hashtags" : [ { "text" : "SaludEjemplo", "indices" : [ "18", "31" ] } ],
        "symbols" : [ ],
        "user_mentions" : [ ],
        "urls" : [ { "url" : "https://t.co/a", "expanded_url" : "https://example.org/nota", "display_url" : "example.org/nota", "indices" : [ "32", "46" ] } ]
      },
      "display_text_range" : [ "0", "46" ],
      "favorite_count" : "3",
      "id_str" : "1380000000000000001",
      "truncated" : false,
      "retweet_count" : "1",
      "id" : "1380000000000000001",
      "possibly_sensitive" : false,
      "created_at" : "Thu Apr 08 03:30:13 +0000 2021",
      "favorited" : false,
      "full_text" : "Jornada mañana 💉 #SaludEjemplo https://t.co/a",
      "lang" : "es"
    }
  },
  {
    "tweet" : {
      "retweeted" : false,
      "source" : "<a href=\"http://twitter.com/download/android\" rel=\"nofollow\">Twitter for Android</a>",
      "entities" : {
        "hashtags" : [ { "text" : "SaludEjemplo", "indices" : [ "40", "53" ] } ],
        "user_mentions" : [
          { "name" : "Ana Pérez", "screen_name" : "ana_perez", "indices" : [ "3", "13" ], "id_str" : "52101", "id" : "52101" },
          { "name" : "Otra", "screen_name" : "otra_cuenta", "indices" : [ "15", "27" ], "id_str" : "52109", "id" : "52109" }
        ],
        "urls" : [ ]
      },
      "favorite_count" : "0",
      "id_str" : "1380000500000000002",
      "retweet_count" : "0",
      "id" : "1380000500000000002",
      "created_at" : "Thu Apr 08 03:32:13 +0000 2021",
      "full_text" : "RT @ana_perez: @otra_cuenta mañana todos #SaludEjemplo a la plaza, que nadie falte a la jorn…",
      "lang" : "es"
    }
  },
  {
    "tweet" : {
      "in_reply_to_status_id_str" : "1379999000000000009",
      "in_reply_to_status_id" : "1379999000000000009",
      "in_reply_to_user_id" : "52101",
      "in_reply_to_user_id_str" : "52101",
      "in_reply_to_screen_name" : "ana_perez",
      "entities" : { "hashtags" : [ ], "user_mentions" : [ { "name" : "Ana Pérez", "screen_name" : "ana_perez", "indices" : [ "0", "10" ], "id_str" : "52101", "id" : "52101" } ], "urls" : [ ] },
      "favorite_count" : "12",
      "id_str" : "1380001000000000003",
      "id" : "1380001000000000003",
      "created_at" : "Thu Apr 08 03:34:12 +0000 2021",
      "full_text" : "@ana_perez sí &amp; gracias",
      "lang" : "es"
    }
  },
  {
    "tweet" : {
      "full_text" : "sin número",
      "created_at" : "Thu Apr 08 03:34:12 +0000 2021"
    }
  }
]
