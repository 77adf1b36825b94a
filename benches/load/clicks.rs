//! Presses at a fixed rate, and when each was answered.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use discord_simulator::Member;
use discord_simulator::world::FirstAnswer;
use hdrhistogram::Histogram;
use serde_json::Value;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use crate::service::BenchService;
use crate::support::report::{histogram, quantiles, record};

/// Discord's patience with a first answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long after a generator begins its first press is due.
pub const LEAD: Duration = Duration::from_millis(20);

/// A press that was due.
struct Click {
    due: Instant,
    answer: oneshot::Receiver<FirstAnswer>,
}

/// A press to be made.
pub struct Press {
    guild: usize,
    member: Member,
    data: Value,
}

/// What became of presses.
pub struct Outcome {
    /// From the moment a press was due to its first answer; those without one count three seconds.
    pub latencies: Histogram<u64>,
    /// Answered with a promise or a form, as they should be.
    pub accepted: usize,
    /// Answered with words: refused, or told of a failure.
    pub refused: usize,
    /// Not answered within three seconds.
    pub unanswered: usize,
    /// How late the latest press was made, by the generator's own fault.
    pub late: Duration,
}

impl BenchService {
    /// Makes presses ready, each of a member of its own, over the guilds in turn. `first` tells these members from
    /// earlier ones.
    pub fn presses(&self, label: &str, first: usize, count: usize) -> Vec<Press> {
        let datas: Vec<Value> = self.guilds.iter().map(|guild| guild.press(label)).collect();
        let guilds = self.guilds.iter().zip(datas).enumerate().cycle();
        let press = |(number, (guild, (of, data))): (usize, (usize, (&crate::support::guilds::OpenGuild, Value)))| {
            Press { guild, member: of.member(first + number), data }
        };
        (0..count).zip(guilds).map(press).collect()
    }

    /// Makes each press when it is due, `rate` a second, and waits for the answers.
    pub async fn play(&self, presses: Vec<Press>, rate: f64) -> anyhow::Result<Outcome> {
        let (discord, guilds) = (Arc::clone(&self.discord), Arc::clone(&self.guilds));
        let generating = spawn_blocking(move || {
            let start = Instant::now() + LEAD;
            let (mut clicks, mut late) = (Vec::with_capacity(presses.len()), Duration::ZERO);
            for (number, press) in (0_u32..).zip(presses) {
                let due = start + Duration::from_secs_f64(f64::from(number) / rate);
                thread::sleep(due.saturating_duration_since(Instant::now()));
                let Some(guild) = guilds.get(press.guild) else { continue };
                late = late.max(due.elapsed());
                let (bot, general) = (&guild.guild.bot, &guild.guild.general);
                let (_, answer) = discord.interaction_in(bot, general, &press.member, press.data, Some(&guild.panel));
                clicks.push(Click { due, answer });
            }
            (clicks, late)
        });
        let (clicks, late) = generating.await.context("pressing")?;
        let mut outcome = Outcome::new(late)?;
        for click in clicks {
            outcome.take(click).await;
        }
        Ok(outcome)
    }
}

impl Outcome {
    fn new(late: Duration) -> anyhow::Result<Self> {
        Ok(Self { latencies: histogram()?, accepted: 0, refused: 0, unanswered: 0, late })
    }

    async fn take(&mut self, click: Click) {
        let deadline = (click.due + PATIENCE).into();
        let answer = tokio::time::timeout_at(deadline, click.answer).await;
        let Ok(Ok(answer)) = answer else {
            self.unanswered += 1;
            return record(&mut self.latencies, PATIENCE);
        };
        record(&mut self.latencies, answer.at.saturating_duration_since(click.due));
        if answer.kind == 4 { self.refused += 1 } else { self.accepted += 1 }
    }

    /// All of it in a line.
    pub fn line(&self) -> String {
        format!(
            "{} · accepted {} · refused {} · unanswered {} · generator at most {:.1} ms late",
            quantiles(&self.latencies),
            self.accepted,
            self.refused,
            self.unanswered,
            self.late.as_secs_f64() * 1000.0,
        )
    }
}
