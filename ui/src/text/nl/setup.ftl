### De eerste avond: beginnen, ieder achter het gordijn, de gedeelde ruimte, de twee eerste vragen.
setup-back = Een stap terug
setup-welcome-title = Welkom bij Hecht
setup-welcome-what = Voor stellen en families waarin iemand herstelt van een verslaving. Hecht helpt jullie om te praten, ieder in eigen woorden.
setup-welcome-where = Alles blijft op deze computer, op slot met een wachtzin per persoon. Geen account, geen internet.
setup-welcome-time = De eerste avond duurt ongeveer tien minuten.
setup-welcome-begin = Beginnen
setup-welcome-example = Eerst een voorbeeld bekijken

setup-right-alone = Deze pagina is voor jou alleen; de anderen kijken even weg. Iedereen hier krijgt hem.

setup-who-title = Wie wil dit?
setup-who-sub = Het een is even goed als het ander.
setup-who-alone = Alleen ik wil dit
setup-who-alone-hint = Alles werkt ook voor jou alleen. Je hebt niemands toestemming nodig.
setup-who-together = Wij willen dit samen
setup-who-together-hint = Jullie zitten hier met zijn tweeën, of met meer. Ieder heeft iets voor zichzelf, en je deelt wat je zelf kiest.

setup-curtain-new = { $nth ->
    [1] De eerste persoon
    [2] De tweede persoon
    [3] De derde persoon
    [4] De vierde persoon
    [5] De vijfde persoon
   *[other] De volgende persoon
}
setup-curtain-open-new = Ik zit hier
setup-curtain-open = Ik ben { $name }
setup-curtain-do = { $nth ->
    [1] Wie er begint, maakt niet uit. Ga achter het toetsenbord zitten; de anderen kijken even weg. Je krijgt een korte pagina over veiligheid, en kiest dan een naam en een wachtzin.
   *[other] Ga achter het toetsenbord zitten; de anderen kijken even weg. Je krijgt een korte pagina over veiligheid, en kiest dan een naam en een wachtzin.
 }
setup-curtain-do-named = { $name } gaat achter het toetsenbord zitten, en de anderen kijken weg.

setup-person-title = Over jou
setup-person-sub = De anderen kijken even weg.
setup-person-who = Je naam en je teken
setup-person-name = Hoe mag Hecht je noemen?
setup-person-name-hint = Je voornaam of een andere naam. Iedereen die Hecht opent, kan hem zien.
setup-person-colour = Jouw teken
setup-person-done = Klaar
setup-person-busy = Je slot wordt gemaakt. Dat duurt even.
setup-colour-1 = groene cirkel
setup-colour-2 = paars vierkant
setup-colour-3 = bruine ruit
setup-colour-4 = blauwe driehoek
setup-colour-5 = roze ring
setup-colour-6 = olijfgroen kruis

setup-passphrase-title = Jouw wachtzin
setup-passphrase-why = Die houdt op slot wat van jou is. Vergeet je hem en heb je geen reservesleutel, dan kan niemand nog openen wat van jou is, ook later niet: hij is niet op te zoeken of opnieuw in te stellen.
setup-passphrase-offer = Vier woorden voor jou, willekeurig gekozen
setup-passphrase-use = Deze gebruiken
setup-passphrase-other = Andere woorden
setup-passphrase-own = Je nieuwe wachtzin: deze woorden, of je eigen
setup-passphrase-write = Schrijf hem nu op, en leg het papier waar alleen jij kijkt.
setup-passphrase-weak = Deze wachtzin is makkelijk te raden. Iemand die je kent, of die deze computer meeneemt, kan erin komen.
setup-passphrase-anyway = Toch gebruiken
setup-strength-0 = Heel makkelijk te raden.
setup-strength-1 = Makkelijk te raden.
setup-strength-2 = Kan sterker.
setup-strength-3 = Sterk.
setup-strength-4 = Heel sterk.
setup-reason-short = Hij is kort. Langer helpt het meest.
setup-reason-common = Veel mensen gebruiken hem.
setup-reason-repeats = Hij herhaalt zichzelf.
setup-reason-sequence = Het is een rijtje, zoals abc of 123.
setup-reason-date = Hij lijkt op een datum.
setup-reason-name = Hij lijkt op een naam.
setup-reason-keyboard = De toetsen liggen naast elkaar.
setup-reason-guessable = Met een woord of twee erbij wordt hij sterker.
setup-reason-good = Deze is moeilijk te raden.

setup-people-title = Wie er meedoet
setup-people-more = Nog iemand
setup-people-all = Dit is iedereen
setup-people-only-me = Alleen verdergaan

setup-space-title = Voor mij, en voor ons
setup-space-turn = { $name }, dit beantwoord jij. De anderen kijken weg.
setup-space-private = Alleen voor mij
setup-space-private-text = Wat je voor jezelf schrijft, kan alleen jij lezen.
setup-space-shared = Voor { $names }
setup-space-shared-text = Wat je met elkaar deelt, kan iedereen lezen die hier genoemd staat, en verder niemand.
setup-space-ask = In een gedeelde ruimte zet je woorden voor elkaar neer. Wil je er een voor jullie allemaal? Ieder krijgt deze vraag in de eigen beurt. De ruimte gaat open als iedereen ja heeft gezegd.
setup-space-accept = Ja, graag
setup-space-later = Nu niet
setup-space-no = Liever niet
setup-space-quiet = Na elk antwoord komen dezelfde pagina’s, dus wie meekijkt, merkt niet wat je zei. Later kan ieder, alleen, zien of de ruimte open is; is dat niet zo en zijn jullie met zijn tweeën, dan kan de ander je antwoord bedenken. Na “Nu niet” kun je later nog ja zeggen. Na “Liever niet” wordt het je acht weken niet meer gevraagd; zelf een ruimte voorstellen kan dan nog wel.

setup-question-title = Je eerste woorden, { $name }
setup-question-sub = Alles mag leeg blijven.
setup-question-readers = Als iedereen ja heeft gezegd, kunnen { $names } dit lezen. Zo niet, dan lees alleen jij het. Niemand krijgt vanavond te zien welke van de twee het is.
setup-question-liked = Wat vond je fijn vandaag, met of aan { $names }?
setup-question-liked-alone = Wat vond je fijn vandaag, met of aan iemand?
setup-question-help = Wat zou je morgen helpen?
setup-question-save = Opslaan
setup-question-skip = Overslaan

setup-waiting-title = Tot de volgende keer
setup-waiting-text = Heeft iedereen ja gezegd, dan lees je vanaf de volgende keer wat jullie voor elkaar schreven. Zo niet, dan is wat je schreef alleen van jou. Ieder ziet wat het is bij het openen van Hecht, alleen.

setup-joined-title = Welkom, { $name }
setup-joined-text = Vergrendel nu. Daarna open je Hecht met je eigen wachtzin, en kun je voor jezelf schrijven.
setup-joined-shared = Willen jullie iets delen, dan stelt een van jullie een gedeelde ruimte voor. Ja zeggen doet ieder alleen, op een eigen moment.

setup-read-title-alone = Je eerste woorden
setup-read-liked = Wat fijn was
setup-read-help = Wat zou helpen
setup-read-next = Dit was de eerste avond. De volgende keer open je Hecht met je wachtzin.
setup-enough = Genoeg voor vandaag
setup-read-title-none = Tot de volgende keer
