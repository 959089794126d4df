//! From an OpenAPI description to the files of a Rust crate.
//!
//! [`generate`] takes the text of a description and [`Settings`], and gives the files in memory
//! with a [`Report`] of what was done. It touches no file system and knows no HTTP client.
//!
//! That is all of its interface, with [`surface`] for what changed since the last time, [`positions`] for the lines of
//! diagnostics, and [`diagnostics::explain`] for what they mean. `examples/` has a command and a build script that use
//! it.
//!
//! Data flows one way, from stage to stage, and each stage sees only what the one before gives: `load`, `lower`,
//! `plan`, `emit`, `render`. The stages are public for those who measure them, and no part of the interface.

#[doc(hidden)]
pub mod api;
pub mod diagnostics;
#[doc(hidden)]
pub mod emit;
#[doc(hidden)]
pub mod load;
#[doc(hidden)]
pub mod lower;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod rust;
pub mod surface;
#[doc(hidden)]
pub mod values;

mod positions;
mod report;

use std::time::Instant;

pub use self::{
    diagnostics::{Diagnostic, Severity},
    load::{Selector, Source, Texts},
    plan::{By, Library, Pages, Rename, Settings, TypeSettings},
    positions::positions,
    render::{FileTree, RenderError},
    report::{GeneratedOperation, Millis, Report},
    surface::Surface,
};
use crate::{diagnostics::Diagnostics, render::Rendered, rust::Crate};

/// What became of a description.
#[derive(Debug)]
pub struct Generated {
    /// The files; `None` when the description or the settings are so wrong that there are none.
    pub files: Option<FileTree>,
    /// The public API of the crate; that of no items where there is none.
    pub surface: Surface,
    /// Everything that was found wrong, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// What was done.
    pub report: Report,
    /// The texts of the files that were read, which the diagnostics point into.
    pub texts: Texts,
    krate: Option<Crate>,
}

impl Generated {
    fn nothing(diagnostics: Diagnostics, report: Report, texts: Texts) -> Self {
        let (diagnostics, surface) = (diagnostics.into_vec(), Surface::default());
        Self { files: None, surface, diagnostics, report, texts, krate: None }
    }

    /// Gives the crate another version.
    pub fn set_version(&mut self, version: &str) {
        if let (Some(krate), Some(files)) = (&mut self.krate, &mut self.files) {
            version.clone_into(&mut krate.version);
            render::manifest_of(krate, files);
            render::api_txt_of(krate, &self.surface, files);
        }
    }
}

/// Generates a crate.
///
/// What is wrong with the description is in the diagnostics: an operation that cannot be expressed is
/// left out, a value that has no type stays JSON, and everything else is generated.
///
/// ```
/// use codegen::{Settings, Source, generate};
///
/// let text = "
/// openapi: 3.0.3
/// info: { title: Pets, version: '1' }
/// paths:
///   /pets/{id}:
///     delete:
///       parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
///       responses: { '204': { description: It is gone. } }
/// ";
/// let settings = Settings { name: "pets".into(), version: "0.1.0".into(), ..Settings::default() };
/// let generated = generate(&Source::new("pets.yaml", text), &settings)?;
///
/// assert!(generated.diagnostics.is_empty());
/// assert_eq!(generated.report.operations.generated[0].function, "delete_pet");
/// let files = generated.files.expect("there are files unless the description cannot be read");
/// assert!(files["src/operations/delete_pet.rs"].contains("pub struct DeletePet"));
/// # Ok::<(), codegen::RenderError>(())
/// ```
///
/// # Errors
/// Only for a fault of the generator: it wrote what is no Rust.
pub fn generate(source: &Source, settings: &Settings) -> Result<Generated, RenderError> {
    let mut diagnostics = Diagnostics::default();
    let mut report = Report::default();
    let mut texts = Texts::new();
    let mut clock = Clock::start();
    let loaded = load::load(source, &mut texts, &mut diagnostics);
    report.millis.load = clock.lap();
    let Some(mut document) = loaded else {
        return Ok(Generated::nothing(diagnostics, report, texts));
    };
    let first = diagnostics.as_slice().len();
    load::keep_only(&mut document, &settings.only, &mut diagnostics);
    let api = lower::lower(&document, &mut diagnostics);
    report.millis.lower = clock.lap();
    let planned = plan::plan(&api, settings, &mut diagnostics);
    report.millis.plan = clock.lap();
    report.describe(&document, &api, &planned);
    document.origins.apply(&mut diagnostics, first);
    if diagnostics.as_slice().iter().any(|diagnostic| diagnostic.code.is_about_settings()) {
        return Ok(Generated::nothing(diagnostics, report, texts));
    }
    let Rendered { files, surface, emit, print } = render::render(&planned.krate)?;
    // Both ran side by side on all cores: each gets its share of the time that passed.
    let passed = clock.lap();
    let share = emit.as_secs_f64() / (emit + print).as_secs_f64().max(f64::MIN_POSITIVE);
    report.millis.emit = round(passed * share);
    report.millis.render = round(passed * (1.0 - share));
    report.files = files.len();
    report.bytes = files.values().map(String::len).sum();
    let krate = Some(planned.krate);
    Ok(Generated { files: Some(files), surface, diagnostics: diagnostics.into_vec(), report, texts, krate })
}

/// Reads a description without generating anything: what it says, and what was found wrong with it.
#[doc(hidden)]
#[must_use]
pub fn read(source: &Source) -> (Option<api::Api>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let document = load::load(source, &mut Texts::new(), &mut diagnostics);
    let first = diagnostics.as_slice().len();
    let api = document.map(|document| {
        let api = lower::lower(&document, &mut diagnostics);
        document.origins.apply(&mut diagnostics, first);
        api
    });
    (api, diagnostics.into_vec())
}

/// Time since the last lap, in milliseconds.
struct Clock(Instant);

impl Clock {
    fn start() -> Self {
        Self(Instant::now())
    }

    fn lap(&mut self) -> f64 {
        let elapsed = self.0.elapsed();
        self.0 = Instant::now();
        round(elapsed.as_secs_f64() * 1000.0)
    }
}

/// To tenths.
fn round(millis: f64) -> f64 {
    (millis * 10.0).round() / 10.0
}
