//! `/refusal-text`: a form for what members read, in the guild's own words, where they may not open a ticket.

use tickit_domain::error::{Error, Refusal};
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::settings::{MOST_REFUSAL_CHARACTERS, RefusalReason};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Input, Modal, Reply};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "refusal-text",
        declare: refusal_text,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    submit: Some(|visit, id, form| Box::pin(async { save(visit, id.subject()?, form.text("text")).await })),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::SettingsChanged],
    ..Action::new("refusal_text")
};

/// The choices of the option, each called by the key of its text.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
enum About {
    #[name = "refusal_text-limit"]
    Limit,
    #[name = "refusal_text-roles"]
    Roles,
    #[name = "refusal_text-blacklist"]
    Blacklist,
    #[name = "refusal_text-newcomer"]
    Newcomer,
    #[name = "refusal_text-cooldown"]
    Cooldown,
}

#[poise::command(slash_command, guild_only, default_member_permissions = "MANAGE_GUILD")]
async fn refusal_text(_: Context<'_>, about: About, clear: Option<bool>) -> Result<(), Error> {
    declares((about, clear)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let reason = options.choice::<About>("about")?.map(About::reason).ok_or(Refusal::StaleControl)?;
    if options.optional("clear")? == Some(true) {
        return save(visit, reason, "").await;
    }
    let saved = visit.desk.saved_refusal_text(visit.at, &visit.actor, reason).await?;
    let speech = visit.speech();
    let inputs = vec![Input::optional_text("text", speech.say("refusal_text-label"), saved, MOST_REFUSAL_CHARACTERS)];
    Ok(Reply::Ask(Modal { custom_id: custom_id(reason).to_string(), title: speech.say("refusal_text-title"), inputs }))
}

async fn save(visit: &Visit, reason: RefusalReason, text: &str) -> Answered {
    let is_saved = visit.desk.refusal_text(visit.at, &visit.actor, reason, text).await?;
    Ok(Reply::whisper(visit.speech().say(if is_saved { "refusal_text-done" } else { "refusal_text-cleared" })))
}

/// The custom id of the form.
fn custom_id(reason: RefusalReason) -> CustomId {
    CustomId::new(ACTION.word, reason)
}

impl About {
    const fn reason(self) -> RefusalReason {
        match self {
            Self::Limit => RefusalReason::Limit,
            Self::Roles => RefusalReason::Roles,
            Self::Blacklist => RefusalReason::Blacklist,
            Self::Newcomer => RefusalReason::Newcomer,
            Self::Cooldown => RefusalReason::Cooldown,
        }
    }
}
