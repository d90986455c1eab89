### Texts of Settings: language, text size, theme, own words, list of shortcuts.
preferences-title = Settings
preferences-mine = For me
preferences-mine-explain = This applies only to you. The others notice nothing of it, except your mark.
preferences-computer = For this computer
preferences-computer-explain = This also applies to the lock screen, and to everybody here.
preferences-language = Language
preferences-language-en = English
preferences-language-nl = Nederlands
preferences-text-size = Size of the text
preferences-text-size-normal = normal
preferences-text-size-large = large
preferences-text-size-largest = largest
preferences-theme = Light or dark
preferences-theme-system = same as the computer
preferences-theme-light = light
preferences-theme-dark = dark
preferences-words = My own words
preferences-words-explain = Hecht uses these words when it asks you something. Nobody else sees them. Leave empty for the usual word.
preferences-word-craving = My word for craving
preferences-word-craving-hint = For example: urge, pull, itch.
preferences-word-slip = My word for a slip
preferences-word-slip-hint = For example: lapse, that one time.
preferences-word-use = My word for use
preferences-word-use-hint = For example: drinking, gambling, gaming.
preferences-words-save = Save my words
preferences-saved = Saved.
preferences-shortcuts = Keyboard shortcuts
preferences-again = Try again
preferences-lock-mine = Lock by itself when I am alone
preferences-lock-as-computer = as this computer: { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
  }
preferences-lock-alone = Lock by itself, one person here
preferences-lock-together = Lock by itself, several people here
preferences-lock-minutes = after { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
  }
preferences-lock-explain = Hecht locks when nobody has touched keyboard or mouse for so long. What you were typing is there again for you the next time. It also locks when the computer goes to sleep.
preferences-lock-own = Each person can choose a shorter time for when they are alone.
preferences-blur = Blur the page while I am in another window
preferences-blur-explain = Whoever walks by then cannot read along.
preferences-protect = Keep other programs from taking pictures of Hecht
preferences-protect-explain = This works on Windows and partly on a Mac. On Linux there is no such protection. Switch it off when you want to share your screen.

preferences-colour-explain = Everybody here sees your colour and your mark.
