//! `clientwright completions SHELL`

use clap::Args;
use clap_complete::Shell;

use crate::out;

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
    out::write(&script);
}
