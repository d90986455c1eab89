### Back-ups: het deel van Instellingen dat zegt welke kopie van het bestand er is.
backups-title = Back-up
backups-last = Laatste back-up: { $day }, in
backups-none = Er is nog geen back-up. De eerste wordt gemaakt nadat Hecht vergrendelt.
backups-every-day = Eén keer per dag, na het vergrendelen, maakt Hecht een back-up als er iets is veranderd. De laatste zeven blijven staan. Ze zijn versleuteld, zoals alles hier.
backups-same-disk = De back-ups staan op dezelfde schijf als Hecht zelf. Ze helpen als het bestand beschadigd raakt, niet als de schijf kapotgaat of de computer weg is.
backups-problem = Sinds { $day } lukt het niet om een back-up te maken. Wat je hebt opgeslagen, is veilig. Kijk of er nog ruimte is op de schijf.
backups-damaged = Er is iets beschadigd in het bestand van Hecht, en dus ook in de laatste back-up. Al het andere staat er gewoon in.
backups-whole = De back-up van { $day } is van daarvoor en blijft bewaard.
backups-example = Van het voorbeeld worden geen back-ups gemaakt.
