//! Master keys: how they are written, what is refused, and what is derived from them.

use std::fmt;
use std::sync::OnceLock;

use aes_gcm::{Aes256Gcm, KeyInit};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use hkdf::Hkdf;
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
    /// It is neither hex nor base64.
    #[error("neither hex nor base64")]
    NotEncoded,
    /// It has another length than is asked for.
    #[error("{found} bytes: expected {expected}")]
    Length {
        /// Its length once decoded.
        found: usize,
        /// What is asked for.
        expected: &'static str,
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
    canary: OnceLock<Aes256Gcm>,
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
            Purpose::Canary => &self.ciphers.canary,
            Purpose::DatabaseUri(_) => return work(&self.derive_cipher(purpose)),
        };
        work(kept.get_or_init(|| self.derive_cipher(purpose)))
    }

    fn derive_cipher(&self, purpose: Purpose) -> Aes256Gcm {
        let mut subkey = Zeroizing::new([0_u8; 32]);
        if let Ok(expander) = Hkdf::<Sha256>::from_prk(self.extracted.expose_secret()) {
            fill(&expander, &purpose.context(), subkey.as_mut());
        }
        Aes256Gcm::new((&*subkey).into())
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id)
    }
}

/// Exactly 32 bytes, as 64 digits of hex or as base64.
pub(super) fn parse_key(text: &SecretString) -> Result<Zeroizing<Vec<u8>>, KeyProblem> {
    let bytes = decode(text.expose_secret())?;
    if bytes.len() != 32 {
        return Err(KeyProblem::Length { found: bytes.len(), expected: "32" });
    }
    // 32 random bytes have fewer than 16 different ones less than once in 10^15.
    if distinct(&bytes) < 16 { Err(KeyProblem::Placeholder) } else { Ok(bytes) }
}

/// 16 to 64 bytes, as hex or as base64.
pub(super) fn parse_salt(text: &SecretString) -> Result<Zeroizing<Vec<u8>>, KeyProblem> {
    let bytes = decode(text.expose_secret())?;
    if !(16..=64).contains(&bytes.len()) {
        return Err(KeyProblem::Length { found: bytes.len(), expected: "16 to 64" });
    }
    if distinct(&bytes) < 6 { Err(KeyProblem::Placeholder) } else { Ok(bytes) }
}

fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyProblem> {
    let text = text.trim();
    let words = ["changeme", "change-me", "placeholder", "example", "encryption"];
    if words.iter().any(|word| text.to_ascii_lowercase().contains(word)) {
        return Err(KeyProblem::Placeholder);
    }
    decode_hex(text)
        .or_else(|| STANDARD.decode(text).ok())
        .or_else(|| STANDARD_NO_PAD.decode(text).ok())
        .map(Zeroizing::new)
        .ok_or(KeyProblem::NotEncoded)
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
