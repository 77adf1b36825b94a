//! `/type add`: one more ticket type.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::edit_type;
use crate::options::Options;
use crate::reply::Reply;
use crate::type_options::{self, Closers, Style, Urgency};
use crate::type_summary;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "type add",
        declare: add_type,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::TypeAdded],
    ..Action::new("add_type")
};

#[poise::command(slash_command, guild_only)]
#[expect(clippy::too_many_arguments, reason = "each is an option that members see")]
async fn add_type(
    _: Context<'_>,
    #[max_length = 80] name: String,
    #[max_length = 64] emoji: Option<String>,
    style: Option<Style>,
    #[channel_types("Category")] category: Option<serenity::all::PartialChannel>,
    #[channel_types("Category")] overflow: Option<serenity::all::PartialChannel>,
    staff: Option<serenity::all::Role>,
    #[min = 1]
    #[max = 10]
    limit: Option<u32>,
    #[max = 43_200] cooldown: Option<u32>,
    #[max_length = 300] questions: Option<String>,
    mention: Option<bool>,
    ping: Option<serenity::all::Role>,
    required: Option<serenity::all::Role>,
    forbidden: Option<serenity::all::Role>,
    #[max_length = 1000] access: Option<String>,
    priority: Option<Urgency>,
    closes: Option<Closers>,
    reason: Option<bool>,
    #[max = 8_760] reopen: Option<u32>,
) -> Result<(), Error> {
    let looks = (name, emoji, style, category, overflow, questions);
    let people = (staff, ping, required, forbidden, access);
    declares((looks, people, limit, cooldown, mention, priority, closes, reason, reopen)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let kind = visit.desk.add_type(visit.at, &visit.actor, &type_options::change(options, visit.at.guild)?).await?;
    let speech = visit.speech();
    let done = speech.fill("add_type-done", &[("name", kind.name.as_str().into())]);
    let said = format!("{done}\n{}", type_summary::of(&kind, visit.at.guild, speech));
    Ok(Reply::whisper_with(said, &[edit_type::button(kind.id, speech)]))
}
