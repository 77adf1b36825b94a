//! What the wording of a refusal is filled in with, and the macro that makes the table of refusals.

use super::field::Field;
use crate::clock::Timestamp;
use crate::guild::BotPermission;
use crate::ids::{ChannelId, RoleId, TicketId, UserId};
use crate::permission::Permission;
use crate::roles::{Needs, Standing};
use crate::whom::Whom;

/// One fact about a refusal, under the name of its field. How it is written is the reader's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact<'a> {
    /// A count or a limit.
    Number(u64),
    /// A bound, which may be below zero.
    Bound(i64),
    /// What somebody called something.
    Text(&'a str),
    /// There is no such thing.
    None,
    /// A user or a role.
    Whom(Whom),
    /// A channel or category; the whole guild where it is `None`.
    Channel(Option<ChannelId>),
    /// Some channels, which may be none.
    Channels(&'a [ChannelId]),
    /// A moment.
    Moment(Timestamp),
    /// What the actor would have to be allowed.
    Needs(Needs),
    /// What the bot lacks; empty where that is not known.
    Missing(&'a [BotPermission]),
    /// A part of a question.
    Field(Field),
}

/// A kind of field that a refusal may have.
pub trait Stated {
    /// What it says.
    fn fact(&self) -> Fact<'_>;
    /// A value that is made up.
    fn example() -> Self;
}

macro_rules! stated {
    ($($kind:ty: $example:expr, $field:ident => $fact:expr;)+) => {$(
        impl Stated for $kind {
            fn fact(&self) -> Fact<'_> {
                let $field = self;
                $fact
            }
            fn example() -> Self {
                $example
            }
        }
    )+};
}

stated! {
    u32: 2, number => Fact::Number((*number).into());
    usize: 2, number => Fact::Number(u64::try_from(*number).unwrap_or(u64::MAX));
    TicketId: TicketId::new(42), ticket => Fact::Number(ticket.get().into());
    i64: 2, bound => Fact::Bound(*bound);
    String: "Billing".into(), text => Fact::Text(text);
    Option<String>: Some("Billing".into()), text => text.as_deref().map_or(Fact::None, Fact::Text);
    UserId: UserId::new(7), user => Fact::Whom((*user).into());
    RoleId: RoleId::new(8), role => Fact::Whom((*role).into());
    Whom: UserId::new(7).into(), whom => Fact::Whom(*whom);
    ChannelId: ChannelId::new(9), channel => Fact::Channel(Some(*channel));
    Option<ChannelId>: Some(ChannelId::new(9)), channel => Fact::Channel(*channel);
    Vec<ChannelId>: vec![ChannelId::new(9)], channels => Fact::Channels(channels);
    Timestamp: Timestamp::from_millis(1_795_694_400_000), moment => Fact::Moment(*moment);
    Option<Timestamp>: Some(Timestamp::from_millis(1_795_694_400_000)), moment => moment.map_or(Fact::None, Fact::Moment);
    Needs: Needs { permission: Permission::CloseTicket, least: Standing::Staff }, needs => Fact::Needs(*needs);
    Field: Field::Label, field => Fact::Field(*field);
    Vec<BotPermission>: vec![BotPermission::ManageRoles], missing => Fact::Missing(missing);
}

/// Makes `Refusal` of a table with a line a refusal: its name, its code, and its fields.
macro_rules! refusals {
    ($(
        $(#[$about:meta])*
        $refusal:ident $({ $($field:ident: $kind:ty),+ })? = $code:literal,
    )+) => {
        /// A refusal, with a stable code and what its wording needs.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[error("{}", self.code())]
        pub enum Refusal {
            $(
                $(#[$about])*
                $refusal $({ $(
                    /// A fact for its wording, under the name of the field.
                    $field: $kind,
                )+ })?,
            )+
        }

        impl Refusal {
            /// The stable code: what interfaces and locale keys name it by.
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$refusal { .. } => $code,)+
                }
            }

            /// What its wording is filled in with, by the names of its fields.
            pub fn facts(&self) -> Vec<(&'static str, Fact<'_>)> {
                match self {
                    $(Self::$refusal $({ $($field,)+ })? => vec![$($((stringify!($field), Stated::fact($field)),)+)?],)+
                }
            }

            /// One of each, with facts that are made up: for whoever shows all of them.
            pub fn examples() -> Vec<Self> {
                vec![$(Self::$refusal $({ $($field: Stated::example(),)+ })?,)+]
            }
        }
    };
}

pub(super) use refusals;
