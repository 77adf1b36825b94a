//! A row for each operation: who asks for it and with what body, in an order in which each goes well. `Asked` is what the tests
//! beside this do; what they cannot do is done by a test that is named, or is not there, for a reason.

use serde_json::{Value, json};

use super::super::operations::Ids;
use super::stage::{By, Stage};

/// How one of the three is proven.
#[derive(Debug, Clone, Copy)]
pub enum Case {
    /// By asking for it.
    Asked,
    /// By a test of its own.
    Elsewhere(&'static str),
    /// It cannot be; why.
    Never(&'static str),
}

/// An operation.
#[derive(Debug, Clone)]
pub struct Row {
    pub operation: String,
    pub by: By,
    pub body: Option<Value>,
    /// The parameter of its path for which any text will do.
    pub any_text: Option<&'static str>,
    pub success: Case,
    pub refusal: Case,
    pub bad_input: Case,
    of: Vec<(&'static str, String)>,
}

impl Row {
    fn new(operation: String, by: By) -> Self {
        let (success, refusal, bad_input) = (Case::Asked, Case::Asked, Case::Asked);
        Self { operation, by, body: None, any_text: None, success, refusal, bad_input, of: Vec::new() }
    }

    fn says(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    fn by(self, by: By) -> Self {
        Self { by, ..self }
    }

    /// Of another than the stage has.
    fn of(mut self, name: &'static str, id: impl Into<String>) -> Self {
        self.of.push((name, id.into()));
        self
    }

    fn takes_any(self, name: &'static str) -> Self {
        Self { any_text: Some(name), ..self }
    }

    fn goes_well_in(self, test: &'static str) -> Self {
        Self { success: Case::Elsewhere(test), ..self }
    }

    fn refused_in(self, test: &'static str) -> Self {
        Self { refusal: Case::Elsewhere(test), ..self }
    }

    fn refuses_nobody(self, why: &'static str) -> Self {
        Self { refusal: Case::Never(why), ..self }
    }

    fn reads_nothing(self, why: &'static str) -> Self {
        Self { bad_input: Case::Never(why), ..self }
    }

    fn reads_badly_in(self, test: &'static str) -> Self {
        Self { bad_input: Case::Elsewhere(test), ..self }
    }

    /// What stands in its path.
    pub fn ids(&self, there: &Ids) -> Ids {
        let mut ids = there.clone();
        ids.extend(self.of.iter().cloned());
        ids
    }
}

/// All rows, in order.
pub fn rows(stage: &Stage) -> Vec<Row> {
    [
        of_the_service(),
        of_sign_ins(stage),
        of_choices(stage),
        of_types(stage),
        of_tickets(stage),
        of_webhooks(stage),
        of_bots(stage),
    ]
    .concat()
}

fn of_the_service() -> Vec<Row> {
    let (open, operator) =
        (|name: &str| Row::new(name.into(), By::Nobody), |name: &str| Row::new(name.into(), By::Operator));
    let health = |name: &str| {
        open(name)
            .refuses_nobody("whoever watches the service asks, without a key")
            .reads_nothing("it takes nothing, and passes over what an address says besides")
    };
    vec![
        health("GET /api/health"),
        health("GET /api/health/live"),
        health("GET /metrics"),
        health("GET /api/docs"),
        health("GET /api/openapi.json"),
        operator("GET /api/audit"),
        operator("GET /api/audit/export"),
        operator("GET /api/errors"),
        operator("GET /api/errors/groups"),
        operator("GET /api/jobs"),
        operator("GET /api/jobs/{job}"),
        operator("POST /api/jobs/{job}/retry").goes_well_in(
            "api::jobs::a_job_that_was_given_up_is_seen_without_contents_done_again_and_known_to_be_done",
        ),
        operator("DELETE /api/jobs/{job}")
            .goes_well_in("api::jobs::whoever_waits_for_a_job_that_is_thrown_away_is_told_and_may_ask_again"),
        operator("POST /api/keys").says(json!({ "name": "CRM", "may": ["viewer"], "days": 7 })),
        operator("GET /api/keys"),
        operator("DELETE /api/keys/{key_id}"),
        operator("GET /api/bots"),
        operator("POST /api/reconnect").says(json!({})),
    ]
}

fn of_sign_ins(stage: &Stage) -> Vec<Row> {
    let (open, person) =
        (|name: &str| Row::new(name.into(), By::Nobody), |name: &str| Row::new(name.into(), By::Person));
    let operator = |name: &str| Row::new(name.into(), By::Operator).of("user", &stage.guest.0);
    vec![
        open("GET /api/auth/login")
            .refuses_nobody("anybody may begin to sign in")
            .reads_nothing("it takes nothing, and passes over what an address says besides"),
        open("GET /api/auth/callback")
            .goes_well_in("api::sign_in::somebody_signs_in_with_discord_looks_at_their_guild_and_signs_out_at_once")
            .reads_badly_in(
                "api::sign_in::a_code_that_comes_twice_at_once_makes_one_session_and_strange_ones_make_none",
            ),
        open("POST /api/auth/refresh")
            .goes_well_in("api::sign_in::somebody_signs_in_with_discord_looks_at_their_guild_and_signs_out_at_once")
            .reads_badly_in("api::sign_in::a_secret_that_is_used_again_ends_the_sign_in_of_whoever_has_the_next"),
        Row::new("POST /api/auth/links".into(), By::Operator),
        open("GET /api/auth/links/{link}")
            .refuses_nobody("it is the same page for whatever stands there, and uses nothing up")
            .reads_nothing("whatever stands there is shown a button, which says what it is"),
        open("POST /api/auth/links/{link}")
            .goes_well_in("api::login_link::a_link_signs_the_operator_in_once_until_they_sign_out")
            .refused_in("api::login_link::a_link_that_is_old_or_made_up_signs_nobody_in_and_nobody_else_makes_one"),
        Row::new("GET /api/auth/application".into(), By::Operator),
        person("GET /api/auth/me"),
        person("GET /api/auth/sessions"),
        person("DELETE /api/auth/sessions/{session}"),
        person("POST /api/auth/logout").by(By::Leaving),
        operator("GET /api/users/{user}/sessions"),
        operator("DELETE /api/users/{user}/sessions/{session}").of("session", &stage.guest.1),
        operator("DELETE /api/users/{user}/sessions"),
        person("DELETE /api/auth/sessions"),
    ]
}

/// Of a guild, by a path below it.
fn at(method: &str, rest: &str) -> Row {
    Row::new(format!("{method} /api/guilds/{{guild}}{rest}"), By::Admin)
}

fn of_choices(stage: &Stage) -> Vec<Row> {
    vec![
        at("GET", "/audit"),
        at("GET", "/audit/export"),
        at("GET", "/errors"),
        at("GET", "/statistics"),
        at("GET", "/config"),
        at("PATCH", "/config").says(json!({ "limit": 7, "log_channel": null, "roles": { "rename_ticket": "admin" } })),
        at("GET", "/blacklist"),
        at("PUT", "/blacklist/{whom}").says(json!({ "reason": "Spam", "lasts": "7d" })),
        at("DELETE", "/blacklist/{whom}"),
        at("GET", "/staff"),
        at("PUT", "/staff/{whom}").says(json!({ "rank": "trainee", "team": "Night" })),
        at("DELETE", "/staff/{whom}"),
        at("GET", "/tags"),
        at("POST", "/tags").says(json!({ "name": "thanks", "text": "Thank you" })),
        at("PATCH", "/tags/{tag}").says(json!({ "text": "Ten to four" })),
        at("DELETE", "/tags/{tag}"),
        at("GET", "/removed"),
        at("POST", "/tags/{tag}/restore"),
        at("GET", "/limits"),
        at("PUT", "/limits/{role}").says(json!({ "limit": 3 })),
        at("DELETE", "/limits/{role}"),
        at("GET", "/texts"),
        at("PUT", "/texts/{reason}").says(json!({ "text": "Not now" })),
        at("DELETE", "/texts/{reason}"),
        at("GET", "/members/{user}/data"),
        at("POST", "/members/{user}/erasure").says(json!({ "confirm": stage.ids["user"] })),
        at("GET", "/members/{user}/erasure"),
        at("POST", "/erasure-request").by(By::Agent),
        at("GET", "/erasure-request").by(By::Agent),
        at("GET", "/erasure-requests"),
        at("DELETE", "/erasure-request").by(By::Agent),
        at("POST", "/erasure-requests/{user}/decline").says(json!({ "reason": "It is needed" })).goes_well_in(
            "api::erasure_requests::a_member_asks_once_at_a_time_takes_it_back_and_reads_why_it_was_declined",
        ),
    ]
}

fn of_types(stage: &Stage) -> Vec<Row> {
    let channel = stage.house.hosting.world.guild.text_channel("contact").id().to_string();
    let asks = json!({ "kind": "select", "label": "Size", "options": [{ "label": "Small" }, { "label": "Large" }] });
    vec![
        at("GET", "/types"),
        at("POST", "/types").says(json!({ "name": "Refunds", "limit": 2 })),
        at("GET", "/types/{type}"),
        at("PATCH", "/types/{type}").says(json!({ "description": "All else" })),
        at("PATCH", "/types/{type}/teams").says(json!({ "claim_mode": "read" })),
        at("GET", "/types/{type}/questions"),
        at("POST", "/types/{type}/questions").says(asks),
        at("POST", "/types/{type}/questions/{question}/move").says(json!({ "place": 2 })),
        // A question that is changed has another number.
        at("DELETE", "/types/{type}/questions/{question}"),
        at("PATCH", "/types/{type}/questions/{question}")
            .says(json!({ "label": "Number" }))
            .goes_well_in("api::questions::questions_of_every_kind_are_added_changed_moved_and_removed"),
        at("GET", "/panels"),
        at("POST", "/panels").says(json!({ "name": "Contact", "types": [1] })),
        at("GET", "/panels/{panel}"),
        at("PATCH", "/panels/{panel}").says(json!({ "title": "Write to us" })),
        at("POST", "/panels/{panel}/send").says(json!({ "channel": channel })),
        at("DELETE", "/panels/{panel}"),
        at("POST", "/panels/{panel}/restore"),
    ]
}

fn of_tickets(stage: &Stage) -> Vec<Row> {
    let world = &stage.house.hosting.world;
    let on = |method: &str, rest: &str| at(method, &format!("/tickets/{{ticket}}{rest}"));
    let closed = |method: &str, rest: &str| on(method, rest).of("ticket", "2");
    let member = |name: &str| world.member(name).id().to_string();
    vec![
        at("GET", "/tickets"),
        at("POST", "/tickets").says(json!({ "type": 1, "opener": member("heidi") })),
        on("GET", ""),
        on("PATCH", "").says(json!({ "priority": "high", "topic": "Order 4711" })),
        on("POST", "/labels").says(json!({ "label": "late" })),
        on("DELETE", "/labels/{label}").takes_any("label"),
        on("GET", "/notes"),
        on("POST", "/notes").says(json!({ "text": "Their third" })),
        on("GET", "/messages"),
        on("POST", "/messages").says(json!({ "text": "It is on its way" })),
        on("PUT", "/participants/{whom}").of("whom", member("ivan")),
        on("DELETE", "/participants/{whom}").of("whom", member("ivan")),
        on("POST", "/claim").by(By::Agent),
        on("DELETE", "/claim").by(By::Agent),
        on("POST", "/transfer").says(json!({ "member": world.agent("judy").id().to_string() })),
        on("POST", "/close-request").says(json!({ "reason": "Solved?", "hours": 12 })),
        on("POST", "/close").says(json!({ "reason": "Solved" })),
        closed("GET", "/attachments"),
        closed("GET", "/attachments/{attachment}"),
        closed("GET", "/transcript"),
        closed("POST", "/reopen"),
        at("POST", "/tickets/close").says(json!({ "tickets": [2], "reason": "Again" })),
        closed("DELETE", ""),
        // Tickets of it are there still.
        at("DELETE", "/types/{type}"),
        at("POST", "/types/{type}/restore"),
    ]
}

fn of_webhooks(stage: &Stage) -> Vec<Row> {
    let of_guild = |method: &str, rest: &str| at(method, &format!("/webhooks{rest}"));
    let (webhook, delivery) = stage.of_bot.clone();
    let of_bot = |method: &str, rest: &str| {
        let row = Row::new(format!("{method} /api/bots/{{application_id}}/webhooks{rest}"), By::Admin);
        row.of("webhook", &webhook).of("delivery", &delivery)
    };
    let each = |of: &dyn Fn(&str, &str) -> Row| {
        vec![
            of("GET", ""),
            of("POST", "").says(json!({ "url": stage.receiver.url, "events": ["ticket.closed"] })),
            of("GET", "/{webhook}"),
            of("PATCH", "/{webhook}").says(json!({ "description": "CRM" })),
            of("POST", "/{webhook}/secret"),
            of("POST", "/{webhook}/test"),
            of("GET", "/{webhook}/deliveries"),
            of("POST", "/{webhook}/deliveries/{delivery}/redeliver"),
            of("DELETE", "/{webhook}"),
        ]
    };
    [each(&of_guild), each(&of_bot)].concat()
}

fn of_bots(stage: &Stage) -> Vec<Row> {
    let of = |method: &str, rest: &str| Row::new(format!("{method} /api/bots/{{application_id}}{rest}"), By::Admin);
    let token = stage.house.hosting.world.bot.token();
    vec![
        of("GET", ""),
        of("PUT", "").says(json!({ "mode": "delegate", "token": token, "versions": { "tickit": "1" } })),
        of("POST", "/ready"),
        of("GET", "/events").goes_well_in("api::events::a_host_follows_what_becomes_of_its_tickets_and_of_no_others"),
        of("POST", "/events").says(json!({ "events": [] })),
        of("POST", "/interactions").says(json!({ "type": 2 })).goes_well_in(
            "api::interactions::a_ticket_goes_from_press_to_transcript_though_the_host_hands_everything_over",
        ),
        Row::new("POST /discord/{application_id}".into(), By::Nobody)
            .says(json!({ "type": 1 }))
            .goes_well_in("api::signed::a_ticket_goes_from_press_to_transcript_though_discord_posts_everything"),
        of("POST", "/stop"),
        of("POST", "/start"),
        of("DELETE", ""),
    ]
}
