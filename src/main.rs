//! The `tickit` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    tickit::cli::run()
}
