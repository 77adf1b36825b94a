//! The message that a ticket was made from, as the ticket shows it.

use tickit_domain::ticket::Ticket;

use crate::answers::without_markdown;
use crate::mention::Mention;
use crate::words::Speech;

/// Where the message is and what it says, which stands last: nothing in it can pass for ours. Empty where the ticket was
/// made from none.
pub(crate) fn text(ticket: &Ticket, speech: Speech<'_>) -> String {
    let Some(quoted) = &ticket.quoted else { return String::new() };
    let fill = [("user", quoted.author.mention().into()), ("link", quoted.link().into())];
    let files = quoted.files.iter().map(|name| format!("`{}`", without_markdown(name))).collect::<Vec<_>>().join(", ");
    let files = (!files.is_empty()).then(|| speech.fill("welcome-quoted-files", &[("files", files.into())]));
    let said = (!quoted.text.is_empty()).then(|| format!(">>> {}", quoted.text));
    let lines = [Some(speech.fill("welcome-quoted", &fill)), files, said];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// How many characters of the message are shown.
pub(crate) fn length(ticket: &Ticket) -> usize {
    ticket.quoted.as_ref().map_or(0, |quoted| quoted.text.chars().count())
}
