//! Sign-ins: by Discord's word, with access tokens that say who it is and a secret that renews them.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tickit_domain::api_key::digest;
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::GuildId;
use tickit_domain::seal::Sealed;
use tickit_domain::sign_in::{DiscordUser, Renewal, SignIn, Whose};
use tickit_domain::store::Cursor;
use tickit_domain::store::sign_ins::{SignInPage, SignIns};

use super::login_links::OperatorLinks;
use super::sign_in_application::Applications;
use crate::crypto::{Purpose, Vault};
use crate::discord::{OAuth, OAuthError, Rest};
use crate::entropy::random_hex;
use crate::foundation::Foundation;
use crate::http::{Begun, CameBack, SignInControl, SignInError, SignedIn};

/// Who gives access tokens, and for what.
const ISSUER: &str = "tickit";
const AUDIENCE: &str = "tickit-api";

/// What an access token says that it is (RFC 9068).
const TYPE: &str = "at+jwt";

/// How long somebody may take to consent.
const BEGUN_HOLDS: Duration = Duration::from_mins(10);

/// How often it is noted that somebody still looks at pages.
const KEPT_EVERY: Duration = Duration::from_hours(24);

/// Where what a browser keeps is sealed for.
const PLACE: &str = "browser/sign-in";

/// The sign-ins.
#[derive(Debug)]
pub(super) struct People {
    sign_ins: SignIns,
    links: OperatorLinks,
    clock: Arc<dyn Clock>,
    vault: Arc<Vault>,
    pub(super) applications: Arc<Applications>,
    keys: Option<Keys>,
    holds: Duration,
}

/// What access tokens are signed with.
struct Keys {
    id: String,
    signing: EncodingKey,
    checking: DecodingKey,
}

/// What an access token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    iat: i64,
    exp: i64,
}

/// What a browser keeps while somebody consents.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    state: String,
    verifier: String,
    until: Timestamp,
    /// Where they want to go.
    to: Option<String>,
}

impl People {
    pub(super) fn new(config: &crate::config::Config, foundation: &Foundation, rest: Rest) -> Self {
        let security = &config.security;
        Self {
            sign_ins: SignIns::new(foundation.core()),
            links: OperatorLinks::of(foundation),
            clock: Arc::clone(&foundation.clock),
            vault: Arc::clone(&foundation.vault),
            applications: Arc::new(Applications::new(&config.discord, foundation, rest)),
            keys: security.jwt_secret.as_ref().map(Keys::new),
            holds: security.jwt_expiry,
        }
    }

    async fn oauth(&self) -> Result<OAuth, SignInError> {
        self.applications.oauth().await?.ok_or(SignInError::NotConfigured)
    }

    fn keys(&self) -> Result<&Keys, SignInError> {
        self.keys.as_ref().ok_or(SignInError::NotConfigured)
    }

    /// Signs somebody in, who has proved who they are.
    async fn sign_in(&self, keys: &Keys, whose: Whose, guilds: Vec<GuildId>) -> Result<SignedIn, SignInError> {
        let (id, secret, now) = (random()?, random()?, self.clock.now());
        let (digest, spent) = (digest(&secret), Vec::new());
        let sign_in = SignIn { id, whose, digest, spent, since: now, renewed_at: now, ended_at: None, guilds };
        self.sign_ins.create(&sign_in).await.map_err(Error::from)?;
        self.signed_in(keys, sign_in, &secret)
    }

    /// What a browser kept, as long as it is ours, fresh, and of the same sign-in.
    fn kept(&self, came: CameBack<'_>) -> Option<Kept> {
        let sealed: Sealed = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(came.kept).ok()?).ok()?;
        let opened = self.vault.open(Purpose::SignIn, PLACE, &sealed).ok()?;
        let kept: Kept = serde_json::from_str(opened.expose_secret()).ok()?;
        Some(kept).filter(|kept| kept.state == came.state && self.clock.now() < kept.until)
    }

    /// Access for a sign-in, whose next secret this is.
    fn signed_in(&self, keys: &Keys, sign_in: SignIn, secret: &str) -> Result<SignedIn, SignInError> {
        let now = self.clock.now();
        let (iat, exp) = (now.as_seconds(), now.plus(self.holds).as_seconds());
        let (iss, aud, sid) = (ISSUER.to_owned(), AUDIENCE.to_owned(), sign_in.id.clone());
        let claims = Claims { iss, aud, sub: sign_in.whose.subject(), sid, iat, exp };
        let header = Header { typ: Some(TYPE.to_owned()), kid: Some(keys.id.clone()), ..Header::new(Algorithm::HS256) };
        let access = jsonwebtoken::encode(&header, &claims, &keys.signing).context("signing an access token");
        let secret = format!("{}.{secret}", sign_in.id).into();
        let access = access.map_err(Error::from)?.into();
        Ok(SignedIn { access, holds: self.holds, secret, sign_in, to: None })
    }
}

#[async_trait]
impl SignInControl for People {
    async fn is_configured(&self) -> Outcome<bool> {
        Ok(self.keys.is_some() && self.applications.oauth().await?.is_some())
    }

    async fn begin(&self, redirect: &str, to: Option<String>) -> Result<Begun, SignInError> {
        let (oauth, _) = (self.oauth().await?, self.keys()?);
        let kept = Kept { state: random()?, verifier: random()?, until: self.clock.now().plus(BEGUN_HOLDS), to };
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&kept.verifier));
        let address = oauth.authorize_url(redirect, &kept.state, &challenge);
        let text = serde_json::to_string(&kept).context("writing a sign-in down").map_err(Error::from)?;
        let sealed = self.vault.seal(Purpose::SignIn, PLACE, &text.into()).context("sealing a sign-in");
        let sealed = serde_json::to_vec(&sealed.map_err(Error::from)?).context("writing a sign-in down");
        Ok(Begun { address, kept: URL_SAFE_NO_PAD.encode(sealed.map_err(Error::from)?).into() })
    }

    async fn finish(&self, redirect: &str, came: CameBack<'_>) -> Result<SignedIn, SignInError> {
        let (oauth, keys) = (self.oauth().await?, self.keys()?);
        let kept = self.kept(came).ok_or(SignInError::Strange)?;
        let who = oauth.identify(redirect, came.code, &kept.verifier).await.map_err(|error| match error {
            OAuthError::Spent => SignInError::Used,
            error => {
                tracing::warn!(%error, "nobody can sign in");
                SignInError::DiscordAway
            }
        })?;
        let whose = Whose::User(DiscordUser { id: who.user.id, name: who.user.username });
        Ok(SignedIn { to: kept.to, ..self.sign_in(keys, whose, who.guilds).await? })
    }

    async fn make_link(&self) -> Outcome<SecretString> {
        self.links.make().await
    }

    async fn open_link(&self, text: &str) -> Result<SignedIn, SignInError> {
        let keys = self.keys()?;
        if !self.links.open(text).await? {
            return Err(SignInError::LinkOver);
        }
        self.sign_in(keys, Whose::Operator, Vec::new()).await
    }

    async fn renew(&self, secret: &SecretString) -> Result<SignedIn, SignInError> {
        let keys = self.keys()?;
        let (id, shown) = secret.expose_secret().split_once('.').ok_or(SignInError::Unknown)?;
        let (next, now) = (random()?, self.clock.now());
        let renewed = self.sign_ins.renew(id, &digest(shown), &digest(&next), now).await?;
        match renewed {
            (Some(sign_in), Renewal::Done) => self.signed_in(keys, sign_in, &next),
            (_, Renewal::Overtaken) => Err(SignInError::Overtaken),
            (sign_in, Renewal::Stolen) => {
                let user = sign_in.map(|sign_in| sign_in.whose.subject());
                tracing::warn!(user, "a sign-in is over: its secret was used twice");
                Err(SignInError::Over)
            }
            (Some(sign_in), Renewal::Refused) if !sign_in.holds(now) => Err(SignInError::Over),
            _ => Err(SignInError::Unknown),
        }
    }

    async fn holder(&self, secret: &SecretString) -> Outcome<Option<SignIn>> {
        let Some((id, shown)) = secret.expose_secret().split_once('.') else { return Ok(None) };
        let now = self.clock.now();
        let found = self.sign_ins.get(id).await?.filter(|sign_in| sign_in.is_borne_by(&digest(shown), now));
        if let Some(sign_in) = &found
            && now.since(sign_in.renewed_at) > KEPT_EVERY
            && matches!(sign_in.whose, Whose::User(_))
        {
            self.sign_ins.keep(id, now).await?;
        }
        Ok(found)
    }

    fn is_ours(&self, token: &str) -> bool {
        self.keys.as_ref().is_some_and(|keys| keys.read(token).is_some())
    }

    async fn bearer(&self, token: &str) -> Outcome<Option<SignIn>> {
        let Some(claims) = self.keys.as_ref().and_then(|keys| keys.check(token, self.clock.now())) else {
            return Ok(None);
        };
        let sign_in = self.sign_ins.get(&claims.sid).await?;
        Ok(sign_in.filter(|sign_in| sign_in.whose.subject() == claims.sub && sign_in.holds(self.clock.now())))
    }

    async fn end(&self, id: &str) -> Outcome<()> {
        self.sign_ins.end(id, self.clock.now()).await
    }

    async fn page(&self, subject: &str, limit: usize, after: Option<Cursor>) -> Outcome<SignInPage> {
        Ok(self.sign_ins.page(subject, self.clock.now(), limit, after).await?)
    }

    async fn end_of(&self, subject: &str, id: &str) -> Outcome<bool> {
        let now = self.clock.now();
        let found =
            self.sign_ins.get(id).await?.filter(|sign_in| sign_in.whose.subject() == subject && sign_in.holds(now));
        if found.is_some() {
            self.end(id).await?;
        }
        Ok(found.is_some())
    }

    async fn end_all(&self, subject: &str) -> Outcome<usize> {
        self.sign_ins.end_all(subject, self.clock.now()).await
    }
}

impl Keys {
    fn new(secret: &SecretString) -> Self {
        let bytes = secret.expose_secret().as_bytes();
        let id = digest(&format!("key id {}", secret.expose_secret())).chars().take(16).collect();
        Self { id, signing: EncodingKey::from_secret(bytes), checking: DecodingKey::from_secret(bytes) }
    }

    /// What a token says that we signed, for this, and that is not over.
    fn check(&self, token: &str, now: Timestamp) -> Option<Claims> {
        self.read(token).filter(|claims| now.as_seconds() < claims.exp)
    }

    /// The same, also where it is over.
    fn read(&self, token: &str) -> Option<Claims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        if header.typ.as_deref() != Some(TYPE) || header.kid.as_ref() != Some(&self.id) {
            return None;
        }
        let mut wanted = Validation::new(Algorithm::HS256);
        wanted.set_issuer(&[ISSUER]);
        wanted.set_audience(&[AUDIENCE]);
        wanted.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
        // By our own clock, above.
        wanted.validate_exp = false;
        Some(jsonwebtoken::decode::<Claims>(token, &self.checking, &wanted).ok()?.claims)
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Keys").field("id", &self.id).finish_non_exhaustive()
    }
}

fn random() -> Result<String, SignInError> {
    Ok(random_hex::<24>().context("drawing a secret").map_err(Error::from)?)
}
