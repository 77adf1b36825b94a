# Das Dashboard. Was auf jeder Seite steht:
page-language = de
page-skip = Zum Inhalt
page-nav = Teile des Dashboards
page-nav-tickets = Tickets
page-operator = Betreiber
page-sign-out = Abmelden
page-home = Zum Dashboard
page-any = Alle
page-next = Ältere
page-state-opening = Wird geöffnet
page-state-open = Offen
page-state-closing = Wird geschlossen
page-state-closed = Geschlossen
page-state-deleting = Wird gelöscht
page-state-failed = Gescheitert
page-priority-low = Niedrig
page-priority-normal = Normal
page-priority-high = Hoch
page-priority-urgent = Dringend
page-waiting-staff = Wartet auf das Team
page-waiting-member = Wartet auf das Mitglied

# Was zu sehen ist, wo es eine Seite nicht gibt:
page-problem-forbidden-title = Das ist nicht für dich
page-problem-forbidden-advice = Bitte jemanden, der den Server verwaltet, um eine Rolle, die das sehen darf, oder melde dich als jemand anderes an.
page-problem-missing-title = Hier ist nichts
page-problem-missing-advice = Vielleicht wurde es entfernt, oder du bist kein Mitglied dieses Servers.
page-problem-changed-title = Jemand war schneller
page-problem-changed-advice = Geh zurück, lade die Seite neu und sieh dir an, was sich geändert hat.
page-problem-busy-title = Zu viel auf einmal
page-problem-busy-advice = Warte einen Moment und lade die Seite dann neu.
page-problem-away-title = Das lässt sich gerade nicht nachsehen
page-problem-away-advice = Die Datenbank oder Discord antwortet nicht. Lade die Seite gleich noch einmal.
page-problem-ours-title = Hier ging etwas schief
page-problem-ours-advice = Es liegt an uns. Nenne dem Betreiber dieses Dienstes die Nummer unten.
page-problem-refused-title = Das wurde nicht getan
page-problem-refused-advice = Geh zurück und sieh dir an, was du eingegeben hast.
page-problem-number = Fehlernummer:

# Anmelden:
page-sign-in = Anmelden
page-sign-in-title = Bei Tickit anmelden
page-sign-in-about = Discord sagt uns, wer du bist und in welchen Servern du bist, und sonst nichts.
page-sign-in-discord = Mit Discord anmelden
page-sign-in-missing = Hier kann sich noch niemand anmelden. Wer den Dienst betreibt, setzt http.public_url, discord.client_id, discord.client_secret und security.jwt_secret.

# Server:
page-guilds = Server
page-guilds-none = Keiner deiner Server hat hier Tickets. Wenn du einem gerade erst beigetreten bist, melde dich ab und wieder an.
page-guilds-bot = Bot { $name }

# Tickets:
page-tickets = Tickets
page-tickets-filters = Welche Tickets
page-tickets-text = Text
page-tickets-status = Status
page-tickets-priority = Priorität
page-tickets-type = Typ
page-tickets-waiting = Wartet auf
page-tickets-label = Label
page-tickets-filter = Filtern
page-tickets-all = Alle zeigen
page-tickets-none = Keine Tickets
page-tickets-none-advice = Es gibt keine, die passen. Wähle andere Filter, oder warte auf das erste.
page-tickets-number = Nummer
page-tickets-about = Ticket
page-tickets-assignee = Zugeteilt an
page-tickets-opened = Geöffnet
page-tickets-nobody = Niemand

# Ein Ticket:
page-ticket-opener = Geöffnet von
page-ticket-claim = Übernehmen
page-ticket-unclaim = Abgeben
