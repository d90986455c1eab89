# Texts of More, the quiet list of what else there is.

more-title = More
more-sub = Everything there is, also what you do not need every day.
more-group-reading = Look back and look up
more-group-yours = Yours
more-group-safe = Good to know
more-search = Search
more-search-hint = Find back a word from a check-in.
more-spaces = Shared spaces
more-spaces-hint = Who reads what, and proposing a space.
more-recovery = Spare key
more-recovery-hint = On paper, for when you forget your passphrase.
more-settings = Settings
more-settings-hint = Language, text size, light or dark, your own words.
more-settings-hint-together = Language, text size, light or dark.
more-help = Help and crisis
more-help-hint = Phone numbers, also for relatives.
more-right = Is this right for us?
more-right-hint = When Hecht fits, and when it does not.
more-hides = What Hecht hides, and what it cannot
more-hides-hint = What others could still find out.
