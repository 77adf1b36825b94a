//! What `tickit check` says of tickets: those that Discord shows in part, in each guild's database.

use tickit_commands::notice;
use tickit_commands::words::Words;
use tickit_domain::desk::shown_in_part;
use tickit_domain::error::Outcome;
use tickit_domain::ids::GuildId;
use tickit_domain::store::guilds::Guilds;
use tickit_domain::ticket::{Aspect, Problem, Ticket};

use super::check::named;
use super::findings::Findings;
use crate::foundation::Foundation;

/// So many tickets of a guild are named.
const NAMED: usize = 20;

/// Looks at every guild's tickets. Nothing is changed.
pub(super) async fn check(foundation: &Foundation, findings: &mut Findings) {
    let mut next = None;
    loop {
        let page = match Guilds::new(foundation.stores.core()).page(next).await {
            Ok(page) => page,
            Err(error) => return findings.wrong("tickets", &error.to_string(), "See to the database."),
        };
        for guild in page.guilds {
            let found = shown_in_part(&*foundation.stores, &foundation.write_tokens, guild).await;
            tell(guild, found, findings);
        }
        next = page.next;
        if next.is_none() {
            return;
        }
    }
}

fn tell(guild: GuildId, found: Outcome<Vec<Ticket>>, findings: &mut Findings) {
    let subject = format!("guild {guild}");
    let tickets = match found {
        Ok(tickets) => tickets,
        Err(error) => return findings.wrong(&subject, &error.to_string(), "See to its database; all others go on."),
    };
    for ticket in tickets.iter().take(NAMED) {
        for (aspect, trouble) in &ticket.shown.troubles {
            let what = format!("Discord does not show {} of ticket #{}", named_aspect(*aspect), ticket.id);
            findings.doubtful(&subject, &what, &advice(&trouble.problem));
        }
    }
    if tickets.len() > NAMED {
        let what = format!("{} more tickets are shown in part", tickets.len() - NAMED);
        findings.doubtful(&subject, &what, "Those that are named above tell why.");
    }
}

fn advice(problem: &Problem) -> String {
    match problem {
        Problem::Forbidden { missing } => {
            format!("Grant the bot in the ticket's channel or by its role: {}.", named(missing))
        }
        Problem::NameRefused => "Discord does not take the name: rename the ticket.".to_owned(),
        Problem::Full => "There is no room in the category: make room, or move the ticket elsewhere.".to_owned(),
        Problem::Rejected { code, message } => format!("It is tried again with the next change: {message} ({code})."),
    }
}

fn named_aspect(aspect: Aspect) -> String {
    let name = |words: &Words| notice::aspect(aspect, words.speak("en-US"));
    Words::load().as_ref().map(name).unwrap_or_default()
}
