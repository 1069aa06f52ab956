window.YTD.note_tweet.part0 = [
  {
    "noteTweet" : {
      "noteTweetId" : "1380003000000000005",
      "updatedAt" : "2021-04-08T04:04:37.000Z",
      "lifecycle" : { "value" : "Persistent", "name" : "Persistent" },
      "createdAt" : "2021-04-08T04:04:37.000Z",
      "core" : { "styletags" : [ ], "urls" : [ ], "text" : "un texto largo que no dice de qué tuit es", "mentions" : [ ], "cashtags" : [ ], "hashtags" : [ ] }
    }
  }
]
