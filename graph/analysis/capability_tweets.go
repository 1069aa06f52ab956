package analysis

func (h *holdings) hashtags() Ability {
	a := ability("hashtags", "hashtags")
	switch {
	case h.tweets == 0:
		a.lack(NotAllowed, "lacks_tweets")
	case h.tagged == 0:
		a.lack(NotAllowed, "lacks_hashtags", itoa(h.tweets))
	default:
		a.have("have_hashtags", itoa(h.tagged), itoa(h.tweets))
	}
	return a
}

func (h *holdings) timeline() Ability {
	a := ability("timeline", "hashtags")
	switch {
	case h.tweets == 0:
		a.lack(NotAllowed, "lacks_tweets")
	case h.timed == 0:
		a.lack(NotAllowed, "lacks_times", itoa(h.tweets))
	default:
		a.have("have_times", itoa(h.timed), h.first.Format("2006-01-02"), h.last.Format("2006-01-02"))
		if h.timed < h.tweets {
			a.lack(PartlyOnly, "lacks_some_times", itoa(h.tweets-h.timed), itoa(h.tweets))
		}
	}
	return a
}

func (h *holdings) interactions() Ability {
	a := ability("interactions", "network")
	switch {
	case h.tweets == 0:
		a.lack(NotAllowed, "lacks_tweets")
	case h.interacting == 0:
		a.lack(NotAllowed, "lacks_interactions", itoa(h.tweets))
	default:
		a.have("have_interactions", itoa(h.interacting), itoa(h.tweets))
	}
	return a
}

// coRetweet needs to know which message was retweeted, by whom, and when.
func (h *holdings) coRetweet() Ability {
	a := ability("co_retweet", "")
	switch {
	case h.tweets == 0:
		a.lack(NotAllowed, "lacks_tweets")
	case h.retweets == 0:
		a.lack(NotAllowed, "lacks_retweets", itoa(h.tweets))
	case h.referring == 0:
		a.lack(NotAllowed, "lacks_references", itoa(h.retweets))
	case h.retweeters < leastPosters:
		a.lack(NotAllowed, "lacks_retweeters")
	default:
		a.have("have_references", itoa(h.referring), itoa(h.retweeters))
		if h.referring < h.retweets {
			a.lack(PartlyOnly, "lacks_some_references", itoa(h.retweets-h.referring))
		}
		if h.timed < h.tweets {
			a.lack(PartlyOnly, "lacks_some_times", itoa(h.tweets-h.timed), itoa(h.tweets))
		}
	}
	return a
}

// coTweet needs texts that are the same where the messages were: texts that were
// cut or cleaned compare among themselves only.
func (h *holdings) coTweet() Ability {
	a := ability("co_tweet", "")
	kinds := 0
	for _, n := range h.texts {
		if n > 0 {
			kinds++
		}
	}
	switch {
	case h.tweets == 0:
		a.lack(NotAllowed, "lacks_tweets")
	case kinds == 0:
		a.lack(NotAllowed, "lacks_texts")
	case h.writers < leastPosters:
		a.lack(NotAllowed, "lacks_writers")
	default:
		a.have("have_texts", itoa(h.texts[textFull]), itoa(h.texts[textCut]), itoa(h.texts[textCleaned]))
		if kinds > 1 {
			a.lack(PartlyOnly, "lacks_comparable_texts")
		} else if h.texts[textFull] == 0 {
			a.lack(PartlyOnly, "lacks_full_texts")
		}
	}
	return a
}
