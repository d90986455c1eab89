# Teksten van Meer, de rustige lijst van wat er nog meer is.

more-title = Meer
more-sub = Alles wat er is, ook wat je niet elke dag nodig hebt.
more-group-reading = Terugkijken en opzoeken
more-group-yours = Van jou
more-group-safe = Goed om te weten
more-search = Zoeken
more-search-hint = Een woord uit een check-in terugvinden.
more-spaces = Gedeelde plekken
more-spaces-hint = Wie leest wat, en een plek voorstellen.
more-recovery = Reservesleutel
more-recovery-hint = Op papier, voor als je je wachtzin vergeet.
more-settings = Instellingen
more-settings-hint = Taal, tekstgrootte, licht of donker, je eigen woorden.
more-settings-hint-together = Taal, tekstgrootte, licht of donker.
more-help = Hulp en crisis
more-help-hint = Telefoonnummers, ook voor naasten.
more-right = Past dit bij ons?
more-right-hint = Wanneer Hecht past, en wanneer niet.
more-hides = Wat Hecht verbergt, en wat niet
more-hides-hint = Waar anderen toch achter kunnen komen.
