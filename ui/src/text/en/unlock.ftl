### The lock screen. What a refused file says is in errors.ftl, the way in with a spare key in recovery.ftl.
unlock-title = Who is here?
unlock-sub = Choose one person, or everybody who sits down together.
unlock-people = People
unlock-passphrase = { $name }’s passphrase
unlock-ready = ready
unlock-open = Open
unlock-next = Next: { $name }
unlock-opening = Opening…
unlock-choose = Choose who is here first.
unlock-wrong-alone = That passphrase is not right. Nothing has changed. Check capitals and spaces, and try again. If you have a spare key, it lets you in by “I forgot my passphrase”.
unlock-wrong-together = One of these passphrases is not right. Nothing has changed. Please all try again.
unlock-forgot = I forgot my passphrase
unlock-example-title = The passphrases of this example
unlock-example-fill = Fill in
unlock-example-open = Look at an example
unlock-together-note = Together you see only what you share with everybody who is here.
unlock-join = Add somebody
unlock-empty = Type your passphrase first.
unlock-wait = After several wrong tries there is a short wait. Try again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
  }.
unlock-wait-over = You can try again now.
