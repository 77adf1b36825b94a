//! Ed25519 keys: an application signs its interactions over HTTP with a pair of its own.
use std::{fmt::Write as _, sync::Arc};

use ring::signature::{Ed25519KeyPair, KeyPair as _};

/// An application's key pair. Clones are the same.
#[derive(Debug, Clone)]
pub struct SigningKey(Arc<Ed25519KeyPair>);

impl SigningKey {
    /// The pair that follows from this seed.
    #[expect(clippy::expect_used, reason = "only a seed of another length is rejected")]
    pub(crate) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Arc::new(Ed25519KeyPair::from_seed_unchecked(seed).expect("32 bytes are a seed")))
    }

    /// The public key in hex, which is the application's `verify_key`.
    pub fn public(&self) -> String {
        hex(self.0.public_key().as_ref())
    }

    /// `X-Signature-Ed25519` for a body with this `X-Signature-Timestamp`.
    pub fn sign(&self, timestamp: &str, body: &[u8]) -> String {
        hex(self.0.sign(&[timestamp.as_bytes(), body].concat()).as_ref())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::SigningKey;

    #[test]
    fn keys_and_signatures_are_those_of_rfc_8032() {
        // Test 2 of section 7.1, whose message is one byte.
        let seed = [
            0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11, 0x4e, 0x0f, 0x5b, 0x8a,
            0x31, 0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb,
        ];
        let key = SigningKey::from_seed(&seed);
        assert_eq!(key.public(), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        assert_eq!(key.sign("", &[0x72]), signature);
        assert_eq!(key.sign("r", &[]), signature);
    }
}
