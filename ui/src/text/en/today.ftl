### Texts of Today, the page after unlocking. Owns nothing about the check-in form or the log.
today-greeting = { $part ->
    [morning] Good morning, { $names }
    [afternoon] Good afternoon, { $names }
    [evening] Good evening, { $names }
   *[night] Hello, { $names }
 }
today-for-today = For today
today-checkin = Check-in
today-checkin-hint = two minutes; everything may stay empty
today-checkin-hint-draft = you had already begun
today-checkin-hint-together = written together, two minutes
today-checkin-start = Start
today-checkin-continue = Continue where I was
today-nice = What was nice, this week
today-nice-together = together
today-enough = Enough for today?
today-enough-do = Close and lock

today-asked = A shared space is proposed
today-asked-by = { $name } proposes a shared space for the two of you.
today-asked-who = For you, { $names }. One of them proposes it.
today-asked-name = It is called “{ $name }”.
today-asked-explain = It opens when everybody has said yes. What you write there can then be read by { $names }. What is only for you stays only for you.
today-asked-accept = Yes, please
today-asked-decline = Rather not
today-asked-quiet = To the others, “Rather not” looks the same as no answer. For eight weeks you are not asked again: a new proposal for the same people then only stands under Shared spaces. You can also leave it for later.
today-asked-done = Open now: { $space }.
today-asked-waiting = You said yes. The space opens when everybody has.
today-back-from = You have stepped back from { $space }.

today-recovery = A spare key, on paper
today-recovery-explain = If you ever forget your passphrase, a spare key lets you in. Whoever holds that paper can read everything of yours.
today-recovery-make = How it works
today-recovery-decline = I want none
today-recovery-used = Your new passphrase works from now on. The old one and your spare key no longer work.
today-recovery-again = Your last spare key has been used. Throw the old paper away. Do you want a new one?

today-damaged = Something is missing in { $space }
today-damaged-private = Something is missing in what is only for you
today-damaged-some = Something is missing in one of your spaces
today-damaged-what = Some of what was written there is gone or cannot be read. It may have been the disk, or an older copy of the file.
today-damaged-safe = Everything that can still be read is shown as usual. Nothing was thrown away, and everything else is in order.
today-damaged-do = Do you have another copy of your Hecht file? Then lock now, and keep both files. If you have no other copy, go on with what is here.
today-damaged-go-on = Go on with what is here
today-damaged-alone = Somebody who sits alone at the keyboard can go on with what is here.

today-loading = One moment.
today-again = Try again

today-changed-keys = { $name }’s key is not the one Hecht knew
today-changed-keys-what = Perhaps the file was changed by somebody. Ask { $name } before you share anything.
today-changed-keys-go-on = I have asked, go on
today-changed-keys-alone = Somebody who sits alone at the keyboard can go on, once they have asked.
