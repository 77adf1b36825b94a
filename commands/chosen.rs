//! What was chosen in a select menu, of options, users, roles, channels, or users and roles.
//!
//! Shapes by <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-message-component-data-structure>.

use serde_json::Value;
use tickit_domain::error::Refusal;

use crate::resolved::{Reading, Resolved};

/// The most that can be chosen in one menu
/// (<https://docs.discord.com/developers/components/reference#string-select>).
const MOST_CHOICES: usize = 25;

/// What was chosen, in the order of choosing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chosen {
    values: Vec<Value>,
    resolved: Resolved,
}

impl Chosen {
    /// These values, and what Discord says about them.
    pub(crate) fn new<'a>(values: impl Iterator<Item = &'a str>, resolved: Resolved) -> Self {
        Self { values: values.take(MOST_CHOICES).map(Value::from).collect(), resolved }
    }

    /// Reads an interaction's `data`.
    pub fn from_data(data: &Value) -> Self {
        let values = data.get("values").and_then(Value::as_array).into_iter().flatten();
        Self { values: values.take(MOST_CHOICES).cloned().collect(), resolved: Resolved::from_data(data) }
    }

    /// The one thing that was chosen; refused as stale where it is not one, or not of that kind.
    pub fn one<T: Reading>(&self) -> Result<T, Refusal> {
        let mut all = self.all()?;
        all.pop().filter(|_| all.is_empty()).ok_or(Refusal::StaleControl)
    }

    /// All that was chosen; refused as stale where any is not of that kind.
    pub fn all<T: Reading>(&self) -> Result<Vec<T>, Refusal> {
        let read = self.values.iter().map(|value| T::read(value, &self.resolved).ok_or(Refusal::StaleControl));
        read.collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tickit_domain::ids::{ChannelId, RoleId, UserId};
    use tickit_domain::whom::Whom;

    use super::*;

    #[test]
    fn what_was_chosen_in_each_kind_of_menu_is_read() {
        let chosen = |data: Value| Chosen::from_data(&data);
        assert_eq!(chosen(json!({ "values": ["billing"] })).one(), Ok("billing".to_owned()));
        assert_eq!(chosen(json!({ "values": ["11"] })).one(), Ok(UserId::new(11)));
        assert_eq!(chosen(json!({ "values": ["12", "13"] })).all(), Ok(vec![RoleId::new(12), RoleId::new(13)]));
        assert_eq!(chosen(json!({ "values": ["14"] })).one(), Ok(ChannelId::new(14)));
        let both =
            chosen(json!({ "values": ["12", "11"], "resolved": { "roles": { "12": {} }, "users": { "11": {} } } }));
        let expected = vec![Whom::Role(RoleId::new(12)), Whom::User(UserId::new(11))];
        assert_eq!(both.all(), Ok(expected));
    }

    #[test]
    fn what_no_client_sends_is_refused() {
        for data in [json!(null), json!({ "values": [] }), json!({ "values": ["1", "2"] }), json!({ "values": [7] })] {
            assert_eq!(Chosen::from_data(&data).one::<UserId>(), Err(Refusal::StaleControl), "{data}");
        }
        let many = json!({ "values": (1..=26).map(|id| id.to_string()).collect::<Vec<_>>() });
        assert_eq!(Chosen::from_data(&many).all::<UserId>().map(|all| all.len()), Ok(25));
        assert_eq!(Chosen::from_data(&json!({ "values": ["1"] })).one::<Whom>(), Err(Refusal::StaleControl));
    }
}
