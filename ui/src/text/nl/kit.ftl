### Woorden in de bouwstenen van elke pagina.
kit-audience-private = Alleen { $name } leest dit
kit-audience-shared = { $count ->
    [one] Alleen { $names } kan dit nog lezen
   *[other] { $names } lezen dit
 }
kit-clear = Wissen
kit-show = Tonen
kit-hide = Verbergen
kit-show-passphrase = Wachtzin tonen
kit-hide-passphrase = Wachtzin verbergen
kit-back = Terug
kit-step = Stap { $at } van { $steps }
kit-day = Dag
kit-month = Maand
kit-year = Jaar
