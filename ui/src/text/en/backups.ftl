### Backups: the part of Settings that says which copy of the household file there is.
backups-title = Backup
backups-last = Last backup: { $day }, in
backups-none = There is no backup yet. The first one is made after Hecht locks.
backups-every-day = Once a day, after Hecht locks, it makes a backup when something has changed. The last seven are kept. They are encrypted, like everything here.
backups-same-disk = The backups lie on the same disk as Hecht itself. They help when the file gets damaged, not when the disk breaks or the computer is gone.
backups-problem = Since { $day } no backup could be made. What you have saved is safe. See whether there is room on the disk.
backups-damaged = Something in the Hecht file is damaged, and so it is in the last backup. Everything else is in both.
backups-whole = The backup of { $day } is from before that, and stays.
backups-example = No backups are made of the example.
