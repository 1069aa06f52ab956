package ingest

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// A column is what the cells under a name of a header mean.
type column uint8

const (
	colNone column = iota
	colID
	colHandle
	colName
	colBio
	colLocation
	colURL
	colCreated
	colFollowers
	colFollowing
	colTweets
	colListed
	colLikes
	colProtected
	colVerified
	colDefaultImage // yes or no
	colImage        // its address
	colOwner        // whose list the row stands in
	colFollowerOf   // whom the account of the row follows
	colFollowedBy   // who follows the account of the row
	colKind         // followers or following
	colFollower     // one side of a follow
	colFollowed
	colFromID
	colToID
	colFollowerID
	colFriendID
	colObserved
	colTweetID
	colText
	colDate // of a tweet, if the table has tweets
	colLang
	colClient
	colReplyTweet
	colReplyID
	colReplyHandle
	colRetweetTweet
	colRetweetID
	colRetweetHandle
	colRetweetText
	colIsRetweet // yes or no
	colQuoteTweet
	colQuoteID
	colQuoteHandle
	colIsQuote
	colIsReply
	colHashtags
	colURLs
	colMentionIDs
	colMentionHandles

	numColumns
)

// columnNames are the names that mean a column, folded: without case, accents
// and anything but letters and digits.
var columnNames = map[column]string{
	colID:             "id userid useridstr idstr iddeusuario idusuario idcuenta uid accountid restid twitterid usuarioid cuentaid iddelacuenta identificador memberid xid",
	colHandle:         "screenname username handle usuario cuenta user account nombredeusuario nombreusuario screennames arroba nick alias twitterhandle userscreenname profile profileurl perfil nombredepantalla",
	colName:           "name nombre displayname fullname nombrecompleto username1 nombrevisible userdisplayname profilename nombreparamostrar",
	colBio:            "description bio biografia descripcion biography userdescription profiledescription rawdescription acercade perfildescripcion",
	colLocation:       "location ubicacion lugar localizacion userlocation place localidad donde reportedlocation ubicaciondeclarada",
	colURL:            "url website sitioweb web pagina paginaweb enlace expandedurl profileexpandedurl link",
	colCreated:        "accountcreatedat accountcreated accountcreationdate usercreatedat joindate datejoined joined registrado fechaderegistro fechacreacion fechadecreacion creada creadael creado creadoel cuentacreada fechadecreaciondelacuenta miembrodesde created creationdate",
	colFollowers:      "followerscount followers seguidores followercount numseguidores nseguidores cantidaddeseguidores numerodeseguidores numfollowers",
	colFollowing:      "friendscount following followingcount siguiendo seguidos friends friendcount cuentasseguidas amigos numseguidos nseguidos numerodeseguidos cantidaddeseguidos",
	colTweets:         "statusescount tweets tweetcount tweetscount tuits numtweets numerodetweets postscount posts statuses postcount numtuits cantidaddetweets",
	colListed:         "listedcount listed listas enlistas listadoen",
	colLikes:          "favouritescount likes favoritos megusta favoritescount favourites favorites likecount likescount",
	colProtected:      "protected protegida protegido private privada privado isprotected",
	colVerified:       "verified verificada verificado isverified verificacion isblueverified",
	colDefaultImage:   "defaultprofileimage isdefaultprofileimage",
	colImage:          "profileimageurl profileimageurlhttps profileimagelink profileimage profilepicture avatarurl avatar",
	colOwner:          "owner ownerid ownerscreenname listowner seed seedid semilla duena dueno propietario propietaria cuentade listade target targetuser targetaccount sourceaccount cuentasemilla cuentaorigen",
	colFollowerOf:     "followerof followersofuserid followsid follows siguea seguidorde sigue",
	colFollowedBy:     "followedby seguidopor seguidapor",
	colKind:           "kind tipo relation relacion relationship tipoderelacion listtype tipodelista",
	colFollower:       "follower seguidor seguidora followerscreenname followeruserscreenname followerhandle followerusername",
	colFollowed:       "followed seguido seguida followedid followeduserid followedscreenname followedhandle followee followeeid followedusername followingscreenname followingusername friendscreenname friendusername",
	colFromID:         "fromid",
	colToID:           "toid",
	colFollowerID:     "followerid followeruserid idseguidor",
	colFriendID:       "friendid frienduserid followingid followinguserid idseguido",
	colObserved:       "retrievedat collectedat observedat capturedat scrapedat crawledat fechacaptura fechadecaptura fechaderecoleccion capturado twarcretrievedat collectiondate",
	colTweetID:        "tweetid statusid iddetweet idtweet tweetidstr iddeltweet iddeltuit tuitid postid messageid",
	colText:           "text fulltext texto tweet tweettext tuit contenido content mensaje message textodeltweet",
	colDate:           "createdat fecha date datetime fechayhora timestamp tweetcreatedat publicado hora publicadoel fechadepublicacion tweettime time",
	colLang:           "lang idioma language tweetlanguage",
	colClient:         "source statussource fuente client cliente app aplicacion tweetclientname",
	colReplyTweet:     "inreplytostatusid replytosid inreplytoid inreplytostatusidstr replytostatusid inreplytotweetid referencedtweetsrepliedtoid referencedpostsrepliedtoid",
	colReplyID:        "inreplytouserid replytouid inreplytouseridstr replytouserid",
	colReplyHandle:    "inreplytoscreenname replytoscreenname replytosn inreplytousername enrespuestaa respondea",
	colRetweetTweet:   "retweetstatusid retweetid retweetedid retweetedstatusid retweettweetid retweetedstatusidstr referencedtweetsretweetedid referencedpostsretweetedid",
	colRetweetID:      "retweetuserid retweeteduserid retweetauthorid",
	colRetweetHandle:  "retweetscreenname retweetedscreenname retweetauthorusername retweetedusername",
	colRetweetText:    "retweettext",
	colIsRetweet:      "isretweet esretuit esretweet",
	colQuoteTweet:     "quotedstatusid quoteid quotedid quotedtweettweetid quotedstatusidstr referencedtweetsquotedid referencedpostsquotedid",
	colQuoteID:        "quoteduserid quoteauthorid",
	colQuoteHandle:    "quotedscreenname quotedusername quoteduser quoteauthorusername",
	colIsQuote:        "isquote isquotestatus isquotetweet escita",
	colIsReply:        "isreply esrespuesta",
	colHashtags:       "hashtags etiquetas hashtag",
	colURLs:           "urls urlsexpandedurl enlaces",
	colMentionIDs:     "mentionsuserid",
	colMentionHandles: "mentionsscreenname menciones mentions usermentions",
}

// foldName folds a name of a header.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Fold(s))
}

// columnOf tells what a column means by its name. Beside a tweet the author's
// columns often have a prefix.
func columnOf(name string) column {
	n := foldName(name)
	n = strings.ReplaceAll(n, "publicmetrics", "")
	if c := exactColumn(n); c != colNone {
		return c
	}
	for _, p := range []string{"author", "autor", "user", "usuario", "cuenta", "account", "profile", "perfil"} {
		rest, ok := strings.CutPrefix(n, p)
		if !ok || rest == "" {
			continue
		}
		switch c := exactColumn(rest); c {
		case colDate:
			return colCreated
		case colID, colHandle, colName, colBio, colLocation, colURL, colCreated, colFollowers, colFollowing, colTweets, colListed, colLikes, colProtected, colVerified, colDefaultImage, colImage:
			return c
		}
	}
	return colNone
}

func exactColumn(n string) column {
	if n == "" {
		return colNone
	}
	for c := colID; c <= colMentionHandles; c++ {
		for _, word := range strings.Fields(columnNames[c]) {
			if word == n {
				return c
			}
		}
	}
	return colNone
}

// places are the indexes of the columns of one header, -1 for those that it does not have.
type places struct {
	of *header
	at [numColumns]int
}

func newPlaces(h *header) *places {
	p := &places{of: h}
	for c := range p.at {
		p.at[c] = -1
		if i, ok := h.at[column(c)]; ok {
			p.at[c] = i
		}
	}
	return p
}

// index returns the index of a column, -1 if the table has none. From the first call on h.at
// stays as it is.
func (h *header) index(c column) int {
	if h.places == nil || h.places.of != h { // h may be a copy
		h.places = newPlaces(h)
	}
	return h.places.at[c]
}

// find returns the index of the first column that bears one of the names, in
// the order of the names; -1 if none does. Names compare folded.
func (h *header) find(names ...string) int {
	for _, name := range names {
		if i := slices.Index(h.folded, foldName(name)); i >= 0 {
			return i
		}
	}
	return -1
}

// bears reports whether the table has columns of all the names.
func (h *header) bears(names ...string) bool {
	for _, n := range names {
		if h.find(n) < 0 {
			return false
		}
	}
	return true
}

// A dictionary says what the columns of one collector's tables mean, by their
// names as the collector writes them.
type dictionary map[string]column

// by returns the header as a dictionary reads it: a name that it does not have
// means nothing. Of two columns that mean the same the first stands.
func (h *header) by(words dictionary) *header {
	folded := make(dictionary, len(words))
	for name, c := range words {
		folded[foldName(name)] = c
	}
	x := h.clone()
	clear(x.at)
	x.cols = make([]column, len(h.names))
	for i, name := range h.folded {
		c := folded[name]
		x.cols[i] = c
		if _, ok := x.at[c]; !ok && c != colNone {
			x.at[c] = i
		}
	}
	return x
}

// clone returns a header that a format may change: a table's own is shared by its pieces.
func (h *header) clone() *header {
	x := *h
	x.at = maps.Clone(h.at)
	return &x
}

// text returns the text in a column as its author wrote it.
func (h *header) text(r *row, c column) string {
	if h.prose != nil {
		return h.prose(h.get(r, c))
	}
	return prose(h.get(r, c))
}

// prose undoes what dumps do to texts: the API escapes & < >, and some systems
// write line ends of two bytes.
func prose(s string) string { return strings.ReplaceAll(unescapeHTML(s), "\r\n", "\n") }
