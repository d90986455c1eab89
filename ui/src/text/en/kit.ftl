### Words inside the building blocks of every page.
kit-audience-private = Only { $name } reads this
kit-audience-shared = { $count ->
    [one] Only { $names } can still read this
   *[other] { $names } read this
 }
kit-clear = Clear
kit-show = Show
kit-hide = Hide
kit-show-passphrase = Show passphrase
kit-hide-passphrase = Hide passphrase
kit-back = Back
kit-step = Step { $at } of { $steps }
kit-day = Day
kit-month = Month
kit-year = Year
