//! The option by which a member or a role is chosen, as Discord is told of it.

use poise::{SlashArgError, SlashArgument};
use serenity::all::{CommandInteraction, CommandOptionType, Context, CreateCommandOption, ResolvedValue};
use serenity::async_trait;

/// A member or a role.
#[derive(Debug)]
pub(crate) struct Someone;

#[async_trait]
impl SlashArgument for Someone {
    async fn extract(_: &Context, _: &CommandInteraction, _: &ResolvedValue<'_>) -> Result<Self, SlashArgError> {
        Ok(Self)
    }

    fn create(option: CreateCommandOption) -> CreateCommandOption {
        option.kind(CommandOptionType::Mentionable)
    }
}
