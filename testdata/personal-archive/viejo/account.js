window.YTD.account.part0 = [ {
  "account" : {
    "phoneNumber" : "+00 000 000",
    "email" : "nadie@example.org",
    "createdVia" : "web",
    "username" : "radio_ejemplo",
    "accountId" : "53001",
    "createdAt" : "2011-02-03T10:00:00.000Z",
    "accountDisplayName" : "Radio Ejemplo"
  }
} ]
