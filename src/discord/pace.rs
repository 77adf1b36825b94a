//! A bot's requests a second: Discord takes fifty of them in a second, whenever in it they come.
//!
//! A bucket of tokens would have to be small, so that its burst and a second's refill stay below fifty together, and a
//! bot that asked nothing for a minute would wait before each of its next requests. So each request is remembered for a
//! second, and one more may go as long as fewer than the limit are.
//!
//! What counts is when Discord hears a request, which is somewhere between its being sent and its answer. Until a second
//! after the answer it is counted, and no longer than if it was heard half a second after it was sent: what takes longer
//! is Discord's own work.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout_at};

/// The time that Discord counts over (<https://docs.discord.com/developers/topics/rate-limits#global-rate-limit>), and
/// what clocks and timers may be wrong by.
const SECOND: Duration = Duration::from_millis(1_020);

/// When a request has been heard at the latest.
const HEARD: Duration = Duration::from_millis(500);

/// The gate in front of everything that a bot sends with its token.
#[derive(Debug)]
pub struct Pace {
    most: usize,
    /// Who is next of all. The others wait behind, at most one of each line.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    /// A request no longer counts, or will not for as long as was thought.
    changed: Notify,
}

/// A line of those who wait, such as a guild's: the first of each line take turns, so that no guild's burst holds up
/// another's request.
type Line = tokio::sync::Mutex<()>;

#[derive(Debug, Default)]
struct State {
    /// Until when each request is counted, in no order.
    counted: Vec<Instant>,
    lines: HashMap<u64, Weak<Line>>,
    stopped_until: Option<Instant>,
}

/// The right to send one request. It is to be dropped when the answer came, or when there will be none.
#[derive(Debug)]
pub struct Sending<'pace> {
    pace: &'pace Pace,
    place: usize,
    until: Instant,
}

impl Pace {
    /// A gate that lets so many pass in any second.
    pub fn new(most: u32) -> Self {
        let most = usize::try_from(most).unwrap_or(usize::MAX).max(1);
        Self { most, turn: Line::default(), state: Mutex::default(), changed: Notify::new() }
    }

    /// Waits for this request's turn, first come first served within its line. The caller bounds the wait.
    pub async fn pass(&self, line: u64) -> Sending<'_> {
        // Taking it succeeds only where nobody waits.
        if let Ok(_turn) = self.turn.try_lock()
            && let Ok(sending) = self.take()
        {
            return sending;
        }
        let line = self.line(line);
        let _first_of_line = line.lock().await;
        let _turn = self.turn.lock().await;
        loop {
            let changed = self.changed.notified();
            match self.take() {
                Ok(sending) => return sending,
                Err(until) => drop(timeout_at(until, changed).await),
            }
            if let Some(end) = self.stopped_until() {
                sleep_until(end).await;
            }
        }
    }

    /// Discord answered 429 for the whole bot: nothing is sent for so long.
    pub fn stop_for(&self, retry_after: Duration) {
        let mut state = self.state();
        state.stopped_until = state.stopped_until.max(Some(Instant::now() + retry_after));
    }

    /// Until when nothing is sent, if that is not over.
    pub fn stopped_until(&self) -> Option<Instant> {
        let stopped = self.state().stopped_until;
        stopped.filter(|end| Instant::now() < *end)
    }

    /// Gives back the memory of what is over.
    pub fn forget(&self) {
        let (mut state, now) = (self.state(), Instant::now());
        if state.counted.iter().all(|until| *until <= now) {
            state.counted = Vec::new();
        }
        state.lines.retain(|_, line| line.strong_count() > 0);
        state.lines.shrink_to_fit();
    }

    /// A place among those that are counted, or when there may be one.
    fn take(&self) -> Result<Sending<'_>, Instant> {
        let (mut state, now) = (self.state(), Instant::now());
        if let Some(end) = state.stopped_until.filter(|end| now < *end) {
            return Err(end);
        }
        let until = now + HEARD + SECOND;
        if let Some(place) = state.counted.iter().position(|until| *until <= now) {
            if let Some(counted) = state.counted.get_mut(place) {
                *counted = until;
            }
            return Ok(Sending { pace: self, place, until });
        }
        if state.counted.len() < self.most {
            state.counted.push(until);
            return Ok(Sending { pace: self, place: state.counted.len() - 1, until });
        }
        Err(state.counted.iter().min().copied().unwrap_or(now))
    }

    fn line(&self, line: u64) -> Arc<Line> {
        let mut state = self.state();
        if let Some(found) = state.lines.get(&line).and_then(Weak::upgrade) {
            return found;
        }
        state.lines.retain(|_, line| line.strong_count() > 0);
        let new = Arc::new(Line::default());
        state.lines.insert(line, Arc::downgrade(&new));
        new
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        let until = Instant::now() + SECOND;
        // Another request may have the place by now, if this one took its time.
        if let Some(counted) = self.pace.state().counted.get_mut(self.place).filter(|counted| **counted == self.until) {
            *counted = (*counted).min(until);
        }
        self.pace.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use tokio::task::JoinSet;
    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_bot_that_asked_nothing_spends_its_second_at_once() {
        let pace = Pace::new(48);
        let before = Instant::now();
        for _ in 0..48 {
            drop(pace.pass(0).await);
        }
        assert_eq!(before.elapsed(), Duration::ZERO);
        drop(pace.pass(0).await);
        assert!((1_020..1_030).contains(&before.elapsed().as_millis()), "{:?}", before.elapsed());
    }

    /// Discord hears a request, and counts those of the last second.
    fn hear(heard: &Mutex<VecDeque<Instant>>, flight: u64) {
        let (now, mut heard) = (Instant::now(), heard.lock().unwrap());
        while heard.front().is_some_and(|at| now.duration_since(*at) >= Duration::from_secs(1)) {
            heard.pop_front();
        }
        heard.push_back(now);
        assert!(heard.len() <= 50, "{} in a second, {flight} ms away", heard.len());
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_hears_more_than_its_fifty_however_far_away_it_is() {
        for flight in [0, 1, 75, 240] {
            let (pace, heard) = (Arc::new(Pace::new(48)), Arc::new(Mutex::new(VecDeque::new())));
            let (mut requests, before) = (JoinSet::new(), Instant::now());
            for number in 0_u64..400 {
                let (pace, heard) = (Arc::clone(&pace), Arc::clone(&heard));
                requests.spawn(async move {
                    let sending = pace.pass(number % 7).await;
                    // Half of the requests take the slow way.
                    sleep(Duration::from_millis(flight + number % 2 * flight)).await;
                    hear(&heard, flight);
                    sleep(Duration::from_millis(flight)).await;
                    drop(sending);
                });
            }
            requests.join_all().await;
            // Eight times all places are taken, each until a second after the slowest answer, or what is thought of it.
            let (slowest, counted) = (3 * flight, 1_020 + (3 * flight).min(500));
            let most = Duration::from_millis(8 * counted + slowest + 200);
            assert!(before.elapsed() < most, "{:?}, {flight} ms away", before.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_guilds_burst_holds_up_no_others_request() {
        let pace = Arc::new(Pace::new(10));
        let passed = Arc::new(Mutex::new(Vec::new()));
        let mut requests = JoinSet::new();
        for line in std::iter::repeat_n(1, 100).chain([2, 3]) {
            let (pace, passed) = (Arc::clone(&pace), Arc::clone(&passed));
            requests.spawn(async move {
                drop(pace.pass(line).await);
                passed.lock().unwrap().push(line);
            });
            tokio::task::yield_now().await;
        }
        requests.join_all().await;
        let passed = passed.lock().unwrap();
        assert!([2, 3].iter().all(|line| passed[..15].contains(line)), "{passed:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_stopped_bot_waits() {
        let pace = Pace::new(48);
        drop(pace.pass(0).await);
        pace.stop_for(Duration::from_millis(80));
        let before = Instant::now();
        drop(pace.pass(0).await);
        assert_eq!(before.elapsed().as_millis(), 80);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_over_takes_no_memory() {
        let pace = Pace::new(48);
        drop(pace.pass(7).await);
        sleep(Duration::from_secs(2)).await;
        pace.forget();
        let state = pace.state();
        assert_eq!((state.counted.capacity(), state.lines.capacity()), (0, 0));
    }
}
