//! `/blacklist add`, and the menu of a user with a form: a user or a role opens no tickets, for a while or for good.

use tickit_domain::blacklist::{BlacklistEntry, MOST_BLACKLIST_REASON_CHARACTERS};
use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::whom::Whom;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::{Mention, moment};
use crate::options::Options;
use crate::reply::{Input, Modal, Reply};
use crate::someone::Someone;
use crate::submission::Submission;
use crate::words::Speech;

/// The most characters that a duration is written with.
const MOST_DURATION_CHARACTERS: usize = 20;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "blacklist add",
        declare: add_to_blacklist,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    user_menu: Some(|visit, user| Box::pin(ask(visit, user.into()))),
    submit: Some(|visit, id, form| Box::pin(submit(visit, id, form))),
    needs: &[Permission::ChangeBlacklist, Permission::ChangeSettings],
    records: &[EventKind::BlacklistAdded],
    ..Action::new("add_to_blacklist")
};

#[poise::command(slash_command, guild_only)]
async fn add_to_blacklist(
    _: Context<'_>,
    who: Someone,
    #[max_length = 500] reason: Option<String>,
    #[max_length = 20] duration: Option<String>,
) -> Result<(), Error> {
    declares((who, reason, duration)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let reason = options.optional::<String>("reason")?.unwrap_or_default();
    let duration = options.optional::<String>("duration")?.unwrap_or_default();
    add(visit, options.required("who")?, &reason, &duration).await
}

async fn ask(visit: &Visit, whom: Whom) -> Answered {
    visit.desk.may_add_to_blacklist(visit.at, &visit.actor, whom).await?;
    let speech = visit.speech();
    let input = |name: &str, key: &str, longest| Input::optional_text(name, speech.say(key), None, longest);
    let inputs = vec![
        input("reason", "add_to_blacklist-reason", MOST_BLACKLIST_REASON_CHARACTERS),
        input("duration", "add_to_blacklist-duration", MOST_DURATION_CHARACTERS),
    ];
    Ok(Reply::Ask(Modal {
        custom_id: custom_id(whom).to_string(),
        title: speech.say("add_to_blacklist-title"),
        inputs,
    }))
}

async fn submit(visit: &Visit, id: &CustomId, form: &Submission) -> Answered {
    add(visit, id.subject()?, form.text("reason"), form.text("duration")).await
}

/// For good where no duration is given.
async fn add(visit: &Visit, whom: Whom, reason: &str, duration: &str) -> Answered {
    let lasts = Some(duration).filter(|text| !text.trim().is_empty()).map(str::parse).transpose()?;
    let entry = visit.desk.add_to_blacklist(visit.at, &visit.actor, whom, reason, lasts).await?;
    let speech = visit.speech();
    let fill = [("whom", whom.mention().into()), ("until", until(&entry, speech).into())];
    Ok(Reply::whisper(speech.fill("add_to_blacklist-done", &fill)))
}

/// The custom id of the form.
fn custom_id(whom: Whom) -> CustomId {
    CustomId::new(ACTION.word, whom)
}

/// Until when an entry holds, to be read in a sentence.
pub(crate) fn until(entry: &BlacklistEntry, speech: Speech<'_>) -> String {
    let moment = entry.until.map(moment);
    moment.map_or_else(
        || speech.say("blacklist-for-good"),
        |until| speech.fill("blacklist-until", &[("until", until.into())]),
    )
}
