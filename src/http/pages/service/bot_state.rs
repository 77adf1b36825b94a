//! How a bot or one of its shards is doing, in words.

use serde::Serialize;
use tickit_domain::bot::{BotState, StopReason, Trouble};

use crate::http::pages::frame::Frame;

/// How it is doing, why, and what to do.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// As styles name it.
    pub(super) state: &'static str,
    /// As people read it.
    pub(super) text: String,
    /// Why it is not ready.
    pub(super) reason: Option<String>,
    /// What to do.
    pub(super) advice: Option<String>,
}

/// Why something is not ready.
enum Why {
    Stop(StopReason),
    Trouble(Trouble),
}

impl Standing {
    pub(super) fn of(state: BotState, trouble: Option<Trouble>, frame: &Frame) -> Self {
        let (name, why) = match state {
            BotState::Ready => ("ready", None),
            BotState::Connecting => ("connecting", None),
            BotState::Waiting => ("waiting", trouble.map(Why::Trouble)),
            BotState::Degraded(trouble) => ("degraded", Some(Why::Trouble(trouble))),
            BotState::Stopped(reason) => ("stopped", Some(Why::Stop(reason))),
        };
        let why = why.map(|why| match why {
            Why::Stop(reason) => named(reason),
            Why::Trouble(trouble) => named(trouble),
        });
        Self {
            state: name,
            text: frame.say(&format!("page-bot-state-{name}")),
            reason: why.as_ref().map(|why| frame.say(&format!("page-bot-reason-{why}"))),
            advice: why.as_ref().map(|why| frame.say(&format!("page-bot-advice-{why}"))),
        }
    }
}

/// A reason as texts name it.
fn named(reason: impl Serialize) -> String {
    let name = serde_json::to_value(reason).ok().and_then(|name| name.as_str().map(str::to_owned));
    name.unwrap_or_default().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_named_as_texts_name_them() {
        assert_eq!(
            (named(StopReason::ByHand), named(Trouble::GatewaySilent)),
            ("by-hand".into(), "gateway-silent".into())
        );
    }
}
