//! The clock of a client: its time and its timers.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
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
    /// Completes when `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
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
        Box::pin(async move {
            let (sender, receiver) = tokio::sync::oneshot::channel();
            std::thread::spawn(move || {
                std::thread::sleep(duration);
                // The receiver may have been dropped before.
                let _ = sender.send(());
            });
            let _ = receiver.await;
        })
    }
}

/// A deadline, shared by several futures. Without a timer it never expires.
pub(super) struct Deadline(pub(super) Option<BoxFuture<'static, ()>>);

impl Deadline {
    /// Waits for `future`. Returns `None` if the deadline expires first.
    pub(super) async fn enforce<T>(&mut self, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            match &mut self.0 {
                Some(sleep) => sleep.as_mut().poll(context).map(|()| None),
                None => Poll::Pending,
            }
        })
        .await
    }
}
