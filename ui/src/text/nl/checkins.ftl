### Teksten van de check-ins: het formulier met vragen en woorden, het logboek, antwoorden, wijzigen en terugnemen.
### $when is "today" of "earlier"; $who is "me" of "us" (samen geschreven); $word is het eigen woord van die persoon.
checkins-title = Check-ins
checkins-new = Nieuwe check-in
checkins-form-title = Check-in
checkins-form-sub = { $day } · alles mag leeg blijven
checkins-two-parts = Twee delen: een voor jou, en een voor { $names }.
checkins-two-parts-choose = Twee delen: een voor jou, en een voor wie jij kiest.

checkins-day-earlier = Een eerdere dag
checkins-day-today = Terug naar vandaag
checkins-day-pick = De dag
checkins-day-late = De anderen zien straks wanneer je dit schreef.

checkins-only-me = Alleen voor mij
checkins-for = Voor { $names }
checkins-which = Voor wie is het tweede deel?
checkins-which-together = Voor wie is dit?
checkins-which-none = Voor niemand, deze keer niet
checkins-which-none-hint = Dan wordt alleen het deel voor jou opgeslagen.
checkins-which-not-saved = Wat je voor { $names } schreef, wordt nu niet opgeslagen. Wil je dat wel, kies dan weer { $names }.
checkins-shared-when-you-like = Je hebt een stap terug gedaan uit deze ruimte, dus hier wordt niets gevraagd.
checkins-shared-write = Iets schrijven voor { $names }
checkins-which-missing = Kies eerst voor wie het tweede deel is. De woorden die je ervoor schreef, blijven zolang staan.
checkins-not-open = Nog niet open: { $space }.
checkins-no-space-together = Er is nog geen gedeelde ruimte voor jullie die hier nu zitten.

checkins-left-off = Hier was je gebleven.
checkins-start-empty = Leeg beginnen
checkins-save = Opslaan
checkins-leave = Genoeg voor vandaag
checkins-saved = Opgeslagen.
checkins-not-saved-kept = Wat je hebt getypt, staat er nog.
checkins-look-above = Nog niet opgeslagen. Hierboven staat wat er niet klopt; wat je hebt getypt, staat er nog.

checkins-more-me = Meer vragen voor mij
checkins-more-shared = Meer vragen voor deze ruimte
checkins-more-label = Vraag me naar
checkins-more-hint = Dit kies je voor jezelf. De volgende keer staat het er weer zo.
checkins-more-hint-shared = Alleen jouw eigen formulier verandert. Wat je hier antwoordt, lezen de anderen.

checkins-q-today = { $when ->
   *[today] Hoe gaat het vandaag met je?
    [earlier] Hoe ging het die dag met je?
 }
checkins-q-mood = { $who ->
   *[me] { $when ->
       *[today] Welke woorden passen bij hoe je je voelt?
        [earlier] Welke woorden passen bij hoe je je voelde?
    }
    [us] { $when ->
       *[today] Welke woorden passen bij hoe het tussen jullie is?
        [earlier] Welke woorden passen bij hoe het tussen jullie was?
    }
 }
checkins-q-note = Iets dat ik kwijt wil
checkins-q-note-shared = { $who ->
   *[me] Iets dat ik wil zeggen
    [us] Iets dat we willen onthouden
 }
checkins-q-liked = { $who ->
   *[me] { $when ->
       *[today] Wat vond je fijn vandaag?
        [earlier] Wat vond je fijn die dag?
    }
    [us] { $when ->
       *[today] Wat vonden jullie fijn vandaag, met elkaar?
        [earlier] Wat vonden jullie fijn die dag, met elkaar?
    }
 }
checkins-q-liked-with = { $when ->
   *[today] Wat vond je fijn vandaag, met of aan { $names }?
    [earlier] Wat vond je fijn die dag, met of aan { $names }?
 }
checkins-q-help = { $who ->
   *[me] { $when ->
       *[today] Wat zou je morgen helpen?
        [earlier] Wat zou je nu helpen?
    }
    [us] { $when ->
       *[today] Wat zou jullie morgen helpen?
        [earlier] Wat zou jullie nu helpen?
    }
 }
checkins-q-craving = { $when ->
   *[today] Hoe sterk was je { $word } vandaag?
    [earlier] Hoe sterk was je { $word } die dag?
 }
checkins-q-stress = { $when ->
   *[today] Hoeveel spanning was er vandaag?
    [earlier] Hoeveel spanning was er die dag?
 }
checkins-q-sleep = { $when ->
   *[today] Hoe heb je geslapen?
    [earlier] Hoe heb je die nacht geslapen?
 }
checkins-q-closeness = { $when ->
   *[today] Hoe dicht voel je je bij { $names }?
    [earlier] Hoe dicht voelde je je bij { $names }?
 }
checkins-q-closeness-alone = { $when ->
   *[today] Hoe dicht voel je je bij je naasten?
    [earlier] Hoe dicht voelde je je bij je naasten?
 }

checkins-word-craving = trek

checkins-name-today = hoe het vandaag gaat
checkins-name-mood = stemming
checkins-name-note = een notitie
checkins-name-liked = wat fijn was
checkins-name-help = wat zou helpen
checkins-name-craving = { $word }
checkins-name-stress = spanning
checkins-name-sleep = slaap
checkins-name-closeness = hoe dichtbij

checkins-given-today = De dag
checkins-given-mood = Stemming
checkins-given-note = In woorden
checkins-given-liked = Wat fijn was
checkins-given-help = Wat zou helpen
checkins-given-craving = { $word }
checkins-given-stress = Spanning
checkins-given-sleep = Slaap
checkins-given-closeness = Hoe dichtbij

checkins-today-1 = moeilijk
checkins-today-2 = niet zo goed
checkins-today-3 = gaat wel
checkins-today-4 = goed
checkins-today-5 = heel goed
checkins-craving-1 = geen
checkins-craving-2 = een beetje
checkins-craving-3 = matig
checkins-craving-4 = sterk
checkins-craving-5 = heel sterk
checkins-stress-1 = geen
checkins-stress-2 = een beetje
checkins-stress-3 = nogal wat
checkins-stress-4 = veel
checkins-stress-5 = heel veel
checkins-sleep-1 = heel slecht
checkins-sleep-2 = slecht
checkins-sleep-3 = matig
checkins-sleep-4 = goed
checkins-sleep-5 = heel goed
checkins-closeness-1 = ver weg
checkins-closeness-2 = vrij ver
checkins-closeness-3 = ertussenin
checkins-closeness-4 = dichtbij
checkins-closeness-5 = heel dichtbij

checkins-mood-calm = rustig
checkins-mood-content = tevreden
checkins-mood-hopeful = hoopvol
checkins-mood-grateful = dankbaar
checkins-mood-close = verbonden
checkins-mood-tired = moe
checkins-mood-tense = gespannen
checkins-mood-restless = onrustig
checkins-mood-sad = verdrietig
checkins-mood-lonely = eenzaam
checkins-mood-irritable = prikkelbaar
checkins-mood-ashamed = beschaamd

checkins-log-sub = Dag voor dag, de nieuwste dag eerst
checkins-log-empty = Hier lees je terug wat je voor jezelf schreef, en wat jullie met elkaar delen.
checkins-log-empty-do = Eerste check-in
checkins-log-nothing = Bij deze keuze is er niets te lezen.
checkins-log-all = Alles laten zien
checkins-log-earlier = Eerdere dagen
checkins-log-newest = Naar de nieuwste dagen
checkins-today-word = vandaag
checkins-yesterday = gisteren
checkins-together = { $names }, samen geschreven
checkins-written-on = geschreven op { $day }
checkins-earlier-words = gewijzigd; de eerdere woorden lezen
checkins-earlier-on = Zoals het er stond op { $day }, { $time }

checkins-reply-thank_you = dank je
checkins-reply-talk = hier wil ik over praten
checkins-reply-theirs = { $name }: { $answer }
checkins-reply-group = Antwoord aan { $name }

checkins-edit = Wijzigen
checkins-edit-label = Wijzigen, check-in van { $day }
checkins-edit-title = Deze check-in wijzigen
checkins-edit-grace = Het eerste halfuur ziet niemand dat je iets wijzigt. Daarna staat er “gewijzigd” bij en blijven de eerdere woorden te lezen.
checkins-edit-save = Opslaan
checkins-cancel = Annuleren
checkins-withdraw = Terugnemen
checkins-withdraw-label = Terugnemen, check-in van { $day }
checkins-withdraw-title = Deze check-in terugnemen?
checkins-withdraw-shared = De check-in verdwijnt voor { $names }, zonder spoor, en komt niet meer terug.
checkins-withdraw-private = De check-in verdwijnt uit wat alleen voor jou is, zonder spoor, en komt niet meer terug. Komt hij uit een ruimte waar je weg bent, en liet je je woorden daar staan, dan kunnen de anderen hem nog lezen.
checkins-withdraw-do = Terugnemen
checkins-withdraw-keep = Laten staan
checkins-withdrawn = De check-in is weg.

checkins-filter = Kiezen wat je ziet
checkins-filter-member = Geschreven door
checkins-filter-member-all = iedereen
checkins-filter-space = Wie het kan lezen
checkins-filter-space-all = maakt niet uit
checkins-filter-period = Wanneer
checkins-filter-period-all = maakt niet uit
checkins-filter-period-week = de laatste zeven dagen
checkins-filter-period-month = de laatste dertig dagen
checkins-filter-period-year = het laatste jaar
checkins-filter-period-own = zelf dagen kiezen
checkins-filter-from = Vanaf
checkins-filter-until = Tot en met
checkins-loading = Een ogenblik.
checkins-again = Opnieuw proberen
checkins-leave-hint = Vergrendelt; wat je typte, staat er de volgende keer nog.
checkins-leave-hint-turn = Vergrendelt; wat { $name } typte, blijft staan voor { $name } alleen.

checkins-turn-title = Wie schrijft er nu?
checkins-turn-text = Jullie schrijven om de beurt. Bij wat iemand schrijft, staat dat jullie samen zaten en wie er aan de beurt was.
checkins-turn-kept = Was er iets begonnen en niet opgeslagen? Dat blijft staan voor wie aan het schrijven was: die vindt het terug in de eigen check-in, alleen.
checkins-turn-do = { $name } gaat nu achter het toetsenbord zitten.
checkins-turn-open = Ik ben { $name }
checkins-turn-other = Toch iemand anders
checkins-turn-sub = { $name } is aan de beurt · samen geschreven · { $day }
checkins-turn-saved = Opgeslagen. Wie schrijft er nu?
checkins-turn-read = Lezen wat er staat
checkins-together-turn = Beurt van { $name }, samen geschreven
