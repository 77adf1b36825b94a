//! What is around every page: its head, who is signed in, and where they can go.

use askama::Template;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::response::{IntoResponse as _, Response};
use tickit_commands::words::Fill;
use tickit_domain::discord::Place;
use tickit_domain::ids::TicketId;
use tickit_domain::sign_in::Whose;
use tickit_domain::ticket::{Priority, TicketState, WaitingFor};

use super::FIRST_PAGE;
use super::reader::Reader;
use crate::http::problem::Problem;

/// What a browser may do with a page: nothing that comes from elsewhere, and nothing that stands in it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Which part of the dashboard a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// None.
    None,
    /// The servers.
    Guilds,
    /// How one stands.
    Overview,
    /// The tickets of one.
    Tickets,
    /// How one did.
    Analytics,
    /// The settings of one.
    Settings,
    /// What was done in one.
    Audit,
    /// How the service is doing.
    Health,
    /// The bots.
    Bots,
    /// The API keys.
    Keys,
    /// By which application people sign in.
    SignIn,
    /// What failed, in the service or in a server.
    Errors,
    /// What waits to be done.
    Jobs,
    /// What was done to bots, keys and sign-ins.
    ServiceAudit,
    /// Somebody's own tickets.
    Me,
    /// Where somebody is signed in.
    Sessions,
    /// What is new.
    Changelog,
}

/// What is around a page.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    reader: Reader,
    section: Section,
    /// Who is signed in.
    user: Option<String>,
    is_operator: bool,
    here: Option<Here>,
    /// The ticket that the page is about.
    ticket: Option<(Place, TicketId)>,
}

/// The server that a page is about.
#[derive(Debug, Clone)]
pub(super) struct Here {
    /// Bot and guild.
    pub(super) at: Place,
    /// What it is called.
    pub(super) name: String,
    /// Whether they work on its tickets.
    pub(super) is_staff: bool,
    /// Whether they change its settings.
    pub(super) is_admin: bool,
}

/// One place to go.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// Where.
    pub(super) address: String,
    /// What it is called.
    pub(super) text: String,
    /// Whether the page is there.
    pub(super) is_here: bool,
}

impl Frame {
    pub(super) fn of(reader: Reader, section: Section, whose: Option<&Whose>) -> Self {
        let user = whose.map(|whose| match whose {
            Whose::User(user) => user.name.clone(),
            Whose::Operator => reader.say("page-operator"),
        });
        Self { reader, section, user, is_operator: matches!(whose, Some(Whose::Operator)), here: None, ticket: None }
    }

    /// About a server.
    pub(super) fn in_guild(self, here: Here) -> Self {
        Self { here: Some(here), ..self }
    }

    /// About a ticket, of which whoever looks at it is told what becomes of it.
    pub(super) fn on_ticket(self, at: Place, ticket: TicketId) -> Self {
        Self { ticket: Some((at, ticket)), ..self }
    }

    /// A text in the reader's language.
    pub(super) fn say(&self, key: &str) -> String {
        self.reader.say(key)
    }

    /// The same about something that has a name.
    pub(super) fn name(&self, key: &str, name: &str) -> String {
        self.reader.fill(key, &[("name", name.into())])
    }

    /// The same with whatever it is filled with.
    pub(super) fn fill(&self, key: &str, fill: &Fill<'_>) -> String {
        self.reader.fill(key, fill)
    }

    /// What a state is called.
    pub(super) fn state(&self, state: TicketState) -> String {
        self.say(&format!("page-state-{}", state.name()))
    }

    /// What a priority is called.
    pub(super) fn priority(&self, priority: Priority) -> String {
        self.say(&format!("page-priority-{}", priority.name()))
    }

    /// Whose turn it is.
    pub(super) fn waiting(&self, side: WaitingFor) -> String {
        self.say(&format!("page-waiting-{}", side.name()))
    }

    /// The server that the page is about.
    pub(super) fn here(&self) -> Option<&Here> {
        self.here.as_ref()
    }

    /// Who is signed in.
    pub(super) fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The reader's language, as HTML names it.
    pub(super) fn language(&self) -> String {
        self.reader.language()
    }

    /// Where an asset is.
    pub(super) fn asset(&self, name: &str) -> String {
        self.reader.asset(name)
    }

    /// Where it is told that something happened: to the ticket that the page is about, or else in the server.
    pub(super) fn events(&self) -> Option<String> {
        match (self.ticket, &self.here) {
            (Some((at, ticket)), _) => Some(format!("{}/events?ticket={ticket}", base(at))),
            (None, Some(here)) if here.is_staff => Some(format!("{}/events", base(here.at))),
            _ => None,
        }
    }

    /// Where they can go.
    pub(super) fn links(&self) -> Vec<Link> {
        let Some(here) = &self.here else { return self.links_of_service() };
        let base = base(here.at);
        let all = [
            (Section::Overview, "", "page-nav-overview", here.is_staff),
            (Section::Tickets, "/tickets", "page-nav-tickets", here.is_staff),
            (Section::Analytics, "/analytics", "page-nav-analytics", here.is_staff),
            (Section::Settings, "/settings", "page-nav-settings", here.is_admin),
            (Section::Audit, "/audit", "page-nav-audit", here.is_admin),
            (Section::Errors, "/errors", "page-nav-errors", here.is_admin),
        ];
        let open = all.into_iter().filter(|(.., may)| *may);
        open.map(|(section, path, key, _)| self.link(section, format!("{base}{path}"), key)).collect()
    }

    /// The same on pages that are about no server.
    fn links_of_service(&self) -> Vec<Link> {
        let (is_user, is_operator) = (self.user.is_some() && !self.is_operator, self.is_operator);
        let all = [
            (Section::Guilds, FIRST_PAGE, "page-nav-guilds", self.user.is_some()),
            (Section::Me, "/dashboard/me", "page-nav-me", is_user),
            (Section::Bots, "/dashboard/bots", "page-nav-bots", is_operator),
            (Section::Keys, "/dashboard/keys", "page-nav-keys", is_operator),
            (Section::SignIn, "/dashboard/sign-in", "page-nav-sign-in", is_operator),
            (Section::Health, "/dashboard/health", "page-nav-health", is_operator),
            (Section::Errors, "/dashboard/errors", "page-nav-errors", is_operator),
            (Section::Jobs, "/dashboard/jobs", "page-nav-jobs", is_operator),
            (Section::ServiceAudit, "/dashboard/audit", "page-nav-audit", is_operator),
        ];
        let open = all.into_iter().filter(|(.., may)| *may);
        open.map(|(section, path, key, _)| self.link(section, path.to_owned(), key)).collect()
    }

    /// Where whoever is signed in finds what is their own.
    pub(super) fn own(&self) -> &'static str {
        if self.is_operator { "/dashboard/health" } else { "/dashboard/me" }
    }

    /// What stands below every page of somebody who is signed in.
    pub(super) fn bottom(&self) -> Vec<Link> {
        let all = [
            (Section::Sessions, "/dashboard/sessions", "page-nav-sessions"),
            (Section::Changelog, "/dashboard/changelog", "page-nav-changelog"),
        ];
        let open = all.into_iter().filter(|_| self.user.is_some());
        open.map(|(section, path, key)| self.link(section, path.to_owned(), key)).collect()
    }

    fn link(&self, section: Section, address: String, key: &str) -> Link {
        Link { address, text: self.say(key), is_here: section == self.section }
    }
}

/// Where the pages of a bot in a guild are.
pub(super) fn base(at: Place) -> String {
    format!("/dashboard/{}/{}", at.bot, at.guild)
}

/// A page, or what went wrong where it cannot be written.
pub(super) fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => {
            let headers = [
                (CONTENT_TYPE, "text/html; charset=utf-8"),
                (CONTENT_SECURITY_POLICY, POLICY),
                // Browsers say whose page a form was on, which decides whether it is taken, where this is not forbidden.
                (REFERRER_POLICY, "same-origin"),
            ];
            (headers, text).into_response()
        }
        Err(error) => Problem::failed(format!("a page cannot be written: {error}")).into_response(),
    }
}
