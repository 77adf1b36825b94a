//! `/tag`: posts a tag in the channel, for one member or for whoever is there.

use tickit_domain::actor::Who;
use tickit_domain::error::Error;
use tickit_domain::form::Picked;
use tickit_domain::ids::UserId;
use tickit_domain::permission::Permission;
use tickit_domain::tag::Tag;
use tickit_domain::ticket::Ticket;

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
    let member_known = member.iter().flat_map(|member| placeholders::of_member(member.id, &member.name));
    let message = Message::text(filled(&tag, &visit.actor.who, member_known, ticket.as_ref()));
    Ok(Reply::Message(match member {
        Some(member) => message.addressing(member.id),
        None => message,
    }))
}

/// What a tag says in a ticket where one of staff uses it, as `/tag` posts it.
pub fn tag_in_ticket(tag: &Tag, by: &Who, ticket: &Ticket) -> String {
    filled(tag, by, [], Some(ticket))
}

fn filled(tag: &Tag, by: &Who, member: impl IntoIterator<Item = Known>, ticket: Option<&Ticket>) -> String {
    let staff = [("staff", by.mention())];
    let known = staff.into_iter().chain(member).chain(ticket.into_iter().flat_map(placeholders::of_ticket));
    placeholders::fill(&tag.text, &known.collect::<Vec<_>>())
}
