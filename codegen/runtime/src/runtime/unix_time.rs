//! The type of times in seconds since 1970.

use std::{
    fmt,
    ops::Deref,
    str::FromStr,
    time::{Duration, SystemTime},
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, value},
    ser,
};

/// A time that is sent as the number of seconds since 1970-01-01T00:00:00Z (`unix-time`). Earlier times are negative.
///
/// A fraction of a second is not sent: the number is rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnixTime<T>(pub T);

/// The first and the last second that all libraries can represent: the years -9999 to 9999, in each time zone.
const RANGE: std::ops::RangeInclusive<i64> = -377_705_023_201..=253_402_207_200;

/// The text for a time that the system cannot represent, such as one before 1601 on Windows.
const OUT_OF_RANGE: &str = "a time that the system cannot represent";

impl<T: TryFrom<SystemTime>> UnixTime<T> {
    /// Returns the time that is `seconds` after 1970.
    fn after(seconds: i64) -> Result<Self, value::Error> {
        let duration = Duration::from_secs(seconds.unsigned_abs());
        let time = match seconds {
            _ if !RANGE.contains(&seconds) => None,
            0.. => SystemTime::UNIX_EPOCH.checked_add(duration),
            _ => SystemTime::UNIX_EPOCH.checked_sub(duration),
        };
        let time = time.and_then(|time| T::try_from(time).ok()).map(Self);
        time.ok_or_else(|| {
            Error::custom(format_args!("{seconds} seconds since 1970 are out of the range of times"))
        })
    }
}

impl<T: Copy + TryInto<SystemTime>> UnixTime<T> {
    /// Returns the seconds since 1970, rounded down, unless the system cannot represent the time.
    fn seconds(self) -> Option<i64> {
        let time: SystemTime = self.0.try_into().ok()?;
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).ok(),
            Err(error) => {
                let before = error.duration();
                let seconds = before.as_secs().checked_add(u64::from(before.subsec_nanos() > 0))?;
                i64::try_from(seconds).ok().map(|seconds| -seconds)
            }
        }
    }
}

impl<T> Deref for UnixTime<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for UnixTime<T> {
    fn from(time: T) -> Self {
        Self(time)
    }
}

/// Writes the number of seconds.
impl<T: Copy + TryInto<SystemTime>> fmt::Display for UnixTime<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds() {
            Some(seconds) => seconds.fmt(f),
            None => f.pad(OUT_OF_RANGE),
        }
    }
}

impl<T: TryFrom<SystemTime>> FromStr for UnixTime<T> {
    type Err = value::Error;

    fn from_str(text: &str) -> Result<Self, value::Error> {
        text.parse().map_err(value::Error::custom).and_then(Self::after)
    }
}

impl<T: Copy + TryInto<SystemTime>> Serialize for UnixTime<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.seconds().ok_or_else(|| ser::Error::custom(OUT_OF_RANGE))?)
    }
}

impl<'de, T: TryFrom<SystemTime>> Deserialize<'de> for UnixTime<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::after(i64::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
