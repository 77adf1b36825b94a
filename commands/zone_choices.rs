//! Time zones to choose from while the name of one is typed.

use tickit_domain::zone::Zone;

use crate::action::Complete;
use crate::reply::Choice;

/// A zone is chosen by its name, so that it may also be typed.
pub(crate) const COMPLETE: Complete =
    Complete { option: "time_zone", run: |_, _, typed| Box::pin(async { Ok(zones_called(typed)) }) };

fn zones_called(typed: &str) -> Vec<Choice> {
    let names = Zone::called(typed).into_iter();
    names.map(|name| Choice { value: name.clone().into(), name }).collect()
}
