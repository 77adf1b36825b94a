//! `/api/auth/application`: by which application people sign in.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use tickit_domain::ids::BotId;
use utoipa::ToSchema;

use super::super::access::Operator;
use super::super::ports::ApplicationsKnown;
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;

/// By which application people sign in. Its secret is told nobody.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SignInApplication)]
pub(in crate::http) struct ApplicationOut {
    /// Its id at Discord; `null` where there is none.
    #[schema(value_type = Option<String>)]
    client_id: Option<BotId>,
    /// Where it was named: in the configuration, which counts first, or in the dashboard.
    named_in: Option<NamedIn>,
    /// Since when it is as it is, where it was entered in the dashboard.
    since: Option<String>,
}

/// Where an application was named.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum NamedIn {
    /// `discord.client_id` and `discord.client_secret`, in a file or in variables.
    Configuration,
    /// `/dashboard/sign-in`.
    Dashboard,
}

/// Says by which application people sign in.
#[utoipa::path(get, path = "/api/auth/application", operation_id = "show_sign_in_application", tag = "auth",
    security(("operator" = [])), responses(
        (status = 200, description = "The application", body = ApplicationOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(
    _: Operator,
    State(state): State<HttpState>,
) -> Result<Json<ApplicationOut>, Problem> {
    Ok(Json(state.desk()?.application.known().await?.into()))
}

impl From<ApplicationsKnown> for ApplicationOut {
    fn from(ApplicationsKnown { configured, entered }: ApplicationsKnown) -> Self {
        match (configured, entered) {
            (Some(id), _) => Self { client_id: Some(id), named_in: Some(NamedIn::Configuration), since: None },
            (None, Some((id, since))) => {
                Self { client_id: Some(id), named_in: Some(NamedIn::Dashboard), since: Some(since.to_rfc3339()) }
            }
            (None, None) => Self { client_id: None, named_in: None, since: None },
        }
    }
}
