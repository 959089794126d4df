//! The clock of a client: its time and its timers.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
    thread,
    time::{Duration, Instant, SystemTime},
};

use super::transport::BoxFuture;

/// A clock: the time and the timers of a client.
///
/// The default is [`SystemClock`]. A test can set its own clock with
/// [`ClientBuilder::clock`](super::builder::ClientBuilder::clock).
pub trait Clock: Send + Sync {
    /// Returns the monotonic time, to measure durations.
    fn now(&self) -> Instant;
    /// Returns the wall-clock time, to compare with dates of a server.
    fn system_time(&self) -> SystemTime;
    /// Completes when `duration` has passed. The client waits with it: before a retry, and for its limits.
    ///
    /// It may block the thread, and the clock of a test may complete it at once.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Completes when `duration` has passed. The client measures its timeouts with it.
    ///
    /// It is polled while a response is awaited, so it must not block the thread, and its completion is a timeout. The
    /// default is a timer of the system. A clock that a test advances can return [`sleep`](Self::sleep) here.
    fn timer(&self, duration: Duration) -> BoxFuture<'static, ()> {
        SystemClock.sleep(duration)
    }
}

/// The clock of the system.
///
/// It sleeps with a timer of tokio if a tokio runtime is current and the feature `reqwest` is enabled, otherwise with
/// a thread.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        #[cfg(feature = "reqwest")]
        if tokio::runtime::Handle::try_current().is_ok() {
            return Box::pin(tokio::time::sleep(duration));
        }
        thread_timer(duration)
    }
}

/// Completes when `duration` has passed. A thread waits, and ends early if the future is dropped.
pub(super) fn thread_timer(duration: Duration) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        let (completion, completed) = tokio::sync::oneshot::channel();
        let (future, dropped) = mpsc::channel::<()>();
        let wait = move || {
            if dropped.recv_timeout(duration) == Err(mpsc::RecvTimeoutError::Timeout) {
                // The future may have been dropped in this moment.
                let _ = completion.send(());
            }
        };
        if thread::Builder::new().spawn(wait).is_err() {
            // The system has no thread left. A late end is better than an early one.
            thread::sleep(duration);
        }
        let _ = completed.await;
        drop(future);
    })
}

/// The deadline of a request, shared by several futures.
pub(super) struct Deadline {
    timer: BoxFuture<'static, ()>,
    /// The end for a transport that blocks the thread, which leaves no time for the timer.
    end: Option<Instant>,
}

impl Deadline {
    /// Creates a deadline that expires after `timeout`.
    pub(super) fn new(clock: &dyn Clock, timeout: Duration) -> Self {
        Self { timer: clock.timer(timeout), end: Instant::now().checked_add(timeout) }
    }

    /// Waits for `future`. Returns `None` if the deadline expires first.
    pub(super) async fn enforce<T>(&mut self, future: impl Future<Output = T>) -> Option<T> {
        first(future, &mut self.timer).await
    }

    /// Returns `true` if the deadline expired while the thread was blocked.
    pub(super) fn has_expired(&self) -> bool {
        self.end.is_some_and(|end| end <= Instant::now())
    }
}

/// Waits for `future`. Returns `None` if `timer` completes first.
pub(super) async fn first<T>(
    future: impl Future<Output = T>,
    timer: &mut BoxFuture<'static, ()>,
) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.as_mut().poll(context).map(|()| None),
    })
    .await
}
