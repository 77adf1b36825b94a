//! Requests that are sent again by programs that did not get their answers.

use super::Desk;
use crate::error::Outcome;
use crate::ids::GuildId;
use crate::store::kept_answers::KeptAnswers;

impl Desk {
    /// What requests about a guild were answered.
    pub async fn kept_answers(&self, guild: GuildId) -> Outcome<KeptAnswers> {
        Ok(KeptAnswers::new(self.documents(guild).await?))
    }
}
