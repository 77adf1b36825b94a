//! Changing what a type asks: the way of each verb that does, and finding the type or the question that is meant.

use super::Desk;
use super::set_up::saying_what_changed;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::form::{Form, Question, QuestionId};
use crate::permission::Permission;
use crate::settings::{Settings, TicketType, TypeId};

/// The most that are offered, which is what Discord shows while an option is typed
/// (<https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete>).
const MOST_OFFERED: usize = 25;

impl Desk {
    /// Changes the form of a type, as long as the guild's settings were changed `after` so often, where that is said; the
    /// type as it is then.
    pub(super) async fn change_form(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        kind: TypeId,
        change: impl Fn(&mut Form) -> Result<(), Refusal> + Send + Sync,
    ) -> Outcome<TicketType> {
        let settings = self.repositories(at).await?.settings;
        let changing = settings.update_if(after, actor, self.clock.now(), |settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            let known = settings.types.iter_mut().find(|known| known.id == kind).ok_or(Refusal::NoSuchType)?;
            change(&mut known.form)?;
            Ok(known.clone())
        });
        let changed = changing.await;
        Ok(saying_what_changed(&settings, after, changed).await?.1)
    }

    /// The question that is meant by its key, as [`Desk::questions_like`] gives it, or by its title; and its type.
    pub async fn question_called(&self, at: Place, actor: &Actor, called: &str) -> Outcome<(TicketType, Question)> {
        let settings = self.repositories(at).await?.settings.latest().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        let called = called.trim();
        let by_key = questions(&settings).find(|(kind, question)| key(kind.id, question.id) == called);
        let is_title =
            |(kind, question): &(&TicketType, &Question)| title(kind, question).to_lowercase() == called.to_lowercase();
        let found = by_key.or_else(|| questions(&settings).find(is_title));
        let (kind, question) = found.ok_or(Refusal::NoSuchQuestion)?;
        Ok((kind.clone(), question.clone()))
    }

    /// The questions that may be meant by what was typed so far: the title of each, and its key.
    pub async fn questions_like(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<(String, String)>> {
        let settings = self.repositories(at).await?.settings.latest().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        let typed = typed.trim().to_lowercase();
        let all = questions(&settings).map(|(kind, question)| (title(kind, question), key(kind.id, question.id)));
        Ok(all.filter(|(title, _)| title.to_lowercase().contains(&typed)).take(MOST_OFFERED).collect())
    }
}

fn questions(settings: &Settings) -> impl Iterator<Item = (&TicketType, &Question)> {
    settings.types.iter().flat_map(|kind| kind.form.questions().iter().map(move |question| (kind, question)))
}

/// What a question is chosen by: `Order number · Billing`.
fn title(kind: &TicketType, question: &Question) -> String {
    format!("{} · {}", question.label, kind.name)
}

fn key(kind: TypeId, question: QuestionId) -> String {
    format!("{}:{question}", kind.0)
}
