//! The jobs that are here: those that wait for their turn, fair by bot and by guild, and those that are under way.

use std::collections::{HashMap, VecDeque};

use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId};
use tickit_domain::job::Job;
use tickit_domain::store::document::Stored;

/// How many jobs may be here, over all bots. More wait in the database.
pub(super) const HERE: usize = 10_000;

/// How many of them may be one bot's.
const HERE_OF_A_BOT: usize = HERE / 4;

/// How many jobs of a bot are under way at once: enough for its 50 requests a second where each answer takes 300 ms.
const AT_ONCE_OF_A_BOT: usize = 48;

/// How many of one guild's: others of the bot's always have room beside them.
const AT_ONCE_IN_A_GUILD: usize = 16;

/// All jobs that are here.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    jobs: HashMap<String, Here>,
    bots: HashMap<BotId, BotJobs>,
    /// Bots that have a job which may begin, each once.
    turns: VecDeque<BotId>,
}

/// A job that is here.
#[derive(Debug)]
enum Here {
    /// It waits, in its guild's queue or for a limit's end.
    Waiting(Box<Stored<Job>>),
    /// It is under way; with what came of it meanwhile, because the attempt was over but for a moment.
    UnderWay(Option<Box<Stored<Job>>>),
}

#[derive(Debug, Default)]
struct BotJobs {
    here: usize,
    under_way: usize,
    guilds: HashMap<GuildId, GuildJobs>,
    /// Guilds that have a job which may begin, each once.
    turns: VecDeque<GuildId>,
    in_turn: bool,
}

#[derive(Debug, Default)]
struct GuildJobs {
    here: usize,
    under_way: usize,
    queue: VecDeque<String>,
    in_turn: bool,
}

/// What became of a job that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// It waits for its turn.
    Queued,
    /// It was here already, and has its new revision.
    Known,
    /// There is no room for it: it is found in the database when its lease ends.
    NoRoom,
}

impl Backlog {
    /// How many more jobs there is room for.
    pub(super) fn room(&self) -> usize {
        HERE.saturating_sub(self.jobs.len())
    }

    /// Takes a job in. One that waits here already was not begun meanwhile: its lease is new, and no more.
    pub(super) fn arrive(&mut self, job: Stored<Job>) -> Arrival {
        match self.jobs.get_mut(&job.value.id) {
            Some(Here::Waiting(known)) => {
                let mut job = job;
                job.value.attempts = job.value.attempts.min(known.value.attempts);
                **known = job;
                return Arrival::Known;
            }
            Some(Here::UnderWay(again)) => {
                *again = Some(Box::new(job));
                return Arrival::Known;
            }
            None => {}
        }
        let Place { bot, guild } = job.value.place;
        if self.jobs.len() >= HERE || self.bots.get(&bot).is_some_and(|jobs| jobs.here >= HERE_OF_A_BOT) {
            return Arrival::NoRoom;
        }
        let jobs = self.bots.entry(bot).or_default();
        jobs.here += 1;
        jobs.guilds.entry(guild).or_default().here += 1;
        let (id, place) = (job.value.id.clone(), job.value.place);
        self.jobs.insert(id.clone(), Here::Waiting(Box::new(job)));
        self.queue(place, id);
        Arrival::Queued
    }

    /// The next job to begin: of the bot whose turn it is, of the guild whose turn it is, its oldest.
    pub(super) fn next(&mut self) -> Option<Stored<Job>> {
        loop {
            let bot = self.turns.pop_front()?;
            let Some(jobs) = self.bots.get_mut(&bot) else { continue };
            jobs.in_turn = false;
            let Some((guild, id)) = jobs.next() else { continue };
            self.take_turn(bot);
            match self.jobs.insert(id, Here::UnderWay(None)) {
                Some(Here::Waiting(job)) => return Some(*job),
                Some(Here::UnderWay(_)) | None => self.no_longer_under_way(Place { bot, guild }),
            }
        }
    }

    /// A job that was under way waits again, behind the others: at once, or when its limit ends.
    pub(super) fn put_back(&mut self, job: Stored<Job>, now: bool) {
        let (id, place) = (job.value.id.clone(), job.value.place);
        self.no_longer_under_way(place);
        let newest = match self.jobs.remove(&id) {
            Some(Here::UnderWay(Some(again))) if again.rev > job.rev => again,
            _ => Box::new(job),
        };
        self.jobs.insert(id.clone(), Here::Waiting(newest));
        if now {
            self.queue(place, id);
        }
    }

    /// The limit ended that a job waited for.
    pub(super) fn wake(&mut self, place: Place, id: &str) {
        if self.jobs.contains_key(id) {
            self.queue(place, id.to_owned());
        }
    }

    /// A job that was under way is not here any more.
    pub(super) fn leave(&mut self, place: Place, id: &str) {
        self.no_longer_under_way(place);
        if let Some(Here::UnderWay(Some(again))) = self.jobs.remove(id) {
            self.jobs.insert(id.to_owned(), Here::Waiting(again));
            self.queue(place, id.to_owned());
        } else {
            self.forget(place);
        }
    }

    /// Takes out all that wait.
    pub(super) fn drain(&mut self) -> Vec<Stored<Job>> {
        self.turns.clear();
        let waiting = self.jobs.extract_if(|_, here| matches!(here, Here::Waiting(_)));
        let waiting = waiting.filter_map(|(_, here)| match here {
            Here::Waiting(job) => Some(*job),
            Here::UnderWay(_) => None,
        });
        waiting.collect()
    }

    fn queue(&mut self, Place { bot, guild }: Place, id: String) {
        let jobs = self.bots.entry(bot).or_default();
        jobs.guilds.entry(guild).or_default().queue.push_back(id);
        jobs.take_turn(guild);
        self.take_turn(bot);
    }

    fn no_longer_under_way(&mut self, Place { bot, guild }: Place) {
        if let Some(jobs) = self.bots.get_mut(&bot) {
            jobs.under_way = jobs.under_way.saturating_sub(1);
            if let Some(of_guild) = jobs.guilds.get_mut(&guild) {
                of_guild.under_way = of_guild.under_way.saturating_sub(1);
            }
            jobs.take_turn(guild);
        }
        self.take_turn(bot);
    }

    /// Bots and guilds without jobs are forgotten.
    fn forget(&mut self, Place { bot, guild }: Place) {
        let Some(jobs) = self.bots.get_mut(&bot) else { return };
        jobs.here = jobs.here.saturating_sub(1);
        if let Some(of_guild) = jobs.guilds.get_mut(&guild) {
            of_guild.here = of_guild.here.saturating_sub(1);
            if of_guild.here == 0 {
                jobs.guilds.remove(&guild);
            }
        }
        if jobs.here == 0 {
            self.bots.remove(&bot);
        }
    }

    fn take_turn(&mut self, bot: BotId) {
        if let Some(jobs) = self.bots.get_mut(&bot)
            && !jobs.in_turn
            && jobs.under_way < AT_ONCE_OF_A_BOT
            && !jobs.turns.is_empty()
        {
            jobs.in_turn = true;
            self.turns.push_back(bot);
        }
    }
}

impl BotJobs {
    fn next(&mut self) -> Option<(GuildId, String)> {
        while let Some(guild) = self.turns.pop_front() {
            let Some(jobs) = self.guilds.get_mut(&guild) else { continue };
            jobs.in_turn = false;
            let Some(id) = jobs.queue.pop_front() else { continue };
            jobs.under_way += 1;
            self.under_way += 1;
            self.take_turn(guild);
            return Some((guild, id));
        }
        None
    }

    fn take_turn(&mut self, guild: GuildId) {
        if let Some(jobs) = self.guilds.get_mut(&guild)
            && !jobs.in_turn
            && jobs.under_way < AT_ONCE_IN_A_GUILD
            && !jobs.queue.is_empty()
        {
            jobs.in_turn = true;
            self.turns.push_back(guild);
        }
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::actor::{Actor, Cause, Door};
    use tickit_domain::clock::Timestamp;
    use tickit_domain::ids::TicketId;
    use tickit_domain::job::{JobState, Work};

    use super::*;

    fn job(bot: u64, guild: u64, number: u32) -> Stored<Job> {
        let actor = Actor::tickit(Door::Job, Cause::Job("job".into()));
        let value = Job {
            id: format!("job:sync:{bot}:{guild}:{number:08}"),
            place: Place { bot: BotId::new(bot), guild: GuildId::new(guild) },
            actor,
            work: Work::Sync { ticket: TicketId::new(number) },
            tell: Vec::new(),
            attempts: 1,
            waits: 0,
            last_error: None,
            state: JobState::Running,
            worker: String::new(),
            due: Timestamp::default(),
            asked: 0,
        };
        Stored { value, rev: 1 }
    }

    fn begun(backlog: &mut Backlog) -> Vec<Stored<Job>> {
        std::iter::from_fn(|| backlog.next()).collect()
    }

    #[test]
    fn no_guild_and_no_bot_keeps_the_others_from_beginning() {
        let mut backlog = Backlog::default();
        for number in 0..200 {
            backlog.arrive(job(1, 1, number));
            backlog.arrive(job(2, 1, number));
        }
        assert_eq!(begun(&mut backlog).len(), 2 * AT_ONCE_IN_A_GUILD);
        backlog.arrive(job(1, 2, 0));
        backlog.arrive(job(3, 1, 0));
        let next = begun(&mut backlog);
        let places: Vec<_> = next.iter().map(|job| (job.value.place.bot.get(), job.value.place.guild.get())).collect();
        assert_eq!(places, [(1, 2), (3, 1)]);
    }

    #[test]
    fn bots_and_guilds_take_turns() {
        let mut backlog = Backlog::default();
        for (bot, guild) in [(1, 1), (1, 1), (1, 2), (2, 1)] {
            backlog.arrive(job(bot, guild, u32::try_from(backlog.room()).unwrap()));
        }
        let next = begun(&mut backlog);
        let places: Vec<_> = next.iter().map(|job| (job.value.place.bot.get(), job.value.place.guild.get())).collect();
        assert_eq!(places, [(1, 1), (2, 1), (1, 2), (1, 1)]);
    }

    #[test]
    fn a_job_that_waits_for_a_limit_holds_no_place() {
        let mut backlog = Backlog::default();
        for number in 0..=u32::try_from(AT_ONCE_IN_A_GUILD).unwrap() {
            backlog.arrive(job(1, 1, number));
        }
        let mut first = begun(&mut backlog);
        assert_eq!(first.len(), AT_ONCE_IN_A_GUILD);
        let limited = first.remove(0);
        let id = limited.value.id.clone();
        backlog.put_back(limited, false);
        assert_eq!(begun(&mut backlog).len(), 1, "its place is another's now");
        assert!(begun(&mut backlog).is_empty());
        backlog.leave(first[0].value.place, &first[0].value.id);
        backlog.wake(first[0].value.place, &id);
        assert_eq!(begun(&mut backlog)[0].value.id, id);
    }

    #[test]
    fn what_is_here_is_bounded_and_no_bot_has_all_of_it() {
        let mut backlog = Backlog::default();
        let arrivals: Vec<_> = (0..3000).map(|number| backlog.arrive(job(1, 1, number))).collect();
        assert_eq!(arrivals.iter().filter(|arrival| **arrival == Arrival::Queued).count(), HERE_OF_A_BOT);
        assert_eq!(arrivals.last(), Some(&Arrival::NoRoom));
        assert_eq!(backlog.arrive(job(2, 1, 0)), Arrival::Queued);
        for job in begun(&mut backlog) {
            backlog.leave(job.value.place, &job.value.id);
        }
        assert_eq!(backlog.arrive(job(1, 1, 2999)), Arrival::Queued);
    }

    #[test]
    fn a_job_that_is_found_again_while_it_waits_has_a_new_lease_and_no_second_attempt() {
        let mut backlog = Backlog::default();
        backlog.arrive(job(1, 1, 1));
        let mut again = job(1, 1, 1);
        (again.rev, again.value.attempts) = (2, 2);
        assert_eq!(backlog.arrive(again), Arrival::Known);
        let begun = begun(&mut backlog);
        assert_eq!((begun.len(), begun[0].rev, begun[0].value.attempts), (1, 2, 1));
    }

    #[test]
    fn a_job_that_is_asked_for_when_its_attempt_is_just_over_is_begun_again() {
        let mut backlog = Backlog::default();
        backlog.arrive(job(1, 1, 1));
        let first = begun(&mut backlog).remove(0);
        let mut again = job(1, 1, 1);
        again.rev = 2;
        assert_eq!(backlog.arrive(again), Arrival::Known);
        backlog.leave(first.value.place, &first.value.id);
        let begun = begun(&mut backlog);
        assert_eq!((begun.len(), begun[0].rev), (1, 2));
    }

    #[test]
    fn nothing_is_remembered_of_what_is_over() {
        let mut backlog = Backlog::default();
        for guild in 0..100 {
            backlog.arrive(job(1, guild, 1));
        }
        for job in begun(&mut backlog) {
            backlog.leave(job.value.place, &job.value.id);
        }
        while let Some(job) = backlog.next() {
            backlog.leave(job.value.place, &job.value.id);
        }
        assert!(backlog.bots.is_empty() && backlog.jobs.is_empty() && backlog.turns.is_empty());
    }
}
