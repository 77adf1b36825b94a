//! Placeholders: what stands in braces in the texts of admins and staff, such as `{user}`, and what takes its place.

use crate::mention::Mention;
use tickit_domain::ids::UserId;
use tickit_domain::ticket::Ticket;

/// A placeholder, without its braces, and what takes its place.
pub(crate) type Known = (&'static str, String);

/// What stands for a member.
pub(crate) fn of_member(user: UserId, name: &str) -> [Known; 2] {
    [("user", user.mention()), ("username", name.to_owned())]
}

/// What stands for a ticket, and for who opened it.
pub(crate) fn of_ticket(ticket: &Ticket) -> [Known; 4] {
    let [user, username] = of_member(ticket.opener, &ticket.opener_name);
    [user, username, ("number", format!("{:04}", ticket.id.get())), ("type", ticket.type_name.clone())]
}

/// A text with its placeholders filled in, the first that is known by a name; those that are not known stay as they are,
/// and what was filled in is not read again.
pub(crate) fn fill(text: &str, known: &[Known]) -> String {
    let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let named = after.split_once('}');
        let found = named.and_then(|(name, after)| Some((known.iter().find(|(known, _)| *known == name)?, after)));
        rest = if let Some(((_, value), after)) = found {
            filled.push_str(value);
            after
        } else {
            filled.push('{');
            after
        };
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_filled_in_once_and_all_else_stays() {
        let known = [("user", "{staff}".to_owned()), ("staff", "Bob".to_owned()), ("user", "no".to_owned())];
        assert_eq!(fill("{user} and {staff}", &known), "{staff} and Bob");
        assert_eq!(fill("{{staff}} {other} {Staff} { {", &known), "{Bob} {other} {Staff} { {");
        assert_eq!(fill("", &known), "");
    }
}
