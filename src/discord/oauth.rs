//! Signing people in with Discord: where they consent, and who they are after that
//! (<https://docs.discord.com/developers/topics/oauth2>).

use std::time::Duration;

use reqwest::{StatusCode, Url};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tickit_domain::ids::{GuildId, UserId};
use tokio::time::timeout;

use super::Rest;

/// How long both questions may take together: somebody looks at an empty page meanwhile.
const DEADLINE: Duration = Duration::from_secs(8);

/// How Tickit shows itself to Discord.
#[derive(Debug, Clone)]
pub struct OAuth {
    rest: Rest,
    client_id: String,
    client_secret: SecretString,
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
    #[error("Discord does not take discord.client_id and discord.client_secret")]
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
    pub const fn new(rest: Rest, client_id: String, client_secret: SecretString) -> Self {
        Self { rest, client_id, client_secret }
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
            ("prompt", "none"),
        ]);
        url.into()
    }

    /// Who came back with this code.
    pub async fn identify(&self, redirect: &str, code: &str, verifier: &str) -> Result<Arrival, OAuthError> {
        let asking = timeout(DEADLINE, async {
            let token = self.token(redirect, code, verifier).await?;
            let authorization: Authorization = self.ask("oauth2/@me", &token).await?;
            let user = authorization.user.ok_or_else(|| OAuthError::Away("it does not say who it is".into()))?;
            let guilds: Vec<PartialGuild> = self.ask("users/@me/guilds", &token).await?;
            Ok(Arrival { user, guilds: guilds.into_iter().map(|guild| guild.id).collect() })
        });
        asking.await.map_err(|_| OAuthError::Away("it took too long".into()))?
    }

    async fn token(&self, redirect: &str, code: &str, verifier: &str) -> Result<SecretString, OAuthError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ];
        let request = self.rest.0.http.post(self.address("oauth2/token")?).form(&form);
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
