//! Who shall see a ticket's channel.

use super::Ticket;
use crate::audience::{Audience, Say};
use crate::settings::Settings;

impl Ticket {
    /// Who shall see its channel: who opened it, who was added, and staff.
    pub fn audience(&self, settings: &Settings) -> Audience {
        let staff = settings.staff_of(Some(self.kind)).into_iter().map(Into::into);
        let members = self.members.iter().copied().chain([self.opener.into()]);
        staff.chain(members).map(|whom| (whom, Say::Write)).collect()
    }
}
