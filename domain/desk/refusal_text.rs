//! What members read where they may not open a ticket, in the guild's own words.

use super::Desk;
use super::set_up::saying_what_changed;
use crate::actor::{Actor, Who};
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::notice::Notice;
use crate::permission::Permission;
use crate::settings::RefusalReason;

impl Desk {
    /// What is saved for a reason, for whoever may change it.
    pub async fn saved_refusal_text(&self, at: Place, actor: &Actor, of: RefusalReason) -> Outcome<Option<String>> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        Ok(settings.refusal_texts.get(&of).cloned())
    }

    /// Saves what is said for a reason; an empty text takes that back. Whether something is saved then.
    pub async fn refusal_text(&self, at: Place, actor: &Actor, of: RefusalReason, text: &str) -> Outcome<bool> {
        self.refusal_text_if(None, at, actor, of, text).await
    }

    /// The same, as long as the guild's settings were changed `after` so often, where that is said.
    pub async fn refusal_text_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        of: RefusalReason,
        text: &str,
    ) -> Outcome<bool> {
        let settings = self.repositories(at).await?.settings;
        let saving = settings.update_if(after, actor, self.clock.now(), |settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            of.save(text, &mut settings.refusal_texts)?;
            Ok(settings.refusal_texts.contains_key(&of))
        });
        let saved = saving.await;
        Ok(saying_what_changed(&settings, after, saved).await?.1)
    }

    /// What somebody is told of a refusal: in the guild's own words, where it has some. Where these cannot be read, they are
    /// told in ours.
    pub async fn notice_of(&self, at: Place, who: &Who, refusal: Refusal) -> Notice {
        let (Some(reason), Some(user)) = (RefusalReason::of(&refusal), who.user()) else {
            return Notice::Refused(refusal);
        };
        let reading = async { self.repositories(at).await?.settings.get().await };
        let saved = reading.await.ok().and_then(|settings| settings.refusal_texts.get(&reason).cloned());
        match saved {
            Some(text) => Notice::RefusedInWords { refusal, text, user, name: who.name().to_owned() },
            None => Notice::Refused(refusal),
        }
    }
}
