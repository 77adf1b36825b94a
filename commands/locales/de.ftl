# Was Mitglieder lesen, auf Deutsch.

ticket-command = Tickets bearbeiten
panel-command = Panels: Nachrichten, über die Mitglieder Tickets öffnen
panel-title = Brauchst du Hilfe?
panel-text = Drücke einen Knopf, und wir sprechen in einem Kanal nur für dich.

open-command = Ein Ticket öffnen
open-option-type = Worum es geht; ohne Angabe wirst du gefragt
open-option-user = Für wen das Team es öffnet, ohne Formular; ohne Angabe für dich selbst
open-user-menu = Ticket für Person öffnen
open-message-menu = Ticket aus Nachricht machen
open-which = Worum soll es in dem Ticket gehen?
open-which-for = Worum soll es in dem Ticket von { $user } gehen?
open-done = ✅ Dein Ticket #{ $ticket } ist offen: { $channel }
open-done-for = ✅ Ticket #{ $ticket } von { $user } ist offen: { $channel }
open-failed = ❌ Dein Ticket konnte nicht geöffnet werden. Es ging nichts verloren: Versuche es bitte noch einmal und sag den Admins Bescheid, falls es wieder geschieht.
open-continue = Weiter
open-anew = Neu anfangen
open-correct = Noch einmal ausfüllen
open-next = ✅ Was du ausgefüllt hast, bleibt 15 Minuten erhalten. Weiter geht es mit Seite { $page }.
open-begun = Du hast angefangen, das Formular von „{ $name }“ auszufüllen. Möchtest du damit weitermachen?

close-command = Dieses Ticket schließen
close-option-reason = Warum es geschlossen wird
close-button = Schließen
close-confirm = Ticket #{ $ticket } schließen?
close-reason = Grund (darf leer bleiben)
close-reason-required = Grund
close-begun = 🔒 { $user } schließt dieses Ticket. Das Gespräch wird aufbewahrt.
close-reading = 📄 Das Transkript wird aufbewahrt: Bisher sind { $done } Nachrichten gelesen.
close-writing = 📄 Das Transkript wird aufbewahrt: { $done } von { $all } Nachrichten sind geschrieben.
close-begun-because = 🔒 { $user } schließt dieses Ticket: { $reason }

force_close-command = Ein Ticket von überall schließen, was auch immer seine Art verlangt
force_close-option-ticket = Die Nummer des Tickets
force_close-option-reason = Warum es geschlossen wird
force_close-done = 🔒 Ticket #{ $ticket } wird geschlossen.

request_close-command = Die andere Seite bitten, dieses Ticket zu schließen
request_close-option-reason = Warum es geschlossen werden soll
request_close-option-hours = Nach wie vielen Stunden es ohne Antwort geschlossen wird; ohne Angabe bleibt es offen
request_close-button = Um Schließen bitten
request_close-title = Um das Schließen bitten
request_close-closes = { $user } möchte dieses Ticket schließen. Ohne Antwort wird es { $until } geschlossen.
request_close-closes-because = { $user } möchte dieses Ticket schließen: { $reason }. Ohne Antwort wird es { $until } geschlossen.
request_close-lapses = { $user } möchte dieses Ticket schließen. Ohne Antwort bleibt es offen, und die Bitte endet { $until }.
request_close-lapses-because = { $user } möchte dieses Ticket schließen: { $reason }. Ohne Antwort bleibt es offen, und die Bitte endet { $until }.
accept_close-button = Einverstanden, schließen
keep_open-button = Offen lassen
keep_open-done = 💬 { $user } lässt dieses Ticket offen.
keep_open-already = Dieses Ticket bleibt schon offen.

claim-command = Dieses Ticket übernehmen
claim-button = Übernehmen
claim-done = 🙋 { $user } kümmert sich um dieses Ticket.

unclaim-command = Dieses Ticket wieder abgeben
unclaim-button = Abgeben
unclaim-done = { $user } kümmert sich nicht mehr um dieses Ticket.

add_member-command = Ein Mitglied zu diesem Ticket hinzufügen
add_member-option-who = Wer es sehen und darin schreiben darf
add_member-user-menu = Zum Ticket hinzufügen
add_member-button = Mitglied hinzufügen …
add_member-title = Mitglied hinzufügen
add_member-done = ➕ { $whom } wurde zu diesem Ticket hinzugefügt.

remove_member-command = Ein Mitglied aus diesem Ticket entfernen
remove_member-option-who = Wer es nicht mehr sehen darf
remove_member-button = Mitglied entfernen …
remove_member-title = Mitglied entfernen
remove_member-done = ➖ { $whom } wurde aus diesem Ticket entfernt.

priority-command = Sagen, wie dringend dieses Ticket ist
priority-option-level = Wie dringend es ist
priority-menu = Priorität
priority-button = Priorität …
priority-now = Die Priorität dieses Tickets ist **{ $priority }**.
priority-low = Niedrig
priority-normal = Mittel
priority-high = Hoch
priority-urgent = Dringend
priority-done = 🚦 Die Priorität dieses Tickets ist jetzt **{ $priority }**.

rename-command = Den Kanal dieses Tickets umbenennen
rename-option-name = Der neue Name
rename-button = Umbenennen …
rename-title = Ein anderer Name
rename-done = ✏️ Dieses Ticket heißt jetzt **{ $name }**. Bei Discord kann das einige Minuten dauern.

assign-command = Dieses Ticket jemandem vom Team geben
assign-option-member = Wer sich von nun an darum kümmert
assign-button = Zuweisen …
assign-title = Dieses Ticket zuweisen
assign-done = 🙋 { $user } kümmert sich jetzt um dieses Ticket.

transfer-command = Dieses Ticket an jemanden vom Team oder an eine Gruppe übergeben
transfer-option-member = Wer sich von nun an darum kümmert
transfer-option-team = Die Gruppe, an die es geht; ohne beides geht es zurück ans Team seiner Art
transfer-button = An eine Gruppe übergeben …
transfer-title = An welche Gruppe soll dieses Ticket gehen?
transfer-to-type = Zurück ans Team seiner Art
transfer-done = 🤝 Dieses Ticket ist an { $to } übergeben.
transfer-back = 🤝 Dieses Ticket ist wieder beim Team seiner Art.

label-command = Die Labels dieses Tickets ändern
label-option-add = Labels, die dazukommen, durch Kommas getrennt
label-option-remove = Labels, die wegfallen, durch Kommas getrennt
label-button = Labels ändern …
label-title = Labels dieses Tickets
label-all = Alle Labels, durch Kommas getrennt
label-done = 🏷️ Dieses Ticket hat jetzt die Labels **{ $labels }**.
label-none = 🏷️ Dieses Ticket hat jetzt keine Labels.

set_topic-command = Sagen, worum es in diesem Ticket geht
set_topic-option-text = Worum es geht; nichts, um es zurückzunehmen
set_topic-button = Thema …
set_topic-title = Thema
set_topic-done = 💬 In diesem Ticket geht es um **{ $topic }**. Bis Discord es zeigt, können Minuten vergehen.
set_topic-none = 💬 Dieses Ticket hat jetzt kein Thema.

move_ticket-command = Dieses Ticket in einen anderen Typ verschieben
move_ticket-option-type = Der Typ, den es von nun an hat
move_ticket-button = Verschieben …
move_ticket-title = Welchen Typ soll dieses Ticket haben?
move_ticket-done = 📂 Dieses Ticket hat jetzt den Typ **{ $name }**.

add_note-command = Eine Notiz zu diesem Ticket schreiben, die nur das Team sieht
add_note-option-text = Was darin steht
add_note-button = Notiz schreiben …
add_note-title = Eine Notiz fürs Team
add_note-done = 📝 Die Notiz ist gespeichert. Nur das Team sieht sie, mit `/ticket notes`. Zu diesem Ticket gibt es { $count ->
        [one] eine Notiz
       *[other] { $count } Notizen
    }.

list_notes-command = Die Notizen zu einem Ticket lesen
list_notes-option-ticket = Die Nummer des Tickets; ohne sie das Ticket dieses Kanals
list_notes-button = Notizen lesen
list_notes-title = Notizen zu Ticket #{ $ticket }
list_notes-none = Es gibt keine.

pin-command = Die erste Nachricht dieses Tickets anpinnen oder das zurücknehmen
pin-message-menu = Im Ticket anpinnen
pin-button = Anpinnen oder lösen
pin-done = 📌 Angepinnt.
pin-undone = 📌 Nicht mehr angepinnt.

show_ticket-command = Nachsehen, wie es um ein Ticket steht
show_ticket-option-ticket = Die Nummer des Tickets; ohne sie das Ticket dieses Kanals
show_ticket-button = Wie es steht

history-command = Die Tickets nachsehen, die ein Mitglied geöffnet hat
history-option-member = Wessen Tickets
history-user-menu = Bisherige Tickets ansehen
history-title = Tickets von { $name }

tickets-command = Tickets nachsehen
list_tickets-command = Die Tickets des Servers auflisten
list_tickets-option-state = Offen oder geschlossen; beides ohne Angabe
list_tickets-option-priority = Wie dringend sie sind
list_tickets-option-staff = Wer sich darum kümmert
list_tickets-option-opener = Wer sie geöffnet hat
list_tickets-title = Alle Tickets
list_tickets-none = Es gibt keine, die du sehen kannst.
list_tickets-page = Seite { $page } von { $pages } · { $total ->
        [one] ein Ticket
       *[other] { $total } Tickets
    }

my_tickets-command = Die Tickets auflisten, um die du dich kümmerst und die du geöffnet hast
my_tickets-title = Deine Tickets

ticket_queue-command = Die offenen Tickets auflisten, die aufs Team warten, die dringendsten zuerst
ticket_queue-title = Die Warteschlange

search_tickets-command = Tickets nach Typ, Name, Thema, Label und Antworten durchsuchen
search_tickets-option-text = Wonach gesucht wird
search_tickets-title = Tickets mit „{ $text }“

more-menu = Mehr …

state-opening = wird geöffnet
state-open = offen
state-closing = wird geschlossen
state-closed = geschlossen
state-deleting = wird gelöscht
state-failed = ließ sich nicht öffnen
waiting-for-staff = das Team
waiting-for-member = das Mitglied

reopen-command = Ein geschlossenes Ticket wieder öffnen, oder auf ein eigenes ein neues folgen lassen
reopen-option-ticket = Die Nummer des Tickets
reopen-button = Wieder öffnen
rate-asked = Dein Ticket wurde geschlossen. Wie lief es? Bis { $until } kannst du Sterne vergeben und sie ändern.
rate-given = ✅ Danke! Bis { $until } kannst du das ändern und mehr dazu sagen.
rate-server = Server
rate-yours = Deine Bewertung
rate-button = Kommentar hinzufügen
rate-change = Kommentar ändern
rate-title = Dein Kommentar
rate-comment = Was lief gut, was nicht?
follow_up-button = Folgeticket öffnen
reopen-done = ✅ Ticket #{ $ticket } von { $user } ist wieder offen: { $channel }

show_transcript-command = Lies, was in einem Ticket gesagt wurde
show_transcript-option-ticket = Die Nummer des Tickets; ohne sie das Ticket dieses Kanals
show_transcript-option-part = Welcher Teil davon, wenn es für eine Nachricht zu groß ist
show_transcript-button = Transkript
show_transcript-done = 📄 Das Transkript von Ticket #{ $ticket }.
show_transcript-more = 📄 Teil { $part } von { $parts } des Transkripts von Ticket #{ $ticket }, das für eine Nachricht zu groß ist oder Dateien hat. Für den nächsten wähle auch `part`.
show_transcript-last = 📄 Der letzte von { $parts } Teilen des Transkripts von Ticket #{ $ticket }.

delete_ticket-command = Ein geschlossenes Ticket mit allem, was davon aufbewahrt ist, endgültig löschen
delete_ticket-option-ticket = Die Nummer des Tickets
delete_ticket-button = Endgültig löschen
delete_ticket-confirm = { $ticket } von { $user } endgültig löschen, mit Nachrichten, Transkripten, Dateien und Notizen? Seine Nachricht im Log-Kanal bleibt.
delete_ticket-done = 🗑️ Ticket #{ $ticket } wird gelöscht.

panel-menu = Wähle, worum es geht
panel-shows-buttons = Knöpfe
panel-shows-menu = Auswahlmenü
panel-all-types = alle Ticketarten
panel-some-types = Ticketarten: { $count }
panel-nowhere = nicht veröffentlicht
panel-line = **{ $name }** · { $shows } · { $types } · { $channels }
panel-gone = ⚠️ Jemand hat die Nachricht in { $channels } gelöscht. Sende das Panel noch einmal, wenn es dort stehen soll.
panel-form-title = Überschrift
panel-form-text = Text
panel-form-colour = Farbe, etwa #5865F2 oder green
panel-form-image = Die Adresse eines Bildes: https://…
panel-form-thumbnail = Die Adresse eines kleinen Bildes: https://…

create_panel-command = Ein Panel mit eigenen Ticketarten anlegen; veröffentliche es mit /panel send
create_panel-option-name = Wodurch du es findest
create_panel-option-title = Seine Überschrift
create_panel-option-text = Der Text darunter
create_panel-option-types = Seine Ticketarten in ihrer Reihenfolge, getrennt durch |; alle, wenn du nichts angibst
create_panel-option-shows = Ob seine Arten Knöpfe sind oder ein Auswahlmenü
create_panel-option-colour = Die Farbe an seiner Seite, etwa #5865F2 oder green
create_panel-option-image = Die Adresse eines Bildes unter dem Text: https://…
create_panel-option-thumbnail = Die Adresse eines kleinen Bildes neben dem Text: https://…
create_panel-done = ✅ Das Panel „{ $name }“ ist angelegt. Veröffentliche es mit /panel send.

edit_panel-command = Ändern, was du bei einem Panel nennst; sonst fragt ein Formular nach seinen Texten
edit_panel-option-panel = Welches Panel
edit_panel-option-name = Wodurch du es findest
edit_panel-option-title = Seine Überschrift
edit_panel-option-text = Der Text darunter
edit_panel-option-types = Seine Ticketarten in ihrer Reihenfolge, getrennt durch |; alle, wenn du nichts angibst
edit_panel-option-shows = Ob seine Arten Knöpfe sind oder ein Auswahlmenü
edit_panel-option-colour = Die Farbe an seiner Seite, etwa #5865F2 oder green
edit_panel-option-image = Die Adresse eines Bildes unter dem Text: https://…
edit_panel-option-thumbnail = Die Adresse eines kleinen Bildes neben dem Text: https://…
edit_panel-option-clear = Was zurückgenommen wird
edit_panel-clear-types = Ticketarten: alle
edit_panel-clear-text = Text: keiner
edit_panel-clear-colour = Farbe: wie üblich
edit_panel-clear-image = Bild: keines
edit_panel-clear-thumbnail = Kleines Bild: keines
edit_panel-button = Panel ändern
edit_panel-done = ✅ Gespeichert. Geänderte Nachrichten: { $count }.

list_panels-command = Die Panels zeigen, und wo sie veröffentlicht sind
list_panels-count = { $count } von 25 Panels

delete_panel-command = Ein Panel und seine Nachrichten löschen
delete_panel-option-panel = Welches Panel
delete_panel-button = Löschen
delete_panel-confirm = Das Panel „{ $name }“ mit seinen Nachrichten ({ $count }) löschen?

send_panel-command = Ein Panel mit einem Knopf für jede Ticketart veröffentlichen
send_panel-option-panel = Welches Panel; eines mit allen Ticketarten, wenn du nichts angibst
send_panel-option-title = Die Überschrift des Panels
send_panel-option-text = Der Text darunter
send_panel-option-channel = Wo es erscheint; hier, wenn du nichts angibst
send_panel-done = ✅ Das Panel ist in { $channel } veröffentlicht.

type-command = Ticketarten: was Mitglieder öffnen können
type-style-primary = Blurple
type-style-secondary = Grau
type-style-success = Grün
type-style-danger = Rot
type-closes-all = Wer es geöffnet hat, und das Team
type-closes-staff = Nur das Team
type-clear-emoji = Emoji: keines
type-clear-style = Farbe des Knopfes: wie üblich
type-clear-category = Kategorie: die des Servers
type-clear-overflow = Weitere Kategorien: keine
type-clear-staff = Team: nur das des Servers
type-clear-limit = Grenze: 1
type-clear-cooldown = Pause: keine
type-clear-questions = Fragen: keine
type-clear-pings = Pings: niemand
type-clear-access = Nötige und verbotene Rollen: keine
type-clear-priority = Dringlichkeit: normal
type-clear-closing = Schließen: wie üblich
type-clear-reopening = Wieder öffnen: immer
type-clear-texts = Texte, Namen, Farbe und Bild: wie üblich
type-description = Wofür sie ist
type-names = Kanalnamen: {"{"}number{"}"} {"{"}type{"}"} {"{"}username{"}"}
type-welcome = Erste Nachricht: {"{"}user{"}"} {"{"}username{"}"} {"{"}number{"}"} …
type-colour = Ihre Farbe, etwa #5865F2 oder green
type-image = Die Adresse ihres Bildes: https://…
type-yes = ja
type-no = nein
type-all = Alle Tickets
type-missing-role = ⚠️ { $kind }: Eine gewählte Rolle gibt es nicht mehr (`{ $id }`).
type-missing-channel = ⚠️ { $kind }: Einen gewählten Kanal oder eine gewählte Kategorie gibt es nicht mehr (`{ $id }`).
type-reopen-always = immer
type-reopen-never = nie
type-reopen-hours = { $hours } Stunden lang
type-shows-emoji = Emoji: { $value }
type-shows-description = Wofür sie ist: { $value }
type-shows-category = Kategorie: { $value }
type-shows-overflow = Wenn die voll ist: { $value }
type-shows-names = Kanalnamen: { $value }
type-shows-staff = Team, neben dem des Servers: { $value }
type-shows-limit = Gleichzeitig offen: { $value }
type-shows-cooldown = Pause bis zum nächsten: { $value }
type-shows-questions = Fragen: { $value }
type-shows-mention = Neue Tickets erwähnen das Team: { $value }
type-shows-pings = Neue Tickets pingen an: { $value }
type-shows-access = Wer es öffnen darf: { $value }
type-shows-priority = Dringlichkeit: { $value }
type-shows-closes = Geschlossen von: { $value }
type-shows-reason = Schließen braucht einen Grund: { $value }
type-shows-reopen = Wieder geöffnet: { $value }
type-shows-welcome = Erste Nachricht: { $value }
type-allow = erlaube { $role }
type-deny = verbiete { $role }
type-only-these = sonst niemand

add_type-command = Eine Ticketart anlegen
add_type-option-name = Was auf ihrem Knopf steht
add_type-option-emoji = Das Emoji auf ihrem Knopf
add_type-option-style = Die Farbe ihres Knopfes
add_type-option-category = Die Kategorie für ihre Kanäle; die des Servers, wenn du nichts angibst
add_type-option-overflow = Eine Kategorie, in der es weitergeht, wenn jene voll ist, nach den bisherigen
add_type-option-staff = Eine Rolle, die daran arbeitet, neben den bisherigen und dem Team des Servers
add_type-option-limit = Wie viele davon ein Mitglied offen haben darf; am Anfang 1
add_type-option-cooldown = Wie viele Minuten ein Mitglied auf das nächste warten muss; am Anfang 0
add_type-option-questions = Fragen, getrennt durch |, eine freiwillige beginnt mit ?; /form fragt mehr als Texte
add_type-option-mention = Ob ein neues Ticket sein Team erwähnt; am Anfang nein
add_type-option-ping = Eine Rolle, die ein neues Ticket einmal anpingt, neben den bisherigen
add_type-option-required = Eine Rolle, mit der man es öffnen darf; wer keine davon hat, darf nicht
add_type-option-forbidden = Eine Rolle, mit der man es nicht öffnen darf
add_type-option-access = Alle Regeln, wer es öffnen darf, der Reihe nach: verbiete @Stumm, erlaube @Mitglied
add_type-option-priority = Wie dringend ihre Tickets am Anfang sind
add_type-option-closes = Wer ihre Tickets schließt
add_type-option-reason = Ob das Schließen einen Grund braucht; am Anfang nein
add_type-option-reopen = Wie viele Stunden nach dem Schließen es wieder geöffnet werden darf; 0: nie
add_type-done = ✅ Die Ticketart „{ $name }“ ist gespeichert. Veröffentliche sie mit /panel send.

edit_type-command = Ändern, was du bei einer Ticketart nennst; sonst fragt ein Formular nach ihren Texten
edit_type-option-type = Welche Ticketart
edit_type-option-name = Was auf ihrem Knopf steht
edit_type-option-emoji = Das Emoji auf ihrem Knopf
edit_type-option-style = Die Farbe ihres Knopfes
edit_type-option-category = Die Kategorie für ihre Kanäle; die des Servers, wenn du nichts angibst
edit_type-option-overflow = Eine Kategorie, in der es weitergeht, wenn jene voll ist, nach den bisherigen
edit_type-option-remove_overflow = Eine Kategorie, in der es nicht mehr weitergeht
edit_type-option-staff = Eine Rolle, die daran arbeitet, neben den bisherigen und dem Team des Servers
edit_type-option-remove_staff = Eine Rolle, die nicht mehr daran arbeitet
edit_type-option-limit = Wie viele davon ein Mitglied offen haben darf; am Anfang 1
edit_type-option-cooldown = Wie viele Minuten ein Mitglied auf das nächste warten muss; am Anfang 0
edit_type-option-questions = Fragen, getrennt durch |, eine freiwillige beginnt mit ?; /form fragt mehr als Texte
edit_type-option-mention = Ob ein neues Ticket sein Team erwähnt; am Anfang nein
edit_type-option-ping = Eine Rolle, die ein neues Ticket einmal anpingt, neben den bisherigen
edit_type-option-remove_ping = Eine Rolle, die nicht mehr angepingt wird
edit_type-option-required = Eine Rolle, mit der man es öffnen darf; wer keine davon hat, darf nicht
edit_type-option-forbidden = Eine Rolle, mit der man es nicht öffnen darf
edit_type-option-access = Alle Regeln, wer es öffnen darf, der Reihe nach: verbiete @Stumm, erlaube @Mitglied
edit_type-option-remove_access = Eine Rolle, die weder nötig noch verboten ist
edit_type-option-priority = Wie dringend ihre Tickets am Anfang sind
edit_type-option-closes = Wer ihre Tickets schließt
edit_type-option-reason = Ob das Schließen einen Grund braucht; am Anfang nein
edit_type-option-reopen = Wie viele Stunden nach dem Schließen es wieder geöffnet werden darf; 0: nie
edit_type-option-clear = Was zurückgenommen wird
edit_type-button = Texte ändern
edit_type-done = ✅ Die Ticketart „{ $name }“ ist gespeichert.

remove_type-command = Eine Ticketart entfernen; ihre offenen Tickets gehen weiter
remove_type-option-type = Welche Ticketart
remove_type-button = Entfernen
remove_type-confirm = Die Ticketart „{ $name }“ entfernen? Niemand kann dann noch ein Ticket davon öffnen. Offene gehen weiter.
remove_type-done = 🗑️ Die Ticketart „{ $name }“ ist entfernt.

list_types-command = Die Ticketarten zeigen, oder alles, was bei einer gewählt ist
list_types-option-type = Welche ganz gezeigt wird; alle, wenn du nichts angibst
list_types-count = { $count } von 25 Ticketarten
list_types-line = gleichzeitig offen: { $limit } · Fragen: { $questions }

form-command = Festlegen, was Mitglieder gefragt werden, bevor ein Ticket aufgeht

add_question-command = Einem Ticket-Typ eine Frage hinzufügen
add_question-option-type = Der Ticket-Typ
add_question-option-kind = Wie gefragt wird
add_question-option-label = Was gefragt wird
add_question-option-required = Ob geantwortet werden muss; anfangs ja
add_question-option-min = Die wenigsten Zeichen, Auswahlen oder Dateien, oder die kleinste Zahl
add_question-option-max = Die meisten Zeichen, Auswahlen oder Dateien, oder die größte Zahl
add_question-done = ✅ Die Frage ist hinzugefügt.

edit_question-command = Eine Frage eines Ticket-Typs ändern
edit_question-option-question = Die Frage
edit_question-option-required = Ob geantwortet werden muss
edit_question-option-min = Die wenigsten Zeichen, Auswahlen oder Dateien (0 nimmt es zurück), oder die kleinste Zahl
edit_question-option-max = Die meisten Zeichen, Auswahlen oder Dateien (0 nimmt es zurück), oder die größte Zahl
edit_question-done = ✅ Die Frage ist geändert.

move_question-command = Eine Frage eines Ticket-Typs verschieben
move_question-option-question = Die Frage
move_question-option-place = Die wievielte sie sein soll, ab 1
move_question-done = ✅ Die Frage ist verschoben.

remove_question-command = Eine Frage eines Ticket-Typs entfernen
remove_question-option-question = Die Frage
remove_question-done = ✅ Die Frage ist entfernt.

show_form-command = Die Fragen eines Ticket-Typs zeigen und ausprobieren
show_form-option-type = Der Ticket-Typ
show_form-title = Was „{ $name }“ fragt
show_form-empty = Nichts. Füge mit `/form add` eine Frage hinzu.
show_form-optional = freiwillig
show_form-button = Ausprobieren
show_form-tried = ✅ Das war alles. Für ein Mitglied ginge jetzt ein Ticket auf; das war ein Versuch, und nichts wurde geöffnet.

question-title = Frage: { $label }
question-label = Frage
question-description = Unter der Frage
question-placeholder = Gezeigt, solange nichts dasteht
question-default = Anfangs ausgefüllt mit
question-ticked = Anfangs angekreuzt
question-text = Text
question-pattern = Muster
question-pattern-about = Ein regulärer Ausdruck für die ganze Antwort; darunter, was gesagt wird, wenn er nicht passt
question-pattern-message = Was gesagt wird, wenn das Muster nicht passt
question-options = Auswahlmöglichkeiten
question-options-about = Eine pro Zeile: Auswahl | Beschreibung. Ein * vor denen, die anfangs gewählt sind
question-option = Auswahlmöglichkeit
question-option-description = Beschreibung einer Auswahlmöglichkeit
question-least = min
question-most = max
question-short = Kurzer Text
question-paragraph = Absatz
question-number = Zahl
question-select = Menü mit Auswahl
question-radio = Eine von mehreren (Optionsfelder)
question-checkboxes = Beliebige von mehreren (Kästchen)
question-checkbox = Ja oder nein (ein Kästchen)
question-users = Nutzer
question-roles = Rollen
question-mentionables = Nutzer und Rollen
question-channels = Kanäle
question-files = Dateien
question-display = Text zum Lesen, keine Frage

tags-command = Texte, die das Team immer wieder schickt
tags-form-name = Wie du ihn findest
tags-form-text = Was er sagt
use_tag-command = Einen der Texte schicken, die als Tags gespeichert sind
use_tag-option-name = Welcher Tag
use_tag-option-for = Für wen er ist: das Mitglied wird erwähnt
add_tag-command = Einen Text als Tag speichern; ein Formular fragt, was er sagt
add_tag-option-name = Wie du ihn findest
add_tag-title = Ein neuer Tag
add_tag-done = ✅ Der Tag „{ $name }“ ist gespeichert. Schicke ihn mit /tag.
edit_tag-command = Ändern, was ein Tag sagt
edit_tag-option-name = Welcher Tag
edit_tag-done = ✅ Der Tag „{ $name }“ ist geändert.
delete_tag-command = Einen Tag löschen
delete_tag-option-name = Welcher Tag
delete_tag-done = ✅ Der Tag „{ $name }“ ist gelöscht. Er sagte:
list_tags-command = Die Tags zeigen
list_tags-title = Tags
list_tags-none = Es gibt noch keine Tags. Mit /tags add kommt einer dazu.
list_tags-page = Seite { $page } von { $pages } · { $count } von { $most } Tags

staff-command = Wer sich um Tickets kümmert
add_staff-command = Ein Mitglied oder eine Rolle ins Team nehmen
add_staff-option-who = Wer sich um Tickets kümmert
add_staff-option-team = In welche Gruppe, auch eine neue; für alle Tickets, wenn du nichts angibst
add_staff-option-rank = Wie weit es reicht; Agent, wenn du nichts angibst
add_staff-done = ✅ Ins Team genommen.
rank-viewer = Leserecht: liest nur
rank-trainee = In Ausbildung: antwortet und sortiert, schließt nichts
rank-agent = Agent: darf alles
remove_staff-command = Ein Mitglied oder eine Rolle aus dem Team nehmen
remove_staff-option-who = Wer sich nicht mehr um Tickets kümmert
remove_staff-option-team = Aus welcher Gruppe; aus dem ganzen Team, wenn du nichts angibst
remove_staff-done = ✅ Aus dem Team genommen.
list_staff-command = Zeigen, wer sich um Tickets kümmert
list_staff-title = Team
list_staff-all = Alle Tickets
edit_type_staff-command = Wählen, welche Gruppen sich um eine Ticketart kümmern und was Übernehmen bedeutet
edit_type_staff-option-type = Welche Ticketart
edit_type_staff-option-team = Eine Gruppe, die sich darum kümmert, neben den bisherigen
edit_type_staff-option-remove_team = Eine Gruppe, die sich nicht mehr darum kümmert
edit_type_staff-option-claimed = Was andere vom Team in einem Ticket dürfen, das jemand übernommen hat
edit_type_staff-done = ✅ Die Ticketart „{ $name }“ ist gespeichert. Gruppen: { $count }. Ist ein Ticket übernommen, gilt für andere vom Team: { $claimed }.
claims-write = lesen und schreiben
claims-read = nur lesen
claims-hidden = sehen es nicht

blacklist-command = Wer keine Tickets öffnet
blacklist-for-good = auf Dauer
blacklist-until = bis { $until }
add_to_blacklist-command = Ein Mitglied oder eine Rolle keine Tickets mehr öffnen lassen
add_to_blacklist-option-who = Wer keine Tickets öffnet; wer den Server verwalten darf, wird nie aufgehalten
add_to_blacklist-option-reason = Warum, für sie zum Lesen
add_to_blacklist-option-duration = Wie lange, etwa 30m, 2h oder 7d; auf Dauer, wenn du nichts angibst
add_to_blacklist-user-menu = Für Tickets sperren
add_to_blacklist-title = Für Tickets sperren
add_to_blacklist-reason = Warum, für sie zum Lesen
add_to_blacklist-duration = Wie lange: 30m, 2h oder 7d; leer: auf Dauer
add_to_blacklist-done = ⛔ { $whom } steht { $until } auf der Sperrliste und öffnet keine Tickets.
remove_from_blacklist-command = Ein Mitglied oder eine Rolle wieder Tickets öffnen lassen
remove_from_blacklist-option-who = Wer wieder Tickets öffnen darf
remove_from_blacklist-done = ✅ { $whom } steht nicht mehr auf der Sperrliste.
list_blacklist-command = Zeigen, wer keine Tickets öffnet, warum und bis wann
list_blacklist-title = Sperrliste
list_blacklist-none = Niemand steht auf der Sperrliste.
list_blacklist-page = Seite { $page } von { $pages } · { $total ->
        [one] ein Eintrag
       *[other] { $total } Einträge
    }

set_up-command = Festlegen, wer an Tickets arbeitet und wohin sie kommen
set_up-option-staff = Eine Rolle, die an allen Tickets arbeitet, zusätzlich zu den bisherigen
set_up-option-remove_staff = Eine Rolle, die nicht mehr an allen Tickets arbeitet
set_up-option-category = Die Kategorie für Ticketkanäle
set_up-option-log = Der Kanal für Gesprächsprotokolle
set_up-option-names = Wie Kanäle heißen, aus {"{"}number{"}"}, {"{"}type{"}"} und {"{"}username{"}"}
set_up-option-attachment_limit = Die größte Datei, die mit einem Ticket aufbewahrt wird, in MiB; 0 bewahrt keine auf
set_up-option-attachments_limit = Wie groß alle Dateien eines Tickets zusammen sein dürfen, in MiB; 0 bewahrt keine auf
set_up-option-priority = Wo die Priorität eines Tickets steht, außer in seiner ersten Nachricht
set_up-priority-nowhere = nur in der ersten Nachricht
set_up-priority-name = vor dem Namen des Kanals
set_up-priority-topic = vor dem Thema des Kanals
set_up-option-limit = Wie viele Tickets ein Mitglied offen haben darf, alle Arten zusammen
set_up-option-account_days = Wie viele Tage alt das Konto sein muss, mit dem jemand Tickets öffnet; 0: egal
set_up-option-member_days = Seit wie vielen Tagen jemand auf dem Server sein muss, um Tickets zu öffnen; 0: egal
set_up-option-feedback = Ob nach dem Schließen um ein bis fünf Sterne gebeten wird, wer ein Ticket geöffnet hat
set_up-option-retention = Wie viele Tage Tickets nach dem Schließen bleiben; eine kürzere Zeit gilt einen Tag später
set_up-option-time_zone = Nach welcher Uhr die Tage der Statistik beginnen, zum Beispiel Europe/Berlin
set_up-on = an
set_up-off = aus
set_up-option-clear = Was zurückgenommen wird
set_up-clear-staff = Team: niemand
set_up-clear-category = Kategorie: keine
set_up-clear-log = Protokolle: nirgends
set_up-clear-names = Namen: {"{"}type{"}"}-{"{"}number{"}"}
set_up-clear-limit = Offene Tickets eines Mitglieds: so viele, wie die Arten erlauben
set_up-clear-attachment_limit = Größte Datei: 8 MiB
set_up-clear-attachments_limit = Alle Dateien eines Tickets: 64 MiB
set_up-clear-feedback = Bewertung: an
set_up-clear-retention = Geschlossene Tickets: bleiben für immer
set_up-clear-time_zone = Zeitzone: UTC
set_up-no-limit = so viele, wie die Arten erlauben
set_up-none = nicht festgelegt
set_up-more = und { $count } weitere
set_up-done = ✅ Gespeichert.
set_up-shown = So sind Tickets eingerichtet. Es wurde nichts geändert.
set_up-everyone = ⚠️ @everyone war als Team ausgewählt, womit alle jedes Ticket sähen. Das zählt nicht: Wähle eine Rolle.
set_up-list =
    Team: { $staff }
    Kategorie: { $category }
    Protokolle: { $log }
    Namen: `{ $names }`
    Mit Tickets aufbewahrte Dateien: bis { $file } MiB, { $files } MiB je Ticket
    Tickets, die ein Mitglied offen haben darf: { $limit }{ $roles ->
        [0] {""}
        [one] {""}, und anders für eine Rolle (/role-limit)
       *[other] {""}, und anders für { $roles } Rollen (/role-limit)
    }
    Tage, die ein Konto alt sein muss: { $account ->
        [0] keine
       *[other] { $account }
    }
    Tage, die ein Mitglied hier sein muss: { $member ->
        [0] keine
       *[other] { $member }
    }
    Bewertung nach dem Schließen: { $feedback }
    Geschlossene Tickets bleiben: { $kept ->
        [0] für immer
        [one] einen Tag
       *[other] { $kept } Tage
    }
    Zeitzone: { $zone }
    Arten: { $types }
    Priorität: { $priority }
set_up-expiring =
    ⚠️ Ab { $from } bleiben geschlossene Tickets nur noch { $days ->
        [one] einen Tag
       *[other] { $days } Tage
    }. Das entfernt { $more ->
        [yes] mehr als { $tickets } Tickets
       *[no] { $tickets ->
            [0] kein Ticket
            [one] ein Ticket
           *[other] { $tickets } Tickets
        }
    } von denen, die jetzt geschlossen sind, mit allem, was darin gesagt wurde, endgültig. Bis dahin wird dadurch nichts entfernt, und eine längere Zeit oder `clear` nimmt es zurück.

notify-command = Festlegen, was du erfährst, in einer Direktnachricht oder einem Kanal, oder es zeigen
notify-option-new = Ob du von Tickets erfährst, die geöffnet werden
notify-option-assigned = Ob du von Tickets erfährst, die dir gegeben werden
notify-option-mentioned = Ob du von Nachrichten in Tickets erfährst, die dich erwähnen
notify-option-waiting = Nach wie vielen Minuten du erfährst, dass ein Mitglied auf das Team wartet; 0: nie
notify-option-channel = Der Kanal, in dem du angepingt wirst
notify-option-direct = Ob du es wieder in Direktnachrichten erfährst
notify-shown = Davon erfährst du. Es wurde nichts geändert.
notify-done = ✅ Gespeichert.
notify-direct = in einer Direktnachricht
notify-list =
    Neue Tickets: { $new }
    Mir gegebene Tickets: { $assigned }
    Nachrichten, die mich erwähnen: { $mentioned }
    Mitglieder, die warten: { $waiting ->
        [0] aus
        [one] nach einer Minute
       *[other] nach { $waiting } Minuten
    }
    Wo: { $place }
notify-refused = ⚠️ Discord nimmt seit { $since } keine Nachricht für dich an: Deine Direktnachrichten sind geschlossen, oder der Kanal ist weg. Wähle neu, sobald das anders ist.
notify-told-new = 🎫 { $ticket } wurde von { $user } geöffnet: { $channel }
notify-told-assigned = 👤 { $ticket } wurde dir gegeben: { $channel }
notify-told-mentioned = 💬 In { $ticket } wirst du erwähnt: { $channel }
notify-told-waiting = ⏰ { $user } wartet in { $ticket } auf eine Antwort: { $channel }
notify-more = { $count ->
        [one] Und noch etwas.
       *[other] Und noch { $count } weitere Meldungen.
    }

limit_role-command = Festlegen, wie viele Tickets Mitglieder einer Rolle offen haben dürfen, oder alle zeigen
limit_role-option-role = Die Rolle; von den Rollen eines Mitglieds zählt die großzügigste
limit_role-option-limit = Wie viele, alle Arten zusammen; 0: keine. Lass es weg, um die Grenze zurückzunehmen
limit_role-title = Offene Tickets eines Mitglieds
limit_role-each = Alle anderen: { $limit }

refusal_text-command = In eigenen Worten festlegen, was Mitglieder lesen, die kein Ticket öffnen dürfen
refusal_text-option-about = Warum sie es nicht dürfen
refusal_text-option-clear = Die eigenen Worte zurücknehmen
refusal_text-limit = Sie haben so viele offen, wie sie dürfen
refusal_text-roles = Ihre Rollen erlauben es nicht
refusal_text-blacklist = Sie stehen auf der Sperrliste
refusal_text-newcomer = Ihr Konto oder ihre Mitgliedschaft ist zu neu
refusal_text-cooldown = Sie haben gerade erst eines geöffnet
refusal_text-title = Eigene Worte
refusal_text-label = Text; leer: Tickits eigene Worte
refusal_text-done = ✅ Gespeichert: Das lesen Mitglieder von nun an. Was darin fehlt, etwa bis wann, folgt in kleiner Schrift.
refusal_text-cleared = ✅ Mitglieder lesen wieder Tickits eigene Worte.

welcome-text = Danke, dass du dich meldest. Erzähl uns, worum es geht; gleich ist jemand für dich da.
welcome-submitter = Im Auftrag
welcome-submitted = Von { $by } für { $user } geöffnet. Es wurde kein Formular ausgefüllt.
welcome-quoted = Aus [einer Nachricht]({ $link }) von { $user }:
welcome-quoted-files = Angehängt: { $files }
welcome-claimed-by = Übernommen von
welcome-follows = Folgt auf Ticket
welcome-priority = Priorität
welcome-state = Stand
welcome-waiting = Wartet auf
welcome-labels = Labels
welcome-topic = Thema
welcome-team = Gruppe
welcome-close-request = Soll geschlossen werden

log-opened-by = Geöffnet von
log-opened = Geöffnet
log-closed-by = Geschlossen von
log-open-for = Offen
log-first-response = Zeit bis zur ersten Antwort
log-messages = Nachrichten
log-participants = Wer schrieb
log-files = Dateien
log-files-kept = { $count } mit dem Ticket aufbewahrt
log-reason = Grund
log-rating = Bewertung
log-too-large = Das Transkript ist zu groß für diesen Kanal. Das Team kann es mit `/ticket transcript ticket:{ $ticket }` lesen.
log-in-part = Eine Datei des Transkripts ist zu groß für diesen Kanal. Das Team kann sie mit `/ticket transcript ticket:{ $ticket }` lesen.

duration-days =
    { $count ->
        [one] 1 Tag
       *[other] { $count } Tage
    }
duration-hours =
    { $count ->
        [one] 1 Stunde
       *[other] { $count } Stunden
    }
duration-minutes =
    { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }
duration-short = weniger als eine Minute

transcript-earlier = Vor der Bearbeitung
transcript-deleted = Gelöscht
transcript-empty = Niemand hat etwas geschrieben.
transcript-days = Nachrichten nach Tagen
transcript-no-content = ⚠️ Der Bot darf nicht lesen, was Mitglieder schreiben, weil ihm der Message Content Intent fehlt: Was sie schrieben, fehlt.
transcript-edited = bearbeitet
transcript-is-pinned = angepinnt
transcript-webhook = Webhook
transcript-unknown-author = jemand Unbekanntes
transcript-unknown-user = @unbekannte Person { $id }
transcript-unknown-role = @unbekannte Rolle { $id }
transcript-unknown-channel = #unbekannter Kanal { $id }
transcript-withheld = Was hier geschrieben wurde, bekam der Bot nicht zu lesen: Ihm fehlt der Message Content Intent.
transcript-unknown = Etwas, das dieses Transkript nicht zeigen kann (Nachrichtentyp { $kind })
transcript-unknown-component = Etwas, das dieses Transkript nicht zeigen kann (Komponententyp { $kind })
transcript-unreadable = Eine Nachricht, die nicht gelesen werden konnte
transcript-unreadable-part = Ein Teil, der nicht gelesen werden konnte: { $fields }
transcript-nothing-to-show = nichts, was sich als Text zeigen lässt
transcript-reply = Als Antwort auf
transcript-reply-gone = Als Antwort auf eine Nachricht, die es nicht mehr gibt
transcript-reply-without-text = eine Nachricht ohne Text
transcript-thread-starter = Der Thread begann mit
transcript-command = Als Antwort auf { $user } mit /{ $command }
transcript-forwarded = Weitergeleitet
transcript-embed = Einbettung
transcript-sticker = Sticker
transcript-poll = Umfrage
transcript-poll-votes =
    { $votes ->
        [one] 1 Stimme
       *[other] { $votes } Stimmen
    }
transcript-poll-several = mehrere Antworten möglich
transcript-controls = Knöpfe und Menüs
transcript-buttons = Knöpfe
transcript-input = Menü
transcript-menu-users = Menü der Mitglieder
transcript-menu-roles = Menü der Rollen
transcript-menu-mentionables = Menü der Mitglieder und Rollen
transcript-menu-channels = Menü der Kanäle
transcript-disabled = (gesperrt)
transcript-spoiler = Spoiler
transcript-voice = Sprachnachricht, { $length }
transcript-file-kept = mit dem Ticket aufbewahrt
transcript-file-too-large = nicht aufbewahrt: Sie ist zu groß
transcript-file-no-room = nicht aufbewahrt: Die Dateien des Tickets sind zu viele oder zu groß
transcript-file-gone = nicht aufbewahrt: Discord hatte sie nicht mehr
transcript-reactions = Reaktionen
transcript-picture = Bild
transcript-video = Video
transcript-added = Hat { $name } hinzugefügt
transcript-removed = Hat { $name } entfernt
transcript-call = Hat einen Anruf begonnen
transcript-renamed = Hat den Kanal in { $name } umbenannt
transcript-icon = Hat das Bild des Kanals geändert
transcript-pinned = Hat eine Nachricht angepinnt
transcript-joined = Ist dem Server beigetreten
transcript-boosted = Hat den Server geboostet
transcript-boosted-1 = Hat den Server geboostet, der damit Stufe 1 erreichte
transcript-boosted-2 = Hat den Server geboostet, der damit Stufe 2 erreichte
transcript-boosted-3 = Hat den Server geboostet, der damit Stufe 3 erreichte
transcript-followed = Lässt Nachrichten von { $name } in diesem Kanal zeigen
transcript-discovery = Der Platz des Servers unter den Entdeckungen hat sich geändert
transcript-thread-created = Hat den Thread { $name } begonnen
transcript-invite = Discord erinnert daran, Leute auf den Server einzuladen
transcript-automod = AutoMod hat auf eine Nachricht reagiert
transcript-subscribed = Hat { $name } abonniert
transcript-premium = Discord bietet eine Premium-App an
transcript-stage-start = Hat die Bühne { $name } eröffnet
transcript-stage-end = Hat die Bühne { $name } beendet
transcript-stage-speaker = Spricht jetzt auf der Bühne
transcript-stage-topic = Hat das Thema der Bühne in { $name } geändert
transcript-app-subscribed = Hat { $name } für den Server abonniert
transcript-alert-on = Hat Sicherheitsmaßnahmen eingeschaltet
transcript-alert-off = Hat Sicherheitsmaßnahmen ausgeschaltet
transcript-raid = Hat einen Angriff gemeldet
transcript-no-raid = Hat einen Fehlalarm gemeldet
transcript-purchase = Hat etwas im Shop des Servers gekauft
transcript-hd = Überträgt in hoher Auflösung
transcript-thread = Hier begann ein Thread
transcript-poll-ended = Die Umfrage ist beendet
transcript-system = Eine Nachricht von Discord selbst (Typ { $kind })

failed = ❌ Das ging schief, und es liegt an uns. Falls es wieder geschieht, nenne den Admins diese Nummer: { $incident }
unavailable = ⏳ Tickit erreicht seine Datenbank gerade nicht. Es wurde nichts geändert. Versuche es bitte in einer Minute noch einmal.
delayed = ⏳ Das geht gerade nicht, und es liegt an uns. Es wird immer wieder versucht, und du liest hier, was daraus wird.
uncertain = ⏳ Tickit konnte nicht feststellen, ob das gespeichert wurde. Falls ja, wird es innerhalb einer Minute von selbst zu Ende geführt. Siehst du bis dahin nichts davon, versuche es bitte noch einmal.

erasure-requested = 🗑️ { $user } verlangt, dass gelöscht wird, was in Tickets über sie oder ihn gespeichert ist. Wer diesen Server verwaltet, antwortet darauf im Dashboard unter Einstellungen oder über HTTP.
webhook-gone = 🔌 Der Webhook { $webhook } ist ausgeschaltet: Sein Empfänger sagt, dass es ihn nicht mehr gibt. Eingeschaltet wird er über HTTP.
webhook-failing = 🔌 Der Webhook { $webhook } ist ausgeschaltet: Seit drei Tagen hat ihn nichts erreicht. Eingeschaltet wird er über HTTP.
opener-left = 🚪 { $user } hat dieses Ticket geöffnet und den Server verlassen.
not-shown = ⚠️ Ticket #{ $ticket } in { $channel } wurde geändert, aber Discord zeigt etwas davon nicht: { $aspect }.
not-shown-rejected = Discord hat es mit Code { $code } abgelehnt. Bei der nächsten Änderung wird es erneut versucht.
aspect-audience = wer es sehen darf
aspect-first-message = die erste Nachricht
aspect-name = der neue Name
aspect-topic = sein Thema
aspect-category = seine Kategorie
aspect-pins = was angepinnt ist

this-server = diesem Server
needs-member = ein Mitglied dieses Servers
needs-opener-or-staff = wer das Ticket geöffnet hat, oder das Team
needs-staff = das Team
needs-full-staff = wer im Team und nicht in Ausbildung ist
needs-admin = wer den Server verwalten darf

permission-view-channels = Kanäle ansehen
permission-manage-channels = Kanäle verwalten
permission-manage-roles = Rollen verwalten
permission-send-messages = Nachrichten senden
permission-embed-links = Links einbetten
permission-attach-files = Dateien anhängen
permission-read-message-history = Nachrichtenverlauf anzeigen
permission-pin-messages = Nachrichten anpinnen

refused-stale-control = Dieser Knopf ist veraltet. Bitte benutze einen neueren.
refused-guild-only = Das geht nur auf einem Server.
refused-no-such-ticket = Dieses Ticket gibt es hier nicht.
refused-not-a-ticket = Benutze das im Kanal eines Tickets.
refused-not-allowed = Das darf nur { $needs }.
refused-needs-person = Das kann nur ein Mensch tun.
refused-limit-reached =
    { $limit ->
        [one] Du hast schon ein offenes Ticket dieser Art{ $channels }. Bitte benutze es, oder schließe es zuerst.
       *[other] Du hast schon { $limit } offene Tickets dieser Art{ $channels }. Bitte benutze eines davon, oder schließe zuerst eines.
    }
refused-opener-at-limit =
    { $limit ->
        [one] { $opener } hat schon ein offenes Ticket dieser Art{ $channels }. Schließe es zuerst.
       *[other] { $opener } hat schon { $limit } offene Tickets dieser Art{ $channels }. Schließe zuerst eines davon.
    }
refused-limit-of-all-reached =
    { $open ->
        [0] Du darfst hier keine Tickets offen haben.
        [one] Du hast hier schon ein offenes Ticket{ $channels }. Du darfst { $limit } haben: Schließe es zuerst.
       *[other] Du hast hier schon { $open } offene Tickets{ $channels }. Du darfst { $limit } haben: Schließe zuerst eines davon.
    }
refused-opener-at-limit-of-all =
    { $open ->
        [0] { $opener } darf hier keine Tickets offen haben.
        [one] { $opener } hat hier schon ein offenes Ticket{ $channels } und darf { $limit } haben. Schließe es zuerst.
       *[other] { $opener } hat hier schon { $open } offene Tickets{ $channels } und darf { $limit } haben. Schließe zuerst eines davon.
    }
refused-being-opened = Dieses Ticket wird noch geöffnet. Versuche es gleich noch einmal.
refused-not-open = Dieses Ticket ist nicht offen.
refused-close-requested = Es hat schon jemand darum gebeten, dieses Ticket zu schließen. Beantworte das zuerst, oder nimm es zurück.
refused-no-close-request = Niemand bittet mehr darum, dieses Ticket zu schließen.
refused-own-close-request = Zustimmen muss die andere Seite. Mit „Offen lassen“ kannst du die Bitte zurücknehmen.
refused-not-closed = Dieses Ticket ist nicht geschlossen.
refused-changed-meanwhile = Das hat inzwischen jemand geändert: { $fields }. Sieh es dir noch einmal an.
refused-being-deleted = Dieses Ticket wird schon gelöscht.
refused-no-transcript = In diesem Ticket wurde nichts gesagt: Es gibt kein Transkript davon.
refused-no-such-part =
    { $parts ->
        [one] Dieses Transkript ist aus einem Stück: Lass `part` weg.
       *[other] Dieses Transkript hat nur { $parts } Teile.
    }
refused-no-such-file = Mit diesem Ticket ist keine solche Datei aufbewahrt.
refused-answer-refused = Discord nimmt die Antwort nicht an: Vielleicht ist sie zu groß.
refused-claimed-by = { $user } kümmert sich schon um dieses Ticket.
refused-not-claimed = Niemand hat dieses Ticket übernommen.
refused-already-member = { $whom } kann dieses Ticket schon sehen.
refused-not-member = { $whom } wurde nie zu diesem Ticket hinzugefügt.
refused-opener-stays = Wer ein Ticket geöffnet hat, kann nicht daraus entfernt werden. Du kannst es stattdessen schließen.
refused-too-many-labels = Ein Ticket hat höchstens { $limit } Labels.
refused-too-many-pins = In einem Ticket sind höchstens { $limit } Nachrichten angepinnt. Löse zuerst eine.
refused-too-many-notes = Zu diesem Ticket gibt es schon { $limit } Notizen, und mehr können es nicht sein.
refused-not-staff = { $user } gehört für dieses Ticket nicht zum Team oder ist ein Bot. Wähle jemand anderen, oder bitte einen Admin, die Person ins Team zu nehmen.
refused-not-on-staff = { $whom } gehört dort nicht zum Team.
refused-no-such-team = Diese Gruppe gibt es nicht. `/staff list` zeigt alle.
refused-too-many-teams = Ein Server hat höchstens { $limit } Gruppen.
refused-no-such-member = Die Person ist nicht (mehr) auf diesem Server.
refused-same-type = Dieses Ticket hat schon den Typ „{ $kind }“.
refused-no-such-type = Diese Ticketart gibt es nicht mehr. Bitte benutze ein neueres Panel.
refused-unknown-type = Es gibt keine Ticketart „{ $kind }“. /type list zeigt, welche es gibt.
refused-type-exists = Es gibt schon eine Ticketart „{ $kind }“. Ändere sie mit /type edit.
refused-no-type-to-open =
    { $kind ->
        [none] Dir steht hier keine Ticketart offen: Das hängt von deinen Rollen ab.
       *[other] Es gibt keine Ticketart „{ $kind }“. Wähle eine von denen, die angeboten werden.
    }
refused-type-not-allowed = „{ $kind }“ steht dir nicht offen: Das hängt von deinen Rollen ab.
refused-opener-not-allowed = „{ $kind }“ steht { $opener } nicht offen: Das hängt von den Rollen ab.
refused-opener-blacklisted =
    { $until ->
        [none] { $opener } steht auf der Sperrliste, deshalb wird kein Ticket geöffnet.
       *[other] { $opener } steht auf der Sperrliste, deshalb wird kein Ticket geöffnet. Das endet { $until }.
    }{ $reason ->
        [none] {""}
       *[other] {" "}Grund: { $reason }
    }
refused-message-of-bot = Das hat ein Bot geschrieben. Nimm eine Nachricht, die ein Mitglied geschrieben hat.
refused-not-your-message = Du kannst aus einer eigenen Nachricht ein Ticket machen. Aus denen von anderen macht das Team eines.
refused-message-forgotten = Du hast diese Nachricht vor zu langer Zeit gewählt. Nimm bitte in ihrem Menü noch einmal „Ticket aus Nachricht machen“.
refused-opener-is-bot = Das ist ein Bot. Ein Ticket wird für einen Menschen geöffnet.
refused-cooling-down = Du hast gerade ein Ticket dieser Art geöffnet. Das nächste kannst du { $until } öffnen.
refused-blacklisted =
    { $until ->
        [none] Du kannst hier keine Tickets öffnen.
       *[other] Du kannst hier gerade keine Tickets öffnen. Das geht wieder { $until }.
    }{ $reason ->
        [none] {""}
       *[other] {" "}Grund: { $reason }
    }
refused-account-too-young = Dein Discord-Konto ist zu neu, um hier Tickets zu öffnen. Das geht { $until }.
refused-member-too-new = Du bist noch nicht lange genug auf diesem Server, um Tickets zu öffnen. Das geht { $until }.
refused-not-blacklisted = { $whom } steht nicht auf der Sperrliste.
refused-no-rule = „{ $rule }“ ist keine Regel. Schreib erlaube oder verbiete und eine Rolle aus der Liste von Discord, etwa: verbiete @Stumm, erlaube @Mitglied
refused-role-twice = { $role } steht zweimal in der Liste.
refused-everyone-blacklisted = @everyone kann nicht auf der Sperrliste stehen. Um eine Ticketart für alle zu schließen, nimm ihre verbotenen Rollen.
refused-blacklist-full = Auf der Sperrliste stehen schon { $limit }, mehr geht nicht. Entferne zuerst jemanden.
refused-blacklist-duration = Schreib die Dauer als 30m, 2h oder 7d: mindestens eine Minute und höchstens { $limit } Tage. Lass sie weg, um auf Dauer zu sperren.
refused-staff-closes = Tickets dieser Art schließt nur das Team.
refused-reason-required = Tickets dieser Art werden nur mit einem Grund geschlossen.
refused-not-reopened =
    { $hours ->
        [0] Tickets dieser Art werden nicht wieder geöffnet.
       *[other] Tickets dieser Art werden nur bis { $hours } Stunden nach dem Schließen wieder geöffnet.
    }
refused-staff-reopens = Geschlossene Tickets öffnet das Team wieder. Du kannst ein neues öffnen, das auf dieses verweist.
refused-everyone-limited = @everyone sind alle: Lege ihre Grenze mit /setup fest.
refused-role-widened = Ein Server kann ein Recht nur weiter einschränken: Dieses hat sonst nur { $needs }.
refused-too-high = Das ist zu viel: höchstens { $limit }.
refused-too-many-chosen = Davon lassen sich höchstens { $limit } wählen. Nimm zuerst eine heraus.
refused-everyone-pinged = @everyone wird nie angepingt. Wähle eine Rolle.
refused-opener-rates = Nur wer dieses Ticket geöffnet hat, bewertet es.
refused-not-to-be-rated = Das kann nicht bewertet werden: Das Ticket wurde seither wieder geöffnet, oder niemand wurde nach einer Bewertung gefragt.
refused-rating-over = Die Zeit, dieses Ticket zu bewerten, ist vorbei: Sie endete { $until }.
refused-unknown-panel = Es gibt kein Panel „{ $name }“. /panel list zeigt, welche es gibt.
refused-panel-exists = Es gibt schon ein Panel „{ $name }“. Ändere es mit /panel edit.
refused-panel-gone = Dieses Panel wurde gelöscht.
refused-too-many-panels = Ein Server hat höchstens { $limit } Panels. Lösche zuerst eines.
refused-too-many-messages = Ein Panel hat höchstens { $limit } Nachrichten und passt sie alle an. Lösche zuerst eine davon.
refused-unknown-tag = Es gibt keinen Tag „{ $name }“ (mehr). /tags list zeigt alle.
refused-tag-exists = Den Tag „{ $name }“ gibt es schon. Ändere ihn mit /tags edit.
refused-tag-gone = Dieser Tag wurde gelöscht.
refused-too-many-tags = Ein Server hat höchstens { $limit } Tags. Lösche zuerst einen.
refused-no-types = Es gibt noch keine Ticketart. Wer den Server verwaltet, muss zuerst eine mit /type add anlegen.
refused-too-many-types = Auf ein Panel passen höchstens { $limit } Ticketarten.
refused-not-an-emoji = Das ist kein Emoji. Nimm eines aus der Auswahl, oder lass es weg.
refused-not-a-colour = Das ist keine Farbe. Schreib sie als #5865F2 oder als eine von blurple, green, yellow, fuchsia, red, white, black, blue, orange, purple, teal und grey.
refused-not-an-image = Das ist keine Adresse eines Bildes. Sie beginnt mit https:// und hat höchstens { $limit } Zeichen.
refused-everyone-as-staff = @everyone kann nicht das Team sein: Alle würden jedes Ticket sehen. Wähle eine Rolle.
refused-managed-role = { $role } gehört zu einer Integration und kann niemandem gegeben werden. Wähle eine andere Rolle.
refused-no-such-role = Diese Rolle gibt es auf diesem Server nicht (mehr).
refused-too-many-staff = Höchstens { $limit } Rollen können das Team sein. Entferne zuerst eine.
refused-no-such-channel = Diesen Kanal gibt es auf diesem Server nicht.
refused-no-category = { $channel } ist keine Kategorie.
refused-no-messages = In { $channel } kann niemand schreiben. Wähle einen Textkanal.
refused-discord-away = ⏳ Discord antwortet gerade nicht. Es wurde nichts geändert. Versuche es bitte in einer Minute noch einmal.
refused-retention-range = Geschlossene Tickets bleiben 1 bis { $limit } Tage oder für immer.
refused-no-time-zone = Eine Zeitzone dieses Namens gibt es nicht. Namen sind zum Beispiel Europe/Berlin oder UTC.
refused-no-erasure = Niemand hat verlangt, dass gelöscht wird, was dieses Mitglied gesagt hat.
refused-erasure-requested = Das verlangst du schon. Nimm es zuerst zurück, oder warte auf die Antwort.
refused-no-erasure-request = Niemand verlangt (noch), dass gelöscht wird, was über dieses Mitglied gespeichert ist.
refused-not-confirmed = Das lässt sich nicht zurücknehmen: Bestätige, dass du es so meinst.
refused-too-many-notified = { $limit } Personen erfahren schon von Tickets, mehr geht nicht.
refused-limit-range = Ein Mitglied darf 1 bis { $limit } offen haben.
refused-emoji-refused = Discord nimmt das Emoji der Art „{ $kind }“ nicht (mehr), deshalb wurde das Panel nicht veröffentlicht. Wähle ein anderes: /type edit mit emoji, oder mit clear.
refused-panel-refused = Discord nimmt dieses Panel nicht, deshalb wurde es nicht veröffentlicht. Versuche es mit kürzerer Überschrift und kürzerem Text, ohne Sonderzeichen.
refused-message-refused = Discord nimmt diese Nachricht nicht, deshalb steht sie nicht im Ticket. Versuche es mit anderen Worten.
refused-answer-missing = Bitte beantworte „{ $question }“.
refused-answer-too-long = Deine Antwort auf „{ $question }“ ist zu lang: höchstens { $limit } Zeichen.
refused-answer-too-short = Deine Antwort auf „{ $question }“ ist zu kurz: mindestens { $limit } Zeichen.
refused-answer-unfit =
    { $message ->
        [none] Deine Antwort auf „{ $question }“ sieht nicht so aus, wie sie soll.
       *[other] Deine Antwort auf „{ $question }“ sieht nicht so aus, wie sie soll: { $message }
    }
refused-answer-no-number = Bitte beantworte „{ $question }“ mit einer Zahl.
refused-answer-range = Bitte beantworte „{ $question }“ mit einer Zahl: { $range }.
refused-answer-count =
    { $least ->
        [0] Bitte wähle bei „{ $question }“ höchstens { $limit } aus.
       *[other] Bitte wähle bei „{ $question }“ { $least } bis { $limit } aus.
    }
refused-form-changed =
    { $question ->
        [none] Das Formular wurde geändert, während du es ausgefüllt hast. Drücke bitte den Knopf noch einmal.
       *[other] Das Formular wurde geändert, während du es ausgefüllt hast: Es fragt jetzt nach „{ $question }“. Drücke bitte den Knopf noch einmal.
    }
refused-too-many-questions = Das sind zu viele Fragen: höchstens { $limit }.
refused-question-length = Die Frage „{ $question }“ ist leer oder zu lang: höchstens { $limit }.
refused-no-such-question = Diese Frage gibt es nicht (mehr). Nimm eine von denen, die angeboten werden.
refused-field-length = „{ $field }“ fasst { $least } bis { $limit } Zeichen, die man sieht.
refused-field-range = „{ $field }“ muss { $least } bis { $limit } sein.
refused-form-too-long = Dieses Formular ist zu lang: Alle seine Texte zusammen fassen höchstens { $limit } Zeichen.
refused-bounds-crossed = `min` ist mehr als `max`. Eine Auswahl fasst anfangs 1: Gib beide an.
refused-option-twice = Die Auswahlmöglichkeit „{ $option }“ gibt es mehrmals.
refused-pattern-refused = Dieses Muster kann nicht benutzt werden: { $reason }
refused-text-length = Das ist leer oder zu lang: höchstens { $limit }.
refused-bot-forbidden = Dem Bot fehlen Rechte in { $channel }. Sag bitte den Admins Bescheid: Er braucht { $missing }.
refused-full = Gerade ist kein Platz für einen weiteren Ticketkanal. Sag bitte den Admins Bescheid, oder versuche es später noch einmal.
refused-closed-meanwhile = Ticket #{ $ticket } war offen und ist schon geschlossen.
refused-channel-gone = Der Kanal von Ticket #{ $ticket } ist weg, deshalb wurde das Ticket geschlossen.
refused-name-refused = Diesen Namen nimmt Discord für einen Kanal nicht.
refused-no-such-webhook = Diesen Webhook gibt es nicht (mehr).
refused-too-many-webhooks = Es gibt höchstens { $limit } Webhooks. Entferne zuerst einen.
refused-webhook-off = Dieser Webhook ist ausgeschaltet. Schalte ihn zuerst ein.
refused-no-such-delivery = Diese Zustellung gibt es nicht (mehr): Zustellungen werden eine Woche lang aufbewahrt.
refused-view-exists = Du hast schon eine Ansicht „{ $name }“. Wähle einen anderen Namen, oder ersetze diese.
refused-too-many-views = Du kannst hier { $limit } Ansichten haben. Entferne zuerst eine.
refused-no-such-view = Diese Ansicht hast du nicht (mehr).
refused-no-filter = Es ist kein Filter gesetzt. Setze zuerst einen, und speichere ihn dann als Ansicht.
refused-bot-stopped = Tickets gehen hier gerade nicht: Dieser Bot darf auf Discord zurzeit nichts tun. Sag bitte den Admins Bescheid.
