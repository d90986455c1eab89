# Teksten van de pagina over gedeelde plekken: welke er zijn, voorstellen, ja of nee zeggen, terugnemen.

spaces-title = Gedeelde plekken
spaces-sub = Wie leest wat.
spaces-private = Alleen voor mij
spaces-private-explain = Wat je voor jezelf schrijft. Niemand anders kan het openen.
spaces-open-explain = Wat voor deze mensen geschreven is, kunnen zij allemaal lezen.
spaces-waiting = nog niet open
spaces-waiting-explain = De plek gaat open als iedereen ja heeft gezegd. Tot dan kan er niets worden geschreven.
spaces-asked = aan jou voorgesteld
spaces-accept = Ja, graag
spaces-decline = Liever niet
spaces-decline-quiet = ‘Liever niet’ ziet er voor de ander hetzelfde uit als geen antwoord.
spaces-take-back = Voorstel terugnemen
spaces-propose = Een gedeelde plek voorstellen
spaces-propose-explain = Voor jullie tweeën, of met meer. Iedereen zegt ja als die alleen zit. Later komt er niemand bij; een grotere groep opent een nieuwe plek.
spaces-with = Met wie?
spaces-name = Een naam, als je wilt
spaces-name-hint = Anders heet de plek naar jullie namen.
spaces-propose-do = Voorstellen
spaces-proposed = Voorgesteld. De plek gaat open als iedereen ja heeft gezegd.
spaces-accepted = Je hebt ja gezegd.
spaces-declined = Het voorstel wordt je niet meer getoond.
spaces-taken-back = Het voorstel is teruggenomen.
spaces-nobody = Je bent de enige in deze Hecht. Op het vergrendelde scherm kan er iemand bij komen, met een eigen wachtzin.
spaces-together = Voorstellen en ja zeggen doe je alleen, ieder op een eigen moment.
spaces-loading = Een ogenblik.
spaces-again = Opnieuw proberen
