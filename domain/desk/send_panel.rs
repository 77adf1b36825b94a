//! Publishing a panel: a message with a button for each ticket type.

use super::{Desk, nonce};
use crate::actor::Actor;
use crate::discord::{DiscordError, Place, ReplyTo};
use crate::error::{Error, Outcome, Refusal};
use crate::ids::ChannelId;
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::panel::{NewPanel, Panel};
use crate::permission::Permission;
use crate::settings::TicketType;
use crate::store::settings::SentPanel;

impl Desk {
    /// Begins to post a panel with all of the guild's ticket types to a channel; whoever waits at `tell` is told how it
    /// went. The same interaction again changes nothing.
    pub async fn send_panel(&self, at: Place, actor: &Actor, wanted: NewPanel, tell: Option<ReplyTo>) -> Outcome<()> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::SendPanel, &settings, None)?;
        if settings.types.is_empty() {
            return Err(Refusal::NoTypes.into());
        }
        self.guild_choices(at).must_take_messages(Some(&wanted.channel)).await?;
        let id = format!("job:send_panel:{}", actor.cause);
        self.begin(self.new_job(id, at, actor, Work::SendPanel(wanted), tell)).await
    }

    pub(super) async fn attempt_send_panel(&self, job: &Job, wanted: NewPanel) -> Outcome<Option<Notice>> {
        let NewPanel { channel, title, text } = wanted;
        let settings = self.repositories(job.place).await?.settings;
        let panel = Panel { title, text, types: settings.get().await?.types.clone() };
        let message = self.presenter.panel(&panel);
        match self.discord.post_message(job.place, channel, &message, &nonce(("panel", &job.actor.cause))).await {
            Ok(message) => {
                let sent = SentPanel { message, channel, title: &panel.title };
                settings.panel_sent(&job.actor, self.clock.now(), &sent).await?;
                Ok(Some(Notice::PanelSent { channel }))
            }
            Err(DiscordError::Forbidden | DiscordError::Gone | DiscordError::Missing) => {
                Err(self.forbidden_message(job.place, channel).await.into())
            }
            Err(error) if error.is_for_good() => Err(refused(job, channel, &panel.types, &error).into()),
            Err(error) => Err(Error::from(error)),
        }
    }
}

/// A panel is five rows of five buttons (<https://docs.discord.com/developers/components/reference#action-row>).
const BUTTONS_A_ROW: usize = 5;

/// What whoever wanted the panel is told of a refusal that would be the same each time.
fn refused(job: &Job, channel: ChannelId, types: &[TicketType], error: &DiscordError) -> Refusal {
    let (guild, bot) = (job.place.guild, job.place.bot);
    tracing::warn!(%guild, %bot, %channel, %error, "Discord does not take a panel");
    match error {
        DiscordError::WrongChannelKind => Refusal::NoMessages { channel },
        DiscordError::InvalidField { path, .. } if path.contains("emoji") => match type_of(path, types) {
            Some(kind) => Refusal::EmojiRefused { kind: kind.name.clone() },
            None => Refusal::PanelRefused,
        },
        _ => Refusal::PanelRefused,
    }
}

/// The type whose button a path such as `components[0].components[3].emoji.id` is about.
fn type_of<'a>(path: &str, types: &'a [TicketType]) -> Option<&'a TicketType> {
    let mut numbers = path.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok());
    let (row, column): (usize, usize) = (numbers.next()?, numbers.next()?);
    types.get(row.checked_mul(BUTTONS_A_ROW)?.checked_add(column)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TypeId;

    #[test]
    fn the_type_of_a_button_is_found_by_its_row_and_place() {
        let types: Vec<TicketType> = (0..25).map(|number| TicketType::numbered(TypeId(number))).collect();
        let found = |path| type_of(path, &types).map(|kind| kind.id.0);
        assert_eq!(found("components[0].components[0].emoji.id"), Some(0));
        assert_eq!(found("components[2].components[3].emoji.name"), Some(13));
        assert_eq!(found("components[4].components[5].emoji.id"), None);
        assert_eq!(found("components"), None);
        assert_eq!(found("components[18446744073709551615].components[1].emoji"), None);
    }
}
