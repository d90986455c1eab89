### Teksten van Vandaag, de pagina na het openen. Niets over het check-informulier of het logboek.
today-greeting = { $part ->
    [morning] Goedemorgen, { $names }
    [afternoon] Goedemiddag, { $names }
    [evening] Goedenavond, { $names }
   *[night] Hallo, { $names }
 }
today-for-today = Voor vandaag
today-checkin = Check-in
today-checkin-hint = twee minuten; alles mag leeg blijven
today-checkin-hint-draft = je was al begonnen
today-checkin-hint-together = samen geschreven, twee minuten
today-checkin-start = Beginnen
today-checkin-continue = Verdergaan waar ik was
today-nice = Wat fijn was, deze week
today-nice-together = samen
today-enough = Genoeg voor vandaag?
today-enough-do = Sluiten en vergrendelen

today-asked = Er is een gedeelde ruimte voorgesteld
today-asked-by = { $name } stelt een gedeelde ruimte voor, voor jullie tweeën.
today-asked-who = Voor jou, { $names }. Een van hen stelt het voor.
today-asked-name = De ruimte heet “{ $name }”.
today-asked-explain = De ruimte gaat open als iedereen ja heeft gezegd. Wat je daar dan schrijft, kunnen { $names } lezen. Wat alleen voor jou is, blijft alleen voor jou.
today-asked-accept = Ja, graag
today-asked-decline = Liever niet
today-asked-quiet = “Liever niet” ziet er voor de anderen hetzelfde uit als geen antwoord. Het wordt je dan acht weken niet meer gevraagd: een nieuw voorstel voor dezelfde mensen staat zolang alleen bij Gedeelde ruimtes. Je kunt het ook laten staan voor later.
today-asked-done = Nu open: { $space }.
today-asked-waiting = Je hebt ja gezegd. De ruimte gaat open als iedereen dat heeft gedaan.
today-back-from = Je hebt een stap terug gedaan, uit { $space }.

today-recovery = Een reservesleutel, op papier
today-recovery-explain = Vergeet je ooit je wachtzin, dan kom je er met een reservesleutel toch in. Wie dat papier heeft, kan alles van jou lezen.
today-recovery-make = Hoe het werkt
today-recovery-decline = Ik wil er geen
today-recovery-used = Je nieuwe wachtzin werkt vanaf nu. De oude wachtzin en je reservesleutel werken niet meer.
today-recovery-again = Je laatste reservesleutel is gebruikt. Gooi het oude papier weg. Wil je een nieuwe?

today-damaged = Er ontbreekt iets in { $space }
today-damaged-private = Er ontbreekt iets in wat alleen voor jou is
today-damaged-some = Er ontbreekt iets in een van jullie ruimtes
today-damaged-what = Een deel van wat daar geschreven is, is weg of niet meer te lezen. Dat kan aan de schijf liggen, of aan een oudere kopie van het bestand.
today-damaged-safe = Alles wat nog te lezen is, zie je gewoon. Er is niets weggegooid, en al het andere is in orde.
today-damaged-do = Heb je nog een andere kopie van jullie Hecht-bestand? Vergrendel dan nu, en gooi geen van de twee bestanden weg. Heb je geen andere kopie, ga dan verder met wat er is.
today-damaged-go-on = Verdergaan met wat er is
today-damaged-alone = Wie alleen aan het toetsenbord zit, kan verdergaan met wat er is.

today-loading = Een ogenblik.
today-again = Opnieuw proberen

today-changed-keys = De sleutel van { $name } is een andere dan Hecht kende
today-changed-keys-what = Misschien heeft iemand het bestand veranderd. Vraag het aan { $name } voordat je iets deelt.
today-changed-keys-go-on = Ik heb het gevraagd, verdergaan
today-changed-keys-alone = Wie alleen aan het toetsenbord zit, kan verdergaan na het te hebben gevraagd.
