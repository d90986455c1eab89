### Texts of the search page. The questions, scales and filters it shows are named in checkins.ftl.
search-title = Search
search-sub = In what was written in check-ins
search-label = What are you looking for?
search-hint = Accents and capitals do not matter.
search-shared = Also what others shared with me
search-sub-together = In what was written in the spaces open now
search-reading = Still reading the older pages. There may be more to find in a moment.
search-more = Only the newest are shown here. Add a word, or choose when it was.
search-nothing = These words were not found. Try one word, or another one.
search-nothing-own = Searched only what you wrote yourself.
search-found = The results are below.
search-results = Results
search-teach = Look for a word you remember, for example a name or a place.
search-by = { $name }, { $day }
search-open = Read that day, { $day }
search-open-short = Read that day
