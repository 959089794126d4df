//! Numbers as Rust literals.

/// Returns an integer as a Rust literal. Long numbers have their digits in groups of three.
pub(crate) fn integer(value: i128) -> String {
    let digits = value.unsigned_abs().to_string();
    let text = in_groups(&digits, digits.len() % 3);
    if value < 0 { format!("-{text}") } else { text }
}

/// Returns a floating-point number as a Rust literal, with digits in groups.
pub(crate) fn float(value: f64) -> String {
    // Clippy asks for the named constant.
    for (constant, name) in [(std::f64::consts::PI, "PI"), (std::f64::consts::E, "E")] {
        if value.to_bits() == constant.to_bits() {
            return format!("std::f64::consts::{name}");
        }
    }
    let text = format!("{value:?}");
    let end = text.find('e').unwrap_or(text.len());
    let (digits, exponent) = text.split_at_checked(end).unwrap_or((&text, ""));
    let sign = if value < 0.0 { "-" } else { "" };
    match digits.trim_start_matches('-').split_once('.') {
        Some((whole, fraction)) => {
            format!("{sign}{}.{}{exponent}", in_groups(whole, whole.len() % 3), in_groups(fraction, 0))
        }
        None => text,
    }
}

/// Inserts `_` after the first digits and after every three that follow, if there are many.
fn in_groups(digits: &str, first: usize) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len() > 5 && (index + 3 - first).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_have_their_digits_in_groups() {
        assert_eq!(integer(99_999), "99999");
        assert_eq!(integer(-5_000_000_000), "-5_000_000_000");
        assert_eq!(integer(1_234_567), "1_234_567");
        assert_eq!(float(100_000.0), "100_000.0");
        assert_eq!(float(-3.123_456_7), "-3.123_456_7");
        assert_eq!(float(9.032_758_098_345_673e20), "9.032_758_098_345_673e20");
        assert_eq!(float(std::f64::consts::PI), "std::f64::consts::PI");
        assert_eq!(float(1e300), "1e300");
    }
}
