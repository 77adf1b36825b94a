//! Transcripts as whole files: what every kind of message becomes, and what a browser makes of it.

mod browser;
mod generated;
mod hostile;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use tickit::discord::received;
use tickit_commands::transcript::LocalScribe;
use tickit_commands::words::Words;
use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::clock::Timestamp;
use tickit_domain::discord::Place;
use tickit_domain::form::Answer;
use tickit_domain::ids::{BotId, ChannelId, GuildId, InteractionId, MessageId, RoleId, TicketId, UserId};
use tickit_domain::presenter::Scribe as _;
use tickit_domain::settings::{Settings, TypeId};
use tickit_domain::ticket::{NewTicket, Opener, Ticket};
use tickit_domain::transcript::{
    Attachment, AttachmentFate, Excerpt, GuildNames, KeptAttachment, KeptAttachments, KnownNames, Outline, PictureKind,
    Pictures, Rendered, TicketMessage,
};

/// A small picture.
const PICTURE: &[u8] = include_bytes!("../fixtures/transcript/squares.png");

const NOON: &str = "2026-03-01T12:00:00Z";

fn at(moment: &str) -> Timestamp {
    Timestamp::parse_rfc3339(moment).unwrap()
}

fn member(name: &str, locale: &str) -> Actor {
    Actor {
        who: Who::Member { user: UserId::new(700), name: name.to_owned() },
        may: Authority::Everything,
        locale: locale.to_owned(),
        door: Door::Command,
        cause: Cause::Interaction(InteractionId::new(9)),
    }
}

/// A ticket that its opener closed; every text in it is this one where there is one.
fn ticket(locale: &str, text: Option<&str>) -> Ticket {
    let or = |usual: &str| text.unwrap_or(usual).to_owned();
    let actor = member(&or("alice"), locale);
    let new = NewTicket {
        id: TicketId::new(42),
        place: Place { bot: BotId::new(100), guild: GuildId::new(200) },
        kind: TypeId(1),
        type_name: or("Support"),
        answers: vec![Answer {
            question: or("Order number"),
            answer: tickit_domain::form::AnswerValue::Text(or("4711")),
        }],
        slot: 1,
        opener: Opener::of(&actor).unwrap(),
        follows: None,
        quoted: None,
        name: "support-0042".into(),
        welcome: tickit_domain::settings::Welcome::default(),
        priority: tickit_domain::ticket::Priority::Normal,
        mentions: Vec::new(),
    };
    let mut ticket = Ticket::opening(new, &actor, at(NOON));
    let shown = ticket.shown_by_new_channel(&Settings::default());
    ticket.opened(ChannelId::new(500), shown, &actor, at(NOON));
    let closer = Actor { cause: Cause::Interaction(InteractionId::new(10)), ..actor };
    ticket.close(&or("It came"), &closer, at("2026-03-02T14:00:00Z")).unwrap();
    ticket
}

/// A conversation, each message as Discord says it, with what Discord says of it later.
fn conversation(fixture: &str) -> Vec<TicketMessage> {
    let steps: Vec<BTreeMap<String, Value>> = serde_json::from_str(fixture).unwrap();
    let messages = steps.into_iter().map(|step| {
        let mut message = received::message(&step["said"], MessageId::new(1));
        for said in step.get("then").and_then(Value::as_array).into_iter().flatten() {
            message.update(received::update(said).unwrap());
        }
        message.deleted_at = step.get("deleted").map(|moment| at(moment.as_str().unwrap()));
        message
    });
    messages.collect()
}

/// What became of a file of this name.
fn became(name: &str) -> (AttachmentFate, Option<PictureKind>) {
    let is = |extension: &str| name.ends_with(extension);
    match name {
        _ if is(".png") => (AttachmentFate::Kept, PictureKind::of(PICTURE)),
        _ if is(".pdf") => (AttachmentFate::TooLarge, None),
        _ => (AttachmentFate::Gone, None),
    }
}

fn transcript(ticket: &Ticket, messages: &[TicketMessage]) -> Rendered {
    let guild = GuildNames {
        roles: [(RoleId::new(600), "Staff".into())].into(),
        channels: [(ChannelId::new(501), "orders".into())].into(),
    };
    let mut names = KnownNames { guild, ..KnownNames::default() };
    let mut outline = Outline::default();
    let (mut attachments, mut pictures) = (KeptAttachments::default(), Pictures::new());
    for message in messages {
        names.learn_from(message);
        outline.learn_from(message);
        for (index, Attachment { name, .. }) in message.attachments.iter().enumerate() {
            let (fate, picture) = became(name);
            let (message, name, bytes) = (message.id, name.clone(), PICTURE.len() as u64);
            attachments.note(KeptAttachment { message, index, name, bytes, fate, picture });
            pictures.insert((message, index), PICTURE.to_vec());
        }
    }
    let scribe = LocalScribe::new(Arc::new(Words::load().unwrap()));
    let mut whole = scribe.opening(ticket, &outline, false);
    whole.extend(&scribe.messages(
        ticket,
        Excerpt { messages, names: &names, outline: &outline, attachments: &attachments, pictures: &pictures },
    ));
    whole.extend(&scribe.closing(ticket, messages.is_empty()));
    whole
}
