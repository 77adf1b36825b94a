//! `/notify`: what somebody who works on tickets wants to be told of, and where.

use tickit_domain::clock::Timestamp;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::settings::{Notifications, NotificationsChange};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::mention::{Mention, moment};
use crate::options::Options;
use crate::reply::Reply;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "notify",
        declare: notify,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    needs: &[Permission::BeNotified],
    records: &[EventKind::SettingsChanged],
    ..Action::new("notify")
};

#[poise::command(slash_command, guild_only)]
#[expect(clippy::too_many_arguments, reason = "each is an option that members see")]
async fn notify(
    _: Context<'_>,
    new: Option<bool>,
    assigned: Option<bool>,
    mentioned: Option<bool>,
    #[min = 0]
    #[max = 10080]
    waiting: Option<u32>,
    #[channel_types("Text")] channel: Option<serenity::all::PartialChannel>,
    direct: Option<bool>,
) -> Result<(), Error> {
    declares((new, assigned, mentioned, waiting, channel, direct)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let change = wanted(options)?;
    let (now, refused) = visit.desk.notify(visit.at, &visit.actor, &change).await?;
    let speech = visit.speech();
    let headline = if change == NotificationsChange::default() { "notify-shown" } else { "notify-done" };
    Ok(Reply::whisper_embed(speech.say(headline), list(&now, refused, speech)))
}

fn wanted(options: &Options) -> Outcome<NotificationsChange> {
    let mut change = NotificationsChange {
        new_ticket: options.optional("new")?,
        assigned: options.optional("assigned")?,
        mentioned: options.optional("mentioned")?,
        waiting: options.optional("waiting")?,
        channel: options.optional("channel")?.into(),
    };
    if options.optional("direct")? == Some(true) {
        change.channel.clear();
    }
    Ok(change)
}

fn list(now: &Notifications, refused: Option<Timestamp>, speech: Speech<'_>) -> String {
    let is = |on: bool| speech.say(if on { "set_up-on" } else { "set_up-off" });
    let place = now.channel.map_or_else(|| speech.say("notify-direct"), |channel| channel.mention());
    let list = speech.fill(
        "notify-list",
        &[
            ("new", is(now.new_ticket).into()),
            ("assigned", is(now.assigned).into()),
            ("mentioned", is(now.mentioned).into()),
            ("waiting", now.waiting.unwrap_or_default().into()),
            ("place", place.into()),
        ],
    );
    let refused = refused.map(|since| speech.fill("notify-refused", &[("since", moment(since).into())]));
    [Some(list), refused].into_iter().flatten().collect::<Vec<_>>().join("\n")
}
