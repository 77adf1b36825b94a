//! Master keys: how they are written, what is refused, and what is derived from them.

use std::fmt;
use std::sync::OnceLock;

use aes_gcm::{Aes256Gcm, KeyInit};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use ring::hmac;
use secrecy::{ExposeSecret, SecretBox, SecretString, zeroize::Zeroizing};
use sha2::Sha256;

use super::vault::Purpose;

/// Says which master key sealed a text. Derived from the key, and tells nothing about it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub(super) [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// Why a text is no key. Never quotes it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// It is neither hex nor base64, nor as many characters as may stand for themselves.
    #[error("neither hex nor base64, nor {characters} characters")]
    NotEncoded {
        /// How many may stand for themselves.
        characters: usize,
    },
    /// It has another length than is asked for.
    #[error("{found} bytes as hex or base64: expected {expected}, or {characters} characters as they are")]
    Length {
        /// Its length once decoded.
        found: usize,
        /// What is asked for.
        expected: &'static str,
        /// How many characters may stand for themselves.
        characters: usize,
    },
    /// It is an example, or all alike: nobody rolled dice for it.
    #[error("this is a placeholder, not a secret")]
    Placeholder,
}

/// Whether a secret looks like an example that was left in place.
pub fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words = ["change", "placeholder", "example", "secret", "password", "your", "xxxx"];
    words.iter().any(|word| lower.contains(word)) || distinct(text.as_bytes()) < 6
}

/// A key that subkeys are derived from.
pub(super) struct MasterKey {
    id: KeyId,
    extracted: SecretBox<[u8; 32]>,
    ciphers: Ciphers,
}

/// The ciphers of the purposes that are no guild's, each derived at its first use: deriving one anew is a third of what
/// sealing takes. They are wiped when the key is dropped, as it is itself.
#[derive(Default)]
struct Ciphers {
    bot_token: OnceLock<Aes256Gcm>,
    interaction_token: OnceLock<Aes256Gcm>,
    gateway_session: OnceLock<Aes256Gcm>,
    sign_in: OnceLock<Aes256Gcm>,
    canary: OnceLock<Aes256Gcm>,
    audit_key: OnceLock<Aes256Gcm>,
    jobs: OnceLock<Aes256Gcm>,
    webhooks: OnceLock<Aes256Gcm>,
}

impl MasterKey {
    /// From the texts of key and salt.
    pub(super) fn derive(key: &[u8], salt: &[u8]) -> Self {
        let (extracted, expander) = Hkdf::<Sha256>::extract(Some(salt), key);
        let mut id = [0_u8; 4];
        fill(&expander, b"tickit/v1/key-id", &mut id);
        let extracted = SecretBox::init_with_mut(|bytes: &mut [u8; 32]| bytes.copy_from_slice(&extracted));
        Self { id: KeyId(id), extracted, ciphers: Ciphers::default() }
    }

    pub(super) const fn id(&self) -> KeyId {
        self.id
    }

    /// Works with the cipher of one purpose, and of one guild where the purpose is a guild's.
    pub(super) fn with_cipher<T>(&self, purpose: Purpose, work: impl FnOnce(&Aes256Gcm) -> T) -> T {
        let kept = match purpose {
            Purpose::BotToken => &self.ciphers.bot_token,
            Purpose::InteractionToken => &self.ciphers.interaction_token,
            Purpose::GatewaySession => &self.ciphers.gateway_session,
            Purpose::SignIn => &self.ciphers.sign_in,
            Purpose::Canary => &self.ciphers.canary,
            Purpose::AuditKey => &self.ciphers.audit_key,
            Purpose::Jobs => &self.ciphers.jobs,
            Purpose::Webhooks(None) => &self.ciphers.webhooks,
            Purpose::Addresses
            | Purpose::SignInApplication
            | Purpose::DatabaseUri(_)
            | Purpose::Contents(_)
            | Purpose::Words(_)
            | Purpose::Webhooks(Some(_)) => {
                return work(&self.derive_cipher(purpose));
            }
        };
        work(kept.get_or_init(|| self.derive_cipher(purpose)))
    }

    pub(super) fn hasher(&self, purpose: Purpose) -> Hasher {
        Hasher(hmac::Key::new(hmac::HMAC_SHA256, self.subkey(purpose).as_ref()))
    }

    fn derive_cipher(&self, purpose: Purpose) -> Aes256Gcm {
        Aes256Gcm::new((&*self.subkey(purpose)).into())
    }

    fn subkey(&self, purpose: Purpose) -> Zeroizing<[u8; 32]> {
        let mut subkey = Zeroizing::new([0_u8; 32]);
        if let Ok(expander) = Hkdf::<Sha256>::from_prk(self.extracted.expose_secret()) {
            fill(&expander, &purpose.context(), subkey.as_mut());
        }
        subkey
    }
}

/// Makes keyed hashes: HMAC-SHA256, of which the first 96 bits are kept.
#[derive(Clone, Debug)]
pub struct Hasher(hmac::Key);

impl Hasher {
    /// The hash of a text, as 16 characters of base64.
    pub fn hash(&self, text: &str) -> String {
        let tag = hmac::sign(&self.0, text.as_bytes());
        let (kept, _) = tag.as_ref().split_at(12);
        URL_SAFE_NO_PAD.encode(kept)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id)
    }
}

/// How many characters of a key stand for themselves. As hex they were 16 bytes and as base64 24, which make no key: no
/// text can be read in two ways.
pub(super) const KEY_CHARACTERS: usize = 32;

/// The same of a salt; as hex they were 8 bytes and as base64 12.
const SALT_CHARACTERS: usize = 16;

/// Exactly 32 bytes: as 64 digits of hex, as base64, or as 32 characters that stand for themselves.
pub(super) fn parse_key(text: &SecretString) -> Result<Zeroizing<Vec<u8>>, KeyProblem> {
    if let Some(bytes) = as_they_are(text, KEY_CHARACTERS)? {
        // Random hex, the poorest that is usual, has fewer than 8 different digits less than once in 10^7.
        return if distinct(&bytes) < 8 { Err(KeyProblem::Placeholder) } else { Ok(bytes) };
    }
    let bytes = decode(text.expose_secret(), KEY_CHARACTERS)?;
    if bytes.len() != 32 {
        return Err(KeyProblem::Length { found: bytes.len(), expected: "32", characters: KEY_CHARACTERS });
    }
    // 32 random bytes have fewer than 16 different ones less than once in 10^15.
    if distinct(&bytes) < 16 { Err(KeyProblem::Placeholder) } else { Ok(bytes) }
}

/// 16 to 64 bytes as hex or as base64, or 16 characters that stand for themselves.
pub(super) fn parse_salt(text: &SecretString) -> Result<Zeroizing<Vec<u8>>, KeyProblem> {
    if let Some(bytes) = as_they_are(text, SALT_CHARACTERS)? {
        return Ok(bytes);
    }
    let bytes = decode(text.expose_secret(), SALT_CHARACTERS)?;
    if !(16..=64).contains(&bytes.len()) {
        return Err(KeyProblem::Length { found: bytes.len(), expected: "16 to 64", characters: SALT_CHARACTERS });
    }
    if distinct(&bytes) < 6 { Err(KeyProblem::Placeholder) } else { Ok(bytes) }
}

/// The bytes of a text that has as many characters as stand for themselves; `None` where it has more or fewer.
fn as_they_are(text: &SecretString, characters: usize) -> Result<Option<Zeroizing<Vec<u8>>>, KeyProblem> {
    let text = text.expose_secret().trim();
    if text.len() != characters || !text.is_ascii() {
        return Ok(None);
    }
    if is_placeholder(text) || text.to_ascii_lowercase().contains("character") || is_pattern(text.as_bytes()) {
        return Err(KeyProblem::Placeholder);
    }
    Ok(Some(Zeroizing::new(text.as_bytes().to_vec())))
}

/// Typed rather than drawn: counted up, such as 1234567890123456, or half of it twice.
fn is_pattern(text: &[u8]) -> bool {
    let pairs = text.iter().zip(text.iter().skip(1));
    let steps = pairs.filter(|(byte, next)| byte.checked_add(1) == Some(**next)).count();
    let (half, rest) = text.split_at(text.len() / 2);
    steps * 2 >= text.len() || half == rest
}

fn decode(text: &str, characters: usize) -> Result<Zeroizing<Vec<u8>>, KeyProblem> {
    let text = text.trim();
    let words = ["changeme", "change-me", "placeholder", "example", "encryption"];
    if words.iter().any(|word| text.to_ascii_lowercase().contains(word)) {
        return Err(KeyProblem::Placeholder);
    }
    decode_hex(text)
        .or_else(|| STANDARD.decode(text).ok())
        .or_else(|| STANDARD_NO_PAD.decode(text).ok())
        .map(Zeroizing::new)
        .ok_or(KeyProblem::NotEncoded { characters })
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[high, low]| {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            Some(digit(*high)? << 4 | digit(*low)?)
        })
        .collect()
}

fn distinct(bytes: &[u8]) -> usize {
    bytes.iter().collect::<std::collections::BTreeSet<_>>().len()
}

/// HKDF-Expand. It only fails above 255 hashes of output, 8,160 bytes; keys and ids are 32 at most.
fn fill(expander: &Hkdf<Sha256>, context: &[u8], output: &mut [u8]) {
    let filled = expander.expand(context, output);
    debug_assert!(filled.is_ok(), "32 bytes are within HKDF's limit");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_of(text: &str) -> Result<Vec<u8>, KeyProblem> {
        parse_key(&text.into()).map(|bytes| bytes.to_vec())
    }

    fn salt_of(text: &str) -> Result<Vec<u8>, KeyProblem> {
        parse_salt(&text.into()).map(|bytes| bytes.to_vec())
    }

    #[test]
    fn thirty_two_characters_are_a_key_and_sixteen_a_salt_as_they_are() {
        // Of these, one is hex of 16 bytes as well, and one base64 of 24.
        for text in [
            "Kd93!fjq:Lw0_zxP 7vB,mQ2#tYs8\"rU",
            "9f1c2ab7d0e3445566778899aabbccdd",
            "Qk3v9ZpL0xWm7TtYb2NcR5hDgJfSe8Ua",
        ] {
            assert_eq!(key_of(text).unwrap(), text.as_bytes(), "{text}");
        }
        for text in ["Kd93!fjq:Lw0_zxP", "9f1c2ab7d0e34455", "Qk3v9ZpL0xWm7TtY"] {
            assert_eq!(salt_of(text).unwrap(), text.as_bytes(), "{text}");
        }
    }

    #[test]
    fn hex_and_base64_mean_the_bytes_that_they_encode() {
        let bytes: Vec<u8> = (0..32_u8).map(|index| index.wrapping_mul(37).wrapping_add(1)).collect();
        let hex = bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        for text in [hex.clone(), hex.to_uppercase(), STANDARD.encode(&bytes), STANDARD_NO_PAD.encode(&bytes)] {
            assert_eq!(key_of(&text).unwrap(), bytes);
            assert_eq!(salt_of(&text).unwrap(), bytes);
        }
        assert_eq!(salt_of(&hex[..32]).unwrap(), bytes[..16], "32 characters are no salt as they are");
        assert_eq!(salt_of(&STANDARD.encode(&bytes[..16])).unwrap(), bytes[..16]);
    }

    #[test]
    fn placeholders_are_refused_in_any_form() {
        for text in [
            "32-character-encryption-key",
            "your-32-character-encryption-key",
            "your-32-character-key-goes-here!",
            "this-is-a-32-character-long-key!",
            "12345678901234567890123456789012",
            "0123456789abcdef0123456789abcdef",
            "abcdefghijklmnopqrstuvwxyz123456",
            "aB3dE6gH9jK2mN5paB3dE6gH9jK2mN5p",
            "aabbccaabbccddaabbccddaabbccddaa",
            "changeme-changeme-changeme-32-ch",
        ] {
            assert_eq!(key_of(text), Err(KeyProblem::Placeholder), "{text}");
        }
        for text in
            ["16-character-iv!", "your-encryption-iv", "1234567890123456", "0000000000000000", "abcd1234abcd1234"]
        {
            assert_eq!(salt_of(text), Err(KeyProblem::Placeholder), "{text}");
        }
    }

    #[test]
    fn one_character_more_or_less_is_refused_and_the_forms_are_named() {
        for text in
            ["Kd93!fjq:Lw0_zxP 7vB,mQ2#tYs8rU", "Kd93!fjq:Lw0_zxP 7vB,mQ2#tYs8rUvw", "Kd93!fjq:Lw0_zxP 7vB,mQ2#tYs8ü"]
        {
            let problem = key_of(text).unwrap_err();
            assert_eq!(problem.to_string(), "neither hex nor base64, nor 32 characters", "{text}");
        }
        let problem = key_of("9f1c2ab7d0e3445566778899aabbccddee").unwrap_err();
        assert_eq!(problem.to_string(), "17 bytes as hex or base64: expected 32, or 32 characters as they are");
    }
}
