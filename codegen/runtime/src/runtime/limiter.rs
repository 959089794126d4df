//! The limits of a client: its rate of requests and its concurrent requests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::clock::Clock;

/// The limits of a client. Clones of the client share them.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    windows: Mutex<Vec<Window>>,
    in_flight: Option<Arc<Semaphore>>,
}

/// A sliding window: at most `max_requests` requests start in any period of the length `per`.
///
/// A log of start times is exact. A token bucket allows nearly twice as many requests in one window.
#[derive(Debug)]
struct Window {
    max_requests: usize,
    per: Duration,
    /// The start times of the last `max_requests` requests, the oldest first.
    starts: VecDeque<Instant>,
}

/// The permission for one request in flight. Dropping it lets the next request start.
pub(super) type Permit = Option<OwnedSemaphorePermit>;

impl Limiter {
    /// Creates a limiter from its windows and its maximum number of requests in flight.
    pub(super) fn new(windows: &[(usize, Duration)], in_flight: Option<usize>) -> Self {
        let window =
            |&(max_requests, per): &(usize, Duration)| Window { max_requests, per, starts: VecDeque::new() };
        Self {
            windows: Mutex::new(windows.iter().map(window).collect()),
            in_flight: in_flight.map(|max| Arc::new(Semaphore::new(max.clamp(1, Semaphore::MAX_PERMITS)))),
        }
    }

    /// Waits until a request may start. Requests start in the order of their calls.
    pub(super) async fn acquire(&self, clock: &dyn Clock) -> Permit {
        let permit = match &self.in_flight {
            // The semaphore is never closed, so this does not fail.
            Some(semaphore) => Arc::clone(semaphore).acquire_owned().await.ok(),
            None => None,
        };
        let now = clock.now();
        let start = self.reserve(now);
        if start > now {
            clock.sleep(start - now).await;
        }
        permit
    }

    /// Reserves and returns the next start time.
    fn reserve(&self, now: Instant) -> Instant {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let start = windows.iter().filter_map(Window::opens_at).fold(now, Instant::max);
        windows.iter_mut().for_each(|window| window.record(start));
        start
    }
}

impl Window {
    /// Returns the time at which a request may start, or `None` if it may start now.
    fn opens_at(&self) -> Option<Instant> {
        let oldest = self.starts.front().filter(|_| self.starts.len() >= self.max_requests)?;
        oldest.checked_add(self.per)
    }

    fn record(&mut self, start: Instant) {
        if self.starts.len() >= self.max_requests {
            self.starts.pop_front();
        }
        self.starts.push_back(start);
    }
}
