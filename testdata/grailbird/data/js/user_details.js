var user_details =  {
  "expanded_url" : "http://example.org/radio",
  "screen_name" : "radio_ejemplo",
  "location" : "Río Inventado",
  "url" : "http://t.co/x",
  "full_name" : "Radio Ejemplo",
  "bio" : "Noticias &amp; música",
  "id" : "53001",
  "created_at" : "2011-02-03 10:00:00 +0000"
}
