//! What a member reads when something is refused, and when something was done after the first answer.

use fluent_bundle::FluentValue;
use tickit_domain::access::Standing;
use tickit_domain::error::Refusal;
use tickit_domain::guild::BotPermission;
use tickit_domain::ids::ChannelId;
use tickit_domain::notice::Notice;
use tickit_domain::permission::Permission;
use tickit_domain::ticket::{Aspect, Problem};

use crate::message::Message;
use crate::words::Speech;

/// The message that replaces a promise.
pub fn message(notice: &Notice, speech: Speech<'_>) -> Message {
    Message::text(match notice {
        Notice::Opened { ticket, channel } => {
            let fill = [("ticket", FluentValue::from(ticket.get())), ("channel", format!("<#{channel}>").into())];
            speech.fill("open-done", &fill)
        }
        Notice::Reopened { ticket, channel, opener } => {
            let (channel, opener) = (format!("<#{channel}>"), format!("<@{opener}>"));
            let fill =
                [("ticket", FluentValue::from(ticket.get())), ("user", opener.into()), ("channel", channel.into())];
            speech.fill("reopen-done", &fill)
        }
        Notice::PanelSent { channel } => speech.fill("send_panel-done", &[("channel", format!("<#{channel}>").into())]),
        Notice::Transcript { ticket, part, parts, .. } => {
            let fill =
                [("ticket", FluentValue::from(ticket.get())), ("part", (*part).into()), ("parts", (*parts).into())];
            let rest = if part < parts { "show_transcript-more" } else { "show_transcript-last" };
            speech.fill(if *parts == 1 { "show_transcript-done" } else { rest }, &fill)
        }
        Notice::NotShown { ticket, channel, aspect, problem } => {
            let fill = [
                ("ticket", FluentValue::from(ticket.get())),
                ("channel", format!("<#{channel}>").into()),
                ("aspect", self::aspect(*aspect, speech).into()),
            ];
            format!("{} {}", speech.fill("not-shown", &fill), why(problem, *channel, speech))
        }
        Notice::OpenerLeft { opener } => speech.fill("opener-left", &[("user", format!("<@{opener}>").into())]),
        Notice::Refused(refused) => refusal(refused, speech),
        Notice::Delayed => speech.say("delayed"),
        Notice::Failed => speech.say("open-failed"),
    })
}

/// What Discord shows of a ticket, or does not, to be read after a verb.
pub fn aspect(aspect: Aspect, speech: Speech<'_>) -> String {
    speech.say(aspect_key(aspect))
}

const fn aspect_key(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Members => "aspect-members",
        Aspect::FirstMessage => "aspect-first-message",
        Aspect::Name => "aspect-name",
    }
}

/// Why Discord refuses something, and what to do about it.
fn why(problem: &Problem, channel: ChannelId, speech: Speech<'_>) -> String {
    match problem {
        Problem::Forbidden { missing } => {
            refusal(&Refusal::BotForbidden { channel: Some(channel), missing: missing.clone() }, speech)
        }
        Problem::NameRefused => refusal(&Refusal::NameRefused, speech),
        Problem::Rejected { code, .. } => speech.fill("not-shown-rejected", &[("code", (*code).into())]),
    }
}

/// A refusal's wording.
pub fn refusal(refusal: &Refusal, speech: Speech<'_>) -> String {
    let mut fill: Vec<(&str, FluentValue<'_>)> = Vec::new();
    match refusal {
        Refusal::NotAllowed(permission) => fill.push(("needs", speech.say(needs(*permission)).into())),
        Refusal::LimitReached { limit, channels } => {
            fill.extend([("limit", (*limit).into()), ("channels", links(channels).into())]);
        }
        Refusal::OpenerAtLimit { opener, limit, channels } => {
            let opener = format!("<@{opener}>");
            fill.extend([("user", opener.into()), ("limit", (*limit).into()), ("channels", links(channels).into())]);
        }
        Refusal::TooManyTypes { limit }
        | Refusal::TooManyStaff { limit }
        | Refusal::LimitRange { limit }
        | Refusal::TooManyQuestions { limit }
        | Refusal::TextLength { limit } => {
            fill.push(("limit", (*limit).into()));
        }
        Refusal::ClaimedBy(user) | Refusal::AlreadyMember(user) | Refusal::NotMember(user) => {
            fill.push(("user", format!("<@{user}>").into()));
        }
        Refusal::ManagedRole(role) => fill.push(("role", format!("<@&{role}>").into())),
        Refusal::NoCategory(channel) | Refusal::NoMessages(channel) => {
            fill.push(("channel", format!("<#{channel}>").into()));
        }
        Refusal::EmojiRefused { kind } => fill.push(("name", kind.as_str().into())),
        Refusal::AnswerMissing { question } => fill.push(("question", question.as_str().into())),
        Refusal::FormChanged { question } => {
            fill.push(("question", question.as_deref().unwrap_or("none").into()));
        }
        Refusal::AnswerTooLong { question, limit } | Refusal::QuestionLength { question, limit } => {
            fill.extend([("question", question.as_str().into()), ("limit", (*limit).into())]);
        }
        Refusal::BotForbidden { channel, missing } => {
            let channel = channel.map_or_else(|| speech.say("this-server"), |channel| format!("<#{channel}>"));
            fill.extend([("channel", channel.into()), ("missing", permissions(missing, speech).into())]);
        }
        Refusal::NoSuchPart { parts } => fill.push(("parts", (*parts).into())),
        Refusal::ChannelGone(ticket) => fill.push(("ticket", ticket.get().into())),
        _ => {}
    }
    speech.fill(&format!("refused-{}", refusal.code()), &fill)
}

/// Channels to be read after a statement; nothing where there are none.
fn links(channels: &[ChannelId]) -> String {
    let links: Vec<String> = channels.iter().map(|channel| format!("<#{channel}>")).collect();
    if links.is_empty() { String::new() } else { format!(": {}", links.join(", ")) }
}

/// Permissions as Discord's client names them; all that tickets need where it is not known which of them are missing.
pub fn permissions(missing: &[BotPermission], speech: Speech<'_>) -> String {
    let missing = if missing.is_empty() { &BotPermission::FOR_TICKETS[..] } else { missing };
    missing.iter().map(|permission| speech.say(permission_name(*permission))).collect::<Vec<_>>().join(", ")
}

/// The key of a permission's name.
const fn permission_name(permission: BotPermission) -> &'static str {
    match permission {
        BotPermission::ViewChannels => "permission-view-channels",
        BotPermission::ManageChannels => "permission-manage-channels",
        BotPermission::ManageRoles => "permission-manage-roles",
        BotPermission::SendMessages => "permission-send-messages",
        BotPermission::EmbedLinks => "permission-embed-links",
        BotPermission::AttachFiles => "permission-attach-files",
        BotPermission::ReadMessageHistory => "permission-read-message-history",
    }
}

/// The key of what somebody must be to be allowed something.
const fn needs(permission: Permission) -> &'static str {
    match permission.needs() {
        Standing::Member => "needs-member",
        Standing::Opener => "needs-opener-or-staff",
        Standing::Staff => "needs-staff",
        Standing::Admin => "needs-admin",
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::{RoleId, TicketId, UserId};

    use super::*;
    use crate::words::Words;

    fn refusals() -> Vec<Refusal> {
        let (user, question) = (UserId::new(1), "Order number".to_owned());
        vec![
            Refusal::StaleControl,
            Refusal::GuildOnly,
            Refusal::NoSuchTicket,
            Refusal::NotATicket,
            Refusal::NotAllowed(Permission::CloseTicket),
            Refusal::NeedsPerson,
            Refusal::LimitReached { limit: 1, channels: Vec::new() },
            Refusal::OpenerAtLimit { opener: user, limit: 1, channels: vec![ChannelId::new(1)] },
            Refusal::NotOpen,
            Refusal::NotClosed,
            Refusal::NoTranscript,
            Refusal::NoSuchPart { parts: 2 },
            Refusal::AnswerRefused,
            Refusal::ClaimedBy(user),
            Refusal::NotClaimed,
            Refusal::AlreadyMember(user),
            Refusal::NotMember(user),
            Refusal::OpenerStays,
            Refusal::NoSuchType,
            Refusal::NoTypes,
            Refusal::TooManyTypes { limit: 25 },
            Refusal::NotAnEmoji,
            Refusal::EveryoneAsStaff,
            Refusal::ManagedRole(RoleId::new(1)),
            Refusal::NoSuchRole,
            Refusal::TooManyStaff { limit: 25 },
            Refusal::NoSuchChannel,
            Refusal::NoCategory(ChannelId::new(1)),
            Refusal::NoMessages(ChannelId::new(1)),
            Refusal::DiscordAway,
            Refusal::LimitRange { limit: 10 },
            Refusal::EmojiRefused { kind: "Billing".into() },
            Refusal::PanelRefused,
            Refusal::AnswerMissing { question: question.clone() },
            Refusal::AnswerTooLong { question: question.clone(), limit: 1000 },
            Refusal::FormChanged { question: Some(question.clone()) },
            Refusal::TooManyQuestions { limit: 5 },
            Refusal::QuestionLength { question: question.clone(), limit: 45 },
            Refusal::TextLength { limit: 100 },
            Refusal::BotForbidden { channel: None, missing: vec![BotPermission::ManageRoles] },
            Refusal::Full,
            Refusal::ChannelGone(TicketId::new(1)),
            Refusal::NameRefused,
            Refusal::BotStopped,
        ]
    }

    #[test]
    fn every_refusal_has_its_wording_in_every_language() {
        let words = Words::load().unwrap();
        for refused in refusals() {
            let [english, german] = ["en-US", "de"].map(|locale| refusal(&refused, words.speak(locale)));
            assert_ne!(english, german, "{refused:?} reads the same in both languages");
            assert!(!english.starts_with("refused-") && !english.contains("{$"), "{refused:?} reads {english:?}");
            assert!(!german.contains("{$"), "{refused:?} reads {german:?}");
        }
    }
}
