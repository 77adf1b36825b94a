//! `/blacklist add`: a user or a role opens no tickets, for a while or for good.

use tickit_domain::blacklist::BlacklistEntry;
use tickit_domain::error::Error;
use tickit_domain::whom::Whom;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::options::Options;
use crate::reply::Reply;
use crate::someone::Someone;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "blacklist add",
        declare: add_to_blacklist,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
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
    let lasts = options.optional::<String>("duration")?.map(|text| text.parse()).transpose()?;
    let whom = options.required::<Whom>("who")?;
    let entry = visit.desk.add_to_blacklist(visit.at, &visit.actor, whom, &reason, lasts).await?;
    let speech = visit.speech();
    let fill = [("whom", whom.mention().into()), ("until", until(&entry, speech).into())];
    Ok(Reply::whisper(speech.fill("add_to_blacklist-done", &fill)))
}

/// Until when an entry holds, to be read in a sentence.
pub(crate) fn until(entry: &BlacklistEntry, speech: Speech<'_>) -> String {
    let moment = entry.until.map(|until| format!("<t:{}:f>", until.as_seconds()));
    moment.map_or_else(
        || speech.say("blacklist-for-good"),
        |until| speech.fill("blacklist-until", &[("until", until.into())]),
    )
}
