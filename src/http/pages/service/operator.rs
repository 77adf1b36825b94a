//! Who looks at a page about the service: whoever runs it, and nobody else.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tickit_domain::actor::{Actor, Door};
use tickit_domain::desk::Desk;
use tickit_domain::error::Error;
use tickit_domain::sign_in::Whose;

use crate::http::pages::frame::{Frame, Section};
use crate::http::pages::in_place::is_of_a_form;
use crate::http::pages::instead::Instead;
use crate::http::pages::visitor::Visitor;
use crate::http::problem::Problem;
use crate::http::state::{DeskPorts, HttpState};

/// Whoever runs the service. Everybody else reads that the page is not for them.
#[derive(Debug)]
pub(in crate::http::pages) struct Operator {
    /// Their sign-in and language.
    pub(super) visitor: Visitor,
    /// As whom they act.
    pub(super) actor: Actor,
    /// What stands on the databases.
    pub(super) behind: DeskPorts,
}

impl FromRequestParts<HttpState> for Operator {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        if visitor.sign_in.whose != Whose::Operator {
            return Err(visitor.instead(Problem::forbidden("This is for whoever runs the service.")));
        }
        match state.desk() {
            Ok(behind) => {
                let actor = Actor::operator(Door::Dashboard, state.cause());
                Ok(Self { actor, behind: behind.clone(), visitor })
            }
            Err(problem) => Err(visitor.instead(problem)),
        }
    }
}

impl Operator {
    /// What is around a page.
    pub(super) fn frame(&self, section: Section) -> Frame {
        self.visitor.frame(section)
    }

    /// Where what is done to tickets and guilds is decided.
    pub(super) const fn desk(&self) -> &Desk {
        &self.behind.desk
    }

    /// All else that the door is connected to.
    pub(super) const fn state(&self) -> &HttpState {
        &self.visitor.state
    }

    /// What makes a form known that is sent twice.
    pub(super) fn once(&self) -> String {
        self.state().0.requests.next()
    }

    /// What a form is known by that was sent, or something that no other is known by.
    pub(super) fn sent_once(&self, once: &str) -> String {
        if is_of_a_form(once) { once.to_owned() } else { self.once() }
    }

    /// What they see instead of the page.
    pub(super) fn instead(&self, error: impl Into<Error>) -> Instead {
        self.problem(error.into().into())
    }

    /// The same of a problem.
    pub(super) fn problem(&self, problem: Problem) -> Instead {
        self.visitor.instead(problem)
    }
}
