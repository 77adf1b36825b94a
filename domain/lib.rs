//! What a ticket is and may do.
//!
//! Nouns and rules only: no Discord library, no HTTP, no database driver, no clock or randomness of its own. What it
//! needs from outside it asks for through ports: [`store`], [`clock`] and [`discord`].

pub mod accent_colour;
pub mod access;
pub mod access_refusal;
pub mod actor;
pub mod api_key;
pub mod audience;
pub mod blacklist;
pub mod bot;
pub mod clock;
pub mod desk;
pub mod discord;
pub mod erasure;
pub mod erasure_request;
pub mod error;
pub mod error_log;
pub mod event;
pub mod form;
pub mod guild;
pub mod ids;
pub mod image_url;
pub mod job;
pub mod json_text;
pub mod label;
pub mod login_link;
pub mod name;
pub mod note;
pub mod notice;
pub mod notification;
pub mod page;
pub mod panel;
pub mod permission;
pub mod presence;
pub mod presenter;
pub mod priority;
pub mod refusal;
pub mod restorable;
pub mod roles;
pub mod seal;
pub mod settings;
pub mod sign_in;
pub mod sign_in_application;
pub mod statistics;
pub mod store;
pub mod tag;
pub mod text;
pub mod ticket;
pub mod transcript;
pub mod view;
pub mod webhook;
pub mod whom;
pub mod zone;
