//! Standard output, which may be read by a program that has read enough: what nobody reads is not printed, and no
//! reason to stop.

use std::{
    fmt::Arguments,
    io::{self, Write},
};

/// Prints a text.
pub(crate) fn print(text: Arguments<'_>) {
    // `println!` would panic on a closed pipe.
    let _ = io::stdout().lock().write_fmt(text);
}

/// As `println!`, for a pipe that may be closed.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::out::print(format_args!("{}\n", format_args!($($text)*)))
    };
}

/// As `print!`, for a pipe that may be closed.
macro_rules! tell {
    ($($text:tt)*) => {
        $crate::out::print(format_args!($($text)*))
    };
}
