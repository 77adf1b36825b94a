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

# How a server stands:
page-nav-overview = Overview
page-overview = Overview
page-overview-now = Now
page-overview-open = Open
page-overview-staff = Waiting for staff
page-overview-member = Waiting for the member
page-overview-unassigned = Nobody works on it
page-overview-oldest = Open for longest:
page-overview-none = No ticket is open. As soon as a member opens one, it is counted here.
page-overview-today = Today
page-overview-first-response = First answer
page-overview-resolution = Time until closed
page-overview-opened = Opened
page-overview-closed = Closed
page-overview-then = { $name } a week ago
page-overview-more = More days and charts
page-lasting-seconds = { $count } s
page-lasting-minutes = { $count } min
page-lasting-hours = { $count } h
page-lasting-days = { $count } d

# How a server did:
page-nav-analytics = Analytics
page-analytics = Analytics
page-analytics-period = Period
page-analytics-days =
    { $count ->
        [365] 1 year
       *[other] { $count } days
    }
page-analytics-from = From
page-analytics-until = Until
page-analytics-show = Show
page-analytics-zone = Days begin by the clock of { $name }.
page-analytics-no-period = Choose two dates, the earlier one first, and a year at most.
page-analytics-counting = Tickets are still being counted. Reload the page in a minute.
page-analytics-totals = In short
page-analytics-before = { $name } in the period before
page-analytics-opened = Opened
page-analytics-closed = Closed
page-analytics-open = Open at the end
page-analytics-reopen-rate = Opened again, of those closed
page-analytics-first-median = First answer, half are faster
page-analytics-first-p90 = First answer, 9 of 10 are faster
page-analytics-whole-median = Until closed, half are faster
page-analytics-whole-p90 = Until closed, 9 of 10 are faster
page-analytics-day = Day
page-analytics-week = Week from
page-analytics-flow = Opened, closed and open
page-analytics-speed = First answer and time until closed
page-analytics-chart = { $name }, as a chart; the table below has the numbers
page-analytics-as-table = As a table
page-analytics-csv = { $name } as CSV
page-analytics-hours = When tickets are opened
page-analytics-weekday = Weekday
page-analytics-types = Types
page-analytics-priorities = Priorities
page-analytics-labels = Labels
page-analytics-tickets = Tickets
page-analytics-staff = Staff
page-analytics-member = Who
page-analytics-stars = Stars
page-analytics-comments = What members said
page-analytics-given = { $name } stars
page-analytics-none = Nothing to count yet
page-analytics-none-advice = Here will be how many tickets come and go, when, how soon they are answered, and what members think. Choose a longer period, or wait for the first ticket.
page-weekday-1 = Monday
page-weekday-2 = Tuesday
page-weekday-3 = Wednesday
page-weekday-4 = Thursday
page-weekday-5 = Friday
page-weekday-6 = Saturday
page-weekday-7 = Sunday
