//! `clientwright completions SHELL`

use std::io::{self, Write};

use clap::Args;
use clap_complete::Shell;

#[doc(hidden)]
#[derive(Debug, Args)]
pub struct Options {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(options: &Options, mut command: clap::Command) {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, "clientwright", &mut script);
    // A reader that closes the pipe is no failure.
    let _ = io::stdout().lock().write_all(&script);
}
