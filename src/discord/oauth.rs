//! Signing people in with Discord: where they consent, and who they are after that
//! (<https://docs.discord.com/developers/topics/oauth2>).

use std::sync::Arc;
use std::time::Duration;

use reqwest::{StatusCode, Url};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tickit_domain::ids::{GuildId, UserId};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use super::Rest;

/// How long both questions may take together: somebody looks at an empty page meanwhile.
const DEADLINE: Duration = Duration::from_secs(8);

/// So many access tokens are being revoked at once.
const REVOKED_AT_ONCE: usize = 32;

/// How Tickit shows itself to Discord.
#[derive(Debug, Clone)]
pub struct OAuth {
    rest: Rest,
    client_id: String,
    client_secret: SecretString,
    revocations: Revocations,
}

/// The access tokens that are being revoked, by whichever application they were given.
#[derive(Debug, Clone)]
pub struct Revocations(Arc<Semaphore>);

impl Default for Revocations {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(REVOKED_AT_ONCE)))
    }
}

/// Somebody, as Discord knows them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Identity {
    /// Who.
    pub id: UserId,
    /// Their username.
    pub username: String,
}

/// Somebody who came back, with where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Who.
    pub user: Identity,
    /// The guilds that they are in, of which Discord names 200 at most.
    pub guilds: Vec<GuildId>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum OAuthError {
    /// The code was used, is too old, or is not ours.
    #[error("the code is not good any more")]
    Spent,
    /// Discord does not take the client's id and secret.
    #[error("Discord does not take the client id and client secret of the application by which people sign in")]
    Client,
    /// Discord did not answer, or not as expected.
    #[error("Discord cannot be asked: {0}")]
    Away(String),
}

#[derive(Deserialize)]
struct Token {
    access_token: SecretString,
}

#[derive(Deserialize)]
struct PartialGuild {
    id: GuildId,
}

#[derive(Deserialize)]
struct Authorization {
    user: Option<Identity>,
}

impl OAuth {
    /// By the client that everything goes out by.
    pub fn new(rest: Rest, client_id: String, client_secret: SecretString, revocations: Revocations) -> Self {
        Self { rest, client_id, client_secret, revocations }
    }

    /// Whether Discord takes this id and secret: it gives a token for them, which is given back. Where people are sent back
    /// to, it says to nobody
    /// (<https://docs.discord.com/developers/topics/oauth2#client-credentials-grant>).
    pub async fn check(&self) -> Result<(), OAuthError> {
        let form = [("grant_type", "client_credentials"), ("scope", "identify")];
        let token = timeout(DEADLINE, self.token(&form)).await;
        self.revoke_beside(token.map_err(|_| OAuthError::Away("it took too long".into()))??);
        Ok(())
    }

    /// Where somebody consents, and is sent back from to `redirect`.
    pub fn authorize_url(&self, redirect: &str, state: &str, challenge: &str) -> String {
        let mut url = self.rest.base().clone();
        // Beside the API, at no version of it.
        url.set_path("/oauth2/authorize");
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("scope", "identify guilds"),
            ("redirect_uri", redirect),
            ("state", state),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
            // Without it a link to the sign-in would sign in whoever consented once.
            ("prompt", "consent"),
        ]);
        url.into()
    }

    /// Who came back with this code.
    pub async fn identify(&self, redirect: &str, code: &str, verifier: &str) -> Result<Arrival, OAuthError> {
        let (until, late) = (Instant::now() + DEADLINE, |_| OAuthError::Away("it took too long".into()));
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ];
        let token = timeout_at(until, self.token(&form)).await.map_err(late)??;
        let arrival = timeout_at(until, self.arrival(&token)).await;
        self.revoke_beside(token);
        arrival.map_err(late)?
    }

    /// Whose an access token is, and where they are.
    async fn arrival(&self, token: &SecretString) -> Result<Arrival, OAuthError> {
        let authorization: Authorization = self.ask("oauth2/@me", token).await?;
        let user = authorization.user.ok_or_else(|| OAuthError::Away("it does not say who it is".into()))?;
        let guilds: Vec<PartialGuild> = self.ask("users/@me/guilds", token).await?;
        Ok(Arrival { user, guilds: guilds.into_iter().map(|guild| guild.id).collect() })
    }

    /// Gives an access token back that is not needed any more, while nobody waits for that. One that Discord does not take back
    /// ends by itself within a week, and no one has it.
    fn revoke_beside(&self, token: SecretString) {
        let Ok(place) = Arc::clone(&self.revocations.0).try_acquire_owned() else { return };
        let oauth = self.clone();
        tokio::spawn(async move {
            let revoked = timeout(DEADLINE, oauth.revoke(&token)).await;
            if let Err(error) = revoked.unwrap_or_else(|_| Err(OAuthError::Away("it took too long".into()))) {
                tracing::info!(%error, "an access token of a sign-in is not revoked");
            }
            drop(place);
        });
    }

    /// By RFC 7009.
    async fn revoke(&self, token: &SecretString) -> Result<(), OAuthError> {
        let form = [("token", token.expose_secret()), ("token_type_hint", "access_token")];
        let request = self.rest.0.http.post(self.address("oauth2/token/revoke")?).form(&form);
        let secret = Some(self.client_secret.expose_secret());
        let answer = request.basic_auth(&self.client_id, secret).send().await.map_err(away)?;
        answer.error_for_status().map(drop).map_err(away)
    }

    async fn token(&self, form: &[(&str, &str)]) -> Result<SecretString, OAuthError> {
        let request = self.rest.0.http.post(self.address("oauth2/token")?).form(form);
        let secret = Some(self.client_secret.expose_secret());
        let answer = request.basic_auth(&self.client_id, secret).send().await.map_err(away)?;
        match answer.status() {
            StatusCode::OK => Ok(answer.json::<Token>().await.map_err(away)?.access_token),
            StatusCode::BAD_REQUEST => Err(OAuthError::Spent),
            StatusCode::UNAUTHORIZED => Err(OAuthError::Client),
            status => Err(OAuthError::Away(status.to_string())),
        }
    }

    /// What a token opens.
    async fn ask<T: DeserializeOwned>(&self, path: &str, token: &SecretString) -> Result<T, OAuthError> {
        let request = self.rest.0.http.get(self.address(path)?).bearer_auth(token.expose_secret());
        let answer = request.send().await.and_then(reqwest::Response::error_for_status).map_err(away)?;
        answer.json().await.map_err(away)
    }

    fn address(&self, rest: &str) -> Result<Url, OAuthError> {
        format!("{}/{rest}", self.rest.base().as_str().trim_end_matches('/'))
            .parse()
            .map_err(|_| OAuthError::Away("its address is none".into()))
    }
}

/// Errors of the client name the address, and a code stands in none of ours.
fn away(error: reqwest::Error) -> OAuthError {
    OAuthError::Away(error.without_url().to_string())
}
