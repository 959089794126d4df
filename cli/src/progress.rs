//! The progress of a run that takes longer than a second, on a terminal.

use std::{
    io::{self, IsTerminal},
    sync::OnceLock,
    thread,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The time after which a run shows its progress.
const DELAY: Duration = Duration::from_secs(1);
/// The time between two steps of the spinner.
const TICK: Duration = Duration::from_millis(100);

static BAR: OnceLock<ProgressBar> = OnceLock::new();

/// The progress of a run, until it is dropped.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Starts the progress, if standard error is a terminal.
    pub(crate) fn start() -> Self {
        let hidden = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if !io::stderr().is_terminal() {
            return Self(hidden);
        }
        let bar = BAR.get_or_init(|| hidden.with_style(ProgressStyle::default_spinner())).clone();
        bar.reset();
        let later = bar.downgrade();
        thread::spawn(move || {
            thread::sleep(DELAY);
            if let Some(bar) = later.upgrade().filter(|bar| !bar.is_finished()) {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(TICK);
            }
        });
        Self(bar)
    }

    /// Shows the stage of the run.
    pub(crate) fn stage(&self, text: String) {
        self.0.set_message(text);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Calls `print` while the progress is not on the terminal.
pub(crate) fn suspend(print: impl FnOnce()) {
    match BAR.get() {
        Some(bar) => bar.suspend(print),
        None => print(),
    }
}
