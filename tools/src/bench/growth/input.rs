//! The input of a measurement.

use std::collections::HashMap;

use clientwright_codegen::{Settings, Share, ShareMode, Source};
use serde_json::Value;

/// A dimension of descriptions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dimension {
    /// The name.
    pub(super) name: &'static str,
    /// The smallest of the three measured sizes.
    pub(super) smallest: usize,
    /// Returns the description of a size.
    pub(super) input: fn(usize) -> Input,
}

impl Dimension {
    /// Returns the smallest size, multiplied by `scale`.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes are small and positive"
    )]
    pub(super) fn size(&self, scale: f64) -> usize {
        (self.smallest as f64 * scale).max(1.0) as usize
    }
}

/// A description and its settings.
pub(super) struct Input {
    pub(super) source: Source,
    pub(super) settings: Settings,
}

impl Input {
    /// Returns a description of one line.
    pub(super) fn json(description: &Value) -> Self {
        Self::text(description.to_string())
    }

    /// Returns a description with a line for each value.
    pub(super) fn lines(description: &Value) -> Self {
        Self::text(serde_json::to_string_pretty(description).unwrap_or_default())
    }

    pub(super) fn text(text: String) -> Self {
        // The parts of most descriptions are equal, and would be one type.
        let share = Share { mode: ShareMode::Off, ..Share::default() };
        let settings =
            Settings { name: "growth".to_owned(), version: "0.1.0".to_owned(), share, ..Settings::default() };
        Self { source: Source::new("growth.json", text), settings }
    }

    /// Adds other files.
    pub(super) fn with_files(mut self, files: HashMap<String, String>) -> Self {
        self.source = self
            .source
            .with_files(move |path| files.get(path).cloned().ok_or_else(|| "no such file".to_owned()));
        self
    }

    /// Adds an overlay.
    pub(super) fn with_overlay(mut self, overlay: &Value) -> Self {
        self.source = self.source.with_overlay("overlay.json", overlay.to_string());
        self
    }

    /// Changes the settings.
    pub(super) fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }
}
