//! A user or a role, as addresses name them.

use serde::Deserialize;
use tickit_domain::whom::Whom;

use super::problem::Problem;

/// A user or a role.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct WhomPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// A user's id, or a role's behind `&`.
    whom: String,
}

impl WhomPath {
    /// Who; refused where it is neither.
    pub(super) fn whom(&self) -> Result<Whom, Problem> {
        whom(&self.whom)
    }
}

/// Whom a text names.
pub(super) fn whom(text: &str) -> Result<Whom, Problem> {
    let detail = "This is neither a user's id nor a role's behind an ampersand.";
    text.parse().map_err(|_| Problem::invalid_query(detail).in_field("whom"))
}
