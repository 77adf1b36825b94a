//! Guilds that bots come into and go from: read as leniently as can be, and told to whoever wants to know.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId};
use tickit_domain::presence::GuildPresence;

/// Tells of `GUILD_CREATE` and `GUILD_DELETE`
/// (<https://docs.discord.com/developers/events/gateway-events#guild-create>).
#[derive(Debug)]
pub struct PresenceEvents(Vec<Arc<dyn GuildPresence>>);

/// What of both is read. `unavailable` is absent where nothing is out.
#[derive(Deserialize)]
struct Told {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    unavailable: Value,
}

impl PresenceEvents {
    /// Tells these, in this order.
    pub const fn new(told: Vec<Arc<dyn GuildPresence>>) -> Self {
        Self(told)
    }

    /// Whether an event is one of these.
    pub fn are(name: &str) -> bool {
        matches!(name, "GUILD_CREATE" | "GUILD_DELETE")
    }

    /// Takes an event in.
    pub fn take(&self, bot: BotId, name: &str, data: &str) {
        let Some((guild, unavailable)) = read(data) else {
            return tracing::warn!(%bot, event = name, "an event names no guild");
        };
        let at = Place { bot, guild };
        match (unavailable, name) {
            (true, _) => tracing::info!(%bot, %guild, "a guild is in an outage"),
            (false, "GUILD_CREATE") => self.0.iter().for_each(|told| told.guild_joined(at)),
            (false, _) => {
                tracing::info!(%bot, %guild, "the bot is not in a guild any more");
                self.0.iter().for_each(|told| told.guild_left(at));
            }
        }
    }
}

fn read(data: &str) -> Option<(GuildId, bool)> {
    let Told { id, unavailable } = serde_json::from_str(data).ok()?;
    let id = id.as_u64().or_else(|| id.as_str()?.parse().ok())?;
    Some((GuildId::new(id), unavailable == Value::Bool(true)))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Notes what it is told.
    #[derive(Debug, Default)]
    struct Told(Mutex<Vec<(&'static str, u64)>>);

    impl GuildPresence for Told {
        fn guild_joined(&self, at: Place) {
            self.0.lock().unwrap().push(("joined", at.guild.get()));
        }

        fn guild_left(&self, at: Place) {
            self.0.lock().unwrap().push(("left", at.guild.get()));
        }
    }

    #[test]
    fn an_outage_is_no_removal_and_its_end_is_told() {
        let told = Arc::new(Told::default());
        let events = PresenceEvents::new(vec![told.clone()]);
        let gone = |data| events.take(BotId::new(1), "GUILD_DELETE", data);
        gone(r#"{"id":"7","unavailable":true}"#);
        assert!(told.0.lock().unwrap().is_empty());
        events.take(BotId::new(1), "GUILD_CREATE", r#"{"id":"7","unavailable":false}"#);
        gone(r#"{"id":"8"}"#);
        assert_eq!(*told.0.lock().unwrap(), [("joined", 7), ("left", 8)]);
    }

    #[test]
    fn whatever_stands_beside_it_the_guild_is_read() {
        for (data, expected) in [
            (r#"{"id":"7"}"#, Some((7, false))),
            (r#"{"id":"7","unavailable":true,"name":null}"#, Some((7, true))),
            (r#"{"unavailable":false,"id":7,"members":[{"user":{}}]}"#, Some((7, false))),
            (r#"{"id":"7","unavailable":null}"#, Some((7, false))),
            (r#"{"id":"7","unavailable":"yes"}"#, Some((7, false))),
            (r#"{"id":null}"#, None),
            (r#"{"id":"seven"}"#, None),
            ("{}", None),
            ("null", None),
            ("[", None),
        ] {
            assert_eq!(read(data), expected.map(|(guild, out)| (GuildId::new(guild), out)), "{data}");
        }
    }
}
