//! Numbers as Rust writes them.

/// An integer as Rust writes it: its digits in groups of three where there are many.
pub(crate) fn integer(value: i128) -> String {
    let digits = value.unsigned_abs().to_string();
    let text = in_groups(&digits, digits.len() % 3);
    if value < 0 { format!("-{text}") } else { text }
}

/// A number as Rust writes it, the same way.
pub(crate) fn float(value: f64) -> String {
    let text = format!("{value:?}");
    let digits = text.trim_start_matches('-');
    match digits.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => {
            let sign = if value < 0.0 { "-" } else { "" };
            format!("{sign}{}.{}", in_groups(whole, whole.len() % 3), in_groups(fraction, 0))
        }
        _ => text,
    }
}

/// Digits with `_` after the first ones and each three that follow, where there are many.
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
        assert_eq!(float(-3.141_592_653_589_793), "-3.141_592_653_589_793");
        assert_eq!(float(1e300), "1e300");
    }
}
