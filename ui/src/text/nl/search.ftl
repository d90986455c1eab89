### Teksten van de zoekpagina. De vragen, woorden en filters staan in checkins.ftl.
search-title = Zoeken
search-sub = In wat er in check-ins is geschreven
search-label = Waar zoek je naar?
search-hint = Accenten en hoofdletters maken niet uit.
search-shared = Ook wat anderen met mij deelden
search-sub-together = In wat er staat in de ruimtes die nu open zijn
search-reading = De oudere bladzijden worden nog gelezen. Straks is er misschien meer te vinden.
search-more = Je ziet hier alleen het nieuwste. Zoek met een woord erbij, of kies wanneer het was.
search-nothing = Deze woorden zijn niet gevonden. Probeer één woord, of een ander woord.
search-nothing-own = Er is alleen gezocht in wat je zelf schreef.
search-found = De resultaten staan hieronder.
search-results = Resultaten
search-teach = Zoek een woord dat je je herinnert, bijvoorbeeld een naam of een plek.
search-by = { $name }, { $day }
search-open = Die dag lezen, { $day }
search-open-short = Die dag lezen
