window.__THAR_CONFIG = {
  "userInfo" : {
    "accountId" : "52001",
    "userName" : "cdi_ejemplo",
    "displayName" : "CDI Ejemplo"
  },
  "archiveInfo" : {
    "sizeBytes" : "4096",
    "generationDate" : "2022-11-13T18:05:09.123Z",
    "isPartialArchive" : false
  },
  "dataTypes" : {
    "follower" : {
      "files" : [ {
        "fileName" : "data/follower.js",
        "globalName" : "YTD.follower.part0",
        "count" : "3"
      } ]
    },
    "tweets" : {
      "mediaDirectory" : "data/tweets_media",
      "files" : [ {
        "fileName" : "data/tweets.js",
        "globalName" : "YTD.tweets.part0",
        "count" : "4"
      }, {
        "fileName" : "data/tweets-part1.js",
        "globalName" : "YTD.tweets.part1",
        "count" : "1"
      } ]
    }
  }
}
