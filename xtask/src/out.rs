//! Standard output and standard error. The reader may be a program that closes the pipe before the end, and a command
//! completes its work nevertheless.

use std::{
    fmt::Arguments,
    io::{self, Write},
};

use codegen::escape;

/// Writes a text to standard output, with escape sequences for hidden characters. A closed pipe is no failure.
pub fn print(text: Arguments<'_>) {
    // `println!` would panic on a closed pipe.
    let _ = io::stdout().lock().write_all(escape::text(&text.to_string()).as_bytes());
}

/// Writes a text to standard error. A closed pipe is no failure.
pub fn print_to_error(text: Arguments<'_>) {
    // `eprintln!` would panic on a closed pipe.
    let _ = io::stderr().lock().write_fmt(text);
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
