var payload_details =  {
  "tweets" : 3,
  "created_at" : "2014-06-01 09:00:00 +0000",
  "lang" : "es"
}
