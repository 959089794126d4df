//! How many requests are sent: in a time, and at once.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::clock::Clock;

/// The limits of a client, which its clones share.
#[derive(Debug, Default)]
pub(super) struct Limits {
    windows: Mutex<Vec<Window>>,
    under_way: Option<Arc<Semaphore>>,
}

/// At most so many requests in any time of this length.
#[derive(Debug)]
struct Window {
    most: usize,
    per: Duration,
    /// When the last requests start, the oldest first, as many as there may be.
    starts: VecDeque<Instant>,
}

/// The right to have a request under way, until it is dropped.
pub(super) type Permit = Option<OwnedSemaphorePermit>;

impl Limits {
    /// Limits of requests in a time, and of requests at once.
    pub(super) fn new(windows: &[(usize, Duration)], under_way: Option<usize>) -> Self {
        let window = |&(most, per): &(usize, Duration)| Window { most, per, starts: VecDeque::new() };
        Self {
            windows: Mutex::new(windows.iter().map(window).collect()),
            under_way: under_way.map(|most| Arc::new(Semaphore::new(most.clamp(1, Semaphore::MAX_PERMITS)))),
        }
    }

    /// Waits for a request's turn. Who comes first goes first.
    pub(super) async fn enter(&self, clock: &dyn Clock) -> Permit {
        let permit = match &self.under_way {
            // The semaphore is never closed.
            Some(semaphore) => Arc::clone(semaphore).acquire_owned().await.ok(),
            None => None,
        };
        let now = clock.now();
        let start = self.book(now);
        if start > now {
            clock.sleep(start - now).await;
        }
        permit
    }

    /// The next time at which a request may start, which is taken then.
    fn book(&self, now: Instant) -> Instant {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let start = windows.iter().filter_map(Window::next).fold(now, Instant::max);
        windows.iter_mut().for_each(|window| window.take(start));
        start
    }
}

impl Window {
    /// When the window is open again; `None` when it is.
    fn next(&self) -> Option<Instant> {
        let oldest = self.starts.front().filter(|_| self.starts.len() >= self.most)?;
        oldest.checked_add(self.per)
    }

    fn take(&mut self, start: Instant) {
        if self.starts.len() >= self.most {
            self.starts.pop_front();
        }
        self.starts.push_back(start);
    }
}
