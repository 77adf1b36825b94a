//! What somebody of staff is told of tickets: a line for each thing, in one message.

use tickit_domain::ids::UserId;
use tickit_domain::notice::ToldOf;
use tickit_domain::settings::NotificationKind;

use crate::mention::Mention;
use crate::message::Message;
use crate::words::Speech;

/// The message, with whom it pings, if anybody.
pub(crate) fn message(items: &[ToldOf], more: u32, ping: Option<UserId>, speech: Speech<'_>) -> Message {
    let lines = items.iter().map(|item| line(item, speech));
    let more = (more > 0).then(|| speech.fill("notify-more", &[("count", more.into())]));
    let text = Message::text(lines.chain(more).collect::<Vec<_>>().join("\n"));
    match ping {
        Some(user) => text.addressing(user),
        None => text,
    }
}

fn line(item: &ToldOf, speech: Speech<'_>) -> String {
    let key = match item.kind {
        NotificationKind::NewTicket => "notify-told-new",
        NotificationKind::Assigned => "notify-told-assigned",
        NotificationKind::Mentioned => "notify-told-mentioned",
        NotificationKind::Waiting => "notify-told-waiting",
    };
    let fill = [
        ("ticket", item.title.as_str().into()),
        ("channel", item.channel.mention().into()),
        ("user", item.opener.mention().into()),
    ];
    speech.fill(key, &fill)
}
