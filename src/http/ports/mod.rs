//! What the HTTP door asks of the rest of the service, which is connected to it where the pieces meet.

mod access;
mod answering;
mod bots;
mod events;
mod hosting;
mod keys;
mod sign_in;
mod sign_in_application;
mod webhooks;

pub use access::AccessWatch;
pub use answering::{Answering, Forwarded};
pub use bots::{BotControl, BotStatus, ReconnectError};
pub use events::{EventIntake, ForwardedEvent, Taken, TicketEvents};
pub use hosting::{
    BotDetail, BotHosting, Host, Identifies, RegisterError, Registered, Registration, ShardStatus, With,
};
pub use keys::{KeyControl, NewKey, Revoked};
pub use sign_in::{Begun, CameBack, SignInControl, SignInError, SignedIn};
pub use sign_in_application::{ApplicationControl, ApplicationError, ApplicationsKnown};
pub use webhooks::WebhookMaking;
