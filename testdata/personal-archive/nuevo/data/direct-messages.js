window.YTD.direct_messages.part0 = [
  {
    "dmConversation" : {
      "conversationId" : "52001-52101",
      "messages" : [ { "messageCreate" : { "recipientId" : "52001", "text" : "esto no se lee nunca", "senderId" : "52101", "id" : "1", "createdAt" : "2021-04-08T04:04:37.000Z" } } ]
    }
  }
]
