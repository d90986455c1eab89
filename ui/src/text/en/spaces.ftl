### Texts of the page about shared spaces: which there are, proposing, accepting, declining, taking back.
spaces-title = Shared spaces
spaces-sub = Who reads what
spaces-private = Only for me
spaces-private-explain = What you write for yourself. Nobody else can open it.
spaces-open-explain = What is written for these people can be read by all of them.
spaces-waiting = not open yet
spaces-waiting-explain = It opens when everybody in it has said yes. Until then you cannot write anything in it.
spaces-asked = proposed to you
spaces-accept = Yes, please
spaces-decline = Rather not
spaces-decline-quiet = To the others, “Rather not” looks the same as no answer.
spaces-take-back = Take the proposal back
spaces-propose = Propose a shared space
spaces-propose-explain = For the two of you, or for more. Each person says yes alone, at their own time. Nobody can be added to a space later; a larger group opens a new one.
spaces-with = With whom?
spaces-name = A name, if you like
spaces-name-hint = Otherwise it is called by your names.
spaces-propose-do = Propose
spaces-proposed = Proposed. It opens when everybody has said yes.
spaces-accepted = You said yes.
spaces-declined = You no longer see the proposal.
spaces-taken-back = The proposal is taken back.
spaces-nobody = You are the only one in this Hecht. On the lock screen somebody else can be added; they choose their own passphrase.
spaces-together = Proposing and saying yes is done alone, each at their own time.
spaces-loading = One moment.
spaces-again = Try again
spaces-the-named = the space “{ $name }”
spaces-the-with = your space with { $names }
spaces-the-shared = the space you share

spaces-closed = closed
spaces-closed-title = This space is closed
spaces-closed-explain = It is only read: nothing new can be written in it.
spaces-left = { $count ->
    [one] { $names } is no longer in this space.
   *[other] { $names } are no longer in this space.
 }
spaces-page = Name, step back, leave, close
spaces-page-closed = Leave this space
spaces-to-list = To Shared spaces
spaces-alone = Naming a space, stepping back, leaving and closing are done alone. Lock, and open Hecht alone.

spaces-rename = Name
spaces-rename-explain = Everybody in this space sees the name.
spaces-rename-do = Save the name
spaces-renamed = Saved.

spaces-back = Step back quietly
spaces-back-explain = Hecht then asks you nothing and offers you nothing. For the others nothing changes, and they see nothing of it. You can still read and write.
spaces-back-from = From what?
spaces-back-from-space = From this space
spaces-back-from-all = From everything
spaces-back-from-all-hint = Also from what Hecht asks only you.
spaces-back-until = Until when?
spaces-back-until-open = Until I come back myself
spaces-back-until-day = Until a day that I choose
spaces-back-last = The last day
spaces-back-do = Step back
spaces-back-done = Done. For the others nothing has changed.
spaces-back-now = You have stepped back from this space.
spaces-back-now-all = You have stepped back from everything.
spaces-back-last-day = The last day is { $day }.
spaces-back-come = Come back
spaces-back-come-done = You are back.

spaces-leave = Leave
spaces-leave-explain = You leave alone and at once; nobody has to agree. What you wrote here goes with you, into what is only for you. You can no longer read what the others wrote here, and you cannot return to this space.
spaces-leave-explain-last = You are the only one left in this space. When you leave it, it is gone, with what others wrote here. What you wrote yourself goes with you, into what is only for you.
spaces-leave-warning = The others will see that you are no longer in this space. If that could be dangerous, call first, from another device.
spaces-words = What becomes of what you shared?
spaces-words-stay = My words stay
spaces-words-stay-hint = The others can still read them.
spaces-words-withdraw = Withdraw my words
spaces-words-withdraw-hint = They disappear for everybody, also what you wrote together. This is not possible later.
spaces-words-missing = Choose what becomes of your words.
spaces-leave-do = Leave this space
spaces-leave-sure = Leave { $space }?
spaces-leave-then-stay = Your words stay for the others.
spaces-leave-then-withdraw = Your words disappear for everybody.
spaces-leave-not = Stay
spaces-leave-yes = Leave
spaces-leave-done = You have left { $space }. What you wrote there, you have in what is only for you.

spaces-close = Close
spaces-close-explain = A closed space is only read: nothing new can be written in it, and it cannot be opened again. It closes when everybody in it has said yes, each alone.
spaces-close-quiet = Nobody sees whether you have said so until all have.
spaces-close-do = Yes, close it
spaces-close-mine = You have said yes to closing.
spaces-close-keep = Take my yes back
spaces-close-kept = Your yes is taken back.
spaces-close-done = Everybody has said yes. The space is closed now.
