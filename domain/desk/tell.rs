//! Telling those who wait for a job what becomes of it, by changing their first answers.

use std::time::Duration;

use super::Desk;
use super::attempt::{SOON, again, wait};
use crate::discord::{DiscordError, Place, ReplyTo};
use crate::error::{Outcome, Refusal};
use crate::job::{Attempt, Job};
use crate::notice::Notice;

/// How long whoever waits for a job that fails is told nothing: it may be done in a moment.
const PATIENCE: Duration = Duration::from_secs(4);

impl Desk {
    /// Tells those who have waited for some seconds for a job that fails that it will take longer, each once.
    pub async fn tell_of_delay(&self, job: &mut Job) {
        self.tell_once(job, PATIENCE, &Notice::Delayed).await;
    }

    /// Tells those who wait for a job that nothing can be done with the bot at present, each once.
    pub(super) async fn tell_of_stop(&self, job: &mut Job) {
        self.tell_once(job, Duration::ZERO, &Notice::Refused(Refusal::BotStopped)).await;
    }

    async fn tell_once(&self, job: &mut Job, patience: Duration, notice: &Notice) {
        let (place, now) = (job.place, self.clock.now());
        for to in job
            .tell
            .iter_mut()
            .filter(|to| to.shows.is_none() && !to.told_of_delay && to.until > now && to.waited(now) >= patience)
        {
            let notice = self.presenter.notice(notice, &to.locale);
            match self.discord.edit_reply(place, to, &notice).await {
                Ok(()) => to.told_of_delay = true,
                Err(error) => tracing::info!(job = job.id, %error, "nobody can be told that it takes long"),
            }
        }
    }

    /// Changes the answers of all who wait for a job; an answer that can no longer be changed is let go.
    pub(super) async fn tell_all(&self, job: &Job, notice: &Notice) -> Outcome<Attempt> {
        for to in &job.tell {
            if to.until <= self.clock.now() {
                continue;
            }
            let Some(own) = self.notice_for(job.place, to, notice).await? else { continue };
            match self.discord.edit_reply(job.place, to, &self.presenter.notice(&own, &to.locale)).await {
                Err(DiscordError::Limited(after)) => return Ok(wait(after)),
                Err(DiscordError::Unavailable(after)) => return Ok(again(after, "the answer could not be changed")),
                Err(DiscordError::Gone | DiscordError::Missing) if to.may_be_unanswered(self.clock.now()) => {
                    return Ok(again(Duration::ZERO, "the first answer is not there yet"));
                }
                Err(DiscordError::Ambiguous) => return Ok(again(SOON, "the answer may not have been changed")),
                Err(error) if error.is_for_good() && !matches!(notice, Notice::Refused(_)) => {
                    tracing::warn!(job = job.id, %error, "Discord does not take an answer");
                    return Box::pin(self.tell_all(job, &Notice::Refused(Refusal::AnswerRefused))).await;
                }
                Err(error) => tracing::info!(job = job.id, %error, "an answer can no longer be changed"),
                Ok(()) => {}
            }
        }
        Ok(Attempt::Done)
    }

    /// What one of those who wait is told. An answer that shows a ticket type goes on showing it, and says as well which
    /// messages of panels are gone.
    async fn notice_for(&self, at: Place, to: &ReplyTo, notice: &Notice) -> Outcome<Option<Notice>> {
        let Some(id) = to.shows else { return Ok(Some(notice.clone())) };
        let Notice::PanelsUpdated { gone, .. } = notice else { return Ok(None) };
        if gone.is_empty() {
            return Ok(None);
        }
        let settings = self.repositories(at).await?.settings.get().await?;
        let kind = settings.ticket_type(id).ok().cloned().map(Box::new);
        Ok(kind.map(|kind| Notice::TypeEdited { kind, guild: at.guild, gone: gone.clone() }))
    }
}
