//! The type of dates and times in the form of HTTP.

use std::{
    fmt,
    ops::Deref,
    str::FromStr,
    time::{Duration, SystemTime},
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, value},
    ser,
};

/// A date and time of the years 1970 to 9999 (RFC 9110, section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`).
///
/// The obsolete forms of RFC 850 and of `asctime` are read, and written in the current one. A fraction of a second is
/// not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HttpDate<T>(pub T);

/// The seconds from 1970 to the year 10000.
const END: Duration = Duration::from_secs(253_402_300_800);

impl<T> Deref for HttpDate<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for HttpDate<T> {
    fn from(time: T) -> Self {
        Self(time)
    }
}

impl<T: Copy + TryInto<SystemTime>> HttpDate<T> {
    /// Returns the date as it is sent, unless it is in another year than 1970 to 9999.
    fn text(self) -> Option<String> {
        let time: SystemTime = self.0.try_into().ok()?;
        let after = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        (after < END).then(|| httpdate::fmt_http_date(time))
    }
}

/// Writes the date as it is sent, and a note for a year that cannot be sent.
impl<T: Copy + TryInto<SystemTime>> fmt::Display for HttpDate<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_deref().unwrap_or("a date before 1970 or after 9999"))
    }
}

impl<T: TryFrom<SystemTime>> FromStr for HttpDate<T> {
    type Err = value::Error;

    fn from_str(text: &str) -> Result<Self, value::Error> {
        let time = httpdate::parse_http_date(text).ok().and_then(|time| T::try_from(time).ok());
        let expected = "expected a date of the years 1970 to 9999, such as `Sun, 06 Nov 1994 08:49:37 GMT`";
        time.map(Self).ok_or_else(|| de::Error::custom(expected))
    }
}

impl<T: Copy + TryInto<SystemTime>> Serialize for HttpDate<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text =
            self.text().ok_or_else(|| ser::Error::custom("a date of HTTP is in the years 1970 to 9999"))?;
        serializer.serialize_str(&text)
    }
}

impl<'de, T: TryFrom<SystemTime>> Deserialize<'de> for HttpDate<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
