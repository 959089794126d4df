//! `clientwright`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    clientwright::run()
}
