//! All that a Discord user can type, press or fill in: one action a file, and this table of them.
//!
//! An action parses what came in, calls one verb of the [`Desk`](tickit_domain::desk::Desk) and renders the answer.
//! It holds no rule. `docs/ADDING-A-COMMAND.md` tells how to add one.

mod accept_close;
mod action;
mod actions;
mod add_member;
mod add_note;
mod add_question;
mod add_staff;
mod add_tag;
mod add_to_blacklist;
mod add_type;
mod answers;
mod assign;
mod catalogue;
mod claim;
mod close;
mod control;
mod create_panel;
mod delete_panel;
mod delete_tag;
mod delete_ticket;
mod duration;
mod edit_panel;
mod edit_question;
mod edit_tag;
mod edit_type;
mod edit_type_staff;
mod farewell;
mod feedback;
mod follow_up;
mod force_close;
mod history;
mod keep_open;
mod label;
mod layout;
mod limit_role;
mod list_blacklist;
mod list_notes;
mod list_panels;
mod list_staff;
mod list_tags;
mod list_tickets;
mod list_types;
mod mention;
mod more;
mod move_question;
mod move_ticket;
mod my_tickets;
mod notification;
mod notify;
mod open;
mod own_words;
mod pages;
mod panel;
mod panel_choices;
mod panel_options;
mod panel_summary;
mod panel_texts;
mod pin;
mod placeholders;
mod priority;
mod question;
mod question_details;
mod question_kind;
mod quote;
mod rate;
mod refusal_text;
mod remove_from_blacklist;
mod remove_member;
mod remove_question;
mod remove_staff;
mod remove_type;
mod rename;
mod reopen;
mod request_close;
mod role_list;
mod search_tickets;
mod send_panel;
mod set_topic;
mod set_up;
mod show_form;
mod show_ticket;
mod show_transcript;
mod someone;
mod tag_choices;
mod team_choices;
mod ticket_list;
mod ticket_queue;
mod transfer;
mod type_choices;
mod type_menu;
mod type_options;
mod type_summary;
mod type_texts;
mod unclaim;
mod use_tag;
mod welcome;
mod zone_choices;

pub mod chosen;
pub mod context;
pub mod custom_id;
pub mod interaction;
pub mod limits;
pub mod message;
pub mod notice;
pub mod options;
pub mod presenter;
pub mod reply;
pub mod resolved;
pub mod submission;
pub mod transcript;
pub mod words;

pub use action::{Action, Answered, Choose, Complete, Completed, MessageMenu, Opened, Press, Slash, Submit, UserMenu};
pub use actions::Actions;
pub use catalogue::{Command, definitions};
pub use use_tag::tag_in_ticket;

/// Every action. A new one is a file and a line here.
pub const ACTIONS: &[Action] = &[
    open::ACTION,
    close::ACTION,
    force_close::ACTION,
    request_close::ACTION,
    accept_close::ACTION,
    keep_open::ACTION,
    claim::ACTION,
    unclaim::ACTION,
    add_member::ACTION,
    remove_member::ACTION,
    priority::ACTION,
    rename::ACTION,
    assign::ACTION,
    transfer::ACTION,
    label::ACTION,
    set_topic::ACTION,
    move_ticket::ACTION,
    add_note::ACTION,
    list_notes::ACTION,
    pin::ACTION,
    show_ticket::ACTION,
    history::ACTION,
    list_tickets::ACTION,
    my_tickets::ACTION,
    ticket_queue::ACTION,
    search_tickets::ACTION,
    rate::ACTION,
    reopen::ACTION,
    follow_up::ACTION,
    show_transcript::ACTION,
    use_tag::ACTION,
    add_tag::ACTION,
    edit_tag::ACTION,
    delete_tag::ACTION,
    list_tags::ACTION,
    delete_ticket::ACTION,
    create_panel::ACTION,
    edit_panel::ACTION,
    send_panel::ACTION,
    list_panels::ACTION,
    delete_panel::ACTION,
    add_type::ACTION,
    edit_type::ACTION,
    remove_type::ACTION,
    list_types::ACTION,
    add_question::ACTION,
    edit_question::ACTION,
    move_question::ACTION,
    remove_question::ACTION,
    show_form::ACTION,
    add_staff::ACTION,
    remove_staff::ACTION,
    list_staff::ACTION,
    edit_type_staff::ACTION,
    add_to_blacklist::ACTION,
    remove_from_blacklist::ACTION,
    list_blacklist::ACTION,
    set_up::ACTION,
    limit_role::ACTION,
    refusal_text::ACTION,
    notify::ACTION,
];
