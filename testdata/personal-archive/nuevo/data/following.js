window.YTD.following.part0 = [
  {
    "following" : {
      "accountId" : "52201",
      "userLink" : "https://twitter.com/intent/user?user_id=52201"
    }
  },
  {
    "following" : {
      "accountId" : "",
      "userLink" : ""
    }
  }
];
