//! The signature of a delivery, as Standard Webhooks has it
//! (<https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use tickit_domain::clock::Timestamp;
use tickit_domain::webhook::Confidential;

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// Signs what is sent under an id at a moment, with each secret that signs.
pub fn sign<'a>(secrets: impl IntoIterator<Item = &'a Confidential>, id: &str, at: Timestamp, body: &str) -> String {
    let signed = format!("{id}.{}.{body}", at.as_seconds());
    let signatures = secrets.into_iter().filter_map(|secret| {
        let key = STANDARD.decode(secret.expose().strip_prefix(PREFIX)?).ok()?;
        let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
        Some(format!("v1,{}", STANDARD.encode(signature)))
    });
    signatures.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn a_signature_is_as_others_make_it() {
        let secret = Confidential::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let (id, at) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", Timestamp::from_millis(1_614_265_330_000));
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(sign([&secret], id, at, r#"{"test": 2432232314}"#), expected);
        assert_eq!(sign([&secret, &secret], id, at, r#"{"test": 2432232314}"#), format!("{expected} {expected}"));
    }
}
