//! A clock for tests.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

use super::{clock::Clock, mock::lock, transport::BoxFuture};

/// A clock on which waiting takes no time.
#[derive(Debug)]
pub(super) struct Hasty {
    start: (Instant, SystemTime),
    passed: Arc<Mutex<Duration>>,
}

impl Hasty {
    pub(super) fn new() -> Self {
        Self { start: (Instant::now(), SystemTime::now()), passed: Arc::default() }
    }
}

impl Clock for Hasty {
    fn now(&self) -> Instant {
        self.start.0 + *lock(&self.passed)
    }

    fn system_time(&self) -> SystemTime {
        self.start.1 + *lock(&self.passed)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let passed = self.passed.clone();
        Box::pin(async move {
            let mut passed = lock(&passed);
            *passed = passed.saturating_add(duration);
        })
    }
}
