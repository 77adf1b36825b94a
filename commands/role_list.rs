//! Roles as they are listed for whoever chose them.

use tickit_domain::ids::RoleId;
use tickit_domain::settings::MOST_STAFF;

use crate::mention::Mention;
use crate::words::Speech;

/// Mentions of roles, no more than can be chosen today; earlier versions took any number.
pub(crate) fn role_list(roles: &[RoleId], speech: Speech<'_>) -> String {
    if roles.is_empty() {
        return speech.say("set_up-none");
    }
    let mut listed: Vec<String> = roles.iter().take(MOST_STAFF).map(Mention::mention).collect();
    if let Some(more) = roles.len().checked_sub(MOST_STAFF).filter(|more| *more > 0) {
        listed.push(speech.fill("set_up-more", &[("count", more.into())]));
    }
    listed.join(", ")
}
