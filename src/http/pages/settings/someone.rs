//! A role that is chosen by its name, or a member, who is named by their id: a server may have hundreds of thousands.

use tickit_domain::error::Refusal;
use tickit_domain::whom::Whom;

use super::choices::Choices;
use super::entered::Entered;
use super::in_settings::InSettings;

/// The most characters of an id.
pub(super) const MOST_ID_CHARACTERS: usize = 20;

/// Who was entered: a role, or else a member.
pub(super) fn whom(entered: &Entered) -> Result<Whom, Refusal> {
    match entered.text("role").as_str() {
        "" => entered.text("user").parse().map(Whom::User).map_err(|_| Refusal::NoSuchMember),
        role => role.parse().map(Whom::Role).map_err(|_| Refusal::NoSuchRole),
    }
}

/// What they are called.
pub(super) async fn called(on: &InSettings, choices: &Choices, whom: Whom) -> String {
    match whom {
        Whom::Role(role) => choices.role(role),
        Whom::User(user) => on.name_of(user).await,
    }
}
