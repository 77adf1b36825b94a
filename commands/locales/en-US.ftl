# What members read, in English. Texts stand in the order of the actions; every language has the same keys.

ticket-command = Work on tickets
panel-command = Panels: messages by which members open tickets
panel-title = Need help?
panel-text = Press a button and we will talk in a channel of your own.

open-command = Open a ticket
open-option-type = What it is about; you are asked if you leave it out
open-option-user = For whom staff opens it, without the form; for yourself if you leave it out
open-user-menu = Open ticket for user
open-message-menu = Create ticket from message
open-which = What shall the ticket be about?
open-which-for = What shall the ticket of { $user } be about?
open-done = ✅ Your ticket #{ $ticket } is open: { $channel }
open-done-for = ✅ Ticket #{ $ticket } of { $user } is open: { $channel }
open-failed = ❌ Your ticket could not be opened. Nothing was lost: please try again, and tell the server's admins if it happens again.
open-continue = Continue
open-anew = Start again
open-correct = Fill in again
open-next = ✅ What you filled in is kept for 15 minutes. Go on with page { $page }.
open-begun = You began to fill in the form of “{ $name }”. Would you like to go on with it?

close-command = Close this ticket
close-option-reason = Why it is closed
close-button = Close
close-confirm = Close ticket #{ $ticket }?
close-reason = Reason (may stay empty)
close-reason-required = Reason
close-begun = 🔒 { $user } closes this ticket. The transcript is being kept.
close-reading = 📄 The transcript is being kept: { $done } messages were read so far.
close-writing = 📄 The transcript is being kept: { $done } of { $all } messages are written.
close-begun-because = 🔒 { $user } closes this ticket: { $reason }

force_close-command = Close a ticket from anywhere, whatever its type asks
force_close-option-ticket = The ticket's number
force_close-option-reason = Why it is closed
force_close-done = 🔒 Ticket #{ $ticket } is being closed.

request_close-command = Ask the other side to close this ticket
request_close-option-reason = Why it shall be closed
request_close-option-hours = After how many hours it is closed without an answer; it stays open if you leave this out
request_close-button = Ask to close
request_close-title = Ask to close this ticket
request_close-closes = { $user } asks to close this ticket. Without an answer it is closed { $until }.
request_close-closes-because = { $user } asks to close this ticket: { $reason }. Without an answer it is closed { $until }.
request_close-lapses = { $user } asks to close this ticket. Without an answer it stays open, and this ends { $until }.
request_close-lapses-because = { $user } asks to close this ticket: { $reason }. Without an answer it stays open, and this ends { $until }.
accept_close-button = Accept and close
keep_open-button = Keep open
keep_open-done = 💬 { $user } keeps this ticket open.
keep_open-already = This ticket stays open already.

claim-command = Take this ticket on
claim-button = Claim
claim-done = 🙋 { $user } takes care of this ticket.

unclaim-command = Give your claim on this ticket up
unclaim-button = Give up
unclaim-done = { $user } no longer takes care of this ticket.

add_member-command = Add a member to this ticket
add_member-option-who = Who may see it and write in it
add_member-user-menu = Add to ticket
add_member-button = Add a member …
add_member-title = Add a member
add_member-done = ➕ { $whom } was added to this ticket.

remove_member-command = Remove a member from this ticket
remove_member-option-who = Who may no longer see it
remove_member-button = Remove a member …
remove_member-title = Remove a member
remove_member-done = ➖ { $whom } was removed from this ticket.

priority-command = Say how urgent this ticket is
priority-option-level = How urgent it is
priority-menu = Priority
priority-button = Priority …
priority-now = The priority of this ticket is **{ $priority }**.
priority-low = Low
priority-normal = Normal
priority-high = High
priority-urgent = Urgent
priority-done = 🚦 The priority of this ticket is now **{ $priority }**.

rename-command = Give this ticket's channel another name
rename-option-name = The new name
rename-button = Rename …
rename-title = Another name
rename-done = ✏️ This ticket is now called **{ $name }**. Discord may take some minutes to show it.

assign-command = Give this ticket to somebody of staff
assign-option-member = Who works on it from now on
assign-button = Assign …
assign-title = Assign this ticket
assign-done = 🙋 { $user } works on this ticket now.

transfer-command = Hand this ticket over to somebody of staff, or to a team
transfer-option-member = Who works on it from now on
transfer-option-team = The team that it goes to; with neither it goes back to the staff of its type
transfer-button = Hand over to a team …
transfer-title = Which team shall this ticket go to?
transfer-to-type = Back to the staff of its type
transfer-done = 🤝 This ticket is handed over to { $to }.
transfer-back = 🤝 This ticket is back with the staff of its type.

label-command = Change the labels of this ticket
label-option-add = Labels that come, separated by commas
label-option-remove = Labels that go, separated by commas
label-button = Labels …
label-title = Labels
label-all = All labels, separated by commas
label-done = 🏷️ This ticket has the labels **{ $labels }** now.
label-none = 🏷️ This ticket has no labels now.

set_topic-command = Say what this ticket is about
set_topic-option-text = What it is about; nothing to take it back
set_topic-button = Topic …
set_topic-title = Topic
set_topic-done = 💬 This ticket is about **{ $topic }**. Discord may take some minutes to show it.
set_topic-none = 💬 This ticket has no topic now.

move_ticket-command = Move this ticket to another type
move_ticket-option-type = The type that it is of from now on
move_ticket-button = Move …
move_ticket-title = Which type shall this ticket be of?
move_ticket-done = 📂 This ticket is of the type **{ $name }** now.

add_note-command = Write a note on this ticket that staff alone sees
add_note-option-text = What it says
add_note-button = Add a note …
add_note-title = A note for staff
add_note-done = 📝 The note is kept. Staff alone sees it, with `/ticket notes`. There { $count ->
        [one] is one
       *[other] are { $count }
    } on this ticket.

list_notes-command = Read the notes on a ticket
list_notes-option-ticket = The ticket's number; the ticket of this channel if you leave it out
list_notes-button = Read notes
list_notes-title = Notes on ticket #{ $ticket }
list_notes-none = There are none.

pin-command = Pin the first message of this ticket, or take that back
pin-message-menu = Pin in ticket
pin-button = Pin, or unpin
pin-done = 📌 Pinned.
pin-undone = 📌 No longer pinned.

show_ticket-command = Look up how a ticket stands
show_ticket-option-ticket = The ticket's number; the ticket of this channel if you leave it out
show_ticket-button = How it stands

history-command = Look up the tickets that a member opened
history-option-member = Whose tickets
history-user-menu = View ticket history
history-title = Tickets of { $name }

tickets-command = Look up tickets
list_tickets-command = List the server's tickets
list_tickets-option-state = Open or closed; both if you leave it out
list_tickets-option-priority = How urgent they are
list_tickets-option-staff = Who works on them
list_tickets-option-opener = Who opened them
list_tickets-title = Tickets
list_tickets-none = There are none that you can see.
list_tickets-page = Page { $page } of { $pages } · { $total ->
        [one] one ticket
       *[other] { $total } tickets
    }

my_tickets-command = List the tickets that you work on, and those that you opened
my_tickets-title = Your tickets

ticket_queue-command = List the open tickets that wait for staff, the most urgent first
ticket_queue-title = The queue

search_tickets-command = Search tickets by type, name, topic, label and answers
search_tickets-option-text = What to search for
search_tickets-title = Tickets with “{ $text }”

more-menu = More …

state-opening = being opened
state-open = open
state-closing = being closed
state-closed = closed
state-deleting = being deleted
state-failed = could not be opened
waiting-for-staff = staff
waiting-for-member = the member

reopen-command = Reopen a closed ticket, or follow up one of your own
reopen-option-ticket = The ticket's number
reopen-button = Reopen
rate-asked = Your ticket was closed. How did it go? You can give it stars, and change them, until { $until }.
rate-given = ✅ Thank you! You can change this, and say more about it, until { $until }.
rate-server = Server
rate-yours = Your rating
rate-button = Add a comment
rate-change = Change the comment
rate-title = Your comment
rate-comment = What went well, what did not?
follow_up-button = Open a follow-up
reopen-done = ✅ Ticket #{ $ticket } of { $user } is open again: { $channel }

show_transcript-command = Read what was said in a ticket
show_transcript-option-ticket = The ticket's number; the ticket of this channel if you leave it out
show_transcript-option-part = Which part of it, where it is too large for one message
show_transcript-button = Transcript
show_transcript-done = 📄 The transcript of ticket #{ $ticket }.
show_transcript-more = 📄 Part { $part } of { $parts } of the transcript of ticket #{ $ticket }, which is too large for one message, or has files. For the next one, choose `part` too.
show_transcript-last = 📄 The last of { $parts } parts of the transcript of ticket #{ $ticket }.

delete_ticket-command = Delete a closed ticket with all that is kept of it, for good
delete_ticket-option-ticket = The ticket's number
delete_ticket-button = Delete for good
delete_ticket-confirm = Delete { $ticket } of { $user } for good, with its messages, transcripts, files and notes? Its message in the log channel stays.
delete_ticket-done = 🗑️ Ticket #{ $ticket } is being deleted.

panel-menu = Choose what it is about
panel-shows-buttons = Buttons
panel-shows-menu = Select menu
panel-all-types = all ticket types
panel-some-types = ticket types: { $count }
panel-nowhere = not published
panel-line = **{ $name }** · { $shows } · { $types } · { $channels }
panel-gone = ⚠️ Somebody has deleted the message in { $channels }. Send the panel again if it shall be there.
panel-form-title = Title
panel-form-text = Text
panel-form-colour = Colour, such as #5865F2 or green
panel-form-image = The address of an image: https://…
panel-form-thumbnail = The address of a small image: https://…

create_panel-command = Make a panel with its own ticket types; publish it with /panel send
create_panel-option-name = What you find it by
create_panel-option-title = Its title
create_panel-option-text = The text below it
create_panel-option-types = Its ticket types in their order, separated by |; all if you leave it out
create_panel-option-shows = Whether its types are buttons or a select menu
create_panel-option-colour = The colour at its side, such as #5865F2 or green
create_panel-option-image = The address of an image below the text: https://…
create_panel-option-thumbnail = The address of a small image beside the text: https://…
create_panel-done = ✅ The panel “{ $name }” is made. Publish it with /panel send.

edit_panel-command = Change what you name of a panel; with nothing else, a form asks for its texts
edit_panel-option-panel = Which panel
edit_panel-option-name = What you find it by
edit_panel-option-title = Its title
edit_panel-option-text = The text below it
edit_panel-option-types = Its ticket types in their order, separated by |; all if you leave it out
edit_panel-option-shows = Whether its types are buttons or a select menu
edit_panel-option-colour = The colour at its side, such as #5865F2 or green
edit_panel-option-image = The address of an image below the text: https://…
edit_panel-option-thumbnail = The address of a small image beside the text: https://…
edit_panel-option-clear = What to take back
edit_panel-clear-types = Ticket types: all
edit_panel-clear-text = Text: none
edit_panel-clear-colour = Colour: as usual
edit_panel-clear-image = Image: none
edit_panel-clear-thumbnail = Small image: none
edit_panel-button = Edit panel
edit_panel-done = ✅ Saved. Messages that were changed: { $count }.

list_panels-command = Show the panels and where they are published
list_panels-count = { $count } of 25 panels

delete_panel-command = Delete a panel and its messages
delete_panel-option-panel = Which panel
delete_panel-button = Delete it
delete_panel-confirm = Delete the panel “{ $name }” with its messages ({ $count })?

send_panel-command = Publish a panel with a button for each ticket type
send_panel-option-panel = Which panel; one of all ticket types if you leave it out
send_panel-option-title = The panel's title
send_panel-option-text = The text below it
send_panel-option-channel = Where to publish it; here if you leave it out
send_panel-done = ✅ The panel is published in { $channel }.

type-command = Ticket types: what members can open
type-style-primary = Blurple
type-style-secondary = Grey
type-style-success = Green
type-style-danger = Red
type-closes-all = Who opened it, and staff
type-closes-staff = Staff only
type-clear-emoji = Emoji: none
type-clear-style = Colour of the button: as usual
type-clear-category = Category: the server's
type-clear-overflow = Further categories: none
type-clear-staff = Staff: only the server's
type-clear-limit = Limit: 1
type-clear-cooldown = Pause: none
type-clear-questions = Questions: none
type-clear-pings = Pings: nobody
type-clear-access = Required and forbidden roles: none
type-clear-priority = Priority: normal
type-clear-closing = Closing: as usual
type-clear-reopening = Reopening: always
type-clear-texts = Texts, names, colour and image: as usual
type-description = What it is for
type-names = Names of channels: {"{"}number{"}"} {"{"}type{"}"} {"{"}username{"}"}
type-welcome = First message: {"{"}user{"}"} {"{"}username{"}"} {"{"}number{"}"} …
type-colour = Its colour, such as #5865F2 or green
type-image = The address of its image: https://…
type-yes = yes
type-no = no
type-all = All tickets
type-missing-role = ⚠️ { $kind }: a role that was chosen is gone (`{ $id }`).
type-missing-channel = ⚠️ { $kind }: a channel or category that was chosen is gone (`{ $id }`).
type-reopen-always = always
type-reopen-never = never
type-reopen-hours = for { $hours } hours
type-shows-emoji = Emoji: { $value }
type-shows-description = What it is for: { $value }
type-shows-category = Category: { $value }
type-shows-overflow = When that is full: { $value }
type-shows-names = Names of channels: { $value }
type-shows-staff = Staff, besides the server's: { $value }
type-shows-limit = Open at once: { $value }
type-shows-cooldown = Pause until the next: { $value }
type-shows-questions = Questions: { $value }
type-shows-mention = New tickets mention staff: { $value }
type-shows-pings = New tickets ping: { $value }
type-shows-access = Who may open it: { $value }
type-shows-priority = Priority: { $value }
type-shows-closes = Closed by: { $value }
type-shows-reason = Closing needs a reason: { $value }
type-shows-reopen = Reopened: { $value }
type-shows-welcome = First message: { $value }
type-allow = allow { $role }
type-deny = deny { $role }
type-only-these = nobody else

add_type-command = Add a ticket type
add_type-option-name = What its button says
add_type-option-emoji = The emoji on its button
add_type-option-style = The colour of its button
add_type-option-category = The category for its channels; the server's if you leave it out
add_type-option-overflow = A category to go on in when that is full, besides those before
add_type-option-staff = A role that works on it, besides those that do already and the server's staff
add_type-option-limit = How many of it one member may have open; 1 to begin with
add_type-option-cooldown = How many minutes a member has to wait for the next one; 0 to begin with
add_type-option-questions = Questions separated by |, an optional one beginning with ?; /form asks for more than texts
add_type-option-mention = Whether a new ticket of it mentions its staff; no to begin with
add_type-option-ping = A role that a new ticket pings once, besides those before
add_type-option-required = A role that lets a member open it; who has none of these may not
add_type-option-forbidden = A role with which a member may not open it
add_type-option-access = All of who may open it, in order: deny @Muted, allow @Member. The first that fits decides
add_type-option-priority = How urgent its tickets are to begin with
add_type-option-closes = Who closes its tickets
add_type-option-reason = Whether closing needs a reason; no to begin with
add_type-option-reopen = For how many hours after closing it may be reopened; 0: never
add_type-done = ✅ The ticket type “{ $name }” is saved. Publish it with /panel send.

edit_type-command = Change what you name of a ticket type; with nothing else, a form asks for its texts
edit_type-option-type = Which ticket type
edit_type-option-name = What its button says
edit_type-option-emoji = The emoji on its button
edit_type-option-style = The colour of its button
edit_type-option-category = The category for its channels; the server's if you leave it out
edit_type-option-overflow = A category to go on in when that is full, besides those before
edit_type-option-remove_overflow = A category to go on in no longer
edit_type-option-staff = A role that works on it, besides those that do already and the server's staff
edit_type-option-remove_staff = A role that works on it no longer
edit_type-option-limit = How many of it one member may have open; 1 to begin with
edit_type-option-cooldown = How many minutes a member has to wait for the next one; 0 to begin with
edit_type-option-questions = Questions separated by |, an optional one beginning with ?; /form asks for more than texts
edit_type-option-mention = Whether a new ticket of it mentions its staff; no to begin with
edit_type-option-ping = A role that a new ticket pings once, besides those before
edit_type-option-remove_ping = A role that is pinged no longer
edit_type-option-required = A role that lets a member open it; who has none of these may not
edit_type-option-forbidden = A role with which a member may not open it
edit_type-option-access = All of who may open it, in order: deny @Muted, allow @Member. The first that fits decides
edit_type-option-remove_access = A role that is neither required nor forbidden any more
edit_type-option-priority = How urgent its tickets are to begin with
edit_type-option-closes = Who closes its tickets
edit_type-option-reason = Whether closing needs a reason; no to begin with
edit_type-option-reopen = For how many hours after closing it may be reopened; 0: never
edit_type-option-clear = What to take back
edit_type-button = Edit texts
edit_type-done = ✅ The ticket type “{ $name }” is saved.

remove_type-command = Remove a ticket type; its open tickets go on
remove_type-option-type = Which ticket type
remove_type-button = Remove it
remove_type-confirm = Remove the ticket type “{ $name }”? Nobody can open another ticket of it. Those that are open go on.
remove_type-done = 🗑️ The ticket type “{ $name }” is removed.

list_types-command = Show the ticket types, or all that is chosen of one
list_types-option-type = Which one to show in full; all if you leave it out
list_types-count = { $count } of 25 ticket types
list_types-line = open at once: { $limit } · questions: { $questions }

form-command = Say what members are asked before a ticket opens

add_question-command = Add a question to a ticket type
add_question-option-type = The ticket type
add_question-option-kind = How it is asked
add_question-option-label = What is asked
add_question-option-required = Whether it must be answered; yes to begin with
add_question-option-min = The fewest characters, choices or files, or the smallest number
add_question-option-max = The most characters, choices or files, or the largest number
add_question-done = ✅ The question is added.

edit_question-command = Change a question of a ticket type
edit_question-option-question = The question
edit_question-option-required = Whether it must be answered
edit_question-option-min = The fewest characters, choices or files (0 takes it back), or the smallest number
edit_question-option-max = The most characters, choices or files (0 takes it back), or the largest number
edit_question-done = ✅ The question is changed.

move_question-command = Move a question of a ticket type
move_question-option-question = The question
move_question-option-place = Which it shall be, from 1
move_question-done = ✅ The question is moved.

remove_question-command = Remove a question of a ticket type
remove_question-option-question = The question
remove_question-done = ✅ The question is removed.

show_form-command = Show the questions of a ticket type, and try them
show_form-option-type = The ticket type
show_form-title = What “{ $name }” asks
show_form-empty = Nothing. Add a question with `/form add`.
show_form-optional = optional
show_form-button = Try it
show_form-tried = ✅ That was all. A member's ticket would be opened now; this was a try, and nothing was opened.

question-title = Question: { $label }
question-label = Question
question-description = Below the question
question-placeholder = Shown while it is empty
question-default = Filled in at first
question-ticked = Ticked at first
question-text = Text
question-pattern = Pattern
question-pattern-about = A regular expression for the whole answer; below it what to say where it does not match
question-pattern-message = What to say where the pattern does not match
question-options = Options
question-options-about = One a line: option | description. A * in front of those chosen at first
question-option = Option
question-option-description = Description of an option
question-least = min
question-most = max
question-short = Short text
question-paragraph = Paragraph
question-number = Number
question-select = Menu of options
question-radio = One of some options (radio buttons)
question-checkboxes = Any of some options (checkboxes)
question-checkbox = Yes or no (one checkbox)
question-users = Users
question-roles = Roles
question-mentionables = Users and roles
question-channels = Channels
question-files = Files
question-display = Text to read, no question

tags-command = Texts that staff posts again and again
tags-form-name = What you find it by
tags-form-text = What it says
use_tag-command = Post one of the texts that are kept as tags
use_tag-option-name = Which tag
use_tag-option-for = Whom it is for: they are mentioned
add_tag-command = Keep a text as a tag; a form asks what it says
add_tag-option-name = What you find it by
add_tag-title = A new tag
add_tag-done = ✅ The tag “{ $name }” is kept. Post it with /tag.
edit_tag-command = Change what a tag says
edit_tag-option-name = Which tag
edit_tag-done = ✅ The tag “{ $name }” is changed.
delete_tag-command = Delete a tag
delete_tag-option-name = Which tag
delete_tag-done = ✅ The tag “{ $name }” is deleted. It said:
list_tags-command = Show the tags
list_tags-title = Tags
list_tags-none = There are no tags yet. Add one with /tags add.
list_tags-page = Page { $page } of { $pages } · { $count } of { $most } tags

staff-command = Who works on tickets
add_staff-command = Put a member or a role on staff
add_staff-option-who = Who works on tickets
add_staff-option-team = In which team, new ones too; for all tickets if you leave it out
add_staff-option-rank = How far their work reaches; agent if you leave it out
add_staff-done = ✅ They are on staff.
rank-viewer = viewer: reads only
rank-trainee = trainee: answers and sorts, closes nothing
rank-agent = agent: does all
remove_staff-command = Take a member or a role off staff
remove_staff-option-who = Who works on tickets no longer
remove_staff-option-team = Out of which team; off all staff if you leave it out
remove_staff-done = ✅ They are no longer on staff.
list_staff-command = Show who works on tickets
list_staff-title = Staff
list_staff-all = All tickets
edit_type_staff-command = Choose which teams work on a ticket type, and what a claim means
edit_type_staff-option-type = Which ticket type
edit_type_staff-option-team = A team that works on it, besides those that do already
edit_type_staff-option-remove_team = A team that works on it no longer
edit_type_staff-option-claimed = What others of staff may do in a ticket that somebody has claimed
edit_type_staff-done = ✅ The ticket type “{ $name }” is saved. Teams: { $count }. Once it is claimed, others of staff: { $claimed }.
claims-write = read and write
claims-read = read only
claims-hidden = do not see it

blacklist-command = Who opens no tickets
blacklist-for-good = for good
blacklist-until = until { $until }
add_to_blacklist-command = Keep a member or a role from opening tickets
add_to_blacklist-option-who = Who opens no tickets; those who may manage the server are never held back
add_to_blacklist-option-reason = Why, for them to read
add_to_blacklist-option-duration = For how long, such as 30m, 2h or 7d; for good if you leave it out
add_to_blacklist-user-menu = Blacklist from tickets
add_to_blacklist-title = Blacklist from tickets
add_to_blacklist-reason = Why, for them to read
add_to_blacklist-duration = For how long: 30m, 2h or 7d; empty: for good
add_to_blacklist-done = ⛔ { $whom } is on the blacklist { $until }, and opens no tickets.
remove_from_blacklist-command = Let a member or a role open tickets again
remove_from_blacklist-option-who = Who may open tickets again
remove_from_blacklist-done = ✅ { $whom } is no longer on the blacklist.
list_blacklist-command = Show who opens no tickets, why, and until when
list_blacklist-title = Blacklist
list_blacklist-none = Nobody is on the blacklist.
list_blacklist-page = Page { $page } of { $pages } · { $total ->
        [one] one entry
       *[other] { $total } entries
    }

set_up-command = Choose who works on tickets and where they go
set_up-option-staff = A role that works on all tickets, besides those that do already
set_up-option-remove_staff = A role that works on all tickets no longer
set_up-option-category = The category for ticket channels
set_up-option-log = The channel for transcripts
set_up-option-names = How channels are named, from {"{"}number{"}"}, {"{"}type{"}"} and {"{"}username{"}"}
set_up-option-attachment_limit = The largest file that is kept with a ticket, in MiB; 0 keeps none
set_up-option-attachments_limit = How large all files of a ticket may be together, in MiB; 0 keeps none
set_up-option-priority = Where the priority of a ticket is shown, besides its first message
set_up-priority-nowhere = only in its first message
set_up-priority-name = in front of the channel's name
set_up-priority-topic = in front of the channel's topic
set_up-option-limit = How many tickets a member may have open, of all types together
set_up-option-account_days = How many days old the account of whoever opens a ticket has to be; 0 lets all
set_up-option-member_days = For how many days whoever opens a ticket has to have been in the server; 0 lets all
set_up-option-feedback = Whether who opened a ticket is asked for one to five stars after it was closed
set_up-option-retention = For how many days tickets are kept after they were closed; a shorter time waits a day
set_up-option-time_zone = By which clock the days of statistics begin, such as Europe/Berlin
set_up-on = on
set_up-off = off
set_up-option-clear = What to take back
set_up-clear-staff = Staff: nobody
set_up-clear-category = Category: none
set_up-clear-log = Transcripts: nowhere
set_up-clear-names = Names: {"{"}type{"}"}-{"{"}number{"}"}
set_up-clear-limit = Open tickets of a member: as many as the types let
set_up-clear-attachment_limit = Largest file: 8 MiB
set_up-clear-attachments_limit = All files of a ticket: 64 MiB
set_up-clear-feedback = Feedback: on
set_up-clear-retention = Closed tickets: kept for ever
set_up-clear-time_zone = Time zone: UTC
set_up-no-limit = as many as the types let
set_up-none = not set
set_up-more = and { $count } more
set_up-done = ✅ Saved.
set_up-shown = This is how tickets are set up. Nothing was changed.
set_up-everyone = ⚠️ @everyone was chosen as staff, which would show every ticket to everybody. It does not count: choose a role.
set_up-list =
    Staff: { $staff }
    Category: { $category }
    Transcripts: { $log }
    Names: `{ $names }`
    Files kept with tickets: up to { $file } MiB each, { $files } MiB a ticket
    Tickets that a member may have open: { $limit }{ $roles ->
        [0] {""}
        [one] {""}, and otherwise for one role (/role-limit)
       *[other] {""}, and otherwise for { $roles } roles (/role-limit)
    }
    Days that an account has to be old: { $account ->
        [0] none
       *[other] { $account }
    }
    Days that a member has to have been here: { $member ->
        [0] none
       *[other] { $member }
    }
    Feedback after closing: { $feedback }
    Closed tickets are kept: { $kept ->
        [0] for ever
        [one] for a day
       *[other] for { $kept } days
    }
    Time zone: { $zone }
    Types: { $types }
    Priority: { $priority }
set_up-expiring =
    ⚠️ From { $from } on, closed tickets are kept for { $days ->
        [one] a day
       *[other] { $days } days
    } only. That removes { $more ->
        [yes] more than { $tickets } tickets
       *[no] { $tickets ->
            [0] no ticket
            [one] one ticket
           *[other] { $tickets } tickets
        }
    } of those that are closed now, with all that was said in them, for good. Until then nothing is removed by it, and choosing a longer time, or `clear`, takes it back.

notify-command = Choose what you are told of, in a direct message or in a channel, or show it
notify-option-new = Whether you are told of tickets that are opened
notify-option-assigned = Whether you are told of tickets that are given to you
notify-option-mentioned = Whether you are told of messages in tickets that mention you
notify-option-waiting = After how many minutes you are told that a member waits for staff; 0 for never
notify-option-channel = The channel in which you are pinged
notify-option-direct = Whether you are told in direct messages again
notify-shown = This is what you are told of. Nothing was changed.
notify-done = ✅ Saved.
notify-direct = in a direct message
notify-list =
    New tickets: { $new }
    Tickets given to me: { $assigned }
    Messages that mention me: { $mentioned }
    Members who wait: { $waiting ->
        [0] off
        [one] after a minute
       *[other] after { $waiting } minutes
    }
    Where: { $place }
notify-refused = ⚠️ Discord takes no message for you since { $since }: your direct messages are closed, or the channel is gone. Choose something anew once that is otherwise.
notify-told-new = 🎫 { $ticket } was opened by { $user }: { $channel }
notify-told-assigned = 👤 { $ticket } was given to you: { $channel }
notify-told-mentioned = 💬 You are mentioned in { $ticket }: { $channel }
notify-told-waiting = ⏰ { $user } waits for an answer in { $ticket }: { $channel }
notify-more = { $count ->
        [one] And one thing more.
       *[other] And { $count } things more.
    }

limit_role-command = Choose how many tickets members of a role may have open, or show all such limits
limit_role-option-role = The role; of a member's roles the most generous counts
limit_role-option-limit = How many, of all types together; 0 for none. Leave it out to take the role's limit back
limit_role-title = Open tickets of a member
limit_role-each = Everybody else: { $limit }

refusal_text-command = Choose in your own words what members read where they may not open a ticket
refusal_text-option-about = Where they may not
refusal_text-option-clear = Take your own words back
refusal_text-limit = They have as many open as they may
refusal_text-roles = Their roles do not let them
refusal_text-blacklist = They are on the blacklist
refusal_text-newcomer = Their account or membership is too new
refusal_text-cooldown = They opened one just now
refusal_text-title = Your own words
refusal_text-label = Text; leave it empty for Tickit's own words
refusal_text-done = ✅ Saved: members read this from now on. What it does not tell, such as until when, follows in small.
refusal_text-cleared = ✅ Members read Tickit's own words again.

welcome-text = Thank you for getting in touch. Tell us what is the matter; somebody will be with you soon.
welcome-submitter = On behalf
welcome-submitted = Opened by { $by } for { $user }. No form was filled in.
welcome-quoted = From [a message]({ $link }) of { $user }:
welcome-quoted-files = Attached: { $files }
welcome-claimed-by = Taken on by
welcome-follows = Follows ticket
welcome-priority = Priority
welcome-state = State
welcome-waiting = Waiting for
welcome-labels = Labels
welcome-topic = Topic
welcome-team = Team
welcome-close-request = To be closed

log-opened-by = Opened by
log-opened = Opened
log-closed-by = Closed by
log-open-for = Open for
log-first-response = Time to first response
log-messages = Messages
log-participants = Who wrote
log-files = Files
log-files-kept = { $count } kept with the ticket
log-reason = Reason
log-rating = Rating
log-too-large = The transcript is too large to be posted here. Staff can read it with `/ticket transcript ticket:{ $ticket }`.
log-in-part = A file of the transcript is too large to be posted here. Staff can read it with `/ticket transcript ticket:{ $ticket }`.

duration-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
duration-hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
duration-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
duration-short = less than a minute

transcript-earlier = Before it was edited
transcript-deleted = Deleted
transcript-empty = Nobody wrote anything.
transcript-days = Messages by day
transcript-no-content = ⚠️ The bot may not read what members write, since it lacks the Message Content Intent: what they wrote is missing.
transcript-edited = edited
transcript-is-pinned = pinned
transcript-webhook = webhook
transcript-unknown-author = somebody unknown
transcript-unknown-user = @unknown user { $id }
transcript-unknown-role = @unknown role { $id }
transcript-unknown-channel = #unknown channel { $id }
transcript-withheld = What was written here was kept from the bot: it lacks the Message Content Intent.
transcript-unknown = Something that this transcript cannot show (message type { $kind })
transcript-unknown-component = Something that this transcript cannot show (component type { $kind })
transcript-unreadable = A message that could not be read
transcript-unreadable-part = A part that could not be read: { $fields }
transcript-nothing-to-show = nothing that can be shown as text
transcript-reply = In reply to
transcript-reply-gone = In reply to a message that is gone
transcript-reply-without-text = a message without text
transcript-thread-starter = The thread began with
transcript-command = In answer to { $user }, who used /{ $command }
transcript-forwarded = Forwarded
transcript-embed = Embed
transcript-sticker = Sticker
transcript-poll = Poll
transcript-poll-votes =
    { $votes ->
        [one] 1 vote
       *[other] { $votes } votes
    }
transcript-poll-several = several answers allowed
transcript-controls = Buttons and menus
transcript-buttons = Buttons
transcript-input = Menu
transcript-menu-users = Menu of members
transcript-menu-roles = Menu of roles
transcript-menu-mentionables = Menu of members and roles
transcript-menu-channels = Menu of channels
transcript-disabled = (disabled)
transcript-spoiler = Spoiler
transcript-voice = Voice message, { $length }
transcript-file-kept = kept with the ticket
transcript-file-too-large = not kept: it is too large
transcript-file-no-room = not kept: the ticket’s files are too many or too large
transcript-file-gone = not kept: Discord no longer had it
transcript-reactions = Reactions
transcript-picture = Picture
transcript-video = Video
transcript-added = Added { $name }
transcript-removed = Removed { $name }
transcript-call = Started a call
transcript-renamed = Changed the channel’s name to { $name }
transcript-icon = Changed the channel’s icon
transcript-pinned = Pinned a message
transcript-joined = Joined the server
transcript-boosted = Boosted the server
transcript-boosted-1 = Boosted the server, which reached level 1
transcript-boosted-2 = Boosted the server, which reached level 2
transcript-boosted-3 = Boosted the server, which reached level 3
transcript-followed = Has messages of { $name } shown in this channel
transcript-discovery = The server’s place in Server Discovery changed
transcript-thread-created = Started the thread { $name }
transcript-invite = Discord reminds of inviting people to the server
transcript-automod = AutoMod acted on a message
transcript-subscribed = Joined as a subscriber of { $name }
transcript-premium = Discord offers a premium app
transcript-stage-start = Started the stage { $name }
transcript-stage-end = Ended the stage { $name }
transcript-stage-speaker = Speaks on the stage now
transcript-stage-topic = Changed the stage’s topic to { $name }
transcript-app-subscribed = Subscribed to { $name } for the server
transcript-alert-on = Switched security actions on
transcript-alert-off = Switched security actions off
transcript-raid = Reported a raid
transcript-no-raid = Reported a false alarm
transcript-purchase = Bought something in the server’s shop
transcript-hd = Streams in high definition
transcript-thread = A thread began here
transcript-poll-ended = The poll has ended
transcript-system = A message of Discord's own (type { $kind })

failed = ❌ That went wrong, and it is our fault. If it happens again, tell the server's admins this number: { $incident }
unavailable = ⏳ Tickit cannot reach its database right now. Nothing was changed. Please try again in a minute.
delayed = ⏳ This cannot be done right now, for a reason of ours. It is tried again and again, and you read here what becomes of it.
uncertain = ⏳ Tickit could not confirm that this was saved. If it was, it will be finished by itself within a minute. If you see nothing of it by then, please try again.

erasure-requested = 🗑️ { $user } asks that what is kept of them in tickets be erased. Whoever manages this server answers that in the dashboard, under Settings, or over HTTP.
webhook-gone = 🔌 The webhook { $webhook } is turned off: its receiver says that it is gone for good. It is turned on again over HTTP.
webhook-failing = 🔌 The webhook { $webhook } is turned off: nothing has reached it for three days. It is turned on again over HTTP.
opener-left = 🚪 { $user }, who opened this ticket, has left the server.
not-shown = ⚠️ Ticket #{ $ticket } in { $channel } was changed, but Discord does not show { $aspect }.
not-shown-rejected = Discord refused it with code { $code }. It is tried again with the next change.
aspect-audience = who may see it
aspect-first-message = its first message
aspect-name = its new name
aspect-topic = its topic
aspect-category = its category
aspect-pins = what is pinned

this-server = this server
needs-member = a member of this server
needs-opener-or-staff = the one who opened the ticket, or staff
needs-staff = staff
needs-full-staff = staff, and no trainee
needs-admin = allowed to manage the server

permission-view-channels = View Channels
permission-manage-channels = Manage Channels
permission-manage-roles = Manage Roles
permission-send-messages = Send Messages
permission-embed-links = Embed Links
permission-attach-files = Attach Files
permission-read-message-history = Read Message History
permission-pin-messages = Pin Messages

refused-stale-control = This button is out of date. Please use a newer one.
refused-guild-only = That works in a server only.
refused-no-such-ticket = There is no such ticket here.
refused-not-a-ticket = Use this in a ticket's channel.
refused-not-allowed = You are not allowed to do that: you need to be { $needs }.
refused-needs-person = Only a person can do that.
refused-limit-reached =
    { $limit ->
        [one] You have an open ticket of this type already{ $channels }. Please use that one, or close it first.
       *[other] You have { $limit } open tickets of this type already{ $channels }. Please use one of them, or close one first.
    }
refused-opener-at-limit =
    { $limit ->
        [one] { $opener } has an open ticket of this type already{ $channels }. Close that one first.
       *[other] { $opener } has { $limit } open tickets of this type already{ $channels }. Close one of them first.
    }
refused-limit-of-all-reached =
    { $open ->
        [0] You may not have tickets open here.
        [one] You have an open ticket here already{ $channels }. You may have { $limit }: close it first.
       *[other] You have { $open } open tickets here already{ $channels }. You may have { $limit }: close one of them first.
    }
refused-opener-at-limit-of-all =
    { $open ->
        [0] { $opener } may not have tickets open here.
        [one] { $opener } has an open ticket here already{ $channels }, and may have { $limit }. Close it first.
       *[other] { $opener } has { $open } open tickets here already{ $channels }, and may have { $limit }. Close one of them first.
    }
refused-being-opened = This ticket is still being opened. Try again in a moment.
refused-not-open = This ticket is not open.
refused-close-requested = Somebody asks already that this ticket be closed. Answer that, or take it back, first.
refused-no-close-request = Nobody asks any more that this ticket be closed.
refused-own-close-request = The other side accepts this. You can take it back with “Keep open”.
refused-not-closed = This ticket is not closed.
refused-changed-meanwhile = Somebody changed this meanwhile: { $fields }. Look at it again.
refused-being-deleted = This ticket is being deleted already.
refused-no-transcript = Nothing was said in this ticket: there is no transcript of it.
refused-no-such-part =
    { $parts ->
        [one] This transcript is in one piece: leave `part` out.
       *[other] This transcript has { $parts } parts only.
    }
refused-no-such-file = No such file is kept with this ticket.
refused-answer-refused = Discord does not take the answer: it may be too large.
refused-claimed-by = { $user } takes care of this ticket already.
refused-not-claimed = Nobody has taken this ticket on.
refused-already-member = { $whom } can see this ticket already.
refused-not-member = { $whom } was never added to this ticket.
refused-opener-stays = Whoever opened a ticket cannot be removed from it. You can close it instead.
refused-too-many-labels = A ticket has at most { $limit } labels.
refused-too-many-pins = At most { $limit } messages are pinned in a ticket. Take one back first.
refused-too-many-notes = There are { $limit } notes on this ticket already, which is as many as there can be.
refused-not-staff = { $user } is not staff for this ticket, or a bot. Choose somebody else, or have an admin add them to staff.
refused-not-on-staff = { $whom } is not on staff there.
refused-no-such-team = There is no such team. `/staff list` shows all.
refused-too-many-teams = A server has at most { $limit } teams.
refused-no-such-member = They are not in this server (any more).
refused-same-type = This ticket is of the type “{ $kind }” already.
refused-no-such-type = This type of ticket no longer exists. Please use a newer panel.
refused-unknown-type = There is no ticket type “{ $kind }”. /type list shows those that there are.
refused-type-exists = There is a ticket type “{ $kind }” already. Change it with /type edit.
refused-no-type-to-open =
    { $kind ->
        [none] No type of ticket is open to you here: that depends on your roles.
       *[other] There is no ticket type “{ $kind }”. Choose one of those that are offered.
    }
refused-type-not-allowed = “{ $kind }” is not open to you: it depends on your roles.
refused-opener-not-allowed = “{ $kind }” is not open to { $opener }: it depends on their roles.
refused-opener-blacklisted =
    { $until ->
        [none] { $opener } is on the blacklist, so no ticket is opened for them.
       *[other] { $opener } is on the blacklist, so no ticket is opened for them. It ends { $until }.
    }{ $reason ->
        [none] {""}
       *[other] {" "}Reason: { $reason }
    }
refused-message-of-bot = A bot wrote that. Choose a message that a member wrote.
refused-not-your-message = You can make a ticket from a message of your own. From those of others, staff does.
refused-message-forgotten = You chose that message too long ago. Please choose “Create ticket from message” in its menu again.
refused-opener-is-bot = That is a bot. A ticket is opened for a person.
refused-cooling-down = You opened a ticket of this type just now. You can open the next one { $until }.
refused-blacklisted =
    { $until ->
        [none] You cannot open tickets here.
       *[other] You cannot open tickets here now. You can again { $until }.
    }{ $reason ->
        [none] {""}
       *[other] {" "}Reason: { $reason }
    }
refused-account-too-young = Your Discord account is too new to open tickets here. You can { $until }.
refused-member-too-new = You joined this server too recently to open tickets. You can { $until }.
refused-not-blacklisted = { $whom } is not on the blacklist.
refused-no-rule = “{ $rule }” is no rule. Write allow or deny and a role that you pick from Discord's list, such as: deny @Muted, allow @Member
refused-role-twice = { $role } stands in the list twice.
refused-everyone-blacklisted = @everyone cannot be on the blacklist. To close a ticket type to all, use its forbidden roles.
refused-blacklist-full = There are { $limit } on the blacklist already, which is as many as there can be. Remove one first.
refused-blacklist-duration = Write how long as 30m, 2h or 7d: one minute at least, and { $limit } days at most. Leave it out to block them for good.
refused-staff-closes = Tickets of this type are closed by staff only.
refused-reason-required = Tickets of this type are closed with a reason only.
refused-not-reopened =
    { $hours ->
        [0] Tickets of this type are not reopened.
       *[other] Tickets of this type are reopened within { $hours } hours of their closing only.
    }
refused-staff-reopens = Closed tickets are reopened by staff. You can open a new one that names this one.
refused-everyone-limited = @everyone is everybody: choose their limit with /setup.
refused-role-widened = A server can only keep a permission for fewer: this one takes at least to be { $needs }.
refused-too-high = That is too much: { $limit } at most.
refused-too-many-chosen = At most { $limit } of these can be chosen. Remove one first.
refused-everyone-pinged = @everyone is never pinged. Choose a role.
refused-opener-rates = Only who opened this ticket rates it.
refused-not-to-be-rated = This cannot be rated: the ticket was opened again since, or nobody was asked what they think of it.
refused-rating-over = The time to rate this ticket is over: it ended { $until }.
refused-unknown-panel = There is no panel “{ $name }”. /panel list shows those that there are.
refused-panel-exists = There is a panel “{ $name }” already. Change it with /panel edit.
refused-panel-gone = This panel was deleted.
refused-too-many-panels = A server has at most { $limit } panels. Delete one first.
refused-too-many-messages = A panel has at most { $limit } messages, and follows all of them. Delete one of its messages first.
refused-unknown-tag = There is no tag “{ $name }” (any more). /tags list shows those that there are.
refused-tag-exists = There is a tag “{ $name }” already. Change it with /tags edit.
refused-tag-gone = This tag was deleted.
refused-too-many-tags = A server has at most { $limit } tags. Delete one first.
refused-no-types = There is no ticket type yet. Somebody who manages the server has to add one with /type add first.
refused-too-many-types = A panel holds at most { $limit } ticket types.
refused-not-an-emoji = That is no emoji. Choose one from the picker, or leave it out.
refused-not-a-colour = That is no colour. Write it as #5865F2, or as one of blurple, green, yellow, fuchsia, red, white, black, blue, orange, purple, teal and grey.
refused-not-an-image = That is no address of an image. It has to begin with https:// and has at most { $limit } characters.
refused-everyone-as-staff = @everyone cannot be staff: every ticket would be seen by everybody. Choose a role.
refused-managed-role = { $role } belongs to an integration, so no member can be given it. Choose another role.
refused-no-such-role = There is no such role in this server (any more).
refused-too-many-staff = At most { $limit } roles can be staff. Remove one first.
refused-no-such-channel = There is no such channel in this server.
refused-no-category = { $channel } is no category.
refused-no-messages = Nobody can write in { $channel }. Choose a text channel.
refused-discord-away = ⏳ Discord does not answer right now. Nothing was changed. Please try again in a minute.
refused-retention-range = Closed tickets are kept for 1 to { $limit } days, or for ever.
refused-no-time-zone = There is no time zone of this name. Names are such as Europe/Berlin or UTC.
refused-no-erasure = Nobody asked that what this member said be erased.
refused-erasure-requested = You ask for that already. Take it back first, or wait for the answer.
refused-no-erasure-request = Nobody asks (any more) that what is kept of this member be erased.
refused-not-confirmed = This cannot be taken back: confirm that you mean it.
refused-too-many-notified = { $limit } people are told of tickets already, which is as many as can be.
refused-limit-range = A member may have 1 to { $limit } open.
refused-emoji-refused = Discord does not take the emoji of the type “{ $kind }” (any more), so the panel was not published. Choose another: /type edit with emoji, or with clear.
refused-panel-refused = Discord does not take this panel, so it was not published. Try a shorter title and text, without special characters.
refused-message-refused = Discord does not take this message, so it was not posted. Try other words.
refused-answer-missing = Please answer “{ $question }”.
refused-answer-too-long = Your answer to “{ $question }” is too long: { $limit } characters at most.
refused-answer-too-short = Your answer to “{ $question }” is too short: { $limit } characters at least.
refused-answer-unfit =
    { $message ->
        [none] Your answer to “{ $question }” does not look as it should.
       *[other] Your answer to “{ $question }” does not look as it should: { $message }
    }
refused-answer-no-number = Please answer “{ $question }” with a number.
refused-answer-range = Please answer “{ $question }” with a number: { $range }.
refused-answer-count =
    { $least ->
        [0] Please choose at most { $limit } for “{ $question }”.
       *[other] Please choose { $least } to { $limit } for “{ $question }”.
    }
refused-form-changed =
    { $question ->
        [none] The form was changed while you filled it in. Please press the button again.
       *[other] The form was changed while you filled it in: it asks for “{ $question }” now. Please press the button again.
    }
refused-too-many-questions = Those are too many questions: { $limit } at most.
refused-question-length = The question “{ $question }” is empty or too long: { $limit } at most.
refused-no-such-question = There is no such question (any more). Choose one of those that are offered.
refused-field-length = “{ $field }” takes { $least } to { $limit } characters that can be seen.
refused-field-range = “{ $field }” has to be { $least } to { $limit }.
refused-form-too-long = This form is too long: all its texts together take { $limit } characters at most.
refused-bounds-crossed = `min` is more than `max`. A choice takes 1 to begin with: give both.
refused-option-twice = There is more than one option “{ $option }”.
refused-pattern-refused = This pattern cannot be used: { $reason }
refused-text-length = That is empty or too long: { $limit } at most.
refused-bot-forbidden = The bot lacks permissions in { $channel }. Please tell the server's admins: it needs { $missing }.
refused-full = There is no room for another ticket channel right now. Please tell the server's admins, or try again later.
refused-closed-meanwhile = Ticket #{ $ticket } was open and is closed already.
refused-channel-gone = The channel of ticket #{ $ticket } is gone, so the ticket was closed.
refused-name-refused = Discord does not take that name for a channel.
refused-no-such-webhook = There is no such webhook (any more).
refused-too-many-webhooks = There are at most { $limit } webhooks. Remove one first.
refused-webhook-off = This webhook is turned off. Turn it on first.
refused-no-such-delivery = There is no such delivery (any more): deliveries are kept for a week.
refused-view-exists = You have a view “{ $name }” already. Choose another name, or replace that one.
refused-too-many-views = You can have { $limit } views here. Remove one first.
refused-no-such-view = You have no such view (any more).
refused-no-filter = No filter is set. Set one first, then save it as a view.
refused-bot-stopped = Tickets are out of order here: this bot is not allowed to do anything on Discord at present. Please tell the server's admins.
