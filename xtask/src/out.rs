//! Standard output. The reader may be a program that closes the pipe before the end.

use std::{
    fmt::Arguments,
    io::{self, Write},
};

/// Writes a text to standard output. A closed pipe is no failure.
pub fn print(text: Arguments<'_>) {
    // `println!` would panic on a closed pipe.
    let _ = io::stdout().lock().write_fmt(text);
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
