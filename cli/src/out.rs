//! Standard output and standard error. The reader may be a program that closes the pipe before the end, and a command
//! completes its work nevertheless.

use std::{
    env,
    fmt::Arguments,
    io::{self, IsTerminal, Write},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use clap::{Args, ValueEnum};
use clientwright_codegen::escape;

use crate::progress;

/// The option about colors.
#[derive(Debug, Clone, Args)]
pub struct ColorOption {
    /// Color the diagnostics: `auto` does on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_enum, value_name = "WHEN", global = true, default_value_t)]
    color: Color,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

static COLOR: OnceLock<Color> = OnceLock::new();

/// Sets the choice of the user. Only the first call has an effect.
pub fn set_color(option: &ColorOption) {
    let _ = COLOR.set(option.color);
}

/// Returns `true` if messages on standard error are colored.
pub(crate) fn is_colored() -> bool {
    match COLOR.get().copied().unwrap_or_default() {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let is_unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            !is_unwanted && io::stderr().is_terminal()
        }
    }
}

/// Writes a text to standard output, with escape sequences for hidden characters. A closed pipe is no failure.
pub fn print(text: Arguments<'_>) {
    // `println!` would panic on a closed pipe.
    progress::suspend(|| write(escape::text(&text.to_string()).as_bytes()));
}

/// Writes bytes to standard output. A closed pipe is no failure; the command fails at its end if a disk is full.
pub(crate) fn write(bytes: &[u8]) {
    let mut output = io::stdout().lock();
    let result = output.write_all(bytes).and_then(|()| output.flush());
    if result.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        IS_INCOMPLETE.store(true, Ordering::Relaxed);
    }
}

/// `true` if a text could not be written to standard output.
static IS_INCOMPLETE: AtomicBool = AtomicBool::new(false);

/// Returns `true` if a text could not be written to standard output, because its disk is full for instance.
pub(crate) fn is_incomplete() -> bool {
    IS_INCOMPLETE.load(Ordering::Relaxed)
}

/// Writes a text to standard error. A closed pipe is no failure.
pub fn print_to_error(text: Arguments<'_>) {
    // `eprintln!` would panic on a closed pipe.
    progress::suspend(|| {
        let _ = io::stderr().lock().write_fmt(text);
    });
}

/// Prints a line as `println!` does, without a panic on a closed pipe.
#[macro_export]
macro_rules! print_line {
    ($($text:tt)*) => {
        $crate::out::print(format_args!("{}\n", format_args!($($text)*)))
    };
}

/// Prints a text as `print!` does, without a panic on a closed pipe.
#[macro_export]
macro_rules! print_text {
    ($($text:tt)*) => {
        $crate::out::print(format_args!($($text)*))
    };
}

/// Prints a line to standard error as `eprintln!` does, without a panic on a closed pipe.
#[macro_export]
macro_rules! print_error {
    ($($text:tt)*) => {
        $crate::out::print_to_error(format_args!("{}\n", format_args!($($text)*)))
    };
}
