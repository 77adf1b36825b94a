//! To whom a ticket can be given.

use std::collections::{BTreeMap, BTreeSet};

use tickit_domain::ids::UserId;
use tickit_domain::settings::Settings;

use super::on_ticket::OnTicket;
use crate::http::pages::choice::Choice;

/// Members of staff, whoever looks first.
pub(super) async fn staff(on: &OnTicket) -> Vec<Choice> {
    let known = on.staff_names().await;
    let me = on.actor.who.user();
    let mine = me.map(|user| (user.to_string(), on.visitor.reader.say("page-ticket-me")));
    let others =
        known.iter().filter(|(user, _)| Some(*user) != me).map(|(user, name)| (user.to_string(), name.clone()));
    Choice::among(mine.into_iter().chain(others), "")
}

/// Teams, members of staff, and back to whoever works on the type.
pub(super) fn to_transfer_to(on: &OnTicket, settings: &Settings, staff: &[Choice]) -> Vec<Choice> {
    let say = |key| on.visitor.reader.say(key);
    let back = [("type".to_owned(), say("page-ticket-transfer-type"))];
    let teams = settings.teams.iter().map(|team| (format!("team:{}", team.id.0), team.name.clone()));
    let people = staff.iter().map(|choice| (choice.value.clone(), choice.text.clone()));
    Choice::among(teams.chain(people).chain(back), "")
}

/// What people are called, by id.
pub(super) async fn names(on: &OnTicket, users: BTreeSet<UserId>) -> BTreeMap<UserId, String> {
    let mut names = BTreeMap::new();
    for user in users {
        names.insert(user, on.name_of(user).await);
    }
    names
}
