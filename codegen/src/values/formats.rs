//! Formats of strings: validation and examples.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::api::StringFormat;

/// Returns `true` if `text` has the format. `binary` accepts every text.
pub(super) fn has(format: StringFormat, text: &str) -> bool {
    match format {
        StringFormat::Plain | StringFormat::Password | StringFormat::Binary => true,
        StringFormat::DateTime => is_date_time(text),
        StringFormat::HttpDate => is_http_date(text),
        StringFormat::Date => is_date(text),
        // Many servers omit the offset that the standard requires.
        StringFormat::Time => is_time(text) || is_offset_time(text),
        StringFormat::Duration => is_duration(text),
        StringFormat::Uuid => is_uuid(text),
        StringFormat::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
        StringFormat::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
        StringFormat::Ip => text.parse::<IpAddr>().is_ok(),
        StringFormat::Byte => is_base64(text.trim_end_matches('='), *b"+/") && text.len().is_multiple_of(4),
        StringFormat::ByteUrl => is_base64(text.trim_end_matches('='), *b"-_"),
    }
}

/// Returns an example of the format.
pub(super) fn text(format: StringFormat) -> &'static str {
    match format {
        StringFormat::Plain | StringFormat::Password | StringFormat::Binary => "text",
        StringFormat::DateTime => "2025-01-31T12:00:00Z",
        StringFormat::HttpDate => "Fri, 31 Jan 2025 12:00:00 GMT",
        StringFormat::Date => "2025-01-31",
        StringFormat::Time => "12:30:00Z",
        StringFormat::Duration => "PT1H30M",
        StringFormat::Uuid => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        StringFormat::Ipv4 | StringFormat::Ip => "192.0.2.1",
        StringFormat::Ipv6 => "2001:db8::1",
        StringFormat::Byte | StringFormat::ByteUrl => "dGV4dHMh",
    }
}

/// Returns the name of a format for messages.
pub(super) fn name(format: StringFormat) -> &'static str {
    match format {
        StringFormat::Plain | StringFormat::Password | StringFormat::Binary => "a string",
        StringFormat::DateTime => "a date and time, by RFC 3339",
        StringFormat::HttpDate => "a date of HTTP, by RFC 9110",
        StringFormat::Date => "a date, by RFC 3339",
        StringFormat::Time => "a time of day, by RFC 3339",
        StringFormat::Duration => "a duration, by ISO 8601",
        StringFormat::Uuid => "a UUID",
        StringFormat::Ipv4 => "an IPv4 address",
        StringFormat::Ipv6 => "an IPv6 address",
        StringFormat::Ip => "an IP address",
        StringFormat::Byte => "bytes in base64",
        StringFormat::ByteUrl => "bytes in base64url",
    }
}

/// Returns the numbers in a text. Each `0` of `pattern` is a digit; other characters have to match.
fn digits<const N: usize>(text: &str, pattern: &str) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    let mut at = 0;
    let mut last_was_digit = false;
    if text.len() != pattern.len() {
        return None;
    }
    for (found, wanted) in text.bytes().zip(pattern.bytes()) {
        if wanted == b'0' {
            at += usize::from(!last_was_digit);
            let number = numbers.get_mut(at - 1)?;
            *number = *number * 10 + char::from(found).to_digit(10)?;
        } else if !found.eq_ignore_ascii_case(&wanted) {
            return None;
        }
        last_was_digit = wanted == b'0';
    }
    Some(numbers)
}

fn is_date(text: &str) -> bool {
    let Some([year, month, day]) = digits::<3>(text, "0000-00-00") else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// Returns `true` for a time without an offset, with or without a fraction.
fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let in_range = digits::<3>(whole, "00:00:00")
        .is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second < 60);
    is_fraction && in_range
}

/// Returns `true` for a time with an offset from UTC.
fn is_offset_time(text: &str) -> bool {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return is_time(time);
    }
    let Some((time, offset)) = text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    let offset = digits::<2>(offset, "+00:00").or_else(|| digits::<2>(offset, "-00:00"));
    is_time(time) && offset.is_some_and(|[hour, minute]| hour < 24 && minute < 60)
}

fn is_http_date(text: &str) -> bool {
    httpdate::parse_http_date(text).is_ok()
}

fn is_date_time(text: &str) -> bool {
    let (Some(date), Some(time)) = (text.get(..10), text.get(11..)) else { return false };
    text.get(10..11).is_some_and(|between| between.eq_ignore_ascii_case("t"))
        && is_date(date)
        && is_offset_time(time)
}

/// Returns `true` for `P`, numbers with their units in order, and `T` before the units of a time.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let in_order = |mut rest: &str, units: &str| {
        let mut left = units;
        while !rest.is_empty() {
            let number = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
            let Some(unit) = rest[number..].chars().next().filter(char::is_ascii) else { return false };
            let Some(at) = left.find(unit) else { return false };
            let (whole, fraction) = rest[..number].split_once('.').unwrap_or((&rest[..number], "0"));
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let is_number = (1..=5).contains(&whole.len()) && (1..=9).contains(&fraction.len());
            if !is_number || !digits(fraction) || unit != 'S' && number != whole.len() {
                return false;
            }
            left = &left[at + 1..];
            rest = &rest[number + 1..];
        }
        true
    };
    let has_time = time.is_none_or(|time| !time.is_empty());
    (!date.is_empty() || time.is_some())
        && has_time
        && in_order(date, "YMWD")
        && time.is_none_or(|time| in_order(time, "HMS"))
}

fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq(lengths)
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Returns `true` for Base64 without padding. The unused bits of the last character are zero.
fn is_base64(text: &str, others: [u8; 2]) -> bool {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        other => others.iter().position(|known| *known == other).map(|at| if at == 0 { 62 } else { 63 }),
    };
    let last = text.bytes().next_back().and_then(value).unwrap_or_default();
    let is_whole = match text.len() % 4 {
        1 => false,
        2 => last.is_multiple_of(16),
        3 => last.is_multiple_of(4),
        _ => true,
    };
    is_whole && text.bytes().all(|byte| value(byte).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_own_text() {
        use StringFormat::{
            Byte, ByteUrl, Date, DateTime, Duration, HttpDate, Ip, Ipv4, Ipv6, Password, Plain, Time, Uuid,
        };
        for format in
            [Plain, DateTime, HttpDate, Date, Time, Duration, Uuid, Ipv4, Ipv6, Ip, Byte, ByteUrl, Password]
        {
            assert!(has(format, text(format)), "{format:?}");
        }
    }

    #[test]
    fn distinguishes_text_with_and_without_a_format() {
        let cases = [
            (StringFormat::DateTime, "2024-02-29T23:59:59.123+02:00", true),
            (StringFormat::DateTime, "2023-02-29T23:59:59Z", false),
            (StringFormat::DateTime, "2023-02-28 23:59:59Z", false),
            (StringFormat::DateTime, "2023-02-28T24:00:00Z", false),
            (StringFormat::DateTime, "ääääääääää", false),
            (StringFormat::HttpDate, "Sunday, 06-Nov-94 08:49:37 GMT", true),
            (StringFormat::HttpDate, "Sun, 06 Nov 1994 08:49:37 +0000", false),
            (StringFormat::Date, "2023-13-01", false),
            (StringFormat::Time, "12:30", false),
            (StringFormat::Time, "12:30:00.5", true),
            (StringFormat::Duration, "P1Y2M3DT4H", true),
            (StringFormat::Duration, "PT0.25S", true),
            (StringFormat::Duration, "PT0.25H", false),
            (StringFormat::Duration, "PT", false),
            (StringFormat::Duration, "P", false),
            (StringFormat::Duration, "1 hour", false),
            (StringFormat::Duration, "P1S", false),
            (StringFormat::Uuid, "67e55044-10b1-426f-9247-bb680e5fe0c", false),
            (StringFormat::Byte, "dGV4dA", false),
            (StringFormat::Byte, "dGV4dB==", false),
            (StringFormat::ByteUrl, "-_8", true),
            (StringFormat::Ipv4, "256.0.0.1", false),
        ];
        for (format, text, expected) in cases {
            assert_eq!(has(format, text), expected, "{format:?} {text}");
        }
    }
}
