//! From what a person does to the bot, and back.
use std::time::Instant;

use super::{Answer, Impossible, impossible, looks::sees_channel, mentions::Scene};
use crate::{
    Member,
    world::{ChannelId, FirstAnswer, InteractionId, NewInteraction, World},
};

/// An interaction on its way, with where its first answer arrives.
type Asked = (InteractionId, tokio::sync::oneshot::Receiver<FirstAnswer>);

impl Member {
    /// Decides what they do by looking at the world, does it under the same lock, and waits for the answer.
    pub(super) async fn interact(
        &self,
        decide: impl FnOnce(&World) -> Result<NewInteraction, Impossible>,
    ) -> Result<Answer, Impossible> {
        let asked = Instant::now();
        let (interaction, receiver) = self.shared.change(|world| self.ask(world, decide))?;
        Ok(Answer::wait(self.clone(), interaction, receiver, asked).await)
    }

    pub(super) fn scene<'world>(&self, world: &'world World, channel: ChannelId) -> Scene<'world> {
        Scene { world, guild: self.guild, channel, user: self.user }
    }

    fn ask(
        &self,
        world: &mut World,
        decide: impl FnOnce(&World) -> Result<NewInteraction, Impossible>,
    ) -> Result<Asked, Impossible> {
        let new = decide(world)?;
        if !sees_channel(world, new.channel, self.user) {
            return impossible("they do not see that channel");
        }
        let guild = world.guild_of(new.channel);
        if guild.is_some_and(|guild| !world.is_member(guild, new.application)) {
            return impossible("that bot is no longer in this guild");
        }
        Ok(world.create_interaction(new))
    }
}
