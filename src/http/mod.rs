//! The HTTP doors: the API, Discord's Interactions Endpoint, health and metrics.

mod access;
mod address;
mod api;
mod body;
mod certificates;
mod connections;
mod database_probe;
mod disk;
mod failures;
mod fairness;
mod forwarded;
mod guild_access;
mod idempotency;
mod limits;
mod lingering;
mod listener;
mod members;
mod memory;
mod network;
mod origin;
mod page;
mod pages;
mod peer;
mod pinned;
mod ports;
mod problem;
mod problem_out;
mod protocol;
mod rates;
mod redirect;
mod reference;
mod refusal_status;
mod router;
mod server;
mod shown;
mod sign_in_problem;
mod signature;
mod state;
mod visit;
mod webhook_access;
mod whom;

pub use certificates::{Certificates, Validity};
pub use database_probe::Database;
pub use listener::{Accepting, Listener};
pub use origin::login_link;
pub use pinned::pinned;
pub use ports::{
    AccessWatch, Answering, ApplicationControl, ApplicationError, ApplicationsKnown, Begun, BotControl, BotDetail,
    BotHosting, BotStatus, CameBack, EventIntake, Forwarded, ForwardedEvent, Host, Identifies, KeyControl, NewKey,
    ReconnectError, RegisterError, Registered, Registration, Revoked, ShardStatus, SignInControl, SignInError,
    SignedIn, Taken, TicketEvents, WebhookMaking, With,
};
pub use router::{document, router};
pub use server::{ServerError, serve};
pub use state::{DeskPorts, HttpPorts, HttpState, Lifetime};
