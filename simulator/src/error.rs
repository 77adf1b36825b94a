//! Errors as Discord words them: a status, a code, a message and, for forms, where the mistakes are.
use serde_json::{Map, Value, json};

/// What a request is refused with. The codes are those of Discord's "Opcodes and Status Codes" page.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{status} {code}: {message}")]
pub struct DiscordError {
    /// The HTTP status.
    pub status: u16,
    /// The JSON error code.
    pub code: u32,
    /// The message.
    pub message: String,
    /// Mistakes by field, for 50035.
    pub errors: Option<Value>,
}

macro_rules! errors {
    ($($name:ident = $status:literal $code:literal $message:literal;)*) => {
        impl DiscordError {
            $(#[doc = $message] pub fn $name() -> Self { Self::new($status, $code, $message) })*
        }
    };
}

errors! {
    not_found = 404 0 "404: Not Found";
    unauthorized = 401 0 "401: Unauthorized";
    method_not_allowed = 405 0 "405: Method Not Allowed";
    unknown_application = 404 10002 "Unknown Application";
    unknown_channel = 404 10003 "Unknown Channel";
    unknown_guild = 404 10004 "Unknown Guild";
    unknown_member = 404 10007 "Unknown Member";
    unknown_message = 404 10008 "Unknown Message";
    unknown_overwrite = 404 10009 "Unknown Overwrite";
    unknown_role = 404 10011 "Unknown Role";
    unknown_user = 404 10013 "Unknown User";
    unknown_webhook = 404 10015 "Unknown Webhook";
    unknown_interaction = 404 10062 "Unknown interaction";
    unknown_command = 404 10063 "Unknown application command";
    maximum_channels = 400 30013 "Maximum number of guild channels reached (500)";
    maximum_pins = 400 30003 "Maximum number of pins reached (250)";
    maximum_commands = 400 30032 "Maximum number of application commands reached (100)";
    already_acknowledged = 400 40060 "Interaction has already been acknowledged.";
    missing_access = 403 50001 "Missing Access";
    cannot_execute_on_dm = 403 50003 "Cannot execute action on a DM channel";
    not_the_author = 403 50005 "Cannot edit a message authored by another user";
    empty_message = 400 50006 "Cannot send an empty message";
    cannot_message_user = 403 50007 "Cannot send messages to this user";
    cannot_send_in_voice = 400 50008 "Cannot send messages in a non-text channel";
    missing_permissions = 403 50013 "Missing Permissions";
    bulk_delete_count = 400 50016 "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete";
    system_message = 403 50021 "Cannot execute action on a system message";
    wrong_channel_type = 400 50024 "Cannot execute action on this channel type";
    invalid_webhook_token = 401 50027 "Invalid Webhook Token";
    bulk_delete_age = 400 50034 "You can only bulk delete messages that are under 14 days old.";
    invalid_json = 400 50109 "The request body contains invalid JSON.";
    thread_archived = 400 50083 "Thread is archived";
    cannot_reply = 403 160_002 "Cannot reply without permission to read message history";
    thread_exists = 400 160_004 "A thread has already been created for this message";
    thread_locked = 403 160_005 "Thread is locked";
    maximum_threads = 400 160_006 "Maximum number of active threads reached";
    too_large = 413 40005 "Request entity too large";
}

impl DiscordError {
    /// An error that has no constructor of its own.
    pub fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), errors: None }
    }

    /// The body that Discord sends.
    pub fn body(&self) -> Value {
        match &self.errors {
            Some(errors) => json!({ "message": self.message, "code": self.code, "errors": errors }),
            None => json!({ "message": self.message, "code": self.code }),
        }
    }
}

/// Collects the mistakes of a form, each at its path, into one 50035.
#[derive(Debug, Default)]
pub struct FormErrors {
    tree: Map<String, Value>,
}

impl FormErrors {
    /// A form without mistakes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a mistake at a dotted path (`embeds.0.title`).
    pub fn add(&mut self, path: &str, code: &str, message: impl Into<String>) {
        let mut node = &mut self.tree;
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let entry = node.entry(part).or_insert_with(|| Value::Object(Map::new()));
            if !entry.is_object() {
                *entry = Value::Object(Map::new());
            }
            let Value::Object(inner) = entry else { return };
            node = inner;
        }
        let list = node.entry("_errors").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(json!({ "code": code, "message": message.into() }));
        }
    }

    /// Notes a text or list that is too short or too long.
    pub fn length(&mut self, path: &str, length: usize, range: std::ops::RangeInclusive<usize>) {
        if range.contains(&length) {
            return;
        }
        let (least, most) = (range.start(), range.end());
        if length == 0 {
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
        } else if *least > 0 {
            self.add(path, "BASE_TYPE_BAD_LENGTH", format!("Must be between {least} and {most} in length."));
        } else {
            self.add(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length."));
        }
    }

    /// Whether there is no mistake.
    pub fn is_empty(&self) -> bool {
        self.tree.is_empty()
    }

    /// `Err` with 50035 if there is any mistake.
    pub fn finish(self) -> Result<(), DiscordError> {
        if self.is_empty() {
            return Ok(());
        }
        let errors = Some(Value::Object(self.tree));
        Err(DiscordError { errors, ..DiscordError::new(400, 50035, "Invalid Form Body") })
    }

    /// A 50035 with one mistake.
    pub fn one(path: &str, code: &str, message: impl Into<String>) -> DiscordError {
        let mut form = Self::new();
        form.add(path, code, message);
        DiscordError { errors: Some(Value::Object(form.tree)), ..DiscordError::new(400, 50035, "Invalid Form Body") }
    }
}
