//! What a member reads when something is refused, and when something was done after the first answer.

use fluent_bundle::FluentValue;
use tickit_domain::error::Refusal;
use tickit_domain::guild::BotPermission;
use tickit_domain::ids::{ChannelId, TicketId, UserId};
use tickit_domain::notice::Notice;
use tickit_domain::refusal::{Fact, Field};
use tickit_domain::roles::{Needs, Standing};
use tickit_domain::ticket::{Aspect, Problem};
use tickit_domain::webhook::TurnedOff;

use crate::mention::{Mention, from_now, listed};
use crate::message::Message;
use crate::words::Speech;
use crate::{edit_type, notification, own_words};

/// The message that replaces a promise.
pub fn message(notice: &Notice, speech: Speech<'_>) -> Message {
    Message::text(match notice {
        Notice::Opened { ticket, channel } => {
            let fill = [("ticket", FluentValue::from(ticket.get())), ("channel", channel.mention().into())];
            speech.fill("open-done", &fill)
        }
        Notice::OpenedFor { ticket, channel, opener } => {
            speech.fill("open-done-for", &ticket_of(*ticket, *channel, *opener))
        }
        Notice::Reopened { ticket, channel, opener } => {
            speech.fill("reopen-done", &ticket_of(*ticket, *channel, *opener))
        }
        Notice::PanelSent { channel } => speech.fill("send_panel-done", &[("channel", channel.mention().into())]),
        Notice::PanelsUpdated { updated, gone } => {
            let saved = speech.fill("edit_panel-done", &[("count", (*updated).into())]);
            [Some(saved), self::gone(gone, speech)].into_iter().flatten().collect::<Vec<_>>().join("\n")
        }
        Notice::TypeEdited { kind, guild, gone } => return edit_type::saved(kind, *guild, gone, speech),
        Notice::Transcript { ticket, part, parts, .. } => {
            let fill =
                [("ticket", FluentValue::from(ticket.get())), ("part", (*part).into()), ("parts", (*parts).into())];
            let rest = if part < parts { "show_transcript-more" } else { "show_transcript-last" };
            speech.fill(if *parts == 1 { "show_transcript-done" } else { rest }, &fill)
        }
        Notice::Closing { done, all: None } => speech.fill("close-reading", &[("done", (*done).into())]),
        Notice::Closing { done, all: Some(all) } => {
            speech.fill("close-writing", &[("done", (*done).into()), ("all", (*all).into())])
        }
        Notice::NotShown { ticket, channel, aspect, problem } => {
            let fill = [
                ("ticket", FluentValue::from(ticket.get())),
                ("channel", channel.mention().into()),
                ("aspect", self::aspect(*aspect, speech).into()),
            ];
            format!("{} {}", speech.fill("not-shown", &fill), why(problem, *channel, speech))
        }
        Notice::OpenerLeft { opener } => speech.fill("opener-left", &[("user", opener.mention().into())]),
        Notice::ErasureRequested { user } => speech.fill("erasure-requested", &[("user", user.mention().into())]),
        Notice::WebhookOff { webhook, because } => webhook_off(webhook, *because, speech),
        Notice::Refused(refused) => refusal(refused, speech),
        Notice::RefusedInWords { refusal, text, user, name } => {
            own_words::refusal(refusal, text, (*user, name), speech)
        }
        Notice::Told { items, more, ping } => return notification::message(items, *more, *ping, speech),
        Notice::Delayed => speech.say("delayed"),
        Notice::Failed => speech.say("open-failed"),
    })
}

/// That a webhook is told nothing any more, and why.
fn webhook_off(webhook: &str, because: TurnedOff, speech: Speech<'_>) -> String {
    let text = match because {
        TurnedOff::Gone => "webhook-gone",
        TurnedOff::Failing => "webhook-failing",
    };
    speech.fill(text, &[("webhook", format!("`{}`", webhook.replace('`', "'")).into())])
}

/// What fills in whose ticket is open where.
fn ticket_of(ticket: TicketId, channel: ChannelId, opener: UserId) -> [(&'static str, FluentValue<'static>); 3] {
    let (channel, opener) = (channel.mention(), opener.mention());
    [("ticket", ticket.get().into()), ("user", opener.into()), ("channel", channel.into())]
}

/// That messages of panels are gone, to be read below what was done; none where none is.
pub(crate) fn gone(channels: &[ChannelId], speech: Speech<'_>) -> Option<String> {
    let links = listed(channels);
    (!channels.is_empty()).then(|| speech.fill("panel-gone", &[("channels", links.into())]))
}

/// What Discord shows of a ticket, or does not, to be read after a verb.
pub fn aspect(aspect: Aspect, speech: Speech<'_>) -> String {
    speech.say(aspect_key(aspect))
}

const fn aspect_key(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Audience => "aspect-audience",
        Aspect::FirstMessage => "aspect-first-message",
        Aspect::Name => "aspect-name",
        Aspect::Topic => "aspect-topic",
        Aspect::Category => "aspect-category",
        Aspect::Pins => "aspect-pins",
    }
}

/// Why Discord refuses something, and what to do about it.
fn why(problem: &Problem, channel: ChannelId, speech: Speech<'_>) -> String {
    match problem {
        Problem::Forbidden { missing } => {
            refusal(&Refusal::BotForbidden { channel: Some(channel), missing: missing.clone() }, speech)
        }
        Problem::NameRefused => refusal(&Refusal::NameRefused, speech),
        Problem::Full => refusal(&Refusal::Full, speech),
        Problem::Rejected { code, .. } => speech.fill("not-shown-rejected", &[("code", (*code).into())]),
    }
}

/// A refusal's wording, filled in with its facts.
pub fn refusal(refusal: &Refusal, speech: Speech<'_>) -> String {
    let facts = refusal.facts();
    let fill: Vec<_> = facts.iter().map(|(name, fact)| (*name, told(*fact, speech))).collect();
    speech.fill(&format!("refused-{}", refusal.code()), &fill)
}

/// A fact as members read it.
fn told(fact: Fact<'_>, speech: Speech<'_>) -> FluentValue<'static> {
    match fact {
        Fact::Number(number) => number.into(),
        Fact::Bound(bound) => bound.into(),
        Fact::Text(text) => text.to_owned().into(),
        Fact::None => "none".into(),
        Fact::Whom(whom) => whom.mention().into(),
        Fact::Channel(Some(channel)) => channel.mention().into(),
        Fact::Channel(None) => speech.say("this-server").into(),
        Fact::Channels(channels) => links(channels).into(),
        Fact::Moment(moment) => from_now(moment).into(),
        Fact::Needs(missed) => speech.say(needs(missed)).into(),
        Fact::Missing(missing) => permissions(missing, speech).into(),
        Fact::Field(field) => speech.say(part(field)).into(),
    }
}

/// Channels to be read after a statement; nothing where there are none.
fn links(channels: &[ChannelId]) -> String {
    if channels.is_empty() { String::new() } else { format!(": {}", listed(channels)) }
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
        BotPermission::PinMessages => "permission-pin-messages",
    }
}

/// The key of what a part of a question is called.
const fn part(field: Field) -> &'static str {
    match field {
        Field::Label => "question-label",
        Field::Description => "question-description",
        Field::Placeholder => "question-placeholder",
        Field::Default => "question-default",
        Field::Pattern => "question-pattern",
        Field::PatternMessage => "question-pattern-message",
        Field::Options => "question-options",
        Field::Option => "question-option",
        Field::OptionDescription => "question-option-description",
        Field::Text => "question-text",
        Field::Least => "question-least",
        Field::Most => "question-most",
    }
}

/// The key of what somebody must be to be allowed something.
const fn needs(Needs { permission, least }: Needs) -> &'static str {
    match least {
        Standing::Member => "needs-member",
        Standing::Viewer | Standing::Trainee | Standing::Staff if permission.is_openers() => "needs-opener-or-staff",
        Standing::Viewer | Standing::Trainee => "needs-staff",
        Standing::Staff => "needs-full-staff",
        Standing::Admin => "needs-admin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn every_refusal_has_its_wording_in_every_language() {
        let words = Words::load().unwrap();
        let mut all = String::new();
        for refused in Refusal::examples() {
            let [english, german] = ["en-US", "de"].map(|locale| refusal(&refused, words.speak(locale)));
            assert_ne!(english, german, "{refused:?} reads the same in both languages");
            assert!(!english.starts_with("refused-") && !english.contains("{$"), "{refused:?} reads {english:?}");
            assert!(!german.contains("{$"), "{refused:?} reads {german:?}");
            all.extend([refused.code(), "\n  ", &english, "\n  ", &german, "\n"]);
        }
        insta::assert_snapshot!("refusals", all);
    }
}
