//! `/type staff`: which teams work on a ticket type, and what others of staff may do once somebody has claimed a ticket.

use tickit_domain::desk::TypeStaffChange;
use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::settings::{ClaimMode, TicketType};

use crate::action::{Action, Answered, Complete, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::options::Options;
use crate::reply::Reply;
use crate::team_choices::teams_called;
use crate::type_choices;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "type staff",
        declare: edit_type_staff,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[
            type_choices::COMPLETE,
            Complete { option: "team", run: |visit, _, typed| Box::pin(teams_called(visit, typed)) },
            Complete { option: "remove_team", run: |visit, _, typed| Box::pin(teams_called(visit, typed)) },
        ],
    }),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::TypeChanged],
    ..Action::new("edit_type_staff")
};

/// The choices of the option, each called by the key of its text.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
enum Claims {
    #[name = "claims-write"]
    Write,
    #[name = "claims-read"]
    Read,
    #[name = "claims-hidden"]
    Hidden,
}

#[poise::command(slash_command, guild_only)]
async fn edit_type_staff(
    _: Context<'_>,
    #[rename = "type"]
    #[max_length = 80]
    kind: String,
    #[max_length = 32] team: Option<String>,
    #[max_length = 32] remove_team: Option<String>,
    claimed: Option<Claims>,
) -> Result<(), Error> {
    declares((kind, team, remove_team, claimed)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let name = options.required::<String>("type")?;
    let change = TypeStaffChange {
        added: options.optional("team")?,
        removed: options.optional("remove_team")?,
        claim_mode: options.choice("claimed")?.map(|claims| match claims {
            Claims::Write => ClaimMode::Write,
            Claims::Read => ClaimMode::Read,
            Claims::Hidden => ClaimMode::Hidden,
        }),
    };
    let kind = visit.desk.edit_type_staff(visit.at, &visit.actor, &name, &change).await?;
    Ok(Reply::whisper(done(visit, &kind)))
}

fn done(visit: &Visit, kind: &TicketType) -> String {
    let speech = visit.speech();
    let claimed = match kind.claim_mode {
        ClaimMode::Write => "claims-write",
        ClaimMode::Read => "claims-read",
        ClaimMode::Hidden => "claims-hidden",
    };
    let fill = [
        ("name", kind.name.as_str().into()),
        ("count", kind.teams.len().into()),
        ("claimed", speech.say(claimed).into()),
    ];
    speech.fill("edit_type_staff-done", &fill)
}
