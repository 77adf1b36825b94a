//! What somebody reads who was not signed in.

use axum::http::StatusCode;

use super::ports::SignInError;
use super::problem::{Problem, SOON};

impl Problem {
    /// 401: nobody is signed in here.
    pub(super) fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", "Nobody is signed in", "Sign in again.")
    }

    /// 400: what Discord sent back was not begun here.
    pub(super) fn strange_sign_in() -> Self {
        let detail = "It was not begun in this browser, or more than ten minutes ago. Sign in again.";
        Self::new(StatusCode::BAD_REQUEST, "strange_sign_in", "This sign-in is not known", detail)
    }

    /// 403: somebody did not consent.
    pub(super) fn no_consent() -> Self {
        let title = "Discord was not allowed to say who you are";
        Self::new(StatusCode::FORBIDDEN, "no_consent", title, "Sign in again to try once more.")
    }

    /// 403: another site's page asked for it.
    pub(super) fn another_site() -> Self {
        let detail = "Only pages of this service may ask for this.";
        Self::new(StatusCode::FORBIDDEN, "another_site", "Another site asked for this", detail)
    }

    /// 404: nobody can sign in here.
    pub(super) fn sign_in_not_configured() -> Self {
        let detail = "Enter an application of Discord's in the dashboard (`tickit login-link`, Sign-in), or set \
                      discord.client_id and discord.client_secret; http.public_url and security.jwt_secret as well.";
        Self::new(StatusCode::NOT_FOUND, "sign_in_not_configured", "Nobody can sign in here", detail)
    }

    /// 403: what is sent could be read on its way; what to do.
    pub(super) fn not_secure(detail: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "not_secure", "Nobody signs in over plain HTTP", detail)
    }

    /// 409: the code was used already.
    fn sign_in_used() -> Self {
        let detail = "You may be signed in already: open the dashboard, or sign in again.";
        Self::new(StatusCode::CONFLICT, "sign_in_used", "This sign-in was used already", detail)
    }

    /// 409: another window renewed the sign-in.
    fn overtaken() -> Self {
        let detail = "Another window renewed this sign-in a moment ago. Ask once more.";
        Self::new(StatusCode::CONFLICT, "overtaken", "Another window was faster", detail).after(SOON)
    }

    /// 410: a link that signs the operator in is good no more.
    fn login_link_over() -> Self {
        let detail = "It is good once, for ten minutes. Make another on the service's machine: `tickit login-link`.";
        Self::new(StatusCode::GONE, "login_link_over", "This link is used or too old", detail)
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::NotConfigured => Self::sign_in_not_configured(),
            SignInError::Strange => Self::strange_sign_in(),
            SignInError::Used => Self::sign_in_used(),
            SignInError::LinkOver => Self::login_link_over(),
            SignInError::Overtaken => Self::overtaken(),
            SignInError::Over | SignInError::Unknown => Self::signed_out(),
            SignInError::DiscordAway => Self::discord_away(),
            SignInError::Failed(error) => error.into(),
        }
    }
}
