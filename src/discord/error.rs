//! How a request to Discord can fail, sorted by what its caller may do next.

use std::time::Duration;

use reqwest::Method;

use tickit_domain::bot::Trouble;

use super::FieldError;

/// Why a request has no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    /// Discord understood the request and refused it.
    #[error("Discord refused: {status}, code {code}: {message}{}", listed(fields))]
    Refused {
        /// The HTTP status, 400 to 499.
        status: u16,
        /// Discord's own code, such as 10003 for an unknown channel; 0 where it gave none.
        code: u32,
        /// Discord's own words.
        message: String,
        /// What it objects to in single fields.
        fields: Vec<FieldError>,
    },
    /// Not sent, or sent and refused: a limit holds for longer than the caller's deadline.
    #[error("rate limited for {} ms more", retry_after.as_millis())]
    RateLimited {
        /// How long the limit holds.
        retry_after: Duration,
    },
    /// The token got a 401, now or before. It is not used again until it is registered anew.
    #[error("the bot's token is not valid")]
    Unauthorized,
    /// Certainly not applied: Discord could not be reached, or nothing was asked to change.
    #[error("Discord is unavailable: {0}")]
    Unavailable(String),
    /// Sent, and no answer came: may have been applied.
    #[error("the outcome is unknown: {0}")]
    Ambiguous(String),
    /// Applied, but the answer is not what it should be.
    #[error("Discord's answer cannot be read: {0}")]
    Unreadable(String),
    /// Discord's edge refuses this machine's address, whatever bot asks: nothing is sent until that is over.
    #[error("Discord refuses this address for {} s more", retry_after.as_secs())]
    AddressBanned {
        /// How long it will, at least.
        retry_after: Duration,
    },
    /// Not sent: too many requests were refused in the last ten minutes.
    #[error("held back, because too many requests were refused lately")]
    BreakerOpen,
}

impl RestError {
    /// No answer came. Errors of the HTTP library name the address, which may hold an interaction's token.
    pub(super) fn unanswered(method: &Method, error: reqwest::Error) -> Self {
        if error.is_builder() {
            let message = error.without_url().to_string();
            return Self::Refused { status: 400, code: 0, message, fields: Vec::new() };
        }
        if error.is_connect() {
            return Self::Unavailable("no connection".into());
        }
        let why = if error.is_timeout() { "no answer in time".to_owned() } else { error.without_url().to_string() };
        Self::lost(method, why)
    }

    /// No answer, or not all of it: what was asked for may be done, unless nothing was to change.
    pub(super) fn lost(method: &Method, why: String) -> Self {
        if *method == Method::GET { Self::Unavailable(why) } else { Self::Ambiguous(why) }
    }

    /// Whether Discord refused with this code, such as 10003 (unknown channel) or 40060 (already acknowledged).
    pub fn is_code(&self, wanted: u32) -> bool {
        matches!(self, Self::Refused { code, .. } if *code == wanted)
    }

    /// Whether the thing asked for does not exist, by this code: 10003 channel, 10004 guild, 10008 message, 10062
    /// interaction and so on.
    pub fn is_unknown(&self, wanted: u32) -> bool {
        matches!(self, Self::Refused { status: 404, .. }) && self.is_code(wanted)
    }

    /// Whether one of Discord's limits held.
    pub fn is_rate_limit(&self) -> bool {
        matches!(self, Self::RateLimited { .. })
    }

    /// Whether the bot lacks access or a permission (50001, 50013), or was told 403 without a code.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused { status: 403, .. })
    }

    /// Whether the request may have been applied although there is no answer.
    pub fn may_have_been_applied(&self) -> bool {
        matches!(self, Self::Ambiguous(_) | Self::Unreadable(_))
    }

    /// Whether the same request may succeed later without anything being changed.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. }
                | Self::AddressBanned { .. }
                | Self::Unavailable(_)
                | Self::Ambiguous(_)
                | Self::BreakerOpen
        )
    }

    /// For how long there is nothing to hope for.
    pub fn retry_after(&self) -> Duration {
        match self {
            Self::RateLimited { retry_after } | Self::AddressBanned { retry_after } => *retry_after,
            _ => Duration::ZERO,
        }
    }

    /// What an operator is told, where this keeps a bot from its start.
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::RateLimited { .. } => Trouble::RateLimited,
            Self::AddressBanned { .. } => Trouble::AddressBanned,
            Self::BreakerOpen => Trouble::HeldBack,
            _ => Trouble::DiscordUnavailable,
        }
    }
}

/// Objections for a log, a few of them.
fn listed(fields: &[FieldError]) -> String {
    fields.iter().take(5).map(|field| format!("; {field}")).collect::<Vec<_>>().concat()
}
