# The dashboard. What stands on every page:
page-language = en
page-skip = Skip to the content
page-nav = Parts of the dashboard
page-nav-tickets = Tickets
page-operator = Operator
page-sign-out = Sign out
page-home = To the dashboard
page-any = Any
page-next = Older
page-state-opening = Opening
page-state-open = Open
page-state-closing = Closing
page-state-closed = Closed
page-state-deleting = Being deleted
page-state-failed = Failed
page-priority-low = Low
page-priority-normal = Normal
page-priority-high = High
page-priority-urgent = Urgent
page-waiting-staff = Waiting for staff
page-waiting-member = Waiting for the member

# What is seen where a page is not to be had:
page-problem-forbidden-title = This is not for you
page-problem-forbidden-advice = Ask somebody who manages the server for a role that may see this, or sign in as somebody else.
page-problem-missing-title = There is nothing here
page-problem-missing-advice = It may have been removed, or you are not a member of that server.
page-problem-changed-title = Somebody was faster
page-problem-changed-advice = Go back, reload the page, and look at what changed.
page-problem-busy-title = Too much at once
page-problem-busy-advice = Wait a moment, then reload the page.
page-problem-away-title = This cannot be looked up right now
page-problem-away-advice = The database or Discord does not answer. Reload the page in a moment.
page-problem-ours-title = Something went wrong here
page-problem-ours-advice = It is our fault. Tell whoever runs this service the number below.
page-problem-refused-title = This was not done
page-problem-refused-advice = Go back and look at what you entered.
page-problem-number = Error number:

# Signing in:
page-sign-in = Sign in
page-sign-in-title = Sign in to Tickit
page-sign-in-about = Discord tells us who you are and which servers you are in, and nothing else.
page-sign-in-discord = Sign in with Discord
page-sign-in-missing = Nobody can sign in here yet. Whoever runs this service sets http.public_url, discord.client_id, discord.client_secret and security.jwt_secret.

# Servers:
page-guilds = Servers
page-guilds-none = None of your servers has tickets here. If you joined one a moment ago, sign out and in again.
page-guilds-bot = Bot { $name }

# Tickets:
page-tickets = Tickets
page-tickets-filters = Which tickets
page-tickets-text = Text
page-tickets-status = Status
page-tickets-priority = Priority
page-tickets-type = Type
page-tickets-waiting = Waiting for
page-tickets-label = Label
page-tickets-filter = Filter
page-tickets-all = Show all
page-tickets-none = No tickets
page-tickets-none-advice = There are none that fit. Choose other filters, or wait for the first.
page-tickets-number = Number
page-tickets-about = Ticket
page-tickets-assignee = Assigned to
page-tickets-opened = Opened
page-tickets-nobody = Nobody

# A ticket:
page-ticket-opener = Opened by
page-ticket-claim = Claim
page-ticket-unclaim = Give up
