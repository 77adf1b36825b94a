//! The same numbers once more, counted from the records in the simplest way, event by event and ticket by ticket.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};
use tickit::store::memory::MemoryStore;

/// One ticket as its records tell.
struct Told {
    ticket: Value,
    /// From when until when it was open, and who had it at the end.
    open: Vec<(Timestamp, Option<Timestamp>, Option<String>)>,
}

/// All that is asked for of a period.
pub struct Recount {
    zone: TimeZone,
    days: Vec<Date>,
    tickets: Vec<Told>,
}

fn moment(of: &Value) -> Option<Timestamp> {
    of.as_str().map(|text| text.parse().unwrap())
}

/// The tickets of a guild and what happened to each.
fn told(store: &MemoryStore) -> Vec<Told> {
    let mut events: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for record in store.beginning_with("event:ticket:") {
        let event: Value = record.body.read().unwrap();
        events.entry(event["subject"].as_str().unwrap().to_owned()).or_default().push(event);
    }
    let mut all = Vec::new();
    for record in store.beginning_with("ticket:") {
        let ticket: Value = record.body.read().unwrap();
        let mut open: Vec<(Timestamp, Option<Timestamp>, Option<String>)> = Vec::new();
        for event in &events[&record.id] {
            let at = moment(&event["at"]).unwrap();
            match event["kind"].as_str().unwrap() {
                "ticket.opening" => open.push((at, None, None)),
                "ticket.closing" => open.last_mut().unwrap().1 = Some(at),
                "ticket.reopened" => {
                    open.last_mut().unwrap().2 = event["before"]["claimed_by"].as_str().map(str::to_owned);
                    open.push((at, None, None));
                }
                "ticket.failed" => drop(open.pop()),
                _ => {}
            }
        }
        if let Some(last) = open.last_mut().filter(|last| last.1.is_some() && last.2.is_none()) {
            last.2 = ticket["claimed_by"].as_str().map(str::to_owned);
        }
        if !open.is_empty() && ticket["state"] != "deleting" {
            all.push(Told { ticket, open });
        }
    }
    all
}

fn percentile(mut of: Vec<i64>, percent: usize) -> Value {
    of.sort_unstable();
    let index = (of.len() * percent / 100).min(of.len().saturating_sub(1));
    of.get(index).map_or(Value::Null, |millis| json!(millis / 1000))
}

fn many(of: usize) -> u32 {
    u32::try_from(of).unwrap()
}

fn mean(stars: &[u32]) -> Value {
    let sum: u32 = stars.iter().sum();
    if stars.is_empty() { Value::Null } else { json!(f64::from(sum) / f64::from(many(stars.len()))) }
}

fn counts(of: impl Iterator<Item = String>) -> Value {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    of.for_each(|name| *counts.entry(name).or_default() += 1);
    json!(counts)
}

/// Two that differ in the case of letters are one.
fn labels_of(labels: impl Iterator<Item = String>) -> Value {
    let mut written: BTreeMap<String, Vec<String>> = BTreeMap::new();
    labels.for_each(|label| written.entry(label.to_lowercase()).or_default().push(label));
    written.into_values().map(|all| (all.iter().min().unwrap().clone(), json!(all.len()))).collect()
}

impl Recount {
    pub fn of(store: &MemoryStore, zone: &str, first: &str, last: &str) -> Self {
        let (first, last): (Date, Date) = (first.parse().unwrap(), last.parse().unwrap());
        let days = first.series(1.day()).take_while(|day| *day <= last).collect();
        Self { zone: TimeZone::get(zone).unwrap(), days, tickets: told(store) }
    }

    /// The same of as many days before.
    pub fn before(self) -> Self {
        let (first, many) = (self.days[0], i64::try_from(self.days.len()).unwrap());
        let days = (1..=many).rev().map(|back| first.checked_sub(back.days()).unwrap()).collect();
        Self { days, ..self }
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    fn holds(&self, at: Timestamp) -> bool {
        self.days.contains(&self.day(at))
    }

    /// How long each waited for staff who came on such a day.
    fn responses(&self, on: impl Fn(Date) -> bool) -> Vec<i64> {
        let opened = self.tickets.iter().filter(|told| on(self.day(told.open[0].0)));
        let answered = opened.filter_map(|told| {
            let answered = moment(&told.ticket["first_response_at"])?;
            Some(answered.as_millisecond() - told.open[0].0.as_millisecond())
        });
        answered.collect()
    }

    /// Each closing on such a day: how long it was open, and who had it.
    fn closings(&self, on: impl Fn(Date) -> bool) -> Vec<(i64, Option<String>)> {
        let rounds = self.tickets.iter().flat_map(|told| &told.open);
        let closed = rounds.filter_map(|(from, until, staff)| {
            let until = (*until)?;
            on(self.day(until)).then(|| (until.as_millisecond() - from.as_millisecond(), staff.clone()))
        });
        closed.collect()
    }

    fn reopenings(&self, on: impl Fn(Date) -> bool) -> usize {
        let again = self.tickets.iter().flat_map(|told| told.open.iter().skip(1));
        again.filter(|(from, ..)| on(self.day(*from))).count()
    }

    fn openings(&self, on: impl Fn(Date) -> bool) -> Vec<&Told> {
        self.tickets.iter().filter(|told| on(self.day(told.open[0].0))).collect()
    }

    /// How many were open when a day ended.
    fn open_at_end(&self, day: Date) -> usize {
        let end = day.tomorrow().unwrap().to_zoned(self.zone.clone()).unwrap().timestamp();
        let rounds = self.tickets.iter().flat_map(|told| &told.open);
        rounds.filter(|(from, until, _)| *from < end && until.is_none_or(|until| until >= end)).count()
    }

    /// The stars that were given in the period, each with who had the ticket.
    fn stars(&self) -> Vec<(u32, Option<String>)> {
        let mut stars = Vec::new();
        for told in &self.tickets {
            for rating in told.ticket["ratings"].as_array().into_iter().flatten() {
                if self.holds(moment(&rating["at"]).unwrap()) {
                    let round = usize::try_from(rating["round"].as_u64().unwrap()).unwrap();
                    stars.push((
                        many(usize::try_from(rating["stars"].as_u64().unwrap()).unwrap()),
                        told.open[round - 1].2.clone(),
                    ));
                }
            }
        }
        stars
    }

    fn days_out(&self, days: &[Date], name: Date) -> Value {
        let on = |day: Date| days.contains(&day);
        let (responses, closings) = (self.responses(on), self.closings(on));
        let resolutions: Vec<i64> = closings.iter().map(|(lasted, _)| *lasted).collect();
        json!({
            "day": name.to_string(), "opened": self.openings(on).len(), "reopened": self.reopenings(on),
            "closed": closings.len(), "open": self.open_at_end(*days.last().unwrap()),
            "first_response_seconds": percentile(responses.clone(), 50),
            "first_response_p90_seconds": percentile(responses, 90),
            "resolution_seconds": percentile(resolutions.clone(), 50),
            "resolution_p90_seconds": percentile(resolutions, 90),
        })
    }

    /// One day of the period.
    pub fn one_day(&self, index: usize) -> Value {
        self.days_out(&[self.days[index]], self.days[index])
    }

    /// One week of it, and how many there are.
    pub fn one_week(&self, index: usize) -> (Value, usize) {
        let monday = |day: &Date| day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap();
        let mut mondays: Vec<Date> = self.days.iter().map(monday).collect();
        mondays.dedup();
        let days: Vec<Date> = self.days.iter().filter(|day| monday(day) == mondays[index]).copied().collect();
        (self.days_out(&days, mondays[index]), mondays.len())
    }

    /// What is said of the days together.
    pub fn total(&self) -> Value {
        let on = |day: Date| self.days.contains(&day);
        let mut total = self.days_out(&self.days, self.days[0]);
        let fields = total.as_object_mut().unwrap();
        fields.remove("day");
        fields.remove("open");
        let (closed, reopened) = (self.closings(on).len(), self.reopenings(on));
        let rate =
            if closed == 0 { Value::Null } else { json!(f64::from(many(reopened)) * 100.0 / f64::from(many(closed))) };
        let stars: Vec<u32> = self.stars().into_iter().map(|(stars, _)| stars).collect();
        fields.insert("reopen_rate".into(), rate);
        fields.insert("stars".into(), mean(&stars));
        fields.insert("ratings".into(), json!(stars.len()));
        total
    }

    /// By what tickets are counted besides.
    pub fn groups(&self, type_names: &BTreeMap<u64, &str>) -> Value {
        let opened = self.openings(|day| self.days.contains(&day));
        let mut hours = vec![vec![0; 24]; 7];
        for told in &opened {
            let at = told.open[0].0.to_zoned(self.zone.clone());
            let weekday = usize::try_from(at.weekday().to_monday_zero_offset()).unwrap();
            hours[weekday][usize::try_from(at.hour()).unwrap()] += 1;
        }
        let text = |told: &Told, field: &str| told.ticket[field].as_str().unwrap().to_owned();
        let labels = opened.iter().flat_map(|told| told.ticket["labels"].as_array().cloned().unwrap_or_default());
        let kinds = opened.iter().map(|told| type_names[&told.ticket["kind"].as_u64().unwrap()].to_owned());
        let mut by_stars = vec![0; 5];
        for (stars, _) in self.stars() {
            by_stars[usize::try_from(stars).unwrap() - 1] += 1;
        }
        json!({
            "hours": hours, "by_type": counts(kinds), "by_stars": by_stars,
            "by_priority": counts(opened.iter().map(|told| text(told, "priority"))),
            "by_label": labels_of(labels.map(|label| label.as_str().unwrap().to_owned())),
            "staff": self.staff(), "open": self.open_now(),
        })
    }

    fn staff(&self) -> Value {
        let closings = self.closings(|day| self.days.contains(&day));
        let stars = self.stars();
        let mut users: Vec<String> = closings.iter().filter_map(|(_, user)| user.clone()).collect();
        users.extend(stars.iter().filter_map(|(_, user)| user.clone()));
        users.sort_by_key(|user| user.parse::<u64>().unwrap());
        users.dedup();
        let one = |user: String| {
            let had: Vec<i64> =
                closings.iter().filter(|(_, had)| *had == Some(user.clone())).map(|(lasted, _)| *lasted).collect();
            let given: Vec<u32> =
                stars.iter().filter(|(_, had)| *had == Some(user.clone())).map(|(stars, _)| *stars).collect();
            json!({
                "user": user, "closed": had.len(), "resolution_seconds": percentile(had, 50),
                "stars": mean(&given), "ratings": given.len(),
            })
        };
        let mut staff: Vec<Value> = users.into_iter().map(one).collect();
        staff.sort_by_key(|staff| std::cmp::Reverse(staff["closed"].as_u64()));
        json!(staff)
    }

    fn open_now(&self) -> Value {
        let open = self.tickets.iter().filter(|told| told.open.last().unwrap().1.is_none());
        let open: Vec<(Timestamp, u64, bool)> = open
            .map(|told| {
                let number = told.ticket["id"].as_u64().unwrap();
                (told.open.last().unwrap().0, number, told.ticket["claimed_by"].is_null())
            })
            .collect();
        let oldest = open.iter().min();
        json!({
            "tickets": open.len(), "unassigned": open.iter().filter(|(.., nobodys)| *nobodys).count(),
            "oldest": oldest.map(|(_, number, _)| number),
            "oldest_since": oldest.map(|(since, ..)| tickit_domain::clock::Timestamp::from_millis(since.as_millisecond()).to_rfc3339()),
        })
    }
}
