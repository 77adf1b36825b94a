//! What Discord's client replaces in a text: mentions, custom emoji and moments
//! (<https://docs.discord.com/developers/reference#message-formatting>).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tickit_domain::clock::Timestamp;
use tickit_domain::ids::{ChannelId, RoleId, UserId};
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::KnownNames;

use super::plain::one_line;
use crate::words::Speech;

/// The longest that is looked at: a command's name has 32 characters, and its groups as many.
const LONGEST: usize = 160;

/// What something is called.
pub struct Names<'a> {
    /// The opener and who closed, as far as the conversation does not name them.
    others: BTreeMap<UserId, &'a str>,
    known: &'a KnownNames,
    speech: Speech<'a>,
}

/// Something that stands for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity<'a> {
    /// Somebody.
    User(u64),
    /// A role.
    Role(u64),
    /// A channel.
    Channel(u64),
    /// An emoji of some guild's.
    Emoji(&'a str),
    /// A slash command.
    Command(&'a str),
    /// A moment, in seconds since 1970.
    Moment(i64),
}

impl<'a> Entity<'a> {
    /// The entity that a text begins with, and how many bytes it has. It begins with `<`.
    pub fn at_start_of(text: &'a str) -> Option<(Self, usize)> {
        let near = text.get(..text.floor_char_boundary(LONGEST))?;
        let (inside, _) = near.strip_prefix('<')?.split_once('>')?;
        let entity = if let Some(id) = inside.strip_prefix("@&") {
            Self::Role(number(id)?)
        } else if let Some(id) = inside.strip_prefix('@') {
            Self::User(number(id.strip_prefix('!').unwrap_or(id))?)
        } else if let Some(id) = inside.strip_prefix('#') {
            Self::Channel(number(id)?)
        } else if let Some(moment) = inside.strip_prefix("t:") {
            Self::Moment(moment.split(':').next()?.parse().ok()?)
        } else if let Some(command) = inside.strip_prefix('/') {
            let (name, id) = command.rsplit_once(':')?;
            number(id)?;
            Self::Command(name)
        } else {
            let (name, id) = inside.strip_prefix('a').unwrap_or(inside).strip_prefix(':')?.rsplit_once(':')?;
            let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            number(id).filter(|_| named)?;
            Self::Emoji(name)
        };
        Some((entity, inside.len() + 2))
    }
}

impl<'a> Names<'a> {
    /// The names that are known from a conversation, and of the ticket's opener and who closed it.
    pub fn new(ticket: &'a Ticket, known: &'a KnownNames, speech: Speech<'a>) -> Self {
        let mut others: BTreeMap<UserId, &str> = [(ticket.opener, ticket.opener_name.as_str())].into();
        if let Some((closing, user)) = ticket.closing.as_ref().and_then(|closing| Some((closing, closing.by.user()?))) {
            others.insert(user, closing.by.name());
        }
        others.retain(|_, name| !name.is_empty());
        Self { others, known, speech }
    }

    fn person(&self, user: UserId) -> Option<&str> {
        self.known.people.get(&user).map(String::as_str).or_else(|| self.others.get(&user).copied())
    }

    /// How an entity reads. What is gone or was never known is called so, with its id.
    pub fn read(&self, entity: Entity<'_>) -> String {
        let named = |mark: char, name: Option<&str>, id: u64, unknown: &str| match name {
            Some(name) => format!("{mark}{}", one_line(name)),
            None => self.speech.fill(unknown, &[("id", id.to_string().into())]),
        };
        match entity {
            Entity::User(id) => named('@', self.person(UserId::new(id)), id, "transcript-unknown-user"),
            Entity::Role(id) => {
                let name = self.known.guild.roles.get(&RoleId::new(id)).map(String::as_str);
                named('@', name, id, "transcript-unknown-role")
            }
            Entity::Channel(id) => {
                let name = self.known.guild.channels.get(&ChannelId::new(id)).map(String::as_str);
                named('#', name, id, "transcript-unknown-channel")
            }
            Entity::Emoji(name) => format!(":{name}:"),
            Entity::Command(name) => format!("/{}", one_line(name)),
            Entity::Moment(seconds) => time(Timestamp::from_millis(seconds.saturating_mul(1000))),
        }
    }

    /// A text with its entities as they read.
    pub fn resolve(&self, text: &str) -> String {
        let mut resolved = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find('<') {
            let (before, from) = rest.split_at(start);
            resolved.push_str(before);
            if let Some((entity, length)) = Entity::at_start_of(from) {
                let _ = write!(resolved, "{}", self.read(entity));
                rest = from.get(length..).unwrap_or_default();
            } else {
                resolved.push('<');
                rest = from.get(1..).unwrap_or_default();
            }
        }
        resolved.push_str(rest);
        resolved
    }
}

/// `2026-03-01`.
pub fn date(at: Timestamp) -> String {
    let rfc3339 = at.to_rfc3339();
    rfc3339.split_once('T').map_or_else(|| rfc3339.clone(), |(date, _)| date.to_owned())
}

/// `2026-03-01 12:00 UTC`.
pub fn time(at: Timestamp) -> String {
    let rfc3339 = at.to_rfc3339();
    let (date, rest) = rfc3339.split_once('T').unwrap_or((&rfc3339, ""));
    format!("{date} {} UTC", rest.get(..5).unwrap_or(rest))
}

fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

#[cfg(test)]
mod tests {
    use tickit_domain::transcript::GuildNames;

    use super::*;
    use crate::words::Words;

    #[test]
    fn what_is_known_reads_by_its_name_and_the_rest_by_its_id() {
        let words = Words::load().unwrap();
        let guild = GuildNames {
            roles: [(RoleId::new(1), "Staff".into())].into(),
            channels: [(ChannelId::new(1), "general".into())].into(),
        };
        let known = KnownNames { people: [(UserId::new(1), "alice".to_owned())].into(), guild };
        let names = Names { others: BTreeMap::new(), known: &known, speech: words.speak("en-US") };
        for (text, resolved) in [
            ("<@1>, <@!1> and <@1", "@alice, @alice and <@1"),
            ("<@2> <@&2> <#2>", "@unknown user 2 @unknown role 2 #unknown channel 2"),
            ("<@&1> in <#1>", "@Staff in #general"),
            ("<:wave:7><a:dance:8> <::9> <:no way:9>", ":wave::dance: <::9> <:no way:9>"),
            ("<t:1772366400> <t:1772366400:R> <t:x>", "2026-03-01 12:00 UTC 2026-03-01 12:00 UTC <t:x>"),
            ("</ticket close:5> <@x> <> <", "/ticket close <@x> <> <"),
            ("<t:99999999999999999>", "9223372036854775807 UTC"),
        ] {
            assert_eq!(names.resolve(text).replace("  ", " "), resolved, "{text}");
        }
    }
}
