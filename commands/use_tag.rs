//! `/tag`: posts a tag in the channel, for one member or for whoever is there.

use tickit_domain::error::Error;
use tickit_domain::form::Picked;
use tickit_domain::ids::UserId;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::mention::Mention;
use crate::message::Message;
use crate::options::Options;
use crate::placeholders::{self, Known};
use crate::reply::Reply;
use crate::tag_choices;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "tag",
        declare: use_tag,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[tag_choices::COMPLETE],
    }),
    needs: &[Permission::UseTag],
    ..Action::new("use_tag")
};

#[poise::command(slash_command, guild_only)]
async fn use_tag(
    _: Context<'_>,
    #[max_length = 32] name: String,
    #[rename = "for"] member: Option<serenity::all::User>,
) -> Result<(), Error> {
    declares((name, member)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let name = options.required::<String>("name")?;
    let member = options.optional::<Picked<UserId>>("for")?;
    let (tag, ticket) = visit.desk.use_tag(visit.at, &visit.actor, visit.channel, &name).await?;
    let mut known: Vec<Known> = vec![("staff", visit.actor.who.mention())];
    known.extend(member.iter().flat_map(|member| placeholders::of_member(member.id, &member.name)));
    known.extend(ticket.iter().flat_map(placeholders::of_ticket));
    let message = Message::text(placeholders::fill(&tag.text, &known));
    Ok(Reply::Message(match member {
        Some(member) => message.addressing(member.id),
        None => message,
    }))
}
