//! What a bot's owner is told in plain words: why the bot does not work, what to do, and what else is worth knowing.

use serde::Serialize;
use tickit_domain::bot::{BotMode, BotState, StopReason, Trouble};
use utoipa::ToSchema;

use super::super::ports::{BotDetail, Identifies};

/// Something that a bot's owner should know, though the bot works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::http) struct NoticeOut {
    /// What programs tell notices apart by: `message_content_off`, `answered_elsewhere`, `identify_budget_low`.
    pub(in crate::http) code: &'static str,
    /// A sentence for people.
    pub(in crate::http) text: String,
}

/// From how few IDENTIFYs on an owner is told: some hundreds of the day's thousand, so that there is time to act.
const FEW_IDENTIFIES: u32 = 300;

/// What to do about the state that a bot is in.
pub(in crate::http) fn advice(bot: &BotDetail) -> Option<&'static str> {
    match bot.status.state {
        BotState::Stopped(reason) => Some(of_stop(reason)),
        BotState::Degraded(trouble) => Some(of_trouble(trouble)),
        BotState::Waiting => bot.status.trouble.map(of_trouble),
        BotState::Ready | BotState::Connecting => None,
    }
}

const fn of_stop(reason: StopReason) -> &'static str {
    match reason {
        StopReason::TokenRevoked => {
            "Discord does not take the bot's token any more: reset it in the developer portal (your application, Bot, \
             Reset Token) and register the bot with the new one."
        }
        StopReason::ShardingRequired => {
            "Discord demands another number of shards: restart Tickit, and tell its makers if it happens again."
        }
        StopReason::ByHand => "Somebody stopped it: POST /api/bots/{application_id}/start has it go on.",
        StopReason::GatewayVersion => "Discord does not speak this version of its gateway any more: update Tickit.",
        StopReason::IntentsDisallowed => {
            "An intent that Tickit asks for is switched off: switch Message Content on in the developer portal (your \
             application, Bot), or off and on again, and register the bot again."
        }
    }
}

const fn of_trouble(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::TokenUnreadable => "The token was sealed with another key: register the bot with its token again.",
        Trouble::StoreUnavailable => "Tickit's database does not answer; it is tried again. Ask the operator.",
        Trouble::GatewayUnreachable | Trouble::GatewaySilent | Trouble::ConnectionLost => {
            "Discord's gateway does not answer, or not for long; it is tried again. Look at https://discordstatus.com."
        }
        Trouble::GatewayUntrusted => "The gateway's address is none that a token may be sent to: ask the operator.",
        Trouble::DiscordUnavailable => "Discord's API does not answer; it is tried again.",
        Trouble::RateLimited | Trouble::HeldBack | Trouble::AddressBanned | Trouble::IdentifyLimit => of_limit(trouble),
    }
}

const fn of_limit(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::IdentifyLimit => {
            "The token has begun nearly as many sessions as Discord allows in a day, and would be reset at the limit: \
             find out which program with this token restarts all the time. Tickit begins a new session when the day is \
             over."
        }
        Trouble::HeldBack => {
            "Discord refused too many of the bot's requests lately: look at its permissions. Tickit sends none for some \
             minutes, so that Discord does not shut it out."
        }
        Trouble::AddressBanned => "Discord refuses this machine's address for a while; it is tried again then.",
        _ => "Discord asks the bot to wait; it is tried again then.",
    }
}

/// What else is worth knowing.
pub(in crate::http) fn notices(bot: &BotDetail) -> Vec<NoticeOut> {
    [message_content(bot), answered_elsewhere(bot), identify_budget(bot)].into_iter().flatten().collect()
}

fn message_content(bot: &BotDetail) -> Option<NoticeOut> {
    let text = "The Message Content intent is off, so transcripts lack what members write: switch it on in the developer \
                portal (your application, Bot) and register the bot again.";
    let is_off = bot.status.message_content == Some(false);
    is_off.then(|| NoticeOut { code: "message_content_off", text: text.to_owned() })
}

fn answered_elsewhere(bot: &BotDetail) -> Option<NoticeOut> {
    let what = if bot.mode == BotMode::Delegate { "what it delegated" } else { "what it hands over" };
    let text = format!(
        "Another program answered {} of this bot's ticket interactions before Tickit did, within the last hour: does the \
         bot itself handle {what}? Let it pass over them.",
        bot.answered_elsewhere
    );
    (bot.answered_elsewhere > 0).then_some(NoticeOut { code: "answered_elsewhere", text })
}

fn identify_budget(bot: &BotDetail) -> Option<NoticeOut> {
    let Identifies { remaining, total } = bot.identifies.filter(|left| left.remaining < FEW_IDENTIFIES)?;
    let text = format!(
        "The token may begin {remaining} more sessions of {total} today, whoever begins them; Discord resets the token at \
         the limit. Does the bot restart all the time?"
    );
    Some(NoticeOut { code: "identify_budget_low", text })
}
