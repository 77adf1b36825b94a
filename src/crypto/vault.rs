//! Seals secrets and opens them again.

use aes_gcm::aead::{Aead, Payload};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::TryRng;
use rand::rngs::SysRng;
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use tickit_domain::ids::{BotId, GuildId};
use tickit_domain::seal::Sealed;

use super::key::{Hasher, KEY_CHARACTERS, KeyId, KeyProblem, MasterKey, parse_key, parse_salt};

/// What a secret is for. Each purpose has a key of its own, and each guild within one that is a guild's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A bot's token.
    BotToken,
    /// The token of an interaction that a job answers later.
    InteractionToken,
    /// What resumes a gateway session.
    GatewaySession,
    /// What a browser keeps of a sign-in that is under way.
    SignIn,
    /// The application by which people sign in, with its secret.
    SignInApplication,
    /// The record that shows whether a database was sealed with this key.
    Canary,
    /// The key of the audit log's chain.
    AuditKey,
    /// The addresses of those who showed what opens nothing.
    Addresses,
    /// Jobs, which carry what was said until a ticket has it.
    Jobs,
    /// The connection string of a guild's own database.
    DatabaseUri(GuildId),
    /// What was said in a guild's tickets.
    Contents(GuildId),
    /// The words of what was said in a guild's tickets, by which it is searched.
    Words(GuildId),
    /// Where webhooks go, what they are signed with, and what they are told: a guild's, or the service's.
    Webhooks(Option<GuildId>),
}

impl Purpose {
    /// What the subkey is derived with.
    pub(super) fn context(self) -> Vec<u8> {
        let (name, guild) = match self {
            Self::BotToken => ("bot-token", None),
            Self::InteractionToken => ("interaction-token", None),
            Self::GatewaySession => ("gateway-session", None),
            Self::SignIn => ("sign-in", None),
            Self::SignInApplication => ("sign-in-application", None),
            Self::Canary => ("canary", None),
            Self::AuditKey => ("audit-key", None),
            Self::Addresses => ("addresses", None),
            Self::Jobs => ("jobs", None),
            Self::DatabaseUri(guild) => ("database-uri", Some(guild)),
            Self::Contents(guild) => ("contents", Some(guild)),
            Self::Words(guild) => ("words", Some(guild)),
            Self::Webhooks(guild) => ("webhooks", guild),
        };
        let guild = guild.map(|guild| guild.to_string()).unwrap_or_default();
        format!("tickit/v1/{name}\0{guild}").into_bytes()
    }
}

/// The place of a bot's token in the core database.
pub fn bot_token_place(bot: BotId) -> String {
    format!("core/bot:{bot}/token")
}

/// Why these keys make no vault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// `ENCRYPTION_KEY` is none.
    #[error("not an encryption key: {0}")]
    Key(KeyProblem),
    /// `ENCRYPTION_IV` is none.
    #[error("not a salt: {0}")]
    Salt(KeyProblem),
    /// One of `ENCRYPTION_KEYS_OLD` is none; its index, and why.
    #[error("not an encryption key: {1}")]
    OldKey(usize, KeyProblem),
}

/// Why a secret was not sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness: {0}")]
    Randomness(String),
    /// Over 64 GiB.
    #[error("the secret is too large to seal")]
    TooLarge,
}

/// Why a sealed text was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is truncated, or of a later version, or no sealed text at all.
    #[error("this is not a sealed secret")]
    Malformed,
    /// It was sealed with a key that is neither the current one nor an old one.
    #[error("it was sealed with key {0}, which is not configured: add that key to ENCRYPTION_KEYS_OLD")]
    UnknownKey(KeyId),
    /// It was changed, or sealed for another purpose or place.
    #[error("it was changed, or sealed for another purpose or place")]
    Refused,
}

const VERSION: u8 = 1;

/// Holds the keys.
#[derive(Debug)]
pub struct Vault {
    current: MasterKey,
    old: Vec<MasterKey>,
}

impl Vault {
    /// From the texts of `ENCRYPTION_KEY`, `ENCRYPTION_IV` and `ENCRYPTION_KEYS_OLD` (each `KEY` or `KEY:IV`).
    pub fn new(key: &SecretString, salt: &SecretString, old: &[SecretString]) -> Result<Self, VaultError> {
        let key = parse_key(key).map_err(VaultError::Key)?;
        let salt = parse_salt(salt).map_err(VaultError::Salt)?;
        let old = old
            .iter()
            .enumerate()
            .map(|(index, text)| old_key(text, &salt).map_err(|problem| VaultError::OldKey(index, problem)));
        Ok(Self { current: MasterKey::derive(&key, &salt), old: old.collect::<Result<_, _>>()? })
    }

    /// Which key seals now.
    pub fn key_id(&self) -> KeyId {
        self.current.id()
    }

    /// Seals a secret for one purpose and place. A place names record and field, such as `core/bot:42/token`.
    pub fn seal(&self, purpose: Purpose, place: &str, secret: &SecretString) -> Result<Sealed, SealError> {
        let mut nonce = [0_u8; 12];
        SysRng.try_fill_bytes(&mut nonce).map_err(|error| SealError::Randomness(error.to_string()))?;
        let payload = Payload { msg: secret.expose_secret().as_bytes(), aad: place.as_bytes() };
        let sealing = self.current.with_cipher(purpose, |cipher| cipher.encrypt(&nonce.into(), payload));
        let encrypted = sealing.map_err(|_| SealError::TooLarge)?;
        let bytes = [&[VERSION][..], &self.current.id().0, &nonce, &encrypted].concat();
        Ok(Sealed::from_ciphertext(STANDARD.encode(bytes)))
    }

    /// Opens what was sealed for this purpose and place, with the current key or an old one.
    pub fn open(&self, purpose: Purpose, place: &str, sealed: &Sealed) -> Result<SecretString, OpenError> {
        let envelope = Envelope::read(sealed)?;
        let payload = Payload { msg: &envelope.encrypted, aad: place.as_bytes() };
        let opened = self
            .key(envelope.key)?
            .with_cipher(purpose, |cipher| cipher.decrypt(&envelope.nonce.into(), payload))
            .map(Zeroizing::new)
            .map_err(|_| OpenError::Refused)?;
        std::str::from_utf8(&opened).map(SecretString::from).map_err(|_| OpenError::Malformed)
    }

    /// What makes keyed hashes for one purpose: the same of the same text as long as the key is the same, and nothing to
    /// whoever has no key.
    pub fn hasher(&self, purpose: Purpose) -> Hasher {
        self.current.hasher(purpose)
    }

    /// Whether a sealed text should be sealed again, because an old key sealed it.
    pub fn is_outdated(&self, sealed: &Sealed) -> bool {
        Envelope::read(sealed).is_ok_and(|envelope| envelope.key != self.current.id())
    }

    fn key(&self, id: KeyId) -> Result<&MasterKey, OpenError> {
        let mut keys = std::iter::once(&self.current).chain(&self.old);
        keys.find(|key| key.id() == id).ok_or(OpenError::UnknownKey(id))
    }
}

/// A sealed text, taken apart.
struct Envelope {
    key: KeyId,
    nonce: [u8; 12],
    encrypted: Vec<u8>,
}

impl Envelope {
    fn read(sealed: &Sealed) -> Result<Self, OpenError> {
        let bytes = STANDARD.decode(sealed.ciphertext()).map_err(|_| OpenError::Malformed)?;
        let (version, rest) = bytes.split_first().ok_or(OpenError::Malformed)?;
        let (key, rest) = rest.split_first_chunk::<4>().ok_or(OpenError::Malformed)?;
        let (nonce, encrypted) = rest.split_first_chunk::<12>().ok_or(OpenError::Malformed)?;
        if *version != VERSION || encrypted.len() < 16 {
            return Err(OpenError::Malformed);
        }
        Ok(Self { key: KeyId(*key), nonce: *nonce, encrypted: encrypted.to_vec() })
    }
}

fn old_key(text: &SecretString, salt: &[u8]) -> Result<MasterKey, KeyProblem> {
    match key_and_salt(text.expose_secret()) {
        Some((key, own_salt)) => Ok(MasterKey::derive(&parse_key(&key.into())?, &parse_salt(&own_salt.into())?)),
        None => Ok(MasterKey::derive(&parse_key(text)?, salt)),
    }
}

/// The two parts of `KEY:IV`. A colon within the characters of a key that stand for themselves is one of them.
fn key_and_salt(text: &str) -> Option<(&str, &str)> {
    if text.len() == KEY_CHARACTERS {
        return None;
    }
    let after_characters =
        text.split_at_checked(KEY_CHARACTERS).and_then(|(key, rest)| Some((key, rest.strip_prefix(':')?)));
    after_characters.or_else(|| text.split_once(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: &str = "core/bot:42/token";

    fn key(seed: u8) -> SecretString {
        let bytes = (0..32_u8).map(|index| index.wrapping_mul(37).wrapping_add(seed));
        let digits = bytes.flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect::<String>().into()
    }

    fn salt() -> SecretString {
        "000102030405060708090a0b0c0d0e0f".into()
    }

    fn vault() -> Vault {
        Vault::new(&key(1), &salt(), &[]).unwrap()
    }

    fn secret() -> SecretString {
        "a bot's token".into()
    }

    #[test]
    fn what_was_sealed_opens() {
        let sealed = vault().seal(Purpose::BotToken, PLACE, &secret()).unwrap();
        let opened = vault().open(Purpose::BotToken, PLACE, &sealed).unwrap();
        assert_eq!(opened.expose_secret(), "a bot's token");
        assert_eq!(STANDARD.decode(sealed.ciphertext()).unwrap().len(), "a bot's token".len() + 33);
        assert!(!sealed.ciphertext().contains("token"));
    }

    #[test]
    fn the_same_secret_never_looks_the_same() {
        let once = vault().seal(Purpose::BotToken, PLACE, &secret()).unwrap();
        let twice = vault().seal(Purpose::BotToken, PLACE, &secret()).unwrap();
        assert_ne!(once, twice);
    }

    #[test]
    fn ciphertext_cannot_move_to_another_place_purpose_or_guild() {
        let (one, two) = (Purpose::DatabaseUri(GuildId::new(1)), Purpose::DatabaseUri(GuildId::new(2)));
        let sealed = vault().seal(one, PLACE, &secret()).unwrap();
        assert!(vault().open(one, PLACE, &sealed).is_ok());
        for (purpose, place) in [(one, "core/bot:43/token"), (two, PLACE), (Purpose::BotToken, PLACE)] {
            assert_eq!(vault().open(purpose, place, &sealed).unwrap_err(), OpenError::Refused);
        }
    }

    #[test]
    fn each_purpose_keeps_its_own_key_however_often_they_take_turns() {
        const fn is_wiped_when_dropped<T: secrecy::zeroize::ZeroizeOnDrop>() {}
        is_wiped_when_dropped::<aes_gcm::Aes256Gcm>();
        let (vault, fresh) = (vault(), vault());
        let guild = Purpose::DatabaseUri(GuildId::new(1));
        let contents = [GuildId::new(1), GuildId::new(2)].map(Purpose::Contents);
        let purposes = [
            Purpose::BotToken,
            Purpose::InteractionToken,
            Purpose::GatewaySession,
            Purpose::SignIn,
            Purpose::SignInApplication,
            Purpose::Canary,
            Purpose::Jobs,
            guild,
        ];
        let webhooks = [None, Some(GuildId::new(1))].map(Purpose::Webhooks);
        let purposes = [&purposes[..], &contents, &webhooks].concat();
        for purpose in purposes.repeat(2) {
            let sealed = vault.seal(purpose, PLACE, &secret()).unwrap();
            for &other in &purposes {
                assert_eq!(vault.open(other, PLACE, &sealed).is_ok(), other == purpose, "{purpose:?} {other:?}");
                assert_eq!(fresh.open(other, PLACE, &sealed).is_ok(), other == purpose, "{purpose:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_changed_bit_anywhere_is_noticed() {
        let sealed = vault().seal(Purpose::BotToken, PLACE, &secret()).unwrap();
        let bytes = STANDARD.decode(sealed.ciphertext()).unwrap();
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            let changed = Sealed::from_ciphertext(STANDARD.encode(changed));
            assert!(vault().open(Purpose::BotToken, PLACE, &changed).is_err(), "byte {index} was changed unnoticed");
        }
    }

    #[test]
    fn what_was_cut_short_or_is_no_ciphertext_is_malformed_or_refused() {
        let sealed = vault().seal(Purpose::BotToken, PLACE, &secret()).unwrap();
        let bytes = STANDARD.decode(sealed.ciphertext()).unwrap();
        for length in 0..bytes.len() {
            let cut = Sealed::from_ciphertext(STANDARD.encode(&bytes[..length]));
            assert!(vault().open(Purpose::BotToken, PLACE, &cut).is_err(), "{length} bytes opened");
        }
        for text in ["", "no base64!", "AQ=="] {
            let sealed = Sealed::from_ciphertext(text.to_owned());
            assert_eq!(vault().open(Purpose::BotToken, PLACE, &sealed).unwrap_err(), OpenError::Malformed);
        }
    }

    #[test]
    fn a_rotated_key_still_opens_what_the_old_one_sealed() {
        let sealed = vault().seal(Purpose::BotToken, PLACE, &secret()).unwrap();
        let rotated = Vault::new(&key(9), &salt(), &[key(1)]).unwrap();
        assert_eq!(rotated.open(Purpose::BotToken, PLACE, &sealed).unwrap().expose_secret(), "a bot's token");
        assert!(rotated.is_outdated(&sealed));
        assert!(!rotated.is_outdated(&rotated.seal(Purpose::BotToken, PLACE, &secret()).unwrap()));
        let forgotten = Vault::new(&key(9), &salt(), &[]).unwrap();
        let error = forgotten.open(Purpose::BotToken, PLACE, &sealed).unwrap_err();
        assert_eq!(error, OpenError::UnknownKey(vault().key_id()));
    }

    #[test]
    fn a_changed_salt_is_a_changed_key_and_the_old_pair_still_opens() {
        let sealed = vault().seal(Purpose::BotToken, PLACE, &secret()).unwrap();
        let other: SecretString = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff".into();
        let pair: SecretString = format!("{}:{}", key(1).expose_secret(), salt().expose_secret()).into();
        assert!(Vault::new(&key(1), &other, &[]).unwrap().open(Purpose::BotToken, PLACE, &sealed).is_err());
        assert!(Vault::new(&key(1), &other, &[pair]).unwrap().open(Purpose::BotToken, PLACE, &sealed).is_ok());
    }

    #[test]
    fn an_old_key_of_characters_may_have_colons_in_it_and_a_salt_beside_it() {
        let (old, old_salt) = ("Kd93:fjq:Lw0_zxP-7vB.mQ2#tYs8:rU", "Zx:3!fjqpLw0_zxP");
        let sealed = Vault::new(&old.into(), &old_salt.into(), &[]).unwrap();
        let sealed = sealed.seal(Purpose::BotToken, PLACE, &secret()).unwrap();
        let pair = SecretString::from(format!("{old}:{old_salt}"));
        assert!(Vault::new(&key(1), &salt(), &[pair]).unwrap().open(Purpose::BotToken, PLACE, &sealed).is_ok());
        assert!(
            Vault::new(&key(1), &old_salt.into(), &[old.into()])
                .unwrap()
                .open(Purpose::BotToken, PLACE, &sealed)
                .is_ok()
        );
        assert!(
            Vault::new(&key(1), &old_salt.into(), &[key(2)]).unwrap().open(Purpose::BotToken, PLACE, &sealed).is_err()
        );
    }

    #[test]
    fn the_same_key_is_read_from_hex_and_base64() {
        let bytes: Vec<u8> = (0..32_u8).map(|index| index.wrapping_mul(37).wrapping_add(1)).collect();
        let hex = vault().key_id();
        let upper: SecretString = key(1).expose_secret().to_uppercase().into();
        for text in [upper, STANDARD.encode(&bytes).into(), STANDARD.encode(&bytes).trim_end_matches('=').into()] {
            assert_eq!(Vault::new(&text, &salt(), &[]).unwrap().key_id(), hex);
        }
    }

    #[test]
    fn short_keys_and_placeholders_are_refused_without_being_quoted() {
        for text in ["abcd", "0".repeat(64).as_str(), "change-me-change-me-change-me-32", "0123456789abcdef", "ü", ""]
        {
            let error = Vault::new(&text.into(), &salt(), &[]).unwrap_err();
            assert!(matches!(error, VaultError::Key(_)), "{text:?} was taken for a key");
            assert!(text.len() < 4 || !error.to_string().contains(text));
        }
        assert!(matches!(Vault::new(&key(1), &"00".into(), &[]), Err(VaultError::Salt(_))));
        assert!(matches!(Vault::new(&key(1), &salt(), &["00".into()]), Err(VaultError::OldKey(0, _))));
    }

    #[test]
    fn no_key_is_printed() {
        let text = format!("{:?}", vault());
        assert!(!text.contains(key(1).expose_secret()) && text.len() < 120, "{text}");
    }
}
