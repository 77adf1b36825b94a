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

# Wie ein Server steht:
page-nav-overview = Übersicht
page-overview = Übersicht
page-overview-now = Jetzt
page-overview-open = Offen
page-overview-staff = Warten auf das Team
page-overview-member = Warten auf das Mitglied
page-overview-unassigned = Niemand arbeitet daran
page-overview-oldest = Am längsten offen:
page-overview-none = Kein Ticket ist offen. Sobald ein Mitglied eines öffnet, wird es hier gezählt.
page-overview-today = Heute
page-overview-first-response = Erste Antwort
page-overview-resolution = Dauer bis zum Schließen
page-overview-opened = Geöffnet
page-overview-closed = Geschlossen
page-overview-then = { $name } vor einer Woche
page-overview-more = Mehr Tage und Diagramme
page-lasting-seconds = { $count } s
page-lasting-minutes = { $count } min
page-lasting-hours = { $count } h
page-lasting-days = { $count } d

# Wie es einem Server ging:
page-nav-analytics = Auswertung
page-analytics = Auswertung
page-analytics-period = Zeitraum
page-analytics-days =
    { $count ->
        [365] 1 Jahr
       *[other] { $count } Tage
    }
page-analytics-from = Von
page-analytics-until = Bis
page-analytics-show = Zeigen
page-analytics-zone = Tage beginnen nach der Uhr von { $name }.
page-analytics-no-period = Wähle zwei Daten, das frühere zuerst, und höchstens ein Jahr.
page-analytics-counting = Es werden noch Tickets gezählt. Lade die Seite in einer Minute neu.
page-analytics-totals = Kurz gesagt
page-analytics-before = { $name } im Zeitraum davor
page-analytics-opened = Geöffnet
page-analytics-closed = Geschlossen
page-analytics-open = Am Ende offen
page-analytics-reopen-rate = Wieder geöffnet, von den geschlossenen
page-analytics-first-median = Erste Antwort, die Hälfte ist schneller
page-analytics-first-p90 = Erste Antwort, 9 von 10 sind schneller
page-analytics-whole-median = Bis zum Schließen, die Hälfte ist schneller
page-analytics-whole-p90 = Bis zum Schließen, 9 von 10 sind schneller
page-analytics-day = Tag
page-analytics-week = Woche ab
page-analytics-flow = Geöffnet, geschlossen und offen
page-analytics-speed = Erste Antwort und Dauer bis zum Schließen
page-analytics-chart = { $name }, als Diagramm; die Zahlen stehen in der Tabelle darunter
page-analytics-as-table = Als Tabelle
page-analytics-csv = { $name } als CSV
page-analytics-hours = Wann Tickets geöffnet werden
page-analytics-weekday = Wochentag
page-analytics-types = Typen
page-analytics-priorities = Prioritäten
page-analytics-labels = Labels
page-analytics-tickets = Tickets
page-analytics-staff = Team
page-analytics-member = Wer
page-analytics-stars = Sterne
page-analytics-comments = Was Mitglieder sagen
page-analytics-given = { $name } Sterne
page-analytics-none = Noch nichts zu zählen
page-analytics-none-advice = Hier steht, wie viele Tickets kommen und gehen, wann, wie schnell sie beantwortet werden und was Mitglieder davon halten. Wähle einen längeren Zeitraum oder warte auf das erste Ticket.
page-weekday-1 = Montag
page-weekday-2 = Dienstag
page-weekday-3 = Mittwoch
page-weekday-4 = Donnerstag
page-weekday-5 = Freitag
page-weekday-6 = Samstag
page-weekday-7 = Sonntag
