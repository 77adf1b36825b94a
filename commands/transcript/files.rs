//! The files of a message, with what Discord says of each.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tickit_domain::ids::MessageId;
use tickit_domain::transcript::{Attachment, AttachmentFate, Excerpt, TicketMessage};

use super::pieces::{items, number, string};
use crate::words::Speech;

/// The flag of voice messages (<https://docs.discord.com/developers/resources/message#message-object-message-flags>).
const IS_VOICE_MESSAGE: u64 = 1 << 13;

/// What the name of a file begins with that is shown after a click only.
const SPOILER: &str = "SPOILER_";

/// A file of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct SentFile {
    /// Which of its message's files it is.
    pub index: usize,
    /// What it is called, how large it is, and where Discord kept it.
    pub file: Attachment,
    /// What its sender said that it shows; may be empty.
    pub description: String,
    /// How long it is to be listened to, in seconds, where it is a voice message.
    pub voice: Option<f64>,
    /// Whether its sender had it hidden.
    pub spoiler: bool,
    /// What became of it, where that is known.
    pub fate: Option<AttachmentFate>,
    /// What the page shows it as: an address that holds the picture itself.
    pub picture: Option<String>,
}

impl SentFile {
    /// What kind of file it is, where it is a special one.
    pub fn label(&self, speech: Speech<'_>) -> String {
        let voice = self.voice.map(|seconds| speech.fill("transcript-voice", &[("length", length(seconds).into())]));
        let spoiler = self.spoiler.then(|| speech.say("transcript-spoiler"));
        voice.into_iter().chain(spoiler).collect::<Vec<_>>().join(" · ")
    }

    /// What became of it, in words.
    pub fn fate(&self, speech: Speech<'_>) -> String {
        let key = match self.fate {
            None => return String::new(),
            Some(AttachmentFate::Kept) => "transcript-file-kept",
            Some(AttachmentFate::TooLarge) => "transcript-file-too-large",
            Some(AttachmentFate::NoRoom) => "transcript-file-no-room",
            Some(AttachmentFate::Gone) => "transcript-file-gone",
        };
        speech.say(key)
    }

    /// How large it is.
    pub fn size(&self) -> String {
        size(self.file.bytes)
    }
}

/// The files of a message, in their order.
pub fn of(message: &TicketMessage, raw: Option<&Value>, excerpt: &Excerpt<'_>) -> Vec<SentFile> {
    let said: Vec<&Value> = raw.map(|raw| items(raw, "attachments").collect()).unwrap_or_default();
    let spoken = raw.is_some_and(|raw| number(raw, "flags") & IS_VOICE_MESSAGE != 0);
    let file = |(index, file): (usize, &Attachment)| {
        let said = said.get(index).copied().unwrap_or(&Value::Null);
        SentFile {
            index,
            description: string(said, "description"),
            voice: said.get("duration_secs").and_then(Value::as_f64).filter(|_| spoken),
            spoiler: file.name.starts_with(SPOILER),
            fate: excerpt.attachments.of(message.id, index).map(|kept| kept.fate),
            picture: picture(message.id, index, excerpt),
            file: file.clone(),
        }
    };
    message.attachments.iter().enumerate().map(file).collect()
}

fn picture(message: MessageId, index: usize, excerpt: &Excerpt<'_>) -> Option<String> {
    let kind = excerpt.attachments.of(message, index)?.picture?;
    let content = excerpt.pictures.get(&(message, index))?;
    Some(format!("data:{};base64,{}", kind.media_type(), STANDARD.encode(content)))
}

/// How large something is, as people read it.
pub fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    let tenths = |unit: u64| {
        let tenths = u128::from(bytes) * 10 / u128::from(unit);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match bytes {
        ..KIB => format!("{bytes} B"),
        KIB..0x10_0000 => format!("{} KiB", tenths(KIB)),
        _ => format!("{} MiB", tenths(KIB * KIB)),
    }
}

/// Minutes and seconds. What is no length of Discord's reads as none.
fn length(seconds: f64) -> String {
    let whole = std::time::Duration::try_from_secs_f64(seconds).map_or(0, |length| length.as_secs());
    format!("{}:{:02}", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_lengths_read_as_people_write_them() {
        for (bytes, read) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1536, "1.5 KiB"),
            (1024 * 1024 - 1, "1023.9 KiB"),
            (8 * 1024 * 1024, "8.0 MiB"),
        ] {
            assert_eq!(size(bytes), read);
        }
        assert_eq!(size(u64::MAX), "17592186044415.9 MiB");
        for (seconds, read) in [(0.4, "0:00"), (61.9, "1:01"), (-1.0, "0:00"), (f64::NAN, "0:00"), (1e300, "0:00")] {
            assert_eq!(length(seconds), read);
        }
    }
}
