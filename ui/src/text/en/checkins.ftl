### Texts of check-ins: the form, its questions and scales, the log, replies, changing and withdrawing.
### $when is "today" or "earlier"; $who is "me" or "us" (written together); $word is the person's own word.
checkins-title = Check-ins
checkins-new = New check-in
checkins-form-title = Check-in
checkins-form-sub = { $day } · everything may stay empty
checkins-two-parts = Two parts: one for you, one for { $names }.
checkins-two-parts-choose = Two parts: one for you, and one for whoever you choose.

checkins-day-earlier = An earlier day
checkins-day-today = Back to today
checkins-day-pick = The day
checkins-day-late = The others will see when you wrote this.

checkins-only-me = Only for me
checkins-for = For { $names }
checkins-which = Who is the second part for?
checkins-which-together = Who is this for?
checkins-which-none = For nobody, not this time
checkins-which-none-hint = Then only the part for you is saved.
checkins-which-not-saved = What you wrote for { $names } is not saved now. To save it, choose { $names } again.
checkins-shared-when-you-like = You have stepped back from this space, so nothing is asked here.
checkins-shared-write = Write something for { $names }
checkins-which-missing = Choose first who the second part is for. The words you wrote for it are kept until then.
checkins-not-open = Not open yet: { $space }.
checkins-no-space-together = There is no shared space yet for you who sit here now.

checkins-left-off = This is where you left off.
checkins-start-empty = Start empty
checkins-save = Save
checkins-leave = Enough for today
checkins-saved = Saved.
checkins-not-saved-kept = What you typed is still here.
checkins-look-above = Not saved yet. Above it says what is wrong; what you typed is still here.

checkins-more-me = More questions for me
checkins-more-shared = More questions for this space
checkins-more-label = Ask me about
checkins-more-hint = You choose this for yourself. It stays this way next time.
checkins-more-hint-shared = Only your own form changes. What you answer here, the others read.

checkins-q-today = { $when ->
   *[today] How was today?
    [earlier] How was that day?
 }
checkins-q-mood = { $who ->
   *[me] { $when ->
       *[today] Which words fit how you feel?
        [earlier] Which words fit how you felt?
    }
    [us] { $when ->
       *[today] Which words fit how it is between you?
        [earlier] Which words fit how it was between you?
    }
 }
checkins-q-note = Something I want to put into words
checkins-q-note-shared = { $who ->
   *[me] Something I want to say
    [us] Something we want to keep
 }
checkins-q-liked = { $who ->
   *[me] { $when ->
       *[today] What was nice today?
        [earlier] What was nice that day?
    }
    [us] { $when ->
       *[today] What was nice today, between you?
        [earlier] What was nice that day, between you?
    }
 }
checkins-q-liked-with = { $when ->
   *[today] What was nice today, with or about { $names }?
    [earlier] What was nice that day, with or about { $names }?
 }
checkins-q-help = { $who ->
   *[me] { $when ->
       *[today] What would help you tomorrow?
        [earlier] What would help you now?
    }
    [us] { $when ->
       *[today] What would help you together tomorrow?
        [earlier] What would help you together now?
    }
 }
checkins-q-craving = { $when ->
   *[today] How strong was your { $word } today?
    [earlier] How strong was your { $word } that day?
 }
checkins-q-stress = { $when ->
   *[today] How much stress was there today?
    [earlier] How much stress was there that day?
 }
checkins-q-sleep = { $when ->
   *[today] How did you sleep?
    [earlier] How did you sleep that night?
 }
checkins-q-closeness = { $when ->
   *[today] How close do you feel to { $names }?
    [earlier] How close did you feel to { $names }?
 }
checkins-q-closeness-alone = { $when ->
   *[today] How close do you feel to the people you love?
    [earlier] How close did you feel to the people you love?
 }

checkins-word-craving = craving

checkins-name-today = how today was
checkins-name-mood = mood
checkins-name-note = a note
checkins-name-liked = what was nice
checkins-name-help = what would help
checkins-name-craving = { $word }
checkins-name-stress = stress
checkins-name-sleep = sleep
checkins-name-closeness = closeness

checkins-given-today = The day
checkins-given-mood = Mood
checkins-given-note = In words
checkins-given-liked = What was nice
checkins-given-help = What would help
checkins-given-craving = { $word }
checkins-given-stress = Stress
checkins-given-sleep = Sleep
checkins-given-closeness = Closeness

checkins-today-1 = hard
checkins-today-2 = not great
checkins-today-3 = okay
checkins-today-4 = good
checkins-today-5 = very good
checkins-craving-1 = none
checkins-craving-2 = a little
checkins-craving-3 = some
checkins-craving-4 = strong
checkins-craving-5 = very strong
checkins-stress-1 = none
checkins-stress-2 = a little
checkins-stress-3 = some
checkins-stress-4 = a lot
checkins-stress-5 = very much
checkins-sleep-1 = very badly
checkins-sleep-2 = badly
checkins-sleep-3 = okay
checkins-sleep-4 = well
checkins-sleep-5 = very well
checkins-closeness-1 = far away
checkins-closeness-2 = rather far
checkins-closeness-3 = in between
checkins-closeness-4 = close
checkins-closeness-5 = very close

checkins-mood-calm = calm
checkins-mood-content = content
checkins-mood-hopeful = hopeful
checkins-mood-grateful = grateful
checkins-mood-close = connected
checkins-mood-tired = tired
checkins-mood-tense = tense
checkins-mood-restless = restless
checkins-mood-sad = sad
checkins-mood-lonely = lonely
checkins-mood-irritable = irritable
checkins-mood-ashamed = ashamed

checkins-log-sub = Day by day, the newest day first
checkins-log-empty = Here you can read back what you wrote for yourself, and what you share with each other.
checkins-log-empty-do = First check-in
checkins-log-nothing = There is nothing to read for this choice.
checkins-log-all = Show everything
checkins-log-earlier = Earlier days
checkins-log-newest = To the newest days
checkins-today-word = today
checkins-yesterday = yesterday
checkins-together = { $names }, written together
checkins-written-on = written on { $day }
checkins-earlier-words = changed; read the earlier words
checkins-earlier-on = As it was on { $day }, { $time }

checkins-reply-thank_you = thank you
checkins-reply-talk = let’s talk about it
checkins-reply-theirs = { $name }: { $answer }
checkins-reply-group = Answer { $name }

checkins-edit = Change
checkins-edit-label = Change, check-in of { $day }
checkins-edit-title = Change this check-in
checkins-edit-grace = In the first thirty minutes nobody sees that you changed something. Later it says “changed”, and the earlier words can still be read.
checkins-edit-save = Save
checkins-cancel = Cancel
checkins-withdraw = Withdraw
checkins-withdraw-label = Withdraw, check-in of { $day }
checkins-withdraw-title = Withdraw this check-in?
checkins-withdraw-shared = The check-in disappears for { $names }, without a trace, and cannot be brought back.
checkins-withdraw-private = The check-in disappears from what is only for you, without a trace, and cannot be brought back. If it comes from a space you have left, and you let your words stay there, the others can still read it.
checkins-withdraw-do = Withdraw
checkins-withdraw-keep = Leave it
checkins-withdrawn = The check-in is gone.

checkins-filter = Choose what to see
checkins-filter-member = Written by
checkins-filter-member-all = everybody
checkins-filter-space = Who can read it
checkins-filter-space-all = does not matter
checkins-filter-period = When
checkins-filter-period-all = at any time
checkins-filter-period-week = the last seven days
checkins-filter-period-month = the last thirty days
checkins-filter-period-year = the last year
checkins-filter-period-own = choose the days
checkins-filter-from = From
checkins-filter-until = Up to and including
checkins-loading = One moment.
checkins-again = Try again
checkins-leave-hint = Locks; what you typed is still here next time.
checkins-leave-hint-turn = Locks; what { $name } typed is kept for { $name }, alone.

checkins-turn-title = Who writes now?
checkins-turn-text = You take turns at the keyboard. What each of you writes is shown as written together, with whose turn it was.
checkins-turn-kept = Something begun and not saved? It is kept for the person who was writing, in their own check-in when they are alone.
checkins-turn-do = { $name } sits at the keyboard now.
checkins-turn-open = I am { $name }
checkins-turn-other = Somebody else
checkins-turn-sub = { $name }’s turn · written together · { $day }
checkins-turn-saved = Saved. Who writes next?
checkins-turn-read = Read what there is
checkins-together-turn = { $name }’s turn, written together
