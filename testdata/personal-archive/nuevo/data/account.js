window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "nadie@example.org",
      "createdVia" : "web",
      "username" : "cdi_ejemplo",
      "accountId" : "52001",
      "createdAt" : "2013-05-02T14:31:07.000Z",
      "accountDisplayName" : "CDI Ejemplo"
    }
  }
]
