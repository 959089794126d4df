//! `clientwright`: see the library.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A generator allocates and frees millions of small values, on all cores.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    clientwright::run()
}
