### The first evening: beginning, each person behind the curtain, the shared space, the two first questions.
setup-back = One step back
setup-welcome-title = Welcome to Hecht
setup-welcome-what = For couples and families in which somebody is recovering from an addiction. Hecht helps you to talk, each in your own words.
setup-welcome-where = Everything stays on this computer, locked with a passphrase for each person. No account, no internet.
setup-welcome-time = The first evening takes about ten minutes.
setup-welcome-begin = Begin
setup-welcome-example = Look at an example first

setup-right-alone = This page is for you alone; the others look away for a moment. Everybody here gets it.

setup-who-title = Who wants this?
setup-who-sub = Either is a good beginning.
setup-who-alone = Only I want this
setup-who-alone-hint = Everything works for you alone. You need nobody’s permission.
setup-who-together = We want this together
setup-who-together-hint = There are two or more of you here. Each person has something of their own, and you share what you choose.

setup-curtain-new = { $nth ->
    [1] The first person
    [2] The second person
    [3] The third person
    [4] The fourth person
    [5] The fifth person
   *[other] The next person
}
setup-curtain-open-new = I am here
setup-curtain-open = I am { $name }
setup-curtain-do = { $nth ->
    [1] Who goes first does not matter. Sit at the keyboard; the others look away for now. You get a short page about safety, and then choose a name and a passphrase.
   *[other] Sit at the keyboard; the others look away for now. You get a short page about safety, and then choose a name and a passphrase.
 }
setup-curtain-do-named = { $name } sits at the keyboard now, and the others look away.

setup-person-title = About you
setup-person-sub = The others look away for a moment.
setup-person-who = Your name and mark
setup-person-name = What shall Hecht call you?
setup-person-name-hint = A first name or any other name. Everybody who opens Hecht can see it.
setup-person-colour = Your mark
setup-person-done = Done
setup-person-busy = Making your lock. This takes a moment.
setup-colour-1 = green circle
setup-colour-2 = purple square
setup-colour-3 = brown diamond
setup-colour-4 = blue triangle
setup-colour-5 = pink ring
setup-colour-6 = olive cross

setup-passphrase-title = Your passphrase
setup-passphrase-why = It locks what is yours. If you forget it and have no spare key, nobody can open what is yours, ever: it cannot be looked up or reset.
setup-passphrase-offer = Four words for you, drawn at random
setup-passphrase-use = Use these words
setup-passphrase-other = Other words
setup-passphrase-own = Your new passphrase: these words, or your own
setup-passphrase-write = Write it down now, and keep the paper where only you look.
setup-passphrase-weak = This passphrase is easy to guess. Somebody who knows you, or who takes this computer, could get in.
setup-passphrase-anyway = Use it anyway
setup-strength-0 = Very easy to guess.
setup-strength-1 = Easy to guess.
setup-strength-2 = Could be stronger.
setup-strength-3 = Strong.
setup-strength-4 = Very strong.
setup-reason-short = It is short. Longer helps most.
setup-reason-common = It is used by many people.
setup-reason-repeats = It repeats itself.
setup-reason-sequence = It follows a row, such as abc or 123.
setup-reason-date = It looks like a date.
setup-reason-name = It looks like a name.
setup-reason-keyboard = Its keys lie next to each other.
setup-reason-guessable = Another word or two would help.
setup-reason-good = This is hard to guess.

setup-people-title = Who has joined
setup-people-more = One more person
setup-people-all = That is everybody
setup-people-only-me = Go on alone

setup-space-title = For me, and for us
setup-space-turn = { $name }, this is for you to answer. The others look away.
setup-space-private = Only for me
setup-space-private-text = Only you can read what you write for yourself.
setup-space-shared = For { $names }
setup-space-shared-text = Everybody named here can read what you share, and nobody else.
setup-space-ask = A shared space is where you put words for each other. Would you like one for all of you here? Each of you gets this question in their own turn. The space opens when everybody has said yes.
setup-space-accept = Yes, please
setup-space-later = Not now
setup-space-no = Rather not
setup-space-quiet = After every answer the same pages follow, so nobody who looks on can tell what you said. Later each can see, alone, whether the space is open; if it is not, and there are two of you, the other can work out your answer. After “Not now” you can still say yes later. After “Rather not” you are not asked again for eight weeks; you can then still propose a space yourself.

setup-question-title = Your first words, { $name }
setup-question-sub = Everything may stay empty.
setup-question-readers = If everybody has said yes, { $names } can read this. If not, only you can. Nobody gets to see this evening which of the two it is.
setup-question-liked = What was nice today, with or about { $names }?
setup-question-liked-alone = What was nice today, with or about somebody?
setup-question-help = What would help you tomorrow?
setup-question-save = Save
setup-question-skip = Skip

setup-waiting-title = Until next time
setup-waiting-text = If everybody has said yes, you can read what you wrote for each other from the next time on. If not, what you wrote is only yours. Each of you sees which it is when you open Hecht alone.

setup-joined-title = Welcome, { $name }
setup-joined-text = Lock now. Then you open Hecht with your own passphrase, and can write for yourself.
setup-joined-shared = To share something, one of you proposes a shared space. Each says yes alone, at their own time.

setup-read-title-alone = Your first words
setup-read-liked = What was nice
setup-read-help = What would help
setup-read-next = This was the first evening. Next time you open Hecht with your passphrase.
setup-enough = Enough for today
setup-read-title-none = Until next time
