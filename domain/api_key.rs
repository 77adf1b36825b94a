//! API keys: what programs show where people sign in.
//!
//! A key is a text, `tickit_<id>_<secret>`. The id is public and names it; of the secret only a digest is kept. Secrets are
//! random and long, so that a plain hash of one cannot be turned round.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::actor::Who;
use crate::clock::Timestamp;
use crate::ids::BotId;
use crate::permission::Permission;
use crate::roles::{Roles, Standing};

/// What every key begins with, so that scanners of published code know one.
const PREFIX: &str = "tickit_";

/// The most characters of a key's name.
pub const LONGEST_NAME: usize = 100;

/// A key's public id: 16 digits of hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(String);

/// A key as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Its public id.
    pub id: KeyId,
    /// What it is called.
    pub name: String,
    /// SHA-256 of its secret, as hex.
    pub digest: String,
    /// What it is for.
    pub scope: KeyScope,
    /// What it may do there.
    pub may: BTreeSet<KeyPermission>,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it opens nothing; never where there is none.
    pub expires_at: Option<Timestamp>,
    /// Since when it opens nothing, because somebody said so.
    pub revoked_at: Option<Timestamp>,
    /// When it was used last, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyScope {
    /// One bot.
    Bot(BotId),
    /// The first bot that is registered with it, which it belongs to from then on.
    Invitation,
}

/// What a key may do for its bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPermission {
    /// Register the bot, ask how it is doing, and have it forgotten.
    Register,
    /// Hand over its interactions and what happens in its guilds, and follow its tickets.
    Forward,
    /// Read the tickets of its guilds, as staff does that only reads.
    Viewer,
    /// Work on the tickets of its guilds, as staff does.
    Agent,
    /// Do in its guilds what their admins do.
    Admin,
}

/// Why a key does not open what it was shown for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// It was revoked.
    #[error("this key was revoked")]
    Revoked,
    /// Its time is over.
    #[error("this key has expired")]
    Expired,
    /// It is another bot's.
    #[error("this key belongs to another bot")]
    OtherBot,
    /// It was not made for this.
    #[error("this key may not do this")]
    NotAllowed,
    /// It is an invitation that was not used yet.
    #[error("this key is an invitation, and opens a bot once that is registered with it")]
    Invitation,
}

/// What somebody showed: a key's id, and the digest of the secret that came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownKey {
    /// The key that it claims to be.
    pub id: KeyId,
    /// SHA-256 of the secret, as hex.
    pub digest: String,
}

impl KeyId {
    /// The id of these 16 digits of hex; `None` where they are not.
    pub fn new(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 16 && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no key's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a key's id: 16 digits of hex")]
pub struct InvalidKeyId;

impl FromStr for KeyId {
    type Err = InvalidKeyId;

    fn from_str(text: &str) -> Result<Self, InvalidKeyId> {
        Self::new(text).ok_or(InvalidKeyId)
    }
}

impl KeyPermission {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Register, Self::Forward, Self::Viewer, Self::Agent, Self::Admin];

    /// What the program does that a bot lives in: what a bot's key may do unless something else is said.
    pub const HOST: [Self; 2] = [Self::Register, Self::Forward];

    /// What opens the tickets of a bot's guilds.
    pub const IN_GUILDS: [Self; 3] = [Self::Viewer, Self::Agent, Self::Admin];

    /// What whoever has it is to the guilds' tickets.
    const fn standing(self) -> Standing {
        match self {
            Self::Register | Self::Forward => Standing::Member,
            Self::Viewer => Standing::Viewer,
            Self::Agent => Standing::Staff,
            Self::Admin => Standing::Admin,
        }
    }
}

impl ApiKey {
    /// The text of a key, which is shown once.
    pub fn text(id: &KeyId, secret: &str) -> String {
        format!("{PREFIX}{id}_{secret}")
    }

    /// Whether it opens anything at all.
    pub fn is_live(&self, now: Timestamp) -> Result<(), KeyRefusal> {
        match (self.revoked_at, self.expires_at) {
            (Some(_), _) => Err(KeyRefusal::Revoked),
            (None, Some(end)) if end <= now => Err(KeyRefusal::Expired),
            _ => Ok(()),
        }
    }

    /// Whether it may do any of these for this bot.
    pub fn allows(&self, bot: BotId, any_of: &[KeyPermission], now: Timestamp) -> Result<(), KeyRefusal> {
        if self.scope == KeyScope::Invitation {
            return self.is_live(now).and(Err(KeyRefusal::Invitation));
        }
        self.reaches(bot, any_of, now)
    }

    /// Whether this bot may be registered with it. With an invitation, any bot may be.
    pub fn allows_to_register(&self, bot: BotId, now: Timestamp) -> Result<(), KeyRefusal> {
        self.reaches(bot, &[KeyPermission::Register], now)
    }

    fn reaches(&self, bot: BotId, any_of: &[KeyPermission], now: Timestamp) -> Result<(), KeyRefusal> {
        self.is_live(now)?;
        match self.scope {
            KeyScope::Bot(own) if own != bot => Err(KeyRefusal::OtherBot),
            _ if !any_of.iter().any(|permission| self.may.contains(permission)) => Err(KeyRefusal::NotAllowed),
            _ => Ok(()),
        }
    }

    /// What it lets do in the bot's guilds: as much as people of the same standing may, but for what takes a person.
    pub fn permissions(&self, roles: &Roles) -> BTreeSet<Permission> {
        let standing = self.may.iter().map(|may| may.standing()).max().unwrap_or(Standing::Member);
        roles.beyond_members(standing).filter(|permission| *permission != Permission::BeNotified).collect()
    }

    /// Who acts with it.
    pub fn who(&self) -> Who {
        Who::ApiKey { id: self.id.to_string(), name: self.name.clone() }
    }
}

impl ShownKey {
    /// Reads a key's text; `None` where it is none.
    pub fn read(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        Some(Self { id: KeyId::new(id)?, digest: digest(secret) })
    }
}

/// SHA-256 of a secret, as hex.
pub fn digest(secret: &str) -> String {
    let digits = Sha256::digest(secret).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOT: BotId = BotId::new(7);
    const NOW: Timestamp = Timestamp::from_millis(1_000);

    fn key(scope: KeyScope) -> ApiKey {
        ApiKey {
            id: KeyId::new("00000000deadbeef").unwrap(),
            name: "Acme".into(),
            digest: digest("secret"),
            scope,
            may: KeyPermission::HOST.into(),
            created_at: NOW,
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        }
    }

    #[test]
    fn a_key_opens_its_own_bot_and_no_other() {
        let own = key(KeyScope::Bot(BOT));
        assert_eq!(own.allows(BOT, &[KeyPermission::Forward], NOW), Ok(()));
        assert_eq!(own.allows(BotId::new(8), &[KeyPermission::Forward], NOW), Err(KeyRefusal::OtherBot));
        let less = ApiKey { may: [KeyPermission::Forward].into(), ..own };
        assert_eq!(less.allows(BOT, &[KeyPermission::Register], NOW), Err(KeyRefusal::NotAllowed));
    }

    #[test]
    fn an_invitation_registers_any_bot_and_does_nothing_else() {
        let invitation = key(KeyScope::Invitation);
        assert_eq!(invitation.allows_to_register(BOT, NOW), Ok(()));
        for permission in KeyPermission::ALL {
            assert_eq!(invitation.allows(BOT, &[permission], NOW), Err(KeyRefusal::Invitation));
        }
        let over = ApiKey { expires_at: Some(NOW), ..invitation };
        assert_eq!(over.allows_to_register(BOT, NOW), Err(KeyRefusal::Expired));
        let less = ApiKey { may: [KeyPermission::Forward].into(), ..key(KeyScope::Invitation) };
        assert_eq!(less.allows_to_register(BOT, NOW), Err(KeyRefusal::NotAllowed));
    }

    #[test]
    fn a_key_may_in_guilds_what_people_of_its_standing_may() {
        let may = |may: &[KeyPermission]| {
            let key = ApiKey { may: may.iter().copied().collect(), ..key(KeyScope::Bot(BOT)) };
            key.permissions(&Roles::new(
                [
                    (Permission::OpenTicket, Standing::Member),
                    (Permission::ViewTicket, Standing::Viewer),
                    (Permission::CloseTicket, Standing::Staff),
                ]
                .into(),
            ))
        };
        assert!(may(&KeyPermission::HOST).is_empty());
        assert_eq!(may(&[KeyPermission::Viewer]), [Permission::ViewTicket].into());
        let agent = may(&[KeyPermission::Viewer, KeyPermission::Agent]);
        assert!(agent.contains(&Permission::CloseTicket) && !agent.contains(&Permission::DeleteTicket), "{agent:?}");
        assert!(may(&[KeyPermission::Admin]).contains(&Permission::ChangeSettings));
    }

    #[test]
    fn a_key_that_was_revoked_or_is_over_opens_nothing() {
        let revoked = ApiKey { revoked_at: Some(NOW), ..key(KeyScope::Bot(BOT)) };
        assert_eq!(revoked.allows(BOT, &[KeyPermission::Forward], NOW), Err(KeyRefusal::Revoked));
        let over = ApiKey { expires_at: Some(NOW), ..key(KeyScope::Bot(BOT)) };
        assert_eq!(over.is_live(NOW), Err(KeyRefusal::Expired));
        assert_eq!(over.is_live(Timestamp::from_millis(999)), Ok(()));
    }

    #[test]
    fn a_keys_text_is_read_and_nothing_else() {
        let id = KeyId::new("00000000deadbeef").unwrap();
        let shown = ShownKey::read(&ApiKey::text(&id, "secret")).unwrap();
        assert_eq!(shown, ShownKey { id, digest: digest("secret") });
        for none in ["", "tickit_", "tickit_00000000deadbeef", "00000000deadbeef_x", "tickit_00000000DEADBEEF_x"] {
            assert_eq!(ShownKey::read(none), None, "{none:?}");
        }
    }
}
