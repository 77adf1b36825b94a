//! What a caller reads when a request was not done: a problem by RFC 9457, with a stable code and what to do next.

use std::borrow::Cow;
use std::time::Duration;

use axum::http::StatusCode;
use tickit_domain::discord::DiscordError;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::ids::ErrorNumber;
use tickit_domain::store::StoreError;

pub(super) use super::problem_out::ProblemOut;
use super::refusal_status::status_of;

/// Why a request was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    status: StatusCode,
    pub(super) code: Cow<'static, str>,
    pub(super) title: &'static str,
    detail: Cow<'static, str>,
    pub(super) field: Option<String>,
    retry_after: Option<Duration>,
    failure: Option<Box<Failure>>,
}

/// A failure of ours, which the caller reads of as a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Failure {
    /// What went wrong. It is not in the error log yet.
    Unnumbered(String),
    /// The error log knows it by this number.
    Numbered(ErrorNumber),
}

/// That an answer tells of a failure of ours which has no number yet.
#[derive(Debug, Clone)]
pub(super) struct Unnumbered(pub(super) Problem);

/// What an answer tells of, for whoever shows it otherwise.
#[derive(Debug, Clone)]
pub(super) struct Told(pub(super) Problem);

/// The title of what the desk refuses.
const REFUSED: &str = "This is refused";

/// How long a caller waits before the next try where nobody knows better.
pub(super) const SOON: Duration = Duration::from_secs(5);

impl Problem {
    /// A problem with a stable code.
    pub(super) fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        title: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (code, detail) = (code.into(), detail.into());
        Self { status, code, title, detail, field: None, retry_after: None, failure: None }
    }

    /// It is about this field of the body.
    #[must_use]
    pub(super) fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into()).filter(|field| !matches!(field.as_str(), "" | "."));
        self
    }

    /// The HTTP status.
    pub(super) const fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong this time.
    pub(super) fn detail(&self) -> &str {
        &self.detail
    }

    /// Whether the rules that hold at every door say so, in the caller's language.
    pub(super) fn is_refusal(&self) -> bool {
        self.title == REFUSED
    }

    /// After how long the same may go well.
    pub(super) const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The number that the error log knows it by.
    pub(super) fn number(&self) -> Option<String> {
        match self.failure.as_deref() {
            Some(Failure::Numbered(number)) => Some(number.to_string()),
            Some(Failure::Unnumbered(_)) | None => None,
        }
    }

    /// What went wrong of ours, as long as it has no number.
    pub(super) fn failure(&self) -> Option<&str> {
        match self.failure.as_deref() {
            Some(Failure::Unnumbered(text)) => Some(text),
            Some(Failure::Numbered(_)) | None => None,
        }
    }

    /// The error log knows it by this number.
    #[must_use]
    pub(super) fn numbered(self, number: ErrorNumber) -> Self {
        Self { failure: Some(Box::new(Failure::Numbered(number))), ..self }
    }

    /// The same may go well after this time.
    #[must_use]
    pub(super) fn after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// 401: no key came, or one that opens nothing; why.
    pub(super) fn unauthenticated(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "There is no valid key", detail)
    }

    /// 503: Discord cannot be asked.
    pub(super) fn discord_away() -> Self {
        let title = "Discord cannot be asked";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "discord_away", title, "Try again in a moment.").after(SOON)
    }

    /// 403: the key does not open this; why.
    pub(super) fn forbidden(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "The key does not open this", detail)
    }

    /// 400: the body is not what this route takes; why.
    pub(super) fn invalid_body(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_body", "The body is not what is expected", detail)
    }

    /// What was asked for is refused by the rules that hold at every door: 403 where somebody else may do it, 404 where there
    /// is no such thing, 409 where it is otherwise at present, 422 where what came in is not taken.
    pub(super) fn refused(refusal: &Refusal, text: String) -> Self {
        Self::new(status_of(refusal), refusal.code().replace('-', "_"), REFUSED, text)
    }

    /// 404: the bot has nothing in this guild.
    pub(super) fn no_such_guild() -> Self {
        let detail = "Look at the guild's id again: this bot was not set up there.";
        Self::new(StatusCode::NOT_FOUND, "no_such_guild", "There is no such guild here", detail)
    }

    /// 404: there is no such ticket in the guild.
    pub(super) fn no_such_ticket() -> Self {
        let detail = "Look at its number again.";
        Self::new(StatusCode::NOT_FOUND, "no_such_ticket", "There is no such ticket", detail)
    }

    /// 400: what stands in the address's query is not what this route takes; why.
    pub(super) fn invalid_query(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_query", "The query is not what is expected", detail)
    }

    /// 400: a header is not what this route takes; why.
    pub(super) fn invalid_header(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_header", "A header is not what is expected", detail)
    }

    /// 409: the same request is being answered.
    pub(super) fn under_way() -> Self {
        let detail = "A request with this Idempotency-Key is being answered. Send it again in a moment.";
        Self::new(StatusCode::CONFLICT, "under_way", "The same request is under way", detail).after(SOON)
    }

    /// 422: the same key came with another request.
    pub(super) fn key_of_another() -> Self {
        let detail = "This Idempotency-Key came with another request within a day. Take a new one for each.";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", "The key is another request's", detail)
    }

    /// 413: the body is over the limit.
    pub(super) fn body_too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is too large", "Send less at a time.")
    }

    /// 404: there is no such route.
    pub(super) fn no_such_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no_such_route", "There is nothing here", "Look at the address again.")
    }

    /// 405: the route does not take this method.
    pub(super) fn method_not_allowed() -> Self {
        let title = "The route does not take this method";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", title, "Use another method.")
    }

    /// 422: an address is none that webhooks may go to; why.
    pub(super) fn webhook_target(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "webhook_target", "Webhooks may not go there", detail)
    }

    /// 404: there is no such bot here.
    pub(super) fn no_such_bot() -> Self {
        let detail = "Register it with PUT /api/bots/{application_id}, or look at its id again.";
        Self::new(StatusCode::NOT_FOUND, "no_such_bot", "There is no such bot here", detail)
    }

    /// 429: too much at once.
    pub(super) fn too_many_requests(wait: Duration) -> Self {
        let detail = "This is more than is let through at a time. Wait as long as Retry-After says.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many requests", detail).after(wait)
    }

    /// 429: too many requests about the same guild or bot are under way.
    pub(super) fn busy() -> Self {
        let detail = "Wait for the answers to some of them.";
        let title = "Too many requests about this are under way";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "busy", title, detail).after(Duration::from_secs(1))
    }

    /// Whether whoever asks showed nothing that is known.
    pub(super) fn is_unauthenticated(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// 503: the database did not answer.
    pub(super) fn store_unavailable() -> Self {
        let detail = "The service's database does not answer. Try again.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "store_unavailable", "The database does not answer", detail)
            .after(SOON)
    }

    /// 503: it took too long.
    pub(super) fn timeout() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "timeout", "This took too long", "Try again.").after(SOON)
    }

    /// 500: ours.
    pub(super) fn internal() -> Self {
        let detail = "It is our fault. Tell whoever runs this service the number: the error log says more.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong here", detail)
    }

    /// 500: ours, and what it was, which is for the error log only.
    pub(super) fn failed(failure: impl Into<String>) -> Self {
        Self { failure: Some(Box::new(Failure::Unnumbered(failure.into()))), ..Self::internal() }
    }
}

/// Ours: it is logged where it gets its number, once.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let failure = Some(Box::new(Failure::Unnumbered(format!("{error:#}"))));
        let problem = match error {
            Error::Failed(failure) if failure.downcast_ref::<StoreError>().is_some_and(is_passing) => {
                Self::store_unavailable()
            }
            Error::Failed(failure) => match failure.downcast_ref::<DiscordError>() {
                Some(DiscordError::Limited(wait) | DiscordError::Unavailable(wait)) => {
                    Self::discord_away().after(*wait)
                }
                _ => Self::internal(),
            },
            Error::Refused(_) => Self::internal(),
        };
        Self { failure, ..problem }
    }
}

fn is_passing(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(_) | StoreError::Ambiguous(_))
}
