//! `/api/auth`: people sign in with Discord, stay signed in, and sign out.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use tickit_domain::sign_in::Whose;
use utoipa::ToSchema;

use super::super::access::{Operator, Person};
use super::super::origin::Origin;
use super::super::pages::{FIRST_PAGE, Reader, is_page, login_link_page};
use super::super::ports::{CameBack, SignedIn};
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;
use super::super::visit::Visit;

/// The cookie of a sign-in that is under way, and of one that holds.
const BEGUN: &str = "tickit_begun";
pub(in crate::http) const SECRET: &str = "tickit_sign_in";

/// How long the first is kept, in seconds.
const BEGUN_LIVES: u64 = 600;

/// What Discord sends somebody back with.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct CallbackIn {
    /// Good once.
    code: Option<String>,
    /// What they began with.
    #[serde(default)]
    state: String,
    /// Why there is no code.
    error: Option<String>,
}

/// Where somebody wants to go.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct LoginIn {
    /// A page of the dashboard, as a path; the dashboard's first where nothing is said, or something else.
    to: Option<String>,
}

/// Access to the API.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Access)]
pub(in crate::http) struct AccessOut {
    /// To be sent as `Authorization: Bearer …`.
    access_token: String,
    /// For how many seconds.
    expires_in: u64,
    user: UserOut,
}

/// Somebody who is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SignedInUser)]
pub(in crate::http) struct UserOut {
    /// Their id at Discord; `null` for whoever runs the service.
    id: Option<String>,
    name: String,
}

/// A link that signs whoever runs the service in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoginLink)]
pub(in crate::http) struct LinkOut {
    /// To be opened in a browser, once, within ten minutes.
    url: String,
}

/// Sends somebody to Discord, to say who they are.
#[utoipa::path(get, path = "/api/auth/login", tag = "auth", params(LoginIn), responses(
    (status = 303, description = "To Discord"),
    (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
))]
pub(in crate::http) async fn login(
    origin: Origin,
    State(state): State<HttpState>,
    query: Result<Query<LoginIn>, QueryRejection>,
) -> Result<Response, Problem> {
    let to = query.ok().and_then(|Query(asked)| asked.to).filter(|to| is_page(to));
    let begun = state.desk()?.people.begin(&origin.callback(), to).await?;
    let cookie = origin.cookie(BEGUN, begun.kept.expose_secret(), BEGUN_LIVES, "Lax");
    let address = HeaderValue::from_str(&begun.address).map_err(|_| Problem::internal())?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, address), (SET_COOKIE, cookie)]).into_response())
}

/// Signs somebody in whom Discord sends back.
#[utoipa::path(get, path = "/api/auth/callback", tag = "auth", params(CallbackIn), responses(
    (status = 303, description = "Signed in, to the dashboard"),
    (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
))]
pub(in crate::http) async fn callback(
    origin: Origin,
    visit: Visit,
    State(state): State<HttpState>,
    headers: HeaderMap,
    query: Result<Query<CallbackIn>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(came) = query.map_err(|_| Problem::strange_sign_in())?;
    let code = came.code.as_deref().filter(|_| came.error.is_none()).ok_or_else(Problem::no_consent)?;
    let kept = cookie(&headers, &origin, BEGUN).unwrap_or_default();
    let came = CameBack { kept, state: &came.state, code };
    let signed_in = state.desk()?.people.finish(&origin.callback(), came).await;
    let signed_in = signed_in.map_err(|error| state.not_signed_in(&visit, error))?;
    let mut response = to_dashboard(&origin, &signed_in);
    response.headers_mut().append(SET_COOKIE, origin.cookie(BEGUN, "", 0, "Lax"));
    Ok(response)
}

/// Makes a link that signs whoever runs the service in, once, within ten minutes.
#[utoipa::path(post, path = "/api/auth/links", tag = "auth", security(("operator" = [])), responses(
    (status = 201, description = "The link, in this answer and nowhere else", body = LinkOut),
    (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
))]
pub(in crate::http) async fn make_link(
    _: Operator,
    State(state): State<HttpState>,
) -> Result<(StatusCode, Json<LinkOut>), Problem> {
    let origin = Origin::of(&state)?;
    let link = state.desk()?.people.make_link().await?;
    Ok((StatusCode::CREATED, Json(LinkOut { url: origin.login_link(link.expose_secret()) })))
}

/// Shows the button that signs whoever runs the service in: looking at a link does not use it up.
#[utoipa::path(get, path = "/api/auth/links/{link}", tag = "auth",
    params(("link" = String, Path, description = "What was made, good once")),
    responses(
        (status = 200, description = "A page with the button", body = String, content_type = "text/html"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show_link(_: Origin, reader: Reader) -> Result<Response, Problem> {
    let page = login_link_page(&reader).map_err(|error| Problem::failed(format!("{error:#}")))?;
    Ok(page.into_response())
}

/// Signs whoever runs the service in, by a link that was made for them.
#[utoipa::path(post, path = "/api/auth/links/{link}", tag = "auth",
    params(("link" = String, Path, description = "What was made, good once")),
    responses(
        (status = 303, description = "Signed in, to the dashboard"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn open_link(
    origin: Origin,
    visit: Visit,
    State(state): State<HttpState>,
    headers: HeaderMap,
    Path(link): Path<String>,
) -> Result<Response, Problem> {
    origin.must_be_asked_by_itself(&headers)?;
    let signed_in = state.desk()?.people.open_link(&link).await;
    let signed_in = signed_in.map_err(|error| state.not_signed_in(&visit, error))?;
    Ok(to_dashboard(&origin, &signed_in))
}

/// Gives access to whoever is signed in, by the cookie of their sign-in, which is another one after that.
#[utoipa::path(post, path = "/api/auth/refresh", tag = "auth", responses(
    (status = 200, description = "Access", body = AccessOut),
    (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
))]
pub(in crate::http) async fn refresh(
    origin: Origin,
    visit: Visit,
    State(state): State<HttpState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    origin.must_be_asked_by_itself(&headers)?;
    let secret = cookie(&headers, &origin, SECRET).ok_or_else(Problem::signed_out)?;
    let signed_in = state.desk()?.people.renew(&secret.to_owned().into()).await;
    let signed_in = signed_in.map_err(|error| state.not_signed_in(&visit, error))?;
    let cookie = secret_cookie(&origin, &signed_in);
    Ok(([(SET_COOKIE, cookie)], Json(AccessOut::from(signed_in))).into_response())
}

/// Signs whoever asks out, at once and with all their tokens of this sign-in.
#[utoipa::path(post, path = "/api/auth/logout", tag = "auth", security(("person" = [])), responses(
    (status = 204, description = "Signed out"),
    (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
))]
pub(in crate::http) async fn logout(
    Person(sign_in): Person,
    State(state): State<HttpState>,
) -> Result<Response, Problem> {
    state.desk()?.people.end(&sign_in.id).await?;
    let cookie = Origin::of(&state)?.cookie(SECRET, "", 0, "Lax");
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}

/// Says who is signed in.
#[utoipa::path(get, path = "/api/auth/me", tag = "auth", security(("person" = [])), responses(
    (status = 200, description = "Who it is", body = UserOut),
    (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
))]
pub(in crate::http) async fn me(Person(sign_in): Person) -> Json<UserOut> {
    Json(sign_in.whose.into())
}

fn to_dashboard(origin: &Origin, signed_in: &SignedIn) -> Response {
    let wanted = signed_in.to.as_deref().and_then(|to| HeaderValue::from_str(to).ok());
    let location = (LOCATION, wanted.unwrap_or(HeaderValue::from_static(FIRST_PAGE)));
    (StatusCode::SEE_OTHER, [location, (SET_COOKIE, secret_cookie(origin, signed_in))]).into_response()
}

fn secret_cookie(origin: &Origin, signed_in: &SignedIn) -> HeaderValue {
    origin.cookie(SECRET, signed_in.secret.expose_secret(), signed_in.sign_in.holds_for().as_secs(), "Lax")
}

/// The value of a cookie of ours.
pub(in crate::http) fn cookie<'a>(headers: &'a HeaderMap, origin: &Origin, name: &str) -> Option<&'a str> {
    let name = origin.cookie_name(name);
    let all = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok()).flat_map(|text| text.split(';'));
    all.filter_map(|cookie| cookie.trim().split_once('=')).find(|(other, _)| *other == name).map(|(_, value)| value)
}

impl From<SignedIn> for AccessOut {
    fn from(signed_in: SignedIn) -> Self {
        Self {
            access_token: signed_in.access.expose_secret().to_owned(),
            expires_in: signed_in.holds.as_secs(),
            user: signed_in.sign_in.whose.into(),
        }
    }
}

impl From<Whose> for UserOut {
    fn from(whose: Whose) -> Self {
        match whose {
            Whose::User(user) => Self { id: Some(user.id.to_string()), name: user.name },
            Whose::Operator => Self { id: None, name: "operator".to_owned() },
        }
    }
}
