//! `/blacklist remove`: a user or a role may open tickets again.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::whom::Whom;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::mention::Mention;
use crate::options::Options;
use crate::reply::Reply;
use crate::someone::Someone;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "blacklist remove",
        declare: remove_from_blacklist,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    needs: &[Permission::ChangeBlacklist, Permission::ChangeSettings],
    records: &[EventKind::BlacklistRemoved],
    ..Action::new("remove_from_blacklist")
};

#[poise::command(slash_command, guild_only)]
async fn remove_from_blacklist(_: Context<'_>, who: Someone) -> Result<(), Error> {
    declares(who).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let whom = options.required::<Whom>("who")?;
    visit.desk.remove_from_blacklist(visit.at, &visit.actor, whom).await?;
    Ok(Reply::whisper(visit.speech().fill("remove_from_blacklist-done", &[("whom", whom.mention().into())])))
}
