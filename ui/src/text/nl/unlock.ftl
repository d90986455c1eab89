### Het vergrendelscherm. Een geweigerd bestand staat in errors.ftl, de weg naar binnen met een reservesleutel in recovery.ftl.
unlock-title = Wie is er?
unlock-sub = Kies één persoon, of iedereen die er samen voor gaat zitten.
unlock-people = Mensen
unlock-passphrase = Wachtzin van { $name }
unlock-ready = klaar
unlock-open = Openen
unlock-next = Verder met { $name }
unlock-opening = Bezig met openen…
unlock-choose = Kies eerst wie er is.
unlock-wrong-alone = Die wachtzin klopt niet. Er is niets veranderd. Let op hoofdletters en spaties, en probeer het opnieuw. Heb je een reservesleutel, dan kom je er daarmee in via “Ik ben mijn wachtzin vergeten”.
unlock-wrong-together = Eén van deze wachtzinnen klopt niet. Er is niets veranderd. Typ ze allemaal opnieuw.
unlock-forgot = Ik ben mijn wachtzin vergeten
unlock-example-title = De wachtzinnen van dit voorbeeld
unlock-example-fill = Invullen
unlock-example-open = Bekijk een voorbeeld
unlock-together-note = Samen zie je alleen wat je deelt met iedereen die er is.
unlock-join = Iemand toevoegen
unlock-empty = Typ eerst je wachtzin.
unlock-wait = Na een paar verkeerde pogingen moet je even wachten. Probeer het opnieuw over { $seconds ->
    [one] { $seconds } seconde
   *[other] { $seconds } seconden
  }.
unlock-wait-over = Je kunt het nu opnieuw proberen.
