//! `OAuth2` for people: the page on which they consent, codes that are good once, and what access tokens open
//! (<https://docs.discord.com/developers/topics/oauth2>).
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{
        HeaderMap, StatusCode,
        header::{AUTHORIZATION, LOCATION},
    },
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    Shared,
    world::{ApplicationId, Snowflake, UserId, World},
};

/// How long a code is good, in milliseconds.
const CODE_LIVES: u64 = 10 * 60 * 1000;

/// How long an access token is good, in seconds.
const TOKEN_LIVES: u64 = 604_800;

/// Who owns every application.
const OWNER: UserId = Snowflake(1);

/// What people consented to.
#[derive(Debug, Default)]
pub(crate) struct Consents {
    codes: HashMap<String, Consent>,
    tokens: HashMap<String, Consent>,
    /// Whether revocations are left without an answer.
    is_silent: bool,
}

impl Consents {
    /// How many access tokens open something.
    pub(crate) fn open_tokens(&self) -> usize {
        self.tokens.len()
    }

    /// Leaves revocations without an answer from now on, and revokes nothing.
    pub(crate) fn fall_silent(&mut self) {
        self.is_silent = true;
    }
}

/// What one person consented to.
#[derive(Debug, Clone)]
struct Consent {
    application: ApplicationId,
    user: UserId,
    scope: String,
    redirect: String,
    challenge: Option<String>,
    until: u64,
}

type Fields = BTreeMap<String, String>;

/// The page and the routes of tokens.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/oauth2/authorize", get(authorize))
        .route("/api/v10/oauth2/token", post(token))
        .route("/api/v10/oauth2/token/revoke", post(revoke))
        .route("/api/v10/oauth2/@me", get(own))
        .with_state(shared)
}

/// Asks who it is and whether they consent; with `as`, or with `deny`, that is answered already.
async fn authorize(State(shared): State<Arc<Shared>>, Query(asked): Query<Fields>) -> Response {
    let text = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let application =
        text("client_id").parse().ok().filter(|id| shared.read(|world| world.applications.contains_key(id)));
    let Some(application) = application.filter(|_| text("response_type") == "code" && !text("redirect_uri").is_empty())
    else {
        return (StatusCode::BAD_REQUEST, "This is no request of an application's.").into_response();
    };
    let back = |answer: String| {
        let state = asked.get("state").map(|state| format!("&state={state}")).unwrap_or_default();
        let joint = if text("redirect_uri").contains('?') { '&' } else { '?' };
        (StatusCode::FOUND, [(LOCATION, format!("{}{joint}{answer}{state}", text("redirect_uri")))]).into_response()
    };
    if asked.contains_key("deny") {
        return back("error=access_denied".into());
    }
    let Ok(user) = text("as").parse::<UserId>() else { return shared.read(|world| page(world, &asked)) };
    let consent = Consent {
        application,
        user,
        scope: text("scope"),
        redirect: text("redirect_uri"),
        challenge: asked.get("code_challenge").cloned(),
        until: shared.clock.now() + CODE_LIVES,
    };
    let code = shared.change(|world| {
        let code = world.random_text(30);
        world.consents.codes.insert(code.clone(), consent);
        code
    });
    back(format!("code={code}"))
}

/// Everybody there is, to choose from.
fn page(world: &World, asked: &Fields) -> Response {
    let query: Vec<String> = asked.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let query = query.join("&");
    let mut people: Vec<_> = world.users.values().filter(|user| !user.bot).collect();
    people.sort_by_key(|user| user.id);
    let links =
        people.iter().map(|user| format!("<li><a href=\"?{query}&as={}\">{}</a></li>", user.id, encoded(&user.name)));
    let links = links.collect::<String>();
    Html(format!("<!doctype html><title>Sign in</title><h1>Who are you?</h1><ul>{links}</ul><a href=\"?{query}&deny=1\">Cancel</a>"))
        .into_response()
}

/// With all but letters, digits and what is harmless as percent signs and digits.
fn encoded(text: &str) -> String {
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| if harmless(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Gives an access token for a code, which is good once, or to an application for its own owner.
async fn token(State(shared): State<Arc<Shared>>, headers: HeaderMap, Form(sent): Form<Fields>) -> Response {
    let text = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
    let refused = |status, error: &str| (status, Json(json!({ "error": error }))).into_response();
    let Some(application) = client(&shared, &headers, &sent) else {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    };
    match text("grant_type") {
        "authorization_code" => {}
        "client_credentials" => return own_token(&shared, application, text("scope")),
        _ => return refused(StatusCode::BAD_REQUEST, "unsupported_grant_type"),
    }
    let (now, challenge) = (shared.clock.now(), URL_SAFE_NO_PAD.encode(Sha256::digest(text("code_verifier"))));
    let given = shared.change(|world| {
        let consent = world.consents.codes.remove(text("code"))?;
        let is_it = consent.application == application
            && consent.redirect == text("redirect_uri")
            && consent.until > now
            && consent.challenge.as_ref().is_none_or(|asked| *asked == challenge);
        let token = world.random_text(30);
        let scope = consent.scope.clone();
        is_it.then(|| world.consents.tokens.insert(token.clone(), consent));
        is_it.then_some((token, scope))
    });
    let Some((token, scope)) = given else { return refused(StatusCode::BAD_REQUEST, "invalid_grant") };
    Json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIVES, "refresh_token": token, "scope": scope }))
        .into_response()
}

/// Gives an access token of whoever owns an application, and nothing that renews it.
fn own_token(shared: &Shared, application: ApplicationId, scope: &str) -> Response {
    let (scope, until) = (scope.to_owned(), shared.clock.now() + TOKEN_LIVES * 1_000);
    let token = shared.change(|world| {
        let token = world.random_text(30);
        let consent =
            Consent { application, user: OWNER, scope: scope.clone(), redirect: String::new(), challenge: None, until };
        world.consents.tokens.insert(token.clone(), consent);
        token
    });
    Json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIVES, "scope": scope }))
        .into_response()
}

/// Ends an access token of the application's (RFC 7009); one that is not known is ended already.
async fn revoke(State(shared): State<Arc<Shared>>, headers: HeaderMap, Form(sent): Form<Fields>) -> Response {
    let Some(application) = client(&shared, &headers, &sent) else {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response();
    };
    let Some(token) = sent.get("token") else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_request" }))).into_response();
    };
    if shared.read(|world| world.consents.is_silent) {
        return std::future::pending().await;
    }
    shared.change(|world| {
        let tokens = &mut world.consents.tokens;
        if tokens.get(token).is_some_and(|consent| consent.application == application) {
            tokens.remove(token);
        }
    });
    Json(json!({})).into_response()
}

/// Which application asks, by its id and secret, in the header or in the form.
fn client(shared: &Shared, headers: &HeaderMap, sent: &Fields) -> Option<ApplicationId> {
    let text = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let (id, secret) = basic(headers).unwrap_or_else(|| (text("client_id"), text("client_secret")));
    shared.read(|world| {
        let application = id.parse().ok().and_then(|id: ApplicationId| world.applications.get(&id));
        application.filter(|application| application.client_secret() == secret).map(|application| application.id)
    })
}

/// The user who consented to this being told, by the access token that came.
pub(crate) fn consented(world: &World, headers: &HeaderMap, scope: &str) -> Option<UserId> {
    consent(world, headers).filter(|consent| consent.scope.split(' ').any(|given| given == scope)).map(|it| it.user)
}

fn consent<'a>(world: &'a World, headers: &HeaderMap) -> Option<&'a Consent> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    world.consents.tokens.get(header.strip_prefix("Bearer ")?)
}

/// Whose an access token is.
async fn own(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let found: Option<Value> = shared.read(|world| {
        let consent = consent(world, &headers)?;
        let user = consented(world, &headers, "identify").map(|user| world.user_json(user));
        let scopes: Vec<&str> = consent.scope.split(' ').collect();
        Some(json!({ "application": { "id": consent.application }, "scopes": scopes, "expires": null, "user": user }))
    });
    match found {
        Some(found) => Json(found).into_response(),
        None => (StatusCode::UNAUTHORIZED, Json(json!({ "message": "401: Unauthorized", "code": 0 }))).into_response(),
    }
}

/// Who shows their id and secret in the header.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(header).ok()?).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}
