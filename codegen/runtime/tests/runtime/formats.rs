//! Types of the formats of strings.

use clientwright_runtime::runtime::{
    base64::Base64, date_time::DateTime, secret::Secret, span::Span, time_of_day::TimeOfDay,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{from_value, json, to_value};

fn round_trip<T: DeserializeOwned + Serialize>(text: &str) -> T {
    let value: T = from_value(json!(text)).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(to_value(&value).expect("JSON"), json!(text));
    value
}

#[test]
fn reads_and_writes_bytes_as_base64() {
    let bytes: Base64 = round_trip("aGk/");
    assert_eq!((bytes.as_slice(), bytes.len(), bytes.to_string()), (b"hi?".as_slice(), 3, "aGk/".to_owned()));
    assert_eq!(round_trip::<Base64>("aA=="), Base64::from("h"));
    // Padding is optional.
    assert_eq!(from_value::<Base64>(json!("aA")).expect("bytes"), Base64::from(b"h".as_slice()));
    from_value::<Base64>(json!("a?")).expect_err("an invalid character");
}

#[test]
fn hides_a_secret_in_debug_output() {
    let secret: Secret = round_trip("hunter2");
    assert_eq!((secret.expose(), format!("{secret:?}")), ("hunter2", "Secret(***)".to_owned()));
    assert_eq!(Secret::from("hunter2"), secret);
}

#[test]
fn keeps_the_units_of_durations() {
    assert_eq!(round_trip::<Span>("P1Y2M3DT4H5M6.5S").get_months(), 2);
    assert_ne!(round_trip::<Span>("PT90S"), "PT1M30S".parse().expect("a span"));
    from_value::<Span>(json!("soon")).expect_err("a word");
}

#[test]
fn reads_times_with_and_without_an_offset() {
    for (text, hour) in [("10:30:00Z", 10), ("23:59:59.25+02:00", 23), ("08:00:00", 8), ("00:00:01-05:30", 0)]
    {
        assert_eq!(round_trip::<TimeOfDay>(text).time.hour(), hour);
    }
    from_value::<TimeOfDay>(json!("25:00:00")).expect_err("hour 25");
}

#[test]
fn reads_and_writes_dates_of_the_crate_time_as_rfc_3339() {
    let time: DateTime = round_trip("2025-01-31T12:00:00.5+01:00");
    assert_eq!((time.year(), time.to_string()), (2025, "2025-01-31T12:00:00.5+01:00".to_owned()));
    assert_eq!("2025-01-31T12:00:00.5+01:00".parse::<DateTime>().expect("a time"), time);
}
