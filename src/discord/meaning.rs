//! What Discord's refusals mean in the domain's terms, by what was asked.
//!
//! Codes by <https://docs.discord.com/developers/topics/opcodes-and-status-codes>.

use std::time::Duration;

use tickit_domain::discord::DiscordError;

use super::{FieldError, Request, RestError};

/// How long no direct messages are begun after Discord said that they are begun too fast. It says not how long that holds.
const OPENING_TOO_FAST: Duration = Duration::from_mins(1);

/// What an error means for who asked this.
pub(super) fn of(request: &Request, error: RestError) -> DiscordError {
    match error {
        RestError::Refused { code: 30013 | 30010, .. } => DiscordError::Full,
        RestError::Refused { code: 50035, message, fields, .. } => of_fields(request, message, fields),
        RestError::Refused { code: 50008 | 50024, .. } => DiscordError::WrongChannelKind,
        RestError::Refused { code: 40003, .. } => DiscordError::Limited(OPENING_TOO_FAST),
        RestError::Refused { code: 10004, .. } => DiscordError::NotInGuild,
        RestError::Refused { code: 10003 | 10015 | 10062 | 50027, .. } => DiscordError::Gone,
        RestError::Refused { status: 404, .. } => DiscordError::Missing,
        RestError::Refused { status: 403, .. } => DiscordError::Forbidden,
        RestError::Refused { status, code, message, .. } => {
            DiscordError::Rejected { code: if code == 0 { status.into() } else { code }, message }
        }
        RestError::RateLimited { retry_after } | RestError::AddressBanned { retry_after } => {
            DiscordError::Limited(retry_after)
        }
        RestError::Unauthorized => DiscordError::Stopped,
        RestError::Unavailable(_) | RestError::BreakerOpen => DiscordError::Unavailable(Duration::from_secs(2)),
        RestError::Ambiguous(_) | RestError::Unreadable(_) => DiscordError::Ambiguous,
    }
}

fn of_fields(request: &Request, message: String, fields: Vec<FieldError>) -> DiscordError {
    if is_of_channel(&request.path)
        && let Some(known) = fields.iter().find_map(of_channel)
    {
        return known;
    }
    match fields.into_iter().next() {
        Some(FieldError { path, code, message }) => DiscordError::InvalidField { path, code, message },
        None => DiscordError::Rejected { code: 50035, message },
    }
}

/// Whether a request makes or changes a channel or its overwrites.
fn is_of_channel(path: &str) -> bool {
    let segments: Vec<_> = path.split('/').skip(1).collect();
    matches!(segments[..], ["guilds", _, "channels"] | ["channels", _] | ["channels", _, "permissions", _])
}

/// What an objection to one of a channel's fields means; `None` where that has no meaning of its own.
fn of_channel(objection: &FieldError) -> Option<DiscordError> {
    if objection.is_in("parent_id") {
        let full = objection.code == "CHANNEL_PARENT_MAX_CHANNELS";
        return Some(if full { DiscordError::Full } else { DiscordError::Gone });
    }
    if objection.is_in("permission_overwrites") {
        return Some(DiscordError::Missing);
    }
    objection.is_in("name").then_some(DiscordError::NameRefused)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn refused(request: &Request, path: &str, code: &str) -> DiscordError {
        let field = FieldError { path: path.into(), code: code.into(), message: "no".into() };
        let message = "Invalid Form Body".to_owned();
        of(request, RestError::Refused { status: 400, code: 50035, message, fields: vec![field] })
    }

    #[test]
    fn a_refusal_of_one_field_is_not_taken_for_anothers() {
        let channel = Request::post("/guilds/1/channels", Value::Null);
        assert_eq!(refused(&channel, "name", "X"), DiscordError::NameRefused);
        assert_eq!(refused(&channel, "parent_id", "CHANNEL_PARENT_INVALID"), DiscordError::Gone);
        assert_eq!(refused(&channel, "parent_id", "CHANNEL_PARENT_MAX_CHANNELS"), DiscordError::Full);
        assert_eq!(refused(&channel, "permission_overwrites[3].id", "X"), DiscordError::Missing);
        let message = Request::post("/channels/1/messages", Value::Null);
        for path in ["embeds[0].fields[0].name", "name", "components[0].components[0].emoji.name", "parent_id"] {
            let field = DiscordError::InvalidField { path: path.into(), code: "X".into(), message: "no".into() };
            assert_eq!(refused(&message, path, "X"), field);
        }
        assert!(matches!(refused(&channel, "topic", "X"), DiscordError::InvalidField { .. }));
    }

    #[test]
    fn a_channel_without_messages_is_of_the_wrong_kind() {
        let message = Request::post("/channels/1/messages", Value::Null);
        let refused = |code| RestError::Refused { status: 400, code, message: String::new(), fields: Vec::new() };
        assert_eq!(of(&message, refused(50008)), DiscordError::WrongChannelKind);
        assert_eq!(of(&message, refused(50035)), DiscordError::Rejected { code: 50035, message: String::new() });
    }
}
