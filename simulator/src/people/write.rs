//! Writing, editing, deleting, and leaving.
use std::sync::Arc;

use super::{Impossible, MessageHandle, impossible, looks::sees, possible};
use crate::{
    ChannelHandle, Member, Permissions,
    world::{Attachment, AuditAction, Draft, Edit, Snowflake},
};

impl Member {
    /// Writes into a channel.
    pub async fn says(&self, channel: &ChannelHandle, text: &str) -> MessageHandle {
        possible(self.tries_to_say(channel, Draft::text(text)).await, &self.name)
    }

    /// Writes into a channel, with a file.
    pub async fn says_with_file(&self, channel: &ChannelHandle, text: &str, name: &str, bytes: &[u8]) -> MessageHandle {
        let attachment = Attachment {
            id: Snowflake::default(),
            filename: name.to_owned(),
            description: None,
            content_type: "application/octet-stream".to_owned(),
            size: bytes.len(),
        };
        let draft = Draft { files: vec![(attachment, bytes.to_vec())], ..Draft::text(text) };
        possible(self.tries_to_say(channel, draft).await, &self.name)
    }

    /// Writes into a channel, unless they may not.
    #[expect(clippy::unused_async, reason = "what people do is awaited, so that it may take time one day")]
    pub async fn tries_to_say(&self, channel: &ChannelHandle, draft: Draft) -> Result<MessageHandle, Impossible> {
        let id = self.shared.change(|world| world.create_message(self.user, channel.id, draft))?;
        Ok(MessageHandle::new(Arc::clone(&self.shared), channel.id, id))
    }

    /// Changes the text of a message of their own.
    pub fn edits(&self, message: &MessageHandle, text: &str) {
        let result = self.shared.change(|world| {
            let found = world.message(message.channel, message.id).filter(|found| sees(world, found, self.user));
            match found {
                None => impossible("they do not see that message"),
                Some(found) if found.author != self.user => impossible("that message is not theirs"),
                Some(_) => {
                    let edit = Edit { content: Some(text.to_owned()), ..Edit::default() };
                    Ok(world.apply_edit(message.channel, message.id, edit)?)
                }
            }
        });
        possible(result, &self.name);
    }

    /// Deletes a message: their own, or anybody's with `MANAGE_MESSAGES`; an ephemeral one is dismissed.
    pub fn deletes_message(&self, message: &MessageHandle) {
        possible(self.tries_to_delete_message(message), &self.name);
    }

    /// Deletes a message, unless they may not.
    pub fn tries_to_delete_message(&self, message: &MessageHandle) -> Result<(), Impossible> {
        self.shared.change(|world| {
            let found = world.message(message.channel, message.id).filter(|found| sees(world, found, self.user));
            let Some(found) = found else {
                return impossible("they do not see that message");
            };
            let (author, dismissed) = (found.author, found.ephemeral());
            let others = author != self.user && !dismissed;
            if others && !world.permissions_in(message.channel, self.user).contains(Permissions::MANAGE_MESSAGES) {
                return impossible("that message is not theirs");
            }
            world.delete_message(message.channel, message.id);
            if others {
                world.audit(self.guild, self.user, AuditAction::MessageDelete, Some(author), None);
            }
            Ok(())
        })
    }

    /// Deletes a channel, with `MANAGE_CHANNELS`.
    pub fn deletes(&self, channel: &ChannelHandle) {
        let result = self.shared.change(|world| {
            world.require(channel.id, self.user, Permissions::MANAGE_CHANNELS)?;
            world.delete_channel(channel.id);
            world.audit(self.guild, self.user, AuditAction::ChannelDelete, Some(channel.id), None);
            Ok(())
        });
        possible(result, &self.name);
    }

    /// Leaves the guild. `guild.member(name)` afterwards is a new account of that name.
    pub fn leaves(&self) {
        self.shared.change(|world| world.remove_member(self.guild, self.user));
    }

    /// Joins the guild again with the same account.
    pub fn rejoins(&self) {
        self.shared.change(|world| world.add_member(self.guild, self.user));
    }
}
