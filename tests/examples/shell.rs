//! A shell that is given one block of commands after the other, as somebody who copies them from a page.

use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::time::timeout;

use crate::installation::Installation;

/// Longer than any block takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the shell says after each block.
const DONE: &str = "the block is done";

/// The shell; killed when dropped.
pub struct Shell {
    _child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    errors: PathBuf,
}

impl Shell {
    /// One that stops where a command fails.
    pub fn start(installation: &Installation) -> Self {
        let errors = installation.path("shell.log");
        let mut command = installation.shell();
        command.stdin(Stdio::piped()).stderr(File::create(&errors).unwrap());
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { _child: child, input, output, errors }
    }

    /// Sets a variable, for this and all that is started from here.
    pub async fn sets(&mut self, name: &str, value: &str) {
        self.runs(&format!("export {name}='{value}'")).await;
    }

    /// Runs a block to its end; what it printed.
    pub async fn runs(&mut self, block: &str) -> String {
        let all = format!("{{\n{block}\n}} </dev/null\nprintf '\\n{DONE}\\n'\n");
        self.input.write_all(all.as_bytes()).await.unwrap();
        let mut printed = String::new();
        let reading = timeout(PATIENCE, async {
            while !printed.ends_with(&format!("\n{DONE}\n")) {
                let read = self.output.read_line(&mut printed).await.unwrap();
                assert_ne!(read, 0, "it failed:\n{block}\n{printed}\n{}", self.complains());
            }
        });
        reading.await.unwrap_or_else(|_| panic!("it does not end:\n{block}\n{}", self.complains()));
        printed.trim_end_matches(&format!("\n{DONE}\n")).to_owned()
    }

    fn complains(&self) -> String {
        std::fs::read_to_string(&self.errors).unwrap()
    }
}
