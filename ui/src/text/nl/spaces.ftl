### Teksten van de pagina over gedeelde ruimtes: welke er zijn, voorstellen, ja of nee zeggen, terugnemen.
spaces-title = Gedeelde ruimtes
spaces-sub = Wie leest wat
spaces-private = Alleen voor mij
spaces-private-explain = Wat je voor jezelf schrijft. Niemand anders kan het openen.
spaces-open-explain = Wat voor deze mensen geschreven is, kunnen zij allemaal lezen.
spaces-waiting = nog niet open
spaces-waiting-explain = De ruimte gaat open als iedereen ja heeft gezegd. Tot dan kun je er niets in schrijven.
spaces-asked = aan jou voorgesteld
spaces-accept = Ja, graag
spaces-decline = Liever niet
spaces-decline-quiet = “Liever niet” ziet er voor de anderen hetzelfde uit als geen antwoord.
spaces-take-back = Voorstel terugnemen
spaces-propose = Een gedeelde ruimte voorstellen
spaces-propose-explain = Voor jullie tweeën, of voor meer mensen. Ja zeggen doet ieder alleen, op een eigen moment. Later komt er niemand bij; een grotere groep opent een nieuwe ruimte.
spaces-with = Met wie?
spaces-name = Een naam, als je wilt
spaces-name-hint = Anders krijgt de ruimte jullie namen.
spaces-propose-do = Voorstellen
spaces-proposed = Voorgesteld. De ruimte gaat open als iedereen ja heeft gezegd.
spaces-accepted = Je hebt ja gezegd.
spaces-declined = Je ziet het voorstel niet meer.
spaces-taken-back = Het voorstel is teruggenomen.
spaces-nobody = Je bent de enige in deze Hecht. Op het vergrendelscherm kan er iemand bij komen, met een eigen wachtzin.
spaces-together = Voorstellen en ja zeggen doe je alleen, ieder op een eigen moment.
spaces-loading = Een ogenblik.
spaces-again = Opnieuw proberen
spaces-the-named = de ruimte “{ $name }”
spaces-the-with = jullie ruimte met { $names }
spaces-the-shared = de ruimte die jullie delen

spaces-closed = gesloten
spaces-closed-title = Deze ruimte is gesloten
spaces-closed-explain = Je kunt er alleen nog in lezen: er komt niets nieuws bij.
spaces-left = { $count ->
    [one] { $names } zit niet meer in deze ruimte.
   *[other] { $names } zitten niet meer in deze ruimte.
 }
spaces-page = Naam, stap terug, weggaan, sluiten
spaces-page-closed = Weggaan uit deze ruimte
spaces-to-list = Naar Gedeelde ruimtes
spaces-alone = Een naam geven, een stap terug doen, weggaan en sluiten doe je alleen. Vergrendel, en open Hecht dan in je eentje.

spaces-rename = Naam
spaces-rename-explain = Iedereen in deze ruimte ziet de naam.
spaces-rename-do = Naam opslaan
spaces-renamed = Opgeslagen.

spaces-back = Stil een stap terug
spaces-back-explain = Hecht vraagt je dan niets en stelt je niets meer voor. Voor de anderen verandert er niets, en zij zien er niets van. Lezen en schrijven kan gewoon.
spaces-back-from = Waarvan?
spaces-back-from-space = Van deze ruimte
spaces-back-from-all = Van alles
spaces-back-from-all-hint = Ook van wat Hecht alleen aan jou vraagt.
spaces-back-until = Tot wanneer?
spaces-back-until-open = Tot ik zelf terugkom
spaces-back-until-day = Tot een dag die ik kies
spaces-back-last = De laatste dag
spaces-back-do = Een stap terug doen
spaces-back-done = Gedaan. Voor de anderen is er niets veranderd.
spaces-back-now = Je hebt een stap terug gedaan, van deze ruimte.
spaces-back-now-all = Je hebt een stap terug gedaan, van alles.
spaces-back-last-day = De laatste dag is { $day }.
spaces-back-come = Terugkomen
spaces-back-come-done = Je bent er weer.

spaces-leave = Weggaan
spaces-leave-explain = Weggaan doe je alleen en meteen; niemand hoeft het goed te vinden. Wat je hier schreef, gaat mee naar wat alleen voor jou is. Wat de anderen hier schreven, kun je niet meer lezen, en terug in deze ruimte kan niet.
spaces-leave-explain-last = Je bent de enige die nog in deze ruimte zit. Ga je weg, dan is de ruimte weg, met wat anderen hier schreven. Wat je zelf schreef, gaat mee naar wat alleen voor jou is.
spaces-leave-warning = De anderen zien dat je niet meer in deze ruimte zit. Kan dat gevaarlijk zijn, bel dan eerst, met een ander toestel.
spaces-words = Wat gebeurt er met wat je deelde?
spaces-words-stay = Mijn woorden blijven
spaces-words-stay-hint = De anderen kunnen ze blijven lezen.
spaces-words-withdraw = Mijn woorden terugnemen
spaces-words-withdraw-hint = Ze verdwijnen voor iedereen, ook wat jullie samen schreven. Later kan dit niet meer.
spaces-words-missing = Kies wat er met je woorden gebeurt.
spaces-leave-do = Weggaan uit deze ruimte
spaces-leave-sure = Weggaan uit { $space }?
spaces-leave-then-stay = Je woorden blijven voor de anderen.
spaces-leave-then-withdraw = Je woorden verdwijnen voor iedereen.
spaces-leave-not = Blijven
spaces-leave-yes = Weggaan
spaces-leave-done = Je bent weg uit { $space }. Wat je daar schreef, heb je nog in wat alleen voor jou is.

spaces-close = Sluiten
spaces-close-explain = In een gesloten ruimte kun je alleen nog lezen: er komt niets nieuws bij, en ze gaat niet meer open. De ruimte sluit als iedereen erin ja heeft gezegd, ieder alleen.
spaces-close-quiet = Niemand ziet of jij dat hebt gezegd, tot iedereen het heeft gedaan.
spaces-close-do = Ja, sluiten
spaces-close-mine = Je hebt ja gezegd tegen sluiten.
spaces-close-keep = Mijn ja terugnemen
spaces-close-kept = Je ja is teruggenomen.
spaces-close-done = Iedereen heeft ja gezegd. De ruimte is nu gesloten.
