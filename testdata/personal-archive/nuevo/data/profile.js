window.YTD.profile.part0 = [
  {
    "profile" : {
      "description" : {
        "bio" : "Centro de diagnóstico 🩺 &amp; comunidad",
        "website" : "https://t.co/ejemplo",
        "location" : "Ciénaga, inventada"
      },
      "avatarMediaUrl" : "https://pbs.twimg.com/profile_images/1/x.jpg"
    }
  }
]
