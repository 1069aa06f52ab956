package gen

import "strconv"

// lookup writes what twarc2 saves of a lookup of n users by id, with all their fields.
func (b *bulk) lookup(first, n int) {
	b.json(`{"data":[`)
	for i := range n {
		if i > 0 {
			b.json(",")
		}
		b.v2User(first + i)
	}
	b.json(`],"__twarc":{"url":`)
	var ids []byte
	for i := range n {
		if i > 0 {
			ids = append(ids, "%2C"...)
		}
		ids = strconv.AppendUint(ids, b.account(first+i), 10)
	}
	b.text(v2Host + "users?" + v2UserFields + "&ids=" + string(ids))
	b.said("version", "2.14.0")
	b.said("retrieved_at", "2021-04-18T10:00:00+00:00")
	b.raw("}}\n")
}

// v2User writes a v2 user.
func (b *bulk) v2User(i int) {
	id := b.account(i)
	b.json(`{"created_at":`)
	b.text(rfc3339(b.when()))
	b.said("description", b.words(b.r.N(24)))
	link, tagged := b.r.Chance(4, 5), b.r.Chance(1, 4)
	short := "https://t.co/" + b.code(10)
	if link || tagged {
		b.json(`,"entities":{`)
		if link {
			b.json(`"url":{"urls":[{"start":0,"end":23,"url":`)
			b.text(short)
			leads := "ejemplo-" + strconv.Itoa(b.r.N(5000)) + ".example/" + strconv.Itoa(i)
			b.said("expanded_url", "https://"+leads)
			b.said("display_url", leads)
			b.json(`}]}`)
		}
		if tagged {
			if link {
				b.json(",")
			}
			b.json(`"description":{`)
			b.list(`"hashtags"`, 1+b.r.N(3), func() {
				b.json(`{"start":8,"end":19,"tag":`)
				b.text("Etiqueta" + strconv.Itoa(b.r.N(300)))
				b.raw("}")
			})
			b.raw("}")
		}
		b.raw("}")
	}
	b.said("id", strconv.FormatUint(id, 10))
	if b.r.Chance(2, 3) {
		b.said("location", Pick(b.r, places[3:])) // the API leaves out what is empty
	}
	b.said("name", b.person())
	if b.r.Chance(1, 3) {
		b.said("pinned_tweet_id", strconv.FormatUint(uint64(b.when().UnixMilli()-1288834974657)<<22, 10))
	}
	b.said("profile_image_url", "https://pbs.example/profile_images/"+strconv.FormatUint(id*3, 10)+"/"+b.code(8)+"_normal.jpg")
	b.flag("protected", b.r.Chance(1, 20))
	b.name("public_metrics")
	b.json(`{"followers_count":` + strconv.Itoa(b.r.Count(400)))
	b.count("following_count", b.r.Count(500))
	b.count("tweet_count", b.r.Count(2000))
	b.count("listed_count", b.r.N(40))
	b.raw("}")
	b.said("url", map[bool]string{true: short}[link])
	b.said("username", "cuenta_"+strconv.Itoa(i))
	b.flag("verified", b.r.Chance(1, 60))
	b.raw("}")
}
