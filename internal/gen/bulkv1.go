package gen

import (
	"fmt"
	"strconv"
	"time"
)

var (
	places    = []string{"", "", "", "La Habana, Cuba", "Maracaibo, Venezuela", "Granma 🇨🇺", "Caracas", "en todas partes", "Mérida", "Santiago de Cuba", "Barinas \\o/", "Perú", "Camagüey, Cuba", "Timor-Leste"}
	languages = []string{"es", "es", "es", "es", "und", "en", "pt"}
	clients   = []string{"Twitter for Android", "Twitter for iPhone", "Twitter Web App", "TweetDeck"}
)

// style chooses how record i is printed: two in four as they are, one as servers do that escape all but ASCII, and one as
// Python does, which escapes too and puts spaces behind commas and colons.
func (b *bulk) style(i int) { b.escaped, b.spaced = i%4 < 2, i%4 == 1 }

// text writes a JSON string.
func (b *bulk) text(s string) {
	b.buf = append(b.buf[:0], '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.buf = append(b.buf, '\\', byte(c))
		case c == '/' && b.escaped && !b.spaced:
			b.buf = append(b.buf, '\\', '/')
		case c == '\n':
			b.buf = append(b.buf, '\\', 'n')
		case c < 0x80 || !b.escaped:
			b.buf = append(b.buf, string(c)...)
		case c >= 0x10000:
			c -= 0x10000
			b.buf = fmt.Appendf(b.buf, `\u%04x\u%04x`, 0xd800+c>>10, 0xdc00+c&0x3ff)
		default:
			b.buf = fmt.Appendf(b.buf, `\u%04x`, c)
		}
	}
	b.buf = append(b.buf, '"')
	if _, err := b.w.Write(b.buf); err != nil {
		b.err = err
	}
}

// json writes JSON without spaces, in the style of the record. There are no colons and commas in its strings but links.
func (b *bulk) json(s string) {
	if !b.spaced {
		b.raw(s)
		return
	}
	from := 0
	for i := range len(s) {
		if c := s[i]; c == ',' || c == ':' && i+1 < len(s) && s[i+1] != '/' || c == ':' && i+1 == len(s) {
			b.raw(s[from : i+1])
			b.raw(" ")
			from = i + 1
		}
	}
	b.raw(s[from:])
}

// words returns n words, as they come.
func (b *bulk) words(n int) string {
	var out []byte
	for i := range n {
		if i > 0 {
			out = append(out, Pick(b.r, []string{" ", " ", " ", " ", " ", " ", " ", " ", ", ", "\n"})...)
		}
		out = append(out, Pick(b.r, b.vocabulary)...)
	}
	return string(out)
}

// code returns n letters and digits.
func (b *bulk) code(n int) string {
	const all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	out := make([]byte, n)
	for i := range out {
		out[i] = all[b.r.N(len(all))]
	}
	return string(out)
}

func (b *bulk) name(name string) { b.json(`,"` + name + `":`) }

// said writes a member whose value is text.
func (b *bulk) said(name, value string) {
	b.name(name)
	b.text(value)
}

func (b *bulk) count(name string, n int) {
	b.name(name)
	b.raw(strconv.Itoa(n))
}

func (b *bulk) flag(name string, yes bool) {
	b.name(name)
	b.raw(strconv.FormatBool(yes))
}

// id writes an id as a number and as text, with nothing before it.
func (b *bulk) id(n uint64) {
	b.json(`"id":`)
	b.num(n)
	b.said("id_str", strconv.FormatUint(n, 10))
}

// list writes n elements of an array that is the value of a member.
func (b *bulk) list(name string, n int, element func()) {
	b.json(name + `:[`)
	for i := range n {
		if i > 0 {
			b.json(",")
		}
		element()
	}
	b.raw("]")
}

// link writes a shortened link.
func (b *bulk) link(short, leads string) {
	b.json(`{"url":`)
	b.text(short)
	b.said("expanded_url", leads)
	b.said("display_url", leads[len("https://"):])
	b.json(`,"indices":[0,23]}`)
}

// user writes a v1.1 user.
func (b *bulk) user(i int, latest bool) {
	id := b.account(i)
	b.raw("{")
	b.id(id)
	b.said("name", b.person())
	b.said("screen_name", "cuenta_"+strconv.Itoa(i))
	b.said("location", Pick(b.r, places))
	b.said("description", b.words(b.r.N(24)))
	if b.r.Chance(4, 5) {
		short := "https://t.co/" + b.code(10)
		b.said("url", short)
		b.json(`,"entities":{"url":{"urls":[`)
		b.link(short, "https://ejemplo-"+strconv.Itoa(b.r.N(5000))+".example/"+strconv.Itoa(i))
		b.json(`]},"description":{"urls":[]}}`)
	} else {
		b.json(`,"url":null,"entities":{"description":{"urls":[]}}`)
	}
	b.flag("protected", b.r.Chance(1, 20))
	b.count("followers_count", b.r.Count(400))
	b.count("friends_count", b.r.Count(500))
	b.count("listed_count", b.r.N(40))
	b.said("created_at", b.when().Format(time.RubyDate))
	b.count("favourites_count", b.r.Count(3000))
	b.json(`,"utc_offset":null,"time_zone":null`)
	b.flag("geo_enabled", b.r.Chance(1, 2))
	b.flag("verified", b.r.Chance(1, 60))
	b.count("statuses_count", b.r.Count(2000))
	if b.r.Chance(1, 2) {
		b.said("lang", Pick(b.r, languages))
	} else {
		b.json(`,"lang":null`)
	}
	if latest {
		b.name("status")
		b.tweet(i, b.r.Chance(1, 4), false)
	}
	b.json(`,"contributors_enabled":false,"is_translator":false,"is_translation_enabled":false,"profile_background_color":"F5F8FA","profile_background_image_url":null,"profile_background_image_url_https":null,"profile_background_tile":false`)
	image := "pbs.example/profile_images/" + strconv.FormatUint(id*3, 10) + "/" + b.code(8) + "_normal.jpg"
	b.said("profile_image_url", "http://"+image)
	b.said("profile_image_url_https", "https://"+image)
	if b.r.Chance(3, 4) {
		b.said("profile_banner_url", "https://pbs.example/profile_banners/"+strconv.FormatUint(id, 10)+"/"+strconv.FormatInt(b.when().Unix(), 10))
	}
	b.json(`,"profile_link_color":"1DA1F2","profile_sidebar_border_color":"C0DEED","profile_sidebar_fill_color":"DDEEF6","profile_text_color":"333333","profile_use_background_image":true`)
	b.flag("has_extended_profile", b.r.Chance(1, 2))
	b.flag("default_profile", b.r.Chance(1, 2))
	b.flag("default_profile_image", b.r.Chance(1, 10))
	b.json(`,"following":false,"follow_request_sent":false,"notifications":false,"translator_type":"none"`)
	b.json(`,"withheld_in_countries":[`)
	if b.r.Chance(1, 200) {
		b.json(`"DE","FR"`)
	}
	b.raw("]}")
}

// tweet writes a v1.1 tweet, with its author unless it is an author's latest.
func (b *bulk) tweet(i int, retweet, author bool) {
	at := date(2021, 4, 6).Add(time.Duration(i%900_000) * time.Second)
	id := uint64(at.UnixMilli()-1288834974657)<<22 | uint64(b.r.N(4096))
	b.json(`{"created_at":`)
	b.text(at.Format(time.RubyDate))
	b.json(",")
	b.id(id)
	body := b.words(8+b.r.N(26)) + " #BarrioAdentro18Aniversario"
	if retweet {
		body = "RT @cuenta_" + strconv.Itoa(i/9) + ": " + body
	}
	b.said("full_text", body)
	b.json(`,"truncated":false,"display_text_range":[0,140],"entities":{`)
	b.list(`"hashtags"`, b.r.N(4), func() {
		b.json(`{"text":`)
		b.text(Pick(b.r, []string{"BarrioAdentro18Aniversario", "CubaSalva", "Etiqueta" + strconv.Itoa(b.r.N(300))}))
		b.json(`,"indices":[60,87]}`)
	})
	b.list(`,"symbols"`, 0, nil)
	b.list(`,"user_mentions"`, b.r.N(3), func() {
		other := b.r.N(i + 1)
		b.json(`{"screen_name":`)
		b.text("cuenta_" + strconv.Itoa(other))
		b.said("name", b.person())
		b.json(`,`)
		b.id(b.account(other))
		b.json(`,"indices":[88,100]}`)
	})
	b.list(`,"urls"`, b.r.N(2), func() {
		b.link("https://t.co/"+b.code(10), "https://medio-"+strconv.Itoa(b.r.N(200))+".example/noticia/"+strconv.Itoa(b.r.N(20_000)))
	})
	client := Pick(b.r, clients)
	b.raw("}")
	b.said("source", `<a href="`+clientURL(client)+`" rel="nofollow">`+client+`</a>`)
	b.json(`,"in_reply_to_status_id":null,"in_reply_to_status_id_str":null,"in_reply_to_user_id":null,"in_reply_to_user_id_str":null,"in_reply_to_screen_name":null`)
	if author {
		b.name("user")
		b.user(i/3, false)
	}
	b.json(`,"geo":null,"coordinates":null,"place":null,"contributors":null`)
	if retweet {
		b.name("retweeted_status")
		b.tweet(i/9, false, author)
	}
	b.flag("is_quote_status", false)
	b.count("retweet_count", b.r.Count(3))
	b.count("favorite_count", b.r.Count(5))
	b.json(`,"favorited":false,"retweeted":false,"possibly_sensitive":false`)
	b.said("lang", Pick(b.r, languages))
	b.raw("}")
}
