//! The clock of a mock's client.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

use super::{clock::Clock, mock::lock, transport::BoxFuture};

/// A clock whose sleeps end at once and move its time forward.
#[derive(Debug)]
pub(super) struct InstantClock {
    start: (Instant, SystemTime),
    elapsed: Arc<Mutex<Duration>>,
}

impl InstantClock {
    pub(super) fn new() -> Self {
        Self { start: (Instant::now(), SystemTime::now()), elapsed: Arc::default() }
    }
}

impl Clock for InstantClock {
    fn now(&self) -> Instant {
        self.start.0.checked_add(*lock(&self.elapsed)).unwrap_or(self.start.0)
    }

    fn system_time(&self) -> SystemTime {
        self.start.1.checked_add(*lock(&self.elapsed)).unwrap_or(self.start.1)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let elapsed = self.elapsed.clone();
        Box::pin(async move {
            let mut elapsed = lock(&elapsed);
            *elapsed = elapsed.saturating_add(duration);
        })
    }
}
