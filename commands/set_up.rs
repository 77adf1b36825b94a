//! `/setup`: who works on tickets, where their channels and transcripts go, and how channels are named.

use tickit_domain::desk::set_up::SettingsChange;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::{ChannelId, RoleId};

use crate::Action;
use crate::context::{Context, Visit};
use crate::reply::Reply;

pub(crate) const ACTION: Action =
    Action { word: "set_up", parent: None, slash: Some(set_up), press: None, submit: None };

#[poise::command(slash_command, guild_only, rename = "setup", default_member_permissions = "MANAGE_GUILD")]
async fn set_up(
    ctx: Context<'_>,
    staff: Option<serenity::all::Role>,
    #[channel_types("Category")] category: Option<serenity::all::PartialChannel>,
    #[channel_types("Text")] log: Option<serenity::all::PartialChannel>,
    #[max_length = 100] names: Option<String>,
) -> Result<(), Error> {
    let change = SettingsChange {
        staff: staff.map(|role| RoleId::new(role.id.get())),
        category: category.map(|channel| ChannelId::new(channel.id.get())),
        log_channel: log.map(|channel| ChannelId::new(channel.id.get())),
        name_template: names,
    };
    let visit = ctx.data();
    visit.answer(save(visit, &change).await);
    Ok(())
}

async fn save(visit: &Visit, change: &SettingsChange) -> Outcome<Reply> {
    let settings = visit.desk.set_up(visit.at, &visit.actor, change).await?;
    let speech = visit.speech();
    let none = || speech.say("set_up-none");
    let channel = |id: Option<ChannelId>| id.map_or_else(none, |id| format!("<#{id}>"));
    let staff: Vec<String> = settings.staff.iter().map(|role| format!("<@&{role}>")).collect();
    let types: Vec<String> = settings.types.iter().map(|kind| kind.name.clone()).collect();
    let or_none = |names: Vec<String>| if names.is_empty() { none() } else { names.join(", ") };
    Ok(Reply::whisper(speech.fill(
        "set_up-done",
        &[
            ("staff", or_none(staff).into()),
            ("category", channel(settings.category).into()),
            ("log", channel(settings.log_channel).into()),
            ("names", settings.name_template.clone().into()),
            ("types", or_none(types).into()),
        ],
    )))
}
