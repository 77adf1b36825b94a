//! The gateway, version 10, over WebSocket: sessions on top of the hub.
mod attach;
mod close;
mod conduct;
mod connection;
mod frame;
mod identify;
mod limits;
mod members;
mod observe;
mod opcode;
mod ready;
mod registry;
mod session;
mod terms;
mod upgrade;

pub use close::CloseReason;
pub use conduct::ResumeFault;
pub use registry::{Control, Gateway, Pace};
pub use terms::{Replay, SessionInfo};
pub use upgrade::router;
