//! `/setup`: who works on tickets, where their channels and transcripts go, and how channels are named.

use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::{ChannelId, RoleId};
use tickit_domain::settings::{Change, RolesChange, Settings, SettingsChange};

use crate::Action;
use crate::context::{Context, Visit};
use crate::reply::Reply;
use crate::role_list::role_list;
use crate::words::{Speech, shortened};

pub(crate) const ACTION: Action =
    Action { word: "set_up", parent: None, slash: Some(set_up), press: None, submit: None };

/// The most characters that are shown of a type's name in the list of all.
const SHOWN_NAME: usize = 30;

/// What can be taken back, by the key of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
enum Clearable {
    #[name = "set_up-clear-staff"]
    Staff,
    #[name = "set_up-clear-category"]
    Category,
    #[name = "set_up-clear-log"]
    Log,
    #[name = "set_up-clear-names"]
    Names,
}

#[poise::command(slash_command, guild_only, rename = "setup", default_member_permissions = "MANAGE_GUILD")]
#[expect(clippy::too_many_arguments, reason = "each is an option that members see")]
async fn set_up(
    ctx: Context<'_>,
    staff: Option<serenity::all::Role>,
    remove_staff: Option<serenity::all::Role>,
    #[channel_types("Category")] category: Option<serenity::all::PartialChannel>,
    #[channel_types("Text")] log: Option<serenity::all::PartialChannel>,
    #[max_length = 100] names: Option<String>,
    clear: Option<Clearable>,
) -> Result<(), Error> {
    let mut change = SettingsChange {
        staff: RolesChange::of(role(remove_staff), role(staff)),
        category: channel(category),
        log_channel: channel(log),
        name_template: names.into(),
    };
    if let Some(clear) = clear {
        clear.apply(&mut change);
    }
    let visit = ctx.data();
    visit.answer(change_settings(visit, &change).await);
    Ok(())
}

fn role(role: Option<serenity::all::Role>) -> Option<RoleId> {
    role.map(|role| RoleId::new(role.id.get()))
}

fn channel(channel: Option<serenity::all::PartialChannel>) -> Change<ChannelId> {
    channel.map(|channel| ChannelId::new(channel.id.get())).into()
}

impl Clearable {
    fn apply(self, change: &mut SettingsChange) {
        match self {
            Self::Staff => change.staff.cleared = true,
            Self::Category => change.category.clear(),
            Self::Log => change.log_channel.clear(),
            Self::Names => change.name_template.clear(),
        }
    }
}

async fn change_settings(visit: &Visit, change: &SettingsChange) -> Outcome<Reply> {
    let settings = visit.desk.set_up(visit.at, &visit.actor, change).await?;
    let speech = visit.speech();
    let headline = if *change == SettingsChange::default() { "set_up-shown" } else { "set_up-done" };
    let warning = settings.ignores_everyone.then(|| speech.say("set_up-everyone"));
    let parts = [Some(speech.say(headline)), warning, Some(list(&settings, speech))];
    Ok(Reply::whisper(parts.into_iter().flatten().collect::<Vec<_>>().join("\n")))
}

fn list(settings: &Settings, speech: Speech<'_>) -> String {
    let none = || speech.say("set_up-none");
    let channel = |id: Option<ChannelId>| id.map_or_else(none, |id| format!("<#{id}>"));
    let types: Vec<String> = settings.types.iter().map(|kind| shortened(&kind.name, SHOWN_NAME)).collect();
    let types = if types.is_empty() { none() } else { types.join(", ") };
    let fill = [
        ("staff", role_list(&settings.staff, speech).into()),
        ("category", channel(settings.category).into()),
        ("log", channel(settings.log_channel).into()),
        ("names", settings.name_template.as_str().into()),
        ("types", types.into()),
    ];
    speech.fill("set_up-list", &fill)
}
