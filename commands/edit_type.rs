//! `/type edit`: changes what it names of a ticket type; where it names nothing, and by the button below a type, a form
//! asks for its texts.

use tickit_domain::error::{Error, Outcome};
use tickit_domain::event::EventKind;
use tickit_domain::ids::{ChannelId, GuildId};
use tickit_domain::permission::Permission;
use tickit_domain::settings::{TicketType, TypeChange, TypeId};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::message::{Button, ButtonStyle, Message};
use crate::notice;
use crate::options::Options;
use crate::reply::Reply;
use crate::submission::Submission;
use crate::type_choices;
use crate::type_options::{self, Clearable, Closers, Style, Urgency};
use crate::type_summary;
use crate::type_texts;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "type edit",
        declare: edit_type,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[type_choices::COMPLETE],
    }),
    press: Some(|visit, id| Box::pin(async { ask(visit, TypeId(id.subject()?)).await })),
    submit: Some(|visit, id, form| Box::pin(async { submit(visit, TypeId(id.subject()?), form).await })),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::TypeChanged],
    ..Action::new("edit_type")
};

#[poise::command(slash_command, guild_only)]
#[expect(clippy::too_many_arguments, reason = "each is an option that members see")]
async fn edit_type(
    _: Context<'_>,
    #[max_length = 80]
    #[rename = "type"]
    kind: String,
    #[max_length = 80] name: Option<String>,
    #[max_length = 64] emoji: Option<String>,
    style: Option<Style>,
    #[channel_types("Category")] category: Option<serenity::all::PartialChannel>,
    #[channel_types("Category")] overflow: Option<serenity::all::PartialChannel>,
    #[channel_types("Category")] remove_overflow: Option<serenity::all::PartialChannel>,
    staff: Option<serenity::all::Role>,
    remove_staff: Option<serenity::all::Role>,
    #[min = 1]
    #[max = 10]
    limit: Option<u32>,
    #[max = 43_200] cooldown: Option<u32>,
    #[max_length = 300] questions: Option<String>,
    mention: Option<bool>,
    ping: Option<serenity::all::Role>,
    remove_ping: Option<serenity::all::Role>,
    required: Option<serenity::all::Role>,
    forbidden: Option<serenity::all::Role>,
    #[max_length = 1000] access: Option<String>,
    remove_access: Option<serenity::all::Role>,
    priority: Option<Urgency>,
    closes: Option<Closers>,
    reason: Option<bool>,
    #[max = 8_760] reopen: Option<u32>,
    clear: Option<Clearable>,
) -> Result<(), Error> {
    let looks = (kind, name, emoji, style, category, overflow, remove_overflow, questions);
    let people = (staff, remove_staff, ping, remove_ping, required, forbidden, access, remove_access);
    declares((looks, people, mention, limit, cooldown, priority, closes, reason, reopen, clear)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let name: String = options.required("type")?;
    let kind = visit.desk.type_called(visit.at, &visit.actor, &name).await?;
    let change = wanted(options, visit.at.guild)?;
    if change == TypeChange::default() {
        return Ok(Reply::Ask(type_texts::form(&kind, &custom_id(kind.id), visit.speech())));
    }
    edit(visit, kind.id, &change).await
}

fn wanted(options: &Options, guild: GuildId) -> Outcome<TypeChange> {
    let mut change = type_options::change(options, guild)?;
    change.overflow.removed = Vec::from_iter(options.optional("remove_overflow")?);
    change.staff.removed = Vec::from_iter(options.optional("remove_staff")?);
    change.pings.removed = Vec::from_iter(options.optional("remove_ping")?);
    change.access.removed = Vec::from_iter(options.optional("remove_access")?);
    if let Some(clear) = options.choice::<Clearable>("clear")? {
        clear.apply(&mut change);
    }
    Ok(change)
}

async fn ask(visit: &Visit, id: TypeId) -> Answered {
    let kind = visit.desk.type_to_edit(visit.at, &visit.actor, id).await?;
    Ok(Reply::Ask(type_texts::form(&kind, &custom_id(id), visit.speech())))
}

async fn submit(visit: &Visit, id: TypeId, form: &Submission) -> Answered {
    edit(visit, id, &type_texts::change(form)?).await
}

async fn edit(visit: &Visit, id: TypeId, change: &TypeChange) -> Answered {
    let kind = visit.desk.edit_type(visit.at, &visit.actor, id, change, visit.reply_to()?).await?;
    Ok(Reply::Message(saved(&kind, visit.at.guild, &[], visit.speech()).ephemeral()))
}

/// A type that was changed, and the channels of panels whose messages somebody has deleted.
pub(crate) fn saved(kind: &TicketType, guild: GuildId, gone: &[ChannelId], speech: Speech<'_>) -> Message {
    let done = speech.fill("edit_type-done", &[("name", kind.name.as_str().into())]);
    let parts = [Some(done), Some(type_summary::of(kind, guild, speech)), notice::gone(gone, speech)];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    Message::text(text).buttons(&[button(kind.id, speech)])
}

fn custom_id(id: TypeId) -> CustomId {
    CustomId::new(ACTION.word, id.0)
}

/// The button that asks for a type's texts.
pub(crate) fn button(id: TypeId, speech: Speech<'_>) -> Button {
    let label = speech.say("edit_type-button");
    Button { label, custom_id: custom_id(id).to_string(), style: ButtonStyle::Secondary, emoji: Some("✏️".into()) }
}
