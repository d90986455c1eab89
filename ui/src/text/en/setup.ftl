### The first evening: beginning, each person behind the curtain, the shared space, the two first questions.
setup-back = One step back
setup-welcome-title = Welcome to Hecht
setup-welcome-what = For couples and families in which somebody is recovering from an addiction. Hecht helps you to talk, each in your own words.
setup-welcome-where = Everything stays on this computer, locked with a passphrase for each person. No account, no internet.
setup-welcome-time = The first evening takes about ten minutes.
setup-welcome-begin = Begin
setup-welcome-example = Look at an example first

setup-right-alone = You are alone at the screen now. Everybody here gets this page.

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
setup-passphrase-why = It locks what is yours. Nobody can look it up or reset it.
setup-passphrase-offer = Four words for you, drawn at random
setup-passphrase-use = Use these words
setup-passphrase-other = Other words
setup-passphrase-own = Your passphrase: these words, or your own
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
setup-space-turn = { $name }, this is for you to answer.
setup-space-private = Only for me
setup-space-private-text = Only you can read what you write for yourself.
setup-space-shared = For { $names }
setup-space-shared-text = Everybody named here can read what you share, and nobody else.
setup-space-propose-text = Do you want to propose a space for you together? Everybody answers in their own turn. It opens once all have said yes.
setup-space-propose = Propose it
setup-space-accept-text = A space for you together has been proposed. It opens once all have said yes. What do you want?
setup-space-accept = Yes, please
setup-space-later = Not now
setup-space-no = Rather not
setup-space-quiet = “Not now” and “Rather not” look the same to the others. After “Not now” you can still say yes later. After “Rather not” you are not asked again.

setup-question-title = Your first words, { $name }
setup-question-sub = Everything may stay empty.
setup-question-liked = What was nice today, with or about { $names }?
setup-question-liked-alone = What was nice today, with or about somebody?
setup-question-help = What would help you tomorrow?
setup-question-save = Save
setup-question-skip = Skip

setup-waiting-title = Not open yet
setup-waiting-text = The shared space is not open yet. Next time you can already write for yourself.

setup-joined-title = Welcome, { $name }
setup-joined-text = Lock now. Then you open Hecht with your own passphrase, and can write for yourself.
setup-joined-shared = To share something, one of you proposes a shared space. Each says yes alone, at their own time.

setup-read-title = Read what you each wrote
setup-read-title-alone = Your first words
setup-read-liked = What was nice
setup-read-help = What would help
setup-read-next = This was the first evening. Next time you open Hecht with your passphrase.
setup-enough = Enough for today
setup-read-title-none = Until next time
