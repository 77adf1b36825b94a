//! A refusal in a guild's own words: placeholders filled in, and below it in small what these do not tell.

use tickit_domain::error::Refusal;
use tickit_domain::ids::UserId;
use tickit_domain::refusal::Fact;

use crate::mention::{from_now, listed};
use crate::notice;
use crate::placeholders::{self, Known};
use crate::words::Speech;

/// What a member reads. Placeholders are those of members, and the refusal's own facts: `{until}`, `{limit}`, `{channels}`.
pub(crate) fn refusal(refusal: &Refusal, text: &str, (user, name): (UserId, &str), speech: Speech<'_>) -> String {
    let facts = refusal.facts();
    let told = facts.iter().map(|(name, fact)| (*name, plain(*fact)));
    let known: Vec<Known> = placeholders::of_member(user, name).into_iter().chain(told).collect();
    let said = placeholders::fill(text, &known);
    let lost = |(name, fact): &(&str, Fact<'_>)| matters(name, *fact) && !text.contains(&format!("{{{name}}}"));
    if facts.iter().any(lost) {
        let standard = notice::refusal(refusal, speech).replace('\n', " ");
        return format!("{said}\n-# {standard}");
    }
    said
}

/// Whether a member has to know it: until when, how many, which, and why. Which type they chose they know.
fn matters(name: &str, fact: Fact<'_>) -> bool {
    match fact {
        Fact::Number(_) | Fact::Moment(_) => true,
        Fact::Channels(channels) => !channels.is_empty(),
        Fact::Text(_) => name != "kind",
        _ => false,
    }
}

/// A fact as it stands in a text.
fn plain(fact: Fact<'_>) -> String {
    match fact {
        Fact::Number(number) => number.to_string(),
        Fact::Moment(moment) => from_now(moment),
        Fact::Channels(channels) => listed(channels),
        Fact::Text(text) => text.to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::clock::Timestamp;
    use tickit_domain::ids::ChannelId;

    use super::*;
    use crate::words::Words;

    fn read(refused: &Refusal, text: &str) -> String {
        let words = Words::load().unwrap();
        refusal(refused, text, (UserId::new(7), "alice"), words.speak("en-US"))
    }

    #[test]
    fn what_own_words_do_not_tell_follows_in_small() {
        let limit = Refusal::LimitReached { limit: 1, channels: vec![ChannelId::new(9)] };
        let small = "\n-# You have an open ticket of this type already: <#9>. Please use that one, or close it first.";
        assert_eq!(read(&limit, "Enough, {user}!"), format!("Enough, <@7>!{small}"));
        assert_eq!(read(&limit, "{limit} is enough: {channels}"), "1 is enough: <#9>");
        let until = Timestamp::from_millis(1_795_694_400_000);
        assert_eq!(read(&Refusal::CoolingDown { until }, "Wait, {username}: {until}"), "Wait, alice: <t:1795694400:R>");
        let blacklisted = |reason: &str| Refusal::Blacklisted { reason: Some(reason.into()), until: None };
        let small = "\n-# You cannot open tickets here. Reason: A B";
        assert_eq!(read(&blacklisted("A\nB"), "No."), format!("No.{small}"));
    }

    #[test]
    fn own_words_stand_alone_where_nothing_is_lost() {
        assert_eq!(read(&Refusal::TypeNotAllowed { kind: "Billing".into() }, "For customers."), "For customers.");
        assert_eq!(read(&Refusal::Blacklisted { reason: None, until: None }, "No."), "No.");
    }
}
