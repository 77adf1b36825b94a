//! Handles that tests hold: each is an id and the simulator that it lives in.
mod application;
mod channel;
mod guild;
mod member;
mod role;

pub use application::ApplicationHandle;
pub use channel::ChannelHandle;
pub use guild::GuildHandle;
pub use member::Member;
pub use role::RoleHandle;
