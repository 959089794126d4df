//! A run of the generator, from the lowered description to the files.

use std::time::Instant;

use super::{Generated, Report, Settings, Surface, Texts};
use crate::{
    api::Api,
    diagnostics::{Code, Diagnostics, Pointer},
    load::Origins,
    plan::{self, Names},
    render::{self, RenderError, Rendered},
    same_operations,
};

/// The bytes that the files of any crate may have.
const MAX_OUTPUT: usize = 64 << 20;
/// The bytes that they may have in addition for each byte of the description.
const OUTPUT_FACTOR: usize = 100;

/// A description that has been lowered, or several.
pub(super) struct Described {
    pub(super) api: Api,
    /// The names of all operations.
    pub(super) names: Names,
    pub(super) origins: Origins,
    /// The index of the first diagnostic whose pointer belongs to the rewritten description.
    pub(super) first: usize,
}

/// A run of the generator so far.
pub(super) struct Run {
    pub(super) diagnostics: Diagnostics,
    pub(super) report: Report,
    pub(super) texts: Texts,
    pub(super) stopwatch: Stopwatch,
}

impl Run {
    pub(super) fn start() -> Self {
        let (diagnostics, report) = (Diagnostics::default(), Report::default());
        Self { diagnostics, report, texts: Texts::new(), stopwatch: Stopwatch::start() }
    }

    pub(super) fn without_files(self) -> Generated {
        Generated {
            files: None,
            surface: Surface::default(),
            diagnostics: self.diagnostics.into_vec(),
            report: self.report,
            texts: self.texts,
            krate: None,
        }
    }

    /// Generates the crate.
    pub(super) fn generate(
        mut self,
        described: Described,
        settings: &Settings,
    ) -> Result<Generated, RenderError> {
        let Described { mut api, names, origins, first } = described;
        let diagnostics = &mut self.diagnostics;
        plan::add_listed_events(&mut api, settings, diagnostics);
        let equal = same_operations::unite(&mut api);
        plan::share_schemas(&mut api, &names, settings, diagnostics);
        self.report.millis.lower = self.stopwatch.lap();
        let mut planned = plan::plan_with(&api, &names, settings, diagnostics);
        same_operations::share(&mut planned.krate, &equal);
        self.report.millis.plan = self.stopwatch.lap();
        self.report.describe(&api, &planned, &origins);
        drop(api);
        origins.apply(diagnostics, first);
        if diagnostics.as_slice().iter().any(|diagnostic| diagnostic.code.is_about_settings()) {
            return Ok(self.without_files());
        }
        let size: usize = self.texts.values().map(|text| text.len()).sum();
        let max_bytes = size.saturating_mul(OUTPUT_FACTOR).saturating_add(MAX_OUTPUT);
        let Some(rendered) = render::render(&planned.krate, max_bytes)? else {
            let message =
                format!("the crate would have more than {max_bytes} bytes, for {size} bytes of description");
            let help = "find what the description repeats, and generate a part of it with `only`";
            diagnostics.push_with_help(Code::REPETITION, &Pointer::root(), message, help);
            return Ok(self.without_files());
        };
        let Rendered { files, surface, emit, print } = rendered;
        let report = &mut self.report;
        // Both run in parallel on all cores, so that each gets its share of the elapsed time.
        let elapsed = self.stopwatch.lap();
        let share = emit.as_secs_f64() / (emit + print).as_secs_f64().max(f64::MIN_POSITIVE);
        report.millis.emit = round(elapsed * share);
        report.millis.render = round(elapsed * (1.0 - share));
        report.files = files.len();
        report.bytes = files.values().map(String::len).sum();
        let krate = Some(planned.krate);
        Ok(Generated { files: Some(files), surface, krate, ..self.without_files() })
    }
}

/// A stopwatch that measures laps in milliseconds.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    fn start() -> Self {
        Self(Instant::now())
    }

    pub(super) fn lap(&mut self) -> f64 {
        let elapsed = self.0.elapsed();
        self.0 = Instant::now();
        round(elapsed.as_secs_f64() * 1000.0)
    }
}

/// Rounds to tenths.
fn round(millis: f64) -> f64 {
    (millis * 10.0).round() / 10.0
}
