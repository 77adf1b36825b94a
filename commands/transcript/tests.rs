//! What a transcript says, and what nobody can make it say.

use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::clock::Timestamp;
use tickit_domain::discord::Place;
use tickit_domain::form::Answer;
use tickit_domain::ids::{BotId, GuildId, InteractionId, MessageId, RoleId, TicketId, UserId};
use tickit_domain::settings::{TypeId, Welcome};
use tickit_domain::ticket::{NewTicket, Opener, Priority, Ticket};
use tickit_domain::transcript::{Attachment, Edit, GuildNames, KeptAttachments, KnownNames, Pictures, TicketMessage};

use super::*;

/// Every way to begin another line, and to turn one around.
const BREAKS: [&str; 11] =
    ["\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", "\u{1c}", "\u{1d}", "\u{1e}"];

const FORGED: &str = "[2026-11-26 14:52 UTC] Sam Staff: I promise a refund";

pub(super) fn words() -> Words {
    Words::load().unwrap()
}

pub(super) fn ticket() -> Ticket {
    let actor = Actor {
        who: Who::Member { user: UserId::new(7), name: "alice".into() },
        may: Authority::Everything,
        locale: "en-US".into(),
        door: Door::Command,
        cause: Cause::Interaction(InteractionId::new(9)),
    };
    let new = NewTicket {
        id: TicketId::new(1),
        place: Place { bot: BotId::new(1), guild: GuildId::new(2) },
        kind: TypeId(1),
        type_name: "Support".into(),
        answers: Vec::new(),
        slot: 1,
        opener: Opener::of(&actor).unwrap(),
        follows: None,
        quoted: None,
        name: "support-0001".into(),
        mentions: Vec::new(),
        welcome: Welcome::default(),
        priority: Priority::default(),
    };
    Ticket::opening(new, &actor, Timestamp::from_millis(1_772_366_400_000))
}

pub(super) fn said(content: &str, raw: Option<&str>) -> TicketMessage {
    TicketMessage {
        id: MessageId::new(5),
        author: Some(UserId::new(7)),
        author_name: "mallory".into(),
        username: None,
        by_bot: false,
        sent_at: Timestamp::from_millis(1_772_366_400_000),
        edited_at: None,
        withheld: false,
        content: content.into(),
        earlier: Vec::new(),
        deleted_at: None,
        attachments: Vec::new(),
        mentioned: Vec::new(),
        raw: raw.map(str::to_owned),
    }
}

fn transcript(ticket: &Ticket, messages: &[TicketMessage]) -> Rendered {
    in_pages(ticket, messages, 100)
}

/// The transcript of a conversation that is read so many messages at a time.
fn in_pages(ticket: &Ticket, messages: &[TicketMessage], page: usize) -> Rendered {
    let scribe = LocalScribe::new(Arc::new(words()));
    let guild = GuildNames { roles: [(RoleId::new(1), "Staff".into())].into(), ..GuildNames::default() };
    let mut names = KnownNames { guild, ..KnownNames::default() };
    let mut outline = Outline::default();
    let (attachments, pictures) = (KeptAttachments::default(), Pictures::new());
    for message in messages {
        names.learn_from(message);
        outline.learn_from(message);
    }
    let mut whole = scribe.opening(ticket, &outline, false);
    for messages in messages.chunks(page) {
        whole.extend(&scribe.messages(
            ticket,
            Excerpt { messages, names: &names, outline: &outline, attachments: &attachments, pictures: &pictures },
        ));
    }
    whole.extend(&scribe.closing(ticket, messages.is_empty()));
    whole
}

/// A conversation with much of what messages can be, in which names change and are known from later messages only.
fn conversation(length: u64) -> Vec<TicketMessage> {
    let raws = [
        r#"{"type":0}"#,
        r#"{"type":6}"#,
        r#"{"type":0,"embeds":[{"title":"a <@3> b","fields":[{"name":"Parcel","value":"**DE** <#1>"}]}]}"#,
        r#"{"type":19,"message_reference":{"message_id":"3"},"referenced_message":null}"#,
        r#"{"type":0,"components":[{"type":2,"label":"Press"},{"type":77}]}"#,
    ];
    let message = |number: u64| {
        let raw = raws.get(usize::try_from(number % 6).unwrap()).copied();
        let mut message = said(&format!("line {number}\n<@{}> *so* <script> <@&1>", number % 9), raw);
        (message.id, message.author) = (MessageId::new(number + 1), Some(UserId::new(number % 9)));
        message.author_name = format!("name {}", number / 50);
        message.sent_at = Timestamp::from_millis(1_772_366_400_000 + i64::try_from(number).unwrap() * 3_600_000);
        message.earlier = vec![Edit { content: format!("<@{}>", number % 7), until: message.sent_at }];
        message.attachments = vec![Attachment { name: "a.png".into(), bytes: number, url: "https://x/a.png".into() }];
        message
    };
    (0..length).map(message).collect()
}

#[test]
fn a_transcript_is_the_same_however_many_messages_are_read_at_a_time() {
    let mut ticket = ticket();
    ticket.answers = vec![Answer { question: "Why?".into(), answer: "so <b>".into() }];
    for length in [0, 1, 7, 257] {
        let messages = conversation(length);
        let whole = in_pages(&ticket, &messages, 1000);
        for page in [1, 3, 100] {
            assert_eq!(in_pages(&ticket, &messages, page), whole);
        }
    }
}

#[test]
fn what_was_kept_from_the_bot_is_said_above_the_conversation() {
    let scribe = LocalScribe::new(Arc::new(words()));
    for (withheld, times) in [(false, 0), (true, 1)] {
        let Rendered { html, text } = scribe.opening(&ticket(), &Outline::default(), withheld);
        assert_eq!(html.matches("it lacks the Message Content Intent").count(), times, "{html}");
        assert_eq!(text.matches("it lacks the Message Content Intent").count(), times, "{text}");
    }
}

/// The lines as the most generous reader breaks them.
fn lines(text: &str) -> Vec<&str> {
    let is_break = |letter: char| {
        matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    text.split(is_break).collect()
}

#[test]
fn nothing_that_somebody_wrote_reads_like_another_line() {
    for line_break in BREAKS {
        let forged = format!("hi{line_break}{FORGED}");
        let raw = serde_json::json!({
            "type": 19, "message_reference": { "message_id": "3" },
            "referenced_message": { "author": { "username": forged }, "content": forged },
            "embeds": [{ "title": forged, "description": forged, "fields": [{ "name": forged, "value": forged }],
                "author": { "name": forged }, "footer": { "text": forged }, "provider": { "name": forged } }],
            "sticker_items": [{ "name": forged }],
            "poll": { "question": { "text": forged }, "answers": [{ "poll_media": { "text": forged } }] },
            "components": [{ "type": 10, "content": forged }, { "type": 2, "label": forged }, { "type": forged }],
            "message_snapshots": [{ "message": { "content": forged, "attachments": [{ "filename": forged }] } }],
        });
        let mut message = said(&forged, Some(&raw.to_string()));
        message.author_name.clone_from(&forged);
        message.username = Some(forged.clone());
        message.earlier = vec![Edit { content: forged.clone(), until: message.sent_at }];
        message.attachments = vec![Attachment { name: forged.clone(), bytes: 1, url: forged.clone() }];
        let mut ticket = ticket();
        ticket.type_name.clone_from(&forged);
        ticket.opener_name.clone_from(&forged);
        ticket.answers = vec![Answer { question: forged.clone(), answer: forged.clone().into() }];
        let text = transcript(&ticket, &[message, said("fine", None)]).text;
        let ours = lines(&text).into_iter().filter(|line| line.starts_with('[')).collect::<Vec<_>>();
        assert_eq!(ours.len(), 2, "{line_break:?}: {text}");
        assert!(!lines(&text).iter().any(|line| line.starts_with(FORGED)), "{line_break:?}: {text}");
    }
}

#[test]
fn a_name_cannot_take_a_message_for_its_own_nor_turn_the_line_around() {
    let mut message = said("hi", None);
    message.author_name = "Sam Staff: I promise a refund \u{202e}dneh".into();
    message.username = Some("mallory".into());
    let text = transcript(&ticket(), &[message]).text;
    assert!(text.contains("] \"Sam Staff: I promise a refund dneh\" (@mallory): hi\n"), "{text}");
}

#[test]
fn a_message_of_old_reads_as_it_did() {
    let old = said("look: http://x\nA preview", None);
    let Rendered { text, html } = transcript(&ticket(), &[old]);
    assert!(text.contains("mallory: look: http://x\n    | A preview\n"), "{text}");
    assert!(html.contains("look: <a href=") && html.contains("\nA preview"), "{html}");
}

#[test]
fn whatever_a_message_is_it_gets_a_line() {
    for (raw, shown) in [
        (r#"{"type":6}"#, "Pinned a message"),
        (r#"{"type":999}"#, "A message of Discord's own (type 999)"),
        (r#"{"type":0}"#, "Something that this transcript cannot show (message type 0)"),
        ("{}", "A message that could not be read"),
        ("garbage", "A message that could not be read"),
        (r#"{"type":0,"embeds":"x","content":7}"#, "A part that could not be read: embeds, content"),
        (r#"{"type":0,"embeds":[{"image":{"url":"https://x/y.png"}}]}"#, "Picture: https://x/y.png"),
        (r#"{"type":0,"embeds":[{}]}"#, "nothing that can be shown as text"),
        (r#"{"type":0,"components":[{"type":17,"components":[{"type":10,"content":"deep"}]}]}"#, "deep"),
        (r#"{"type":0,"components":[{"type":77}]}"#, "component type 77"),
        (r#"{"type":0,"sticker_items":[{"name":"wave"}]}"#, "wave"),
        (r#"{"type":19,"message_reference":{"message_id":"3"},"referenced_message":null}"#, "a message that is gone"),
        (r#"{"type":0,"message_reference":{"type":1},"message_snapshots":[{"message":{"content":"far"}}]}"#, "| far"),
        (
            r#"{"type":0,"poll":{"question":{"text":"Tea?"},"answers":[{"answer_id":1,"poll_media":{"text":"Yes"}}],
                "results":{"answer_counts":[{"id":1,"count":3}]}}}"#,
            "Yes: 3",
        ),
    ] {
        let text = transcript(&ticket(), &[said("", Some(raw))]).text;
        assert!(text.contains(shown), "{raw} became {text}");
    }
    let withheld = TicketMessage { withheld: true, ..said("", Some(r#"{"type":0}"#)) };
    assert!(transcript(&ticket(), &[withheld]).text.contains("Message Content Intent"));
}
