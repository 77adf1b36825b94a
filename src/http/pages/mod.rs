//! The dashboard: pages for people with a browser, one a file, named as its address.
//!
//! A page has no rule of its own. Who may, [`visitor`] and [`in_place`] find out as the API does; what is shown and done,
//! the desk is asked for. Each page is whole without scripts; with them parts of it follow what happens.

mod analytics;
mod assets;
mod audit;
mod audit_change;
mod changelog;
mod choice;
mod events;
mod frame;
mod guilds;
mod in_place;
mod instead;
mod lasting;
mod login_link;
mod lookers;
mod me;
mod moment;
mod names;
mod other_processes;
mod overview;
mod quantity;
mod reader;
mod router;
mod sent;
mod service;
mod sessions;
mod settings;
mod sign_in;
mod signing_in;
mod ticket;
mod tickets;
mod visitor;

pub(super) use assets::Assets;
pub(super) use instead::missing;
pub(super) use login_link::login_link_page;
pub(super) use lookers::Lookers;
pub(super) use names::Names;
pub(super) use other_processes::OtherProcesses;
pub(super) use reader::Reader;
pub(super) use router::{FIRST_PAGE, is_page, routes};
pub(super) use signing_in::as_page;
