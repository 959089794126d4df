//! A clock that tests move, so that none of them waits.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, Instant, SystemTime},
};

/// The clock. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Mutex<State>>);

#[derive(Debug)]
enum Moves {
    Below(Duration),
    Exactly(Duration),
}

#[derive(Debug)]
struct State {
    start: (Instant, SystemTime),
    elapsed: Duration,
    /// Which waits are over at once, and move the clock.
    moves: Moves,
    slept: Vec<Duration>,
    waiting: Vec<Waker>,
}

impl Clock {
    /// A clock that moves by itself over every wait that is shorter than `patience`. What waits longer, for the end
    /// of a request's time say, waits until [`advance`](Self::advance) is called.
    #[must_use]
    pub fn new(patience: Duration) -> Self {
        Self::that(Moves::Below(patience))
    }

    /// A clock that moves by itself over waits of this length.
    #[must_use]
    pub fn exactly(wait: Duration) -> Self {
        Self::that(Moves::Exactly(wait))
    }

    fn that(moves: Moves) -> Self {
        Self(Arc::new(Mutex::new(State {
            start: (Instant::now(), SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000)),
            elapsed: Duration::ZERO,
            moves,
            slept: Vec::new(),
            waiting: Vec::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves the clock.
    pub fn advance(&self, by: Duration) {
        let mut state = self.state();
        state.elapsed += by;
        state.waiting.drain(..).for_each(Waker::wake);
    }

    /// How long it has gone.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Instant {
        let state = self.state();
        state.start.0 + state.elapsed
    }

    /// The time of day.
    #[must_use]
    pub fn system_time(&self) -> SystemTime {
        let state = self.state();
        state.start.1 + state.elapsed
    }

    /// The waits that it moved over.
    #[must_use]
    pub fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    /// Is ready when `duration` has passed.
    pub async fn sleep(self, duration: Duration) {
        let end = {
            let mut state = self.state();
            let moves = match state.moves {
                Moves::Below(patience) => duration < patience,
                Moves::Exactly(wait) => duration == wait,
            };
            if moves {
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

/// Makes [`Clock`] the clock of a generated crate: `clock_of!(hubspot_services, Moved)`.
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
        }
    };
}
