//! What a check found, said line by line as it is found.

use std::process::ExitCode;

/// Counts and prints findings.
#[derive(Debug, Default)]
pub(super) struct Findings {
    wrong: usize,
    doubtful: usize,
}

impl Findings {
    /// Something is as it should be.
    #[expect(clippy::unused_self, reason = "a finding is always told to the findings")]
    pub(super) fn good(&mut self, subject: &str, what: &str) {
        println!("ok       {subject}: {what}");
    }

    /// Something works less well than it could; what to do.
    pub(super) fn doubtful(&mut self, subject: &str, what: &str, advice: &str) {
        self.doubtful += 1;
        println!("warning  {subject}: {what}\n         {advice}");
    }

    /// Something does not work; what to do.
    pub(super) fn wrong(&mut self, subject: &str, what: &str, advice: &str) {
        self.wrong += 1;
        println!("error    {subject}: {what}\n         {advice}");
    }

    /// The last line, and the exit code.
    pub(super) fn conclude(self) -> ExitCode {
        match (self.wrong, self.doubtful) {
            (0, 0) => println!("Everything is as it should be."),
            (wrong, doubtful) => println!("{wrong} errors, {doubtful} warnings."),
        }
        if self.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
