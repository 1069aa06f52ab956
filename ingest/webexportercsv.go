package ingest

import (
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// The tables of twitter-web-exporter have headers in the language of the script's page:
// English, Indonesian, Japanese, Chinese in both scripts. Names that would mean
// other columns elsewhere, such as Following, a relation to whoever was logged in, mean nothing here.
var exporterUserWords = dictionary{
	"ID":          colID,
	"Screen Name": colHandle, "Nama Pengguna": colHandle, "ユーザー名": colHandle, "用户名": colHandle, "使用者名稱": colHandle,
	"Profile Name": colName, "Nama Profil": colName, "名前": colName, "用户昵称": colName, "使用者暱稱": colName,
	"Description": colBio, "Deskripsi": colBio, "自己紹介": colBio, "简介": colBio, "簡介": colBio,
	"Followers": colFollowers, "Pengikut": colFollowers, "フォロワー数": colFollowers, "关注者数量": colFollowers, "追蹤者數量": colFollowers,
	"Following Count": colFollowing, "Jumlah Mengikuti": colFollowing, "フォロー数": colFollowing, "正在关注数量": colFollowing, "正在追蹤數量": colFollowing,
	"Statuses": colTweets, "Status": colTweets, "ツイート数": colTweets, "推文数量": colTweets, "推文數量": colTweets,
	"Favourites": colLikes, "Favorit": colLikes, "お気に入り数": colLikes, "喜欢数量": colLikes, "喜歡數量": colLikes,
	"Listed": colListed, "Terdafar dalam Daftar": colListed, "リスト登録数": colListed, "被加入列表数": colListed, "被加入清單數": colListed,
	"Location": colLocation, "Lokasi": colLocation, "場所": colLocation, "位置": colLocation,
	"Website": colURL, "Situs Web": colURL, "ウェブサイト": colURL, "网站": colURL, "網站": colURL,
	"Protected": colProtected, "Terlindungi": colProtected, "非公開": colProtected, "受保护": colProtected, "受保護": colProtected,
	"Profile Image": colImage, "プロフィール画像": colImage,
	"Created At": colCreated, "Dibuat Saat": colCreated, "作成日": colCreated, "创建时间": colCreated, "建立時間": colCreated,
}

var exporterTweetWords = dictionary{
	"ID":          colTweetID,
	"Screen Name": colHandle, "Nama Pengguna": colHandle, "ユーザー名": colHandle, "用户名": colHandle, "使用者名稱": colHandle,
	"Profile Name": colName, "Nama Profil": colName, "名前": colName, "用户昵称": colName, "使用者暱稱": colName,
	"User ID": colID, "ID Pengguna": colID, "ユーザーID": colID, "用户 ID": colID, "使用者 ID": colID,
	"Profile Image": colImage, "プロフィール画像": colImage,
	"Date": colDate, "Tanggal": colDate, "日付": colDate, "日期": colDate,
	"Content": colText, "Konten": colText, "内容": colText, "內容": colText,
	"Replying To": colReplyTweet, "Membalas Kepada": colReplyTweet, "返信先": colReplyTweet, "回复推文": colReplyTweet, "回覆推文": colReplyTweet,
	"RT Source": colRetweetTweet, "Sumber Retweet": colRetweetTweet, "RTソース": colRetweetTweet, "转推来源": colRetweetTweet, "轉推來源": colRetweetTweet,
	"Quote Source": colQuoteTweet, "Sumber Kutipan": colQuoteTweet, "引用元": colQuoteTweet, "引用来源": colQuoteTweet, "引用來源": colQuoteTweet,
}

// exporterMessageWords are the headers of its tables of direct messages.
var exporterMessageWords = dictionary{
	"Sender": colID, "Pengirim": colID, "送信者": colID, "发送者": colID, "傳送者": colID,
	"Recipient": colHandle, "Penerima": colHandle, "受信者": colHandle, "接收者": colHandle,
}

// readWebExporter reads the script's tables.
func readWebExporter(d *decoder, h *header) rowReader {
	users, tweets := h.by(exporterUserWords), h.by(exporterTweetWords)
	metadata := slices.IndexFunc(h.names, func(n string) bool { return strings.EqualFold(n, "metadata") })
	var read func(rec *record, r *row)
	switch {
	case h.by(exporterMessageWords).has(colID, colHandle) && users.has(colID):
		return rowReader{row: func(*record, *row) { d.ignore("direct_message") }}
	case users.has(colID, colHandle, colFollowers, colFollowing, colURL, colCreated):
		read = newUserTable(d, users).row
	case tweets.has(colTweetID, colHandle, colDate, colText, colRetweetTweet, colQuoteTweet):
		read = (&tweetTable{d: d, h: tweets}).row
	default:
		return rowReader{}
	}
	var tape jsontape.Tape
	return rowReader{row: func(rec *record, r *row) {
		if m := parsed(&tape, r.cell(metadata)); m.Kind() == jsontape.Object {
			d.exported(rec, m)
			return
		}
		read(rec, r)
	}}
}
