//! People who sign in with Discord.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use tickit_domain::error::Outcome;
use tickit_domain::sign_in::SignIn;
use tickit_domain::store::Cursor;
use tickit_domain::store::sign_ins::SignInPage;

/// Signs people in and out, and knows them again.
#[async_trait]
pub trait SignInControl: Send + Sync + Debug {
    /// Whether whoever runs the service said by which application people sign in, and with which secrets.
    async fn is_configured(&self) -> Outcome<bool>;
    /// Begins to sign somebody in who comes back to this address, and then wants to go to a page of ours.
    async fn begin(&self, redirect: &str, to: Option<String>) -> Result<Begun, SignInError>;
    /// Signs in whoever came back with this code; `kept` is what was handed to their browser before.
    async fn finish(&self, redirect: &str, came: CameBack<'_>) -> Result<SignedIn, SignInError>;
    /// Makes a link by which whoever runs the service signs in, once; what stands in it.
    async fn make_link(&self) -> Outcome<SecretString>;
    /// Signs in whoever opens such a link.
    async fn open_link(&self, text: &str) -> Result<SignedIn, SignInError>;
    /// Renews a sign-in by its secret, which is a new one after that.
    async fn renew(&self, secret: &SecretString) -> Result<SignedIn, SignInError>;
    /// Who has this secret, without renewing anything; `None` where it is not good, or not good any more.
    async fn holder(&self, secret: &SecretString) -> Outcome<Option<SignIn>>;
    /// Who bears this access token; `None` where it is not good, or not good any more.
    async fn bearer(&self, token: &str) -> Outcome<Option<SignIn>>;
    /// Whether an access token was signed here, whatever became of it.
    fn is_ours(&self, token: &str) -> bool;
    /// Ends a sign-in at once, with all of its tokens.
    async fn end(&self, id: &str) -> Outcome<()>;
    /// A page of the sign-ins that hold of one subject: a user's id, or `operator`.
    async fn page(&self, subject: &str, limit: usize, after: Option<Cursor>) -> Outcome<SignInPage>;
    /// Ends one of a subject's sign-ins; whether it is theirs.
    async fn end_of(&self, subject: &str, id: &str) -> Outcome<bool>;
    /// Ends all sign-ins of a subject; how many.
    async fn end_all(&self, subject: &str) -> Outcome<usize>;
}

/// A sign-in that is under way.
#[derive(Debug)]
pub struct Begun {
    /// Where they consent.
    pub address: String,
    /// What their browser keeps until they come back. It tells nobody else anything.
    pub kept: SecretString,
}

/// What somebody comes back with.
#[derive(Debug, Clone, Copy)]
pub struct CameBack<'a> {
    /// What their browser kept.
    pub kept: &'a str,
    /// What the address says that they began with.
    pub state: &'a str,
    /// Discord's code.
    pub code: &'a str,
}

/// Somebody is signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// The sign-in.
    pub sign_in: SignIn,
    /// What opens the API.
    pub access: SecretString,
    /// For how long.
    pub holds: Duration,
    /// What renews it, once.
    pub secret: SecretString,
    /// The page that they wanted to go to.
    pub to: Option<String>,
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The operator has not said by which application people sign in, or with which secret.
    #[error("sign-in is not configured")]
    NotConfigured,
    /// What came back is not what was begun, or came too late.
    #[error("this sign-in was not begun here, or too long ago")]
    Strange,
    /// The code was used already.
    #[error("this sign-in was used already")]
    Used,
    /// The link was used, is too old, or is none.
    #[error("the link is not good any more")]
    LinkOver,
    /// Another window of theirs renewed the sign-in a moment ago.
    #[error("another window was faster")]
    Overtaken,
    /// The sign-in is over, or a secret was used twice.
    #[error("the sign-in is over")]
    Over,
    /// What is to renew a sign-in never did, and never will.
    #[error("nobody was given this secret")]
    Unknown,
    /// Discord cannot be asked.
    #[error("Discord cannot be asked")]
    DiscordAway,
    /// Ours.
    #[error(transparent)]
    Failed(#[from] tickit_domain::error::Error),
}
