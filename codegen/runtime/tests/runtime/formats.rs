//! Types of the formats of strings.

use clientwright_runtime::runtime::{
    base64::Base64, date_time::DateTime, http_date::HttpDate, secret::Secret, span::Span,
    time_of_day::TimeOfDay, unix_time::UnixTime,
};
use jiff::Timestamp;
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

#[test]
fn reads_and_writes_seconds_since_1970() {
    type Times = (UnixTime<Timestamp>, UnixTime<time::OffsetDateTime>);
    for (seconds, year) in
        [(1_738_324_800, 2025), (0, 1970), (-1, 1969), (-377_705_000_000, -9999), (253_402_207_200, 9999)]
    {
        let value = json!([seconds, seconds]);
        let (jiff, time): Times =
            from_value(value.clone()).unwrap_or_else(|error| panic!("{seconds}: {error}"));
        assert_eq!((jiff.as_second(), time.year()), (seconds, year));
        assert_eq!(to_value((jiff, time)).expect("JSON"), value);
        assert_eq!((jiff.to_string(), time.to_string().parse()), (seconds.to_string(), Ok(time)));
    }
    for beyond in [i64::MIN, 1_711_471_533_000, i64::MAX] {
        let error = from_value::<UnixTime<Timestamp>>(json!(beyond)).expect_err("too many seconds");
        assert_eq!(error.to_string(), format!("{beyond} seconds since 1970 are out of the range of times"));
        from_value::<UnixTime<time::OffsetDateTime>>(json!(beyond)).expect_err("too many seconds");
    }
    from_value::<UnixTime<Timestamp>>(json!("2025")).expect_err("a text");
    "1.5".parse::<UnixTime<Timestamp>>().expect_err("a fraction");
}

#[test]
fn rounds_a_fraction_of_a_second_down() {
    for (text, seconds) in
        [("1970-01-01T00:00:01.9Z", 1), ("1969-12-31T23:59:58.1Z", -2), ("1969-12-31T23:59:59Z", -1)]
    {
        let time = UnixTime(text.parse::<Timestamp>().expect("a time"));
        assert_eq!(to_value(time).expect("JSON"), json!(seconds), "{text}");
    }
}

#[test]
fn reads_all_forms_of_dates_of_http_and_writes_the_current_one() {
    let written = "Sun, 06 Nov 1994 08:49:37 GMT";
    let date: HttpDate<Timestamp> = round_trip(written);
    assert_eq!((date.as_second(), date.to_string().as_str()), (784_111_777, written));
    for form in ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        assert_eq!(form.parse(), Ok(date), "{form}");
    }
    let other: HttpDate<time::OffsetDateTime> = round_trip("Fri, 31 Dec 9999 23:59:59 GMT");
    assert_eq!(other.year(), 9999);
    for invalid in
        ["1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 +0100", "", "Fri, 31 Dec 9999 23:59:59 GMT"]
    {
        let error = from_value::<HttpDate<Timestamp>>(json!(invalid)).expect_err(invalid);
        assert!(error.to_string().contains("such as `Sun, 06 Nov 1994 08:49:37 GMT`"), "{error}");
    }
}

#[test]
fn rejects_a_date_that_http_cannot_express() {
    for text in ["1969-12-31T23:59:59Z", "-000001-01-01T00:00:00Z"] {
        let date = HttpDate(text.parse::<Timestamp>().expect("a time"));
        let error = to_value(date).expect_err("before 1970");
        assert_eq!(error.to_string(), "a date of HTTP is in the years 1970 to 9999");
        assert_eq!(date.to_string(), "a date before 1970 or after 9999");
    }
}
