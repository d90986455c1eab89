### Teksten van Instellingen: taal, tekstgrootte, licht of donker, eigen woorden, lijst van sneltoetsen.
preferences-title = Instellingen
preferences-mine = Voor mij
preferences-mine-explain = Dit geldt alleen voor jou. De anderen merken er niets van, behalve je teken.
preferences-computer = Voor deze computer
preferences-computer-explain = Dit geldt ook voor het vergrendelscherm, en voor iedereen hier.
preferences-language = Taal
preferences-language-en = English
preferences-language-nl = Nederlands
preferences-text-size = Grootte van de tekst
preferences-text-size-normal = gewoon
preferences-text-size-large = groot
preferences-text-size-largest = grootst
preferences-theme = Licht of donker
preferences-theme-system = zoals de computer
preferences-theme-light = licht
preferences-theme-dark = donker
preferences-words = Mijn eigen woorden
preferences-words-explain = Hecht gebruikt deze woorden als het jou iets vraagt. Niemand anders ziet ze. Laat leeg voor het gewone woord.
preferences-word-craving = Mijn woord voor trek
preferences-word-craving-hint = Bijvoorbeeld: drang, hunkering, zucht, craving.
preferences-word-slip = Mijn woord voor een uitglijder
preferences-word-slip-hint = Bijvoorbeeld: die ene keer, een moeilijke dag.
preferences-word-use = Mijn woord voor gebruik
preferences-word-use-hint = Bijvoorbeeld: drinken, gokken, gamen.
preferences-words-save = Mijn woorden opslaan
preferences-saved = Opgeslagen.
preferences-shortcuts = Sneltoetsen
preferences-again = Opnieuw proberen
preferences-lock-mine = Vanzelf vergrendelen als ik alleen ben
preferences-lock-as-computer = zoals deze computer: { $minutes ->
    [one] { $minutes } minuut
   *[other] { $minutes } minuten
  }
preferences-lock-alone = Vanzelf vergrendelen, met één persoon
preferences-lock-together = Vanzelf vergrendelen, met meer mensen
preferences-lock-minutes = na { $minutes ->
    [one] { $minutes } minuut
   *[other] { $minutes } minuten
  }
preferences-lock-explain = Hecht vergrendelt als niemand zo lang het toetsenbord of de muis heeft gebruikt. Wat je aan het typen was, staat er de volgende keer weer voor je. Het vergrendelt ook als de computer in slaapstand gaat.
preferences-lock-own = Iedereen kan voor zichzelf een kortere tijd kiezen.
preferences-blur = De pagina vervagen als ik in een ander venster bezig ben
preferences-blur-explain = Wie langsloopt, kan dan niet meelezen.
preferences-protect = Andere programma’s geen beeld van Hecht laten maken
preferences-protect-explain = Dit werkt op Windows en deels op een Mac. Op Linux bestaat deze bescherming niet. Zet het uit als je je scherm wilt delen.

preferences-colour-explain = Iedereen hier ziet je kleur en je teken.
