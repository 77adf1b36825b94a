//! Files that people sent, kept with their ticket: they live longer than Discord's links.

use serde::{Deserialize, Serialize};

use super::MOST_UPLOADED;
use crate::ids::MessageId;

/// The most files of one ticket that are remembered.
pub const MOST_ATTACHMENTS: usize = 1000;

/// The most files of one message of Discord's (<https://docs.discord.com/developers/reference#uploading-files>).
const MOST_IN_A_MESSAGE: usize = 10;

/// The largest picture that a transcript's page shows, and how large all of them together may be: the page is uploaded
/// as a whole, where a picture is a third longer than its bytes.
const LARGEST_PICTURE: u64 = 2 * 1024 * 1024;
const MOST_PICTURES: u64 = 5 * 1024 * 1024;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentFate {
    /// It is kept.
    Kept,
    /// It is larger than the guild lets one be.
    TooLarge,
    /// The ticket's files are as many, or together as large, as the guild lets them be.
    NoRoom,
    /// Discord did not give it.
    Gone,
}

/// What pictures a page shows, told by their first bytes and not by what their sender says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
}

/// A file of a message, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAttachment {
    /// The message.
    pub message: MessageId,
    /// Which of the message's files it is.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// How large it is, in bytes.
    pub bytes: u64,
    /// What became of it.
    pub fate: AttachmentFate,
    /// What the page shows it as, if it does.
    pub picture: Option<PictureKind>,
}

/// The files of a ticket of which it is known what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAttachments {
    files: Vec<KeptAttachment>,
}

impl PictureKind {
    /// The kind that a file begins as.
    pub fn of(content: &[u8]) -> Option<Self> {
        match content {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }
}

impl KeptAttachments {
    /// What became of a message's file; `None` where that is not known yet.
    pub fn of(&self, message: MessageId, index: usize) -> Option<&KeptAttachment> {
        self.files.iter().find(|file| (file.message, file.index) == (message, index))
    }

    /// Those that are kept.
    pub fn kept(&self) -> impl Iterator<Item = &KeptAttachment> {
        self.files.iter().filter(|file| file.fate == AttachmentFate::Kept)
    }

    /// Forgets a message's files; whether there were any.
    pub fn forget(&mut self, message: MessageId) -> bool {
        let before = self.files.len();
        self.files.retain(|file| file.message != message);
        self.files.len() < before
    }

    /// How large those are together, in bytes.
    pub fn bytes(&self) -> u64 {
        self.kept().map(|file| file.bytes).sum()
    }

    /// Whether no more are remembered.
    pub const fn is_full(&self) -> bool {
        self.files.len() >= MOST_ATTACHMENTS
    }

    /// Notes what became of a file. A picture is shown while there is room on the page.
    pub fn note(&mut self, mut file: KeptAttachment) {
        let shown: u64 = self.kept().filter(|file| file.picture.is_some()).map(|file| file.bytes).sum();
        let fits = file.bytes <= LARGEST_PICTURE && shown.saturating_add(file.bytes) <= MOST_PICTURES;
        file.picture = file.picture.filter(|_| fits);
        self.files.push(file);
    }

    /// How those that are kept are handed over: what each message carries, so that none carries more than Discord takes.
    pub fn messages_to_carry_them(&self) -> Vec<Vec<&KeptAttachment>> {
        let mut messages: Vec<Vec<&KeptAttachment>> = Vec::new();
        let mut carried = u64::MAX;
        for file in self.kept() {
            let fits = carried.saturating_add(file.bytes) <= MOST_UPLOADED;
            if let Some(message) = messages.last_mut().filter(|message| fits && message.len() < MOST_IN_A_MESSAGE) {
                carried += file.bytes;
                message.push(file);
            } else {
                carried = file.bytes;
                messages.push(vec![file]);
            }
        }
        messages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(index: usize, bytes: u64) -> KeptAttachment {
        let (message, picture) = (MessageId::new(5), Some(PictureKind::Png));
        KeptAttachment { message, index, name: "a.png".into(), bytes, fate: AttachmentFate::Kept, picture }
    }

    #[test]
    fn pictures_are_shown_while_there_is_room_and_no_message_carries_more_than_discord_takes() {
        const MIB: u64 = 1024 * 1024;
        let mut files = KeptAttachments::default();
        for (index, mebibytes) in [2, 2, 3, 1, 1, 7, 10].into_iter().enumerate() {
            files.note(kept(index, mebibytes * MIB));
        }
        files.note(KeptAttachment { fate: AttachmentFate::Gone, ..kept(7, MIB) });
        let shown: Vec<usize> = files.kept().filter(|file| file.picture.is_some()).map(|file| file.index).collect();
        assert_eq!((shown.as_slice(), files.bytes()), (&[0, 1, 3][..], 26 * MIB));
        let carried = files.messages_to_carry_them();
        let carried: Vec<Vec<usize>> =
            carried.iter().map(|message| message.iter().map(|file| file.index).collect()).collect();
        assert_eq!(carried, [vec![0, 1, 2, 3, 4], vec![5], vec![6]]);
        let mut many = KeptAttachments::default();
        (0..21).for_each(|index| many.note(kept(index, 1)));
        assert_eq!(many.messages_to_carry_them().iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 1]);
    }

    #[test]
    fn a_picture_is_what_its_first_bytes_say() {
        for (content, kind) in [
            (&b"\x89PNG\r\n\x1a\n..."[..], Some(PictureKind::Png)),
            (b"\xff\xd8\xff\xe0", Some(PictureKind::Jpeg)),
            (b"GIF89a", Some(PictureKind::Gif)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some(PictureKind::Webp)),
            (b"<svg xmlns=", None),
            (b"<html>", None),
            (b"", None),
        ] {
            assert_eq!(PictureKind::of(content), kind);
        }
    }
}
