//! A clock that tests move, so that no test waits.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, Instant, SystemTime},
};

/// The test clock. Clones share its time.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Mutex<State>>);

#[derive(Debug)]
enum AutoAdvance {
    Below(Duration),
    Exactly(Duration),
}

#[derive(Debug)]
struct State {
    start: (Instant, SystemTime),
    elapsed: Duration,
    /// The sleeps that end at once and move the clock.
    auto_advance: AutoAdvance,
    slept: Vec<Duration>,
    waiting: Vec<Waker>,
}

impl Clock {
    /// Creates a clock that moves by itself over every sleep shorter than `limit`.
    ///
    /// Longer sleeps, such as the timeout of a request, wait for [`advance`](Self::advance).
    #[must_use]
    pub fn new(limit: Duration) -> Self {
        Self::with(AutoAdvance::Below(limit))
    }

    /// Creates a clock that moves by itself over sleeps of exactly this length.
    #[must_use]
    pub fn exactly(length: Duration) -> Self {
        Self::with(AutoAdvance::Exactly(length))
    }

    fn with(auto_advance: AutoAdvance) -> Self {
        Self(Arc::new(Mutex::new(State {
            start: (Instant::now(), SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000)),
            elapsed: Duration::ZERO,
            auto_advance,
            slept: Vec::new(),
            waiting: Vec::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let mut state = self.state();
        state.elapsed += by;
        state.waiting.drain(..).for_each(Waker::wake);
    }

    /// Returns the time since the clock was created.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    /// Returns the monotonic time.
    #[must_use]
    pub fn now(&self) -> Instant {
        let state = self.state();
        state.start.0 + state.elapsed
    }

    /// Returns the wall-clock time.
    #[must_use]
    pub fn system_time(&self) -> SystemTime {
        let state = self.state();
        state.start.1 + state.elapsed
    }

    /// Returns the sleeps that ended at once.
    #[must_use]
    pub fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    /// Completes when `duration` has passed on this clock.
    pub async fn sleep(self, duration: Duration) {
        let end = {
            let mut state = self.state();
            let ends_at_once = match state.auto_advance {
                AutoAdvance::Below(limit) => duration < limit,
                AutoAdvance::Exactly(length) => duration == length,
            };
            if ends_at_once {
                state.slept.push(duration);
                state.elapsed += duration;
                state.waiting.drain(..).for_each(Waker::wake);
                return;
            }
            state.elapsed + duration
        };
        poll_fn(|context| {
            let mut state = self.state();
            if state.elapsed >= end {
                return Poll::Ready(());
            }
            state.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// Defines a type that implements the clock of a generated crate with [`Clock`]:
/// `clock_of!(hubspot_services, TestClock)`.
#[macro_export]
macro_rules! clock_of {
    ($krate:ident, $name:ident) => {
        pub(crate) struct $name(pub(crate) $crate::clock::Clock);

        impl $krate::Clock for $name {
            fn now(&self) -> std::time::Instant {
                self.0.now()
            }

            fn system_time(&self) -> std::time::SystemTime {
                self.0.system_time()
            }

            fn sleep(&self, duration: std::time::Duration) -> $krate::BoxFuture<'static, ()> {
                Box::pin(self.0.clone().sleep(duration))
            }

            fn timer(&self, duration: std::time::Duration) -> $krate::BoxFuture<'static, ()> {
                self.sleep(duration)
            }
        }
    };
}
