window.YTD.follower.part0 = [
  {
    "follower" : {
      "accountId" : "52101",
      "userLink" : "https://twitter.com/intent/user?user_id=52101"
    }
  },
  {
    "follower" : {
      "accountId" : "1400000000000052102",
      "userLink" : "https://twitter.com/intent/user?user_id=1400000000000052102"
    }
  },
  {
    "follower" : {
      "accountId" : "52103",
      "userLink" : "https://twitter.com/intent/user?user_id=52103"
    }
  }
]
