//! The limits of a client: its rate of requests and its concurrent requests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use super::clock::{Clock, first};

/// The limits of a client. Clones of the client share them.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    schedule: Mutex<Schedule>,
    /// Wakes the waiting requests when one of them is dropped, because those behind it start earlier.
    dropped: Notify,
    in_flight: Option<Arc<Semaphore>>,
}

/// The permission for one request in flight. Dropping it lets the next request start.
pub(super) type Permit = Option<OwnedSemaphorePermit>;

impl Limiter {
    /// Creates a limiter from its windows and its maximum number of requests in flight.
    pub(super) fn new(windows: Vec<(usize, Duration)>, in_flight: Option<usize>) -> Self {
        Self {
            schedule: Mutex::new(Schedule { windows, ..Schedule::default() }),
            dropped: Notify::new(),
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
        let Some(id) = self.schedule().add(clock.now()) else { return permit };
        let place = Place { limiter: self, clock, id };
        loop {
            let dropped = self.dropped.notified();
            let start = self.schedule().start(id);
            let rest = start.map_or(Duration::ZERO, |start| start.saturating_duration_since(clock.now()));
            if rest.is_zero() || first(dropped, &mut clock.sleep(rest)).await.is_none() {
                // The request starts, so it keeps its place.
                std::mem::forget(place);
                return permit;
            }
        }
    }

    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of a waiting request in the schedule. Dropping it removes the request.
struct Place<'l> {
    limiter: &'l Limiter,
    clock: &'l dyn Clock,
    id: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.limiter.schedule().remove(self.id, self.clock.now());
        self.limiter.dropped.notify_waiters();
    }
}

/// The start times of requests under sliding windows: at most `max` requests start in any period of the length `per`.
///
/// A log of start times is exact. A token bucket allows nearly twice as many requests in one window.
#[derive(Debug, Default)]
struct Schedule {
    windows: Vec<(usize, Duration)>,
    /// The requests that wait, and those before them that still count, in the order of their start.
    starts: VecDeque<(u64, Instant)>,
    last_id: u64,
}

impl Schedule {
    /// Adds a request and returns its number. Returns `None` if there is no limit.
    fn add(&mut self, now: Instant) -> Option<u64> {
        let longest = self.windows.iter().map(|(_, per)| *per).max()?;
        while let Some((_, start)) = self.starts.front()
            && start.checked_add(longest).is_some_and(|end| end <= now)
        {
            self.starts.pop_front();
        }
        self.last_id += 1;
        let start = self.earliest(self.starts.len(), now);
        self.starts.push_back((self.last_id, start));
        Some(self.last_id)
    }

    /// Returns the start time of a request.
    fn start(&self, id: u64) -> Option<Instant> {
        self.starts.get(self.index(id)?).map(|(_, start)| *start)
    }

    /// Removes a request that has not started, and moves those behind it forward.
    fn remove(&mut self, id: u64, now: Instant) {
        let Some(index) = self.index(id) else { return };
        self.starts.remove(index);
        for index in index..self.starts.len() {
            let earliest = self.earliest(index, now);
            if let Some((_, start)) = self.starts.get_mut(index) {
                // A request that has started in the meantime keeps its time.
                *start = earliest.min(*start);
            }
        }
    }

    fn index(&self, id: u64) -> Option<usize> {
        self.starts.binary_search_by_key(&id, |(id, _)| *id).ok()
    }

    /// Returns the earliest start of the request at `index`, from the requests before it.
    fn earliest(&self, index: usize, now: Instant) -> Instant {
        let start = |index: usize| self.starts.get(index).map(|(_, start)| *start);
        let previous = index.checked_sub(1).and_then(start);
        let opens = self.windows.iter().filter_map(|(max, per)| {
            let oldest = index.checked_sub((*max).max(1)).and_then(start)?;
            oldest.checked_add(*per)
        });
        previous.into_iter().chain(opens).fold(now, Instant::max)
    }
}
