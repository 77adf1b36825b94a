//! `/role-limit`: how many tickets members of a role may have open; where it names no role, it shows all such limits.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::RoleId;
use tickit_domain::permission::Permission;
use tickit_domain::settings::{OpenLimits, RoleLimit};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::mention::Mention;
use crate::message::{Colour, Embed, Message};
use crate::options::Options;
use crate::reply::Reply;
use crate::set_up;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "role-limit",
        declare: limit_role,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::SettingsChanged],
    ..Action::new("limit_role")
};

#[poise::command(slash_command, guild_only, default_member_permissions = "MANAGE_GUILD")]
async fn limit_role(
    _: Context<'_>,
    role: Option<serenity::all::Role>,
    #[min = 0]
    #[max = 50]
    limit: Option<u32>,
) -> Result<(), Error> {
    declares((role, limit)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let (at, actor, limit) = (visit.at, &visit.actor, options.optional("limit")?);
    let limits = match options.optional::<RoleId>("role")? {
        Some(role) => visit.desk.limit_role(at, actor, role, limit).await?,
        None => visit.desk.role_limits(at, actor).await?,
    };
    let speech = visit.speech();
    let title = speech.say("limit_role-title");
    Ok(Reply::Message(Message::embed(Embed::titled(title, Colour::Calm).describing(list(&limits, speech))).ephemeral()))
}

fn list(limits: &OpenLimits, speech: Speech<'_>) -> String {
    let each = speech.fill("limit_role-each", &[("limit", set_up::limit(limits, speech).into())]);
    let line = |RoleLimit { role, limit }: &RoleLimit| format!("{}: {limit}", role.mention());
    [each].into_iter().chain(limits.roles.iter().map(line)).collect::<Vec<_>>().join("\n")
}
