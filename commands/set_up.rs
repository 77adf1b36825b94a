//! `/setup`: who works on tickets, where their channels and transcripts go, how channels are named, and what else holds for all.

use tickit_domain::desk::Expiring;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::event::EventKind;
use tickit_domain::ids::ChannelId;
use tickit_domain::permission::Permission;
use tickit_domain::settings::{Change, OpenLimits, PriorityShown, RolesChange, Settings, SettingsChange};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::limits::cut;
use crate::mention::{Mention, moment};
use crate::options::Options;
use crate::reply::Reply;
use crate::role_list::role_list;
use crate::type_summary::{self, SHOWN_NAME};
use crate::words::Speech;
use crate::zone_choices;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "setup",
        declare: set_up,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[zone_choices::COMPLETE],
    }),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::SettingsChanged],
    ..Action::new("set_up")
};

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
    #[name = "set_up-clear-limit"]
    Limit,
    #[name = "set_up-clear-attachment_limit"]
    AttachmentLimit,
    #[name = "set_up-clear-attachments_limit"]
    AttachmentsLimit,
    #[name = "set_up-clear-feedback"]
    Feedback,
    #[name = "set_up-clear-retention"]
    Retention,
    #[name = "set_up-clear-time_zone"]
    TimeZone,
}

/// Whether something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
enum Switch {
    #[name = "set_up-on"]
    On,
    #[name = "set_up-off"]
    Off,
}

/// The choices of the option, each called by the key of its text.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
enum Shown {
    #[name = "set_up-priority-nowhere"]
    Nowhere,
    #[name = "set_up-priority-name"]
    Name,
    #[name = "set_up-priority-topic"]
    Topic,
}

impl Shown {
    const fn place(self) -> PriorityShown {
        match self {
            Self::Nowhere => PriorityShown::Nowhere,
            Self::Name => PriorityShown::Name,
            Self::Topic => PriorityShown::Topic,
        }
    }
}

/// The key of what a place is called.
const fn place(of: PriorityShown) -> &'static str {
    match of {
        PriorityShown::Nowhere => "set_up-priority-nowhere",
        PriorityShown::Name => "set_up-priority-name",
        PriorityShown::Topic => "set_up-priority-topic",
    }
}

#[poise::command(slash_command, guild_only, default_member_permissions = "MANAGE_GUILD")]
#[expect(clippy::too_many_arguments, clippy::similar_names, reason = "each is an option that members see")]
async fn set_up(
    _: Context<'_>,
    staff: Option<serenity::all::Role>,
    remove_staff: Option<serenity::all::Role>,
    #[channel_types("Category")] category: Option<serenity::all::PartialChannel>,
    #[channel_types("Text")] log: Option<serenity::all::PartialChannel>,
    #[max_length = 100] names: Option<String>,
    #[min = 0]
    #[max = 10]
    attachment_limit: Option<u32>,
    #[min = 0]
    #[max = 1024]
    attachments_limit: Option<u32>,
    priority: Option<Shown>,
    #[min = 1]
    #[max = 50]
    limit: Option<u32>,
    #[min = 0]
    #[max = 365]
    account_days: Option<u32>,
    #[min = 0]
    #[max = 365]
    member_days: Option<u32>,
    feedback: Option<Switch>,
    #[min = 1]
    #[max = 3650]
    retention: Option<u32>,
    #[max_length = 64] time_zone: Option<String>,
    clear: Option<Clearable>,
) -> Result<(), Error> {
    declares((
        staff,
        remove_staff,
        category,
        log,
        names,
        attachment_limit,
        attachments_limit,
        priority,
        limit,
        account_days,
        member_days,
        feedback,
        retention,
        time_zone,
        clear,
    ))
    .await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let change = wanted(options)?;
    let (settings, missing) = visit.desk.set_up(visit.at, &visit.actor, &change).await?;
    let speech = visit.speech();
    let headline = if change == SettingsChange::default() { "set_up-shown" } else { "set_up-done" };
    let kept = visit.desk.show_retention(visit.at, &visit.actor).await?;
    let warning = settings.ignores_everyone.then(|| speech.say("set_up-everyone"));
    let missing = type_summary::missing(&missing, speech);
    let expiring = kept.expiring.map(|expiring| will_go(expiring, speech));
    let parts = [warning, Some(list(&settings, kept.days, speech)), expiring, Some(missing)];
    Ok(Reply::whisper_embed(speech.say(headline), parts.into_iter().flatten().collect::<Vec<_>>().join("\n")))
}

fn wanted(options: &Options) -> Outcome<SettingsChange> {
    let mut change = SettingsChange {
        staff: RolesChange::of(options.optional("remove_staff")?, options.optional("staff")?),
        category: options.optional("category")?.into(),
        log_channel: options.optional("log")?.into(),
        name_template: options.optional("names")?.into(),
        attachment_limit: options.optional("attachment_limit")?.into(),
        attachments_limit: options.optional("attachments_limit")?.into(),
        limit: options.optional("limit")?.into(),
        account_days: options.optional("account_days")?.into(),
        member_days: options.optional("member_days")?.into(),
        feedback: options.choice::<Switch>("feedback")?.map(|chosen| chosen == Switch::On).into(),
        retention: options.optional("retention")?.into(),
        time_zone: Change::<String>::from(options.optional("time_zone")?).parsed()?,
        priority_shown: options.choice::<Shown>("priority")?.map(Shown::place).into(),
        ..SettingsChange::default()
    };
    if let Some(clear) = options.choice::<Clearable>("clear")? {
        clear.apply(&mut change);
    }
    Ok(change)
}

impl Clearable {
    fn apply(self, change: &mut SettingsChange) {
        match self {
            Self::Staff => change.staff.cleared = true,
            Self::Category => change.category.clear(),
            Self::Log => change.log_channel.clear(),
            Self::Names => change.name_template.clear(),
            Self::Limit => change.limit.clear(),
            Self::AttachmentLimit => change.attachment_limit.clear(),
            Self::AttachmentsLimit => change.attachments_limit.clear(),
            Self::Feedback => change.feedback.clear(),
            Self::Retention => change.retention.clear(),
            Self::TimeZone => change.time_zone.clear(),
        }
    }
}

/// What a shorter time removes when it begins to hold.
fn will_go(Expiring { days, from, tickets, more }: Expiring, speech: Speech<'_>) -> String {
    let more = if more { "yes" } else { "no" };
    let fill = [("days", days.into()), ("from", moment(from).into()), ("tickets", tickets.into())];
    speech.fill("set_up-expiring", &[&fill[..], &[("more", more.into())]].concat())
}

fn list(settings: &Settings, kept: Option<u32>, speech: Speech<'_>) -> String {
    let none = || speech.say("set_up-none");
    let channel = |id: Option<ChannelId>| id.map_or_else(none, |id| id.mention());
    let types: Vec<String> = settings.types.iter().map(|kind| cut(&kind.name, SHOWN_NAME)).collect();
    let types = if types.is_empty() { none() } else { types.join(", ") };
    let fill = [
        ("staff", role_list(&settings.staff, speech).into()),
        ("category", channel(settings.category).into()),
        ("log", channel(settings.log_channel).into()),
        ("priority", speech.say(place(settings.priority_shown)).into()),
        ("names", settings.name_template.as_str().into()),
        ("file", settings.attachment_limit.into()),
        ("files", settings.attachments_limit.into()),
        ("limit", limit(&settings.open_limits, speech).into()),
        ("roles", settings.open_limits.roles.len().into()),
        ("account", settings.account_days.into()),
        ("feedback", speech.say(if settings.feedback { "set_up-on" } else { "set_up-off" }).into()),
        ("member", settings.member_days.into()),
        ("zone", settings.time_zone.to_string().into()),
        ("kept", kept.unwrap_or_default().into()),
        ("types", types.into()),
    ];
    speech.fill("set_up-list", &fill)
}

/// How many tickets each member may have open, to be read in a list.
pub(crate) fn limit(limits: &OpenLimits, speech: Speech<'_>) -> String {
    limits.each.map_or_else(|| speech.say("set_up-no-limit"), |limit| limit.to_string())
}
