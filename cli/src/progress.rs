//! The progress of a run that takes longer than a second, on a terminal.

use std::{
    io::{self, IsTerminal},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The time after which a run shows its progress.
const DELAY: Duration = Duration::from_secs(1);
/// The time between two steps of the spinner.
const TICK: Duration = Duration::from_millis(100);

/// The progress that is on the terminal.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// The progress of a run, until it is dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// `true` as long as the run lasts.
    is_running: Arc<Mutex<bool>>,
}

impl Progress {
    /// Starts the progress, if standard error is a terminal.
    pub(crate) fn start() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let bar = bar.with_style(ProgressStyle::default_spinner());
        let is_running = Arc::new(Mutex::new(io::stderr().is_terminal()));
        if *locked(&is_running) {
            let (later, state) = (bar.clone(), Arc::clone(&is_running));
            thread::spawn(move || {
                thread::sleep(DELAY);
                // The run waits for the end of these lines before it ends.
                let is_running = locked(&state);
                if *is_running {
                    later.set_draw_target(ProgressDrawTarget::stderr());
                    later.enable_steady_tick(TICK);
                    *locked(&BAR) = Some(later);
                }
            });
        }
        Self { bar, is_running }
    }

    /// Shows the stage of the run.
    pub(crate) fn stage(&self, text: String) {
        self.bar.set_message(text);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        *locked(&self.is_running) = false;
        *locked(&BAR) = None;
        self.bar.finish_and_clear();
    }
}

/// Calls `print` while the progress is not on the terminal.
pub(crate) fn suspend(print: impl FnOnce()) {
    let bar = locked(&BAR).clone();
    match bar {
        Some(bar) => bar.suspend(print),
        None => print(),
    }
}

/// Returns the value of a mutex. No thread panics while it has one.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
