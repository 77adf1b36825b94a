//! What somebody sees instead of a page: where they sign in, or what is wrong and how they go on.

use askama::Template;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::frame::{Frame, Section, page};
use super::is_page;
use super::reader::Reader;
use crate::http::problem::Problem;

/// What comes instead of a page.
#[derive(Debug)]
pub(super) enum Instead {
    /// Where they sign in, to be led back to this page.
    SignIn(String),
    /// Where they see what came of a form that they sent.
    Elsewhere(String),
    /// What is wrong.
    Problem(Box<(Problem, Reader)>),
}

#[derive(Template)]
#[template(path = "pages/problem.html")]
struct ProblemPage {
    frame: Frame,
    status: u16,
    title: String,
    advice: String,
    /// What the rules that hold at every door say.
    detail: Option<String>,
    number: Option<String>,
}

/// What is not there: a page's visitors read that as a page, programs as a problem.
pub(in crate::http) async fn missing(reader: Reader, uri: Uri) -> Response {
    let problem = Problem::no_such_route();
    if is_page(uri.path()) { Instead::problem(problem, reader).into_response() } else { problem.into_response() }
}

impl Instead {
    /// To where they sign in, and then back to a page of ours.
    pub(super) fn sign_in(to: String) -> Self {
        Self::SignIn(Some(to).filter(|to| is_page(to)).unwrap_or_default())
    }

    pub(super) fn problem(problem: Problem, reader: Reader) -> Self {
        Self::Problem(Box::new((problem, reader)))
    }
}

impl IntoResponse for Instead {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn(to) if to.is_empty() => Redirect::to("/sign-in").into_response(),
            Self::SignIn(to) => {
                Redirect::to(&format!("/sign-in?to={}", utf8_percent_encode(&to, NON_ALPHANUMERIC))).into_response()
            }
            Self::Elsewhere(address) => Redirect::to(&address).into_response(),
            Self::Problem(explained) => explain(*explained),
        }
    }
}

fn explain((problem, reader): (Problem, Reader)) -> Response {
    let status = problem.status();
    let kind = of_sign_in(&problem.code).unwrap_or_else(|| kind(status));
    let say = |what: &str| reader.say(&format!("page-problem-{kind}-{what}"));
    let shown = ProblemPage {
        status: status.as_u16(),
        title: say("title"),
        advice: say("advice"),
        detail: problem.is_refusal().then(|| problem.detail().to_owned()),
        number: problem.number(),
        frame: Frame::of(reader.clone(), Section::None, None),
    };
    let mut response = page(&shown);
    *response.status_mut() = status;
    if let Some(wait) = problem.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
    }
    response
}

/// What is wrong with a sign-in, as texts name it.
fn of_sign_in(code: &str) -> Option<&'static str> {
    match code {
        "strange_sign_in" | "sign_in_used" => Some("sign-in-strange"),
        "no_consent" => Some("sign-in-no-consent"),
        "login_link_over" => Some("sign-in-link-over"),
        "sign_in_not_configured" => Some("sign-in-nowhere"),
        "not_secure" => Some("sign-in-not-secure"),
        _ => None,
    }
}

/// What is wrong, as texts name it.
const fn kind(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 | 403 => "forbidden",
        404 | 405 | 410 => "missing",
        409 | 412 => "changed",
        429 => "busy",
        503 => "away",
        500..=599 => "ours",
        _ => "refused",
    }
}
