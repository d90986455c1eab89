# Texts of the page about shared spaces: which there are, proposing, accepting, declining, taking back.

spaces-title = Shared spaces
spaces-sub = Who reads what.
spaces-private = Only for me
spaces-private-explain = What you write for yourself. Nobody else can open it.
spaces-open-explain = What is written for these people can be read by all of them.
spaces-waiting = not open yet
spaces-waiting-explain = It opens when everybody in it has accepted. Until then nothing can be written there.
spaces-asked = proposed to you
spaces-accept = Accept
spaces-decline = Decline
spaces-decline-quiet = Declining looks the same as not answering.
spaces-take-back = Take the proposal back
spaces-propose = Propose a shared space
spaces-propose-explain = For two of you, or for more. Each person accepts when sitting alone. Nobody can be added to a space later; a larger group opens a new one.
spaces-with = With whom?
spaces-name = A name, if you like
spaces-name-hint = Otherwise it is called by your names.
spaces-propose-do = Propose
spaces-proposed = Proposed. It opens when everybody has accepted.
spaces-accepted = You accepted.
spaces-declined = The proposal is no longer shown to you.
spaces-taken-back = The proposal is taken back.
spaces-nobody = You are the only one in this Hecht. On the lock screen somebody else can be added; they choose their own passphrase.
spaces-together = Proposing and accepting is done alone, each at their own time.
spaces-loading = One moment.
spaces-again = Try again
