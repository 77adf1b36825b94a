//! The state of this Discord: plain structures, synchronous rules, and the events that changes cause.
mod answer;
mod application;
mod audit;
mod authority;
mod channel;
mod channel_json;
mod command;
mod content;
mod edit;
mod emit;
mod emoji;
mod guild;
mod id;
mod interaction;
mod message;
mod message_json;
mod nonce;
mod overwrite;
mod pin;
mod render;
mod thread;
mod user;

use std::collections::{BTreeMap, HashMap, VecDeque};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use crate::{Clock, Dispatch, Millis, endpoint::Posting, oauth::Consents};

pub use answer::{Callback, FirstAnswer};
pub use application::Application;
pub(crate) use application::IDENTIFIES_A_DAY;
pub use audit::{AuditAction, AuditEntry};
pub use channel::{Channel, ChannelKind, NewChannel, ThreadState};
pub use command::Command;
pub(crate) use content::number;
pub use edit::Edit;
pub use emoji::Emoji;
pub use guild::{Guild, Membership, Role};
pub use id::{ApplicationId, ChannelId, CommandId, GuildId, InteractionId, MessageId, RoleId, Snowflake, UserId};
pub use interaction::{INTERACTION_LIFETIME, INTERACTION_PATIENCE, Interaction, InteractionKind, NewInteraction};
pub use message::{Attachment, Draft, EPHEMERAL, IS_COMPONENTS_V2, Message, Pings};
pub(crate) use message::{LOADING, V2_ONLY};
pub use overwrite::{Overwrite, OverwriteKind};
pub use thread::NewThread;
pub use user::User;

/// Everything that exists. Kept behind one lock; every method returns quickly and none waits.
#[derive(Debug)]
pub struct World {
    /// Users and bots.
    pub users: HashMap<UserId, User>,
    /// Applications by id.
    pub applications: HashMap<ApplicationId, Application>,
    /// Whose token this is. Holds valid tokens only.
    pub tokens: HashMap<String, ApplicationId>,
    /// Guilds by id.
    pub guilds: HashMap<GuildId, Guild>,
    /// Channels, threads and DMs by id.
    pub channels: HashMap<ChannelId, Channel>,
    /// Messages by channel, oldest first. Ephemeral ones are among them.
    pub messages: HashMap<ChannelId, BTreeMap<MessageId, Message>>,
    /// Interactions whose token has not expired for long.
    pub interactions: HashMap<InteractionId, Interaction>,
    /// Interactions by token.
    pub interaction_tokens: HashMap<String, InteractionId>,
    /// Contents of attachments by attachment id.
    pub files: HashMap<Snowflake, Vec<u8>>,
    /// What people consented to.
    pub(crate) consents: Consents,
    expiring: VecDeque<InteractionId>,
    nonces: nonce::Nonces,
    /// Where attachments are served, without a trailing slash; known once the server listens.
    pub(crate) origin: String,
    clock: Clock,
    ids: id::Ids,
    random: StdRng,
    outbox: Vec<Dispatch>,
    postings: Vec<Posting>,
}

impl World {
    /// An empty world. Tokens and keys are drawn from the seed.
    pub fn new(clock: Clock, seed: u64) -> Self {
        Self {
            users: HashMap::new(),
            applications: HashMap::new(),
            tokens: HashMap::new(),
            guilds: HashMap::new(),
            channels: HashMap::new(),
            messages: HashMap::new(),
            interactions: HashMap::new(),
            interaction_tokens: HashMap::new(),
            files: HashMap::new(),
            consents: Consents::default(),
            expiring: VecDeque::new(),
            nonces: nonce::Nonces::default(),
            origin: String::new(),
            ids: id::Ids::new(clock.now()),
            clock,
            random: StdRng::seed_from_u64(seed),
            outbox: Vec::new(),
            postings: Vec::new(),
        }
    }

    /// Now.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// An id for something new.
    pub fn next_id(&mut self) -> Snowflake {
        self.ids.next(self.clock.now())
    }

    /// An id for something that has existed for a month: users, guilds, roles.
    pub fn next_old_id(&mut self) -> Snowflake {
        self.ids.next_old()
    }

    /// The events since the last call, in order.
    pub fn take_outbox(&mut self) -> Vec<Dispatch> {
        std::mem::take(&mut self.outbox)
    }

    /// The interactions for endpoints since the last call, in order.
    pub(crate) fn take_postings(&mut self) -> Vec<Posting> {
        std::mem::take(&mut self.postings)
    }

    /// Random letters and digits.
    pub(crate) fn random_text(&mut self, length: usize) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut letter = || LETTERS.get(self.random.random_range(0..LETTERS.len())).copied().map_or('a', char::from);
        (0..length).map(|_| letter()).collect()
    }

    /// Random bytes for a key. Drawn by halves, as keys always were, so that a seed's tokens stay what they are.
    fn random_seed(&mut self) -> [u8; 32] {
        let mut half = || u8::try_from(self.random.random_range(0..16_usize)).unwrap_or_default();
        std::array::from_fn(|_| (half() << 4) | half())
    }
}
