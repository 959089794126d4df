//! What tells the time, and waits.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::{Duration, Instant, SystemTime},
};

use super::transport::BoxFuture;

/// What tells the time, and waits: the system's clock unless
/// [`ClientBuilder::clock`](super::builder::ClientBuilder::clock) says another, one that a test moves, say.
pub trait Clock: Send + Sync {
    /// The time, for measuring.
    fn now(&self) -> Instant;
    /// The time of day, for what a server names a date for.
    fn system_time(&self) -> SystemTime;
    /// Is ready when `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The system's clock. It waits with tokio's timers where there is a tokio runtime, and otherwise with a
/// thread.
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
            let (over, is_over) = tokio::sync::oneshot::channel();
            std::thread::spawn(move || {
                std::thread::sleep(duration);
                // Nobody waits any longer: that is no fault.
                let _ = over.send(());
            });
            let _ = is_over.await;
        })
    }
}

/// When something has to be done; never, without a sleep.
pub(super) struct Deadline(pub(super) Option<BoxFuture<'static, ()>>);

impl Deadline {
    /// What `future` gives; `None` when the time is up before.
    pub(super) async fn keep<T>(&mut self, future: impl Future<Output = T>) -> Option<T> {
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
