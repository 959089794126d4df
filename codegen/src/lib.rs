//! A generator of Rust crates from OpenAPI descriptions.
//!
//! [`generate`] takes the text of a description and [`Settings`], and returns the files of a crate in memory with a
//! [`Report`]. It uses neither the file system nor an HTTP client: [`disk`] reads descriptions, and [`build`] is the
//! generator in a build script.
//!
//! The rest of the interface is [`surface`], which compares two versions of a crate, [`positions`], which finds the
//! lines of diagnostics, and [`diagnostics::explain`]. `examples/` has a command and a build script that use it.
//!
//! Data flows in one direction through five stages: `load`, `lower`, `plan`, `emit` and `render`. Each stage depends on
//! the result of the one before. The stages are public for benchmarks, and not part of the interface.

#[doc(hidden)]
pub mod api;
pub mod build;
pub mod diagnostics;
pub mod disk;
#[doc(hidden)]
pub mod emit;
pub mod escape;
#[doc(hidden)]
pub mod load;
#[doc(hidden)]
pub mod lower;
pub mod naming;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod rust;
#[doc(hidden)]
pub mod share;
pub mod smells;
pub mod surface;
#[doc(hidden)]
pub mod values;

mod parts;
mod positions;
mod report;
mod runs;

use std::time::Instant;

pub use self::{
    diagnostics::{Diagnostic, Severity},
    load::{Selector, Source, Texts},
    naming::Surface,
    parts::{Part, generate_parts},
    plan::{
        Additions, By, ClientParameters, Library, PackageSettings, Pages, PollFrom, PollUntil,
        PollerSettings, Pollers, Rename, Settings, Share, ShareMode, TypeSettings, WebhookSettings,
    },
    positions::positions,
    render::{FileTree, RenderError},
    report::{GeneratedOperation, Millis, Report},
    rust::{EventKey, SignatureEncoding, SignatureScheme},
};
use crate::{
    api::Api,
    diagnostics::{Code, Diagnostics, Pointer},
    load::{Document, Origins},
    plan::Names,
    render::Rendered,
    rust::Crate,
};

/// The result of [`generate`].
#[derive(Debug)]
pub struct Generated {
    /// The files, or `None` if the description or the settings are invalid as a whole.
    pub files: Option<FileTree>,
    /// The public API of the crate, which is empty without files.
    pub surface: Surface,
    /// The problems of the description and the settings, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// The report of the run.
    pub report: Report,
    /// The texts of all files of the description, which the diagnostics point into.
    pub texts: Texts,
    krate: Option<Crate>,
}

impl Generated {
    /// Sets the version of the crate.
    pub fn set_version(&mut self, version: &str) {
        if let (Some(krate), Some(files)) = (&mut self.krate, &mut self.files) {
            version.clone_into(&mut krate.version);
            render::manifest_of(krate, files);
            render::api_txt_of(krate, &self.surface, files);
        }
    }
}

/// The bytes that the files of any crate may have.
const MAX_OUTPUT: usize = 64 << 20;
/// The bytes that they may have in addition for each byte of the description.
const OUTPUT_FACTOR: usize = 100;

/// Generates a crate.
///
/// The problems of the description are in the diagnostics. An operation that cannot be generated is omitted, a value
/// without a Rust type is untyped JSON, and everything else is generated.
///
/// ```
/// use clientwright_codegen::{Settings, Source, generate};
///
/// let text = "
/// openapi: 3.0.3
/// info: { title: Pets, version: '1' }
/// paths:
///   /pets/{id}:
///     delete:
///       parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
///       responses: { '204': { description: Deleted. } }
/// ";
/// let settings = Settings { name: "pets".into(), version: "0.1.0".into(), ..Settings::default() };
/// let generated = generate(&Source::new("pets.yaml", text), &settings)?;
///
/// assert!(generated.diagnostics.is_empty());
/// assert_eq!(generated.report.operations.generated[0].function, "delete_pet");
/// let files = generated.files.expect("a valid description has files");
/// assert!(files["src/operations/delete_pet.rs"].contains("pub struct DeletePet"));
/// # Ok::<(), clientwright_codegen::RenderError>(())
/// ```
///
/// # Errors
/// If the generator emits invalid Rust, which is a bug of the generator.
pub fn generate(source: &Source, settings: &Settings) -> Result<Generated, RenderError> {
    let mut run = Run::start();
    let loaded = load::load(source, &mut run.texts, &mut run.diagnostics);
    run.report.millis.load = run.stopwatch.lap();
    let Some(mut document) = loaded else { return Ok(run.without_files()) };
    let first = run.diagnostics.as_slice().len();
    let names = name(&mut document, settings, &mut run.diagnostics);
    let api = lower::lower(&document, &mut run.diagnostics);
    // The later stages need the memory of the document.
    let (openapi, origins) = document.into_origins();
    run.report.openapi = openapi;
    run.generate(Described { api, names, origins, first }, settings)
}

/// A description that has been lowered, or several.
struct Described {
    api: Api,
    /// The names of all operations.
    names: Names,
    origins: Origins,
    /// The index of the first diagnostic whose pointer belongs to the rewritten description.
    first: usize,
}

/// A run of the generator so far.
struct Run {
    diagnostics: Diagnostics,
    report: Report,
    texts: Texts,
    stopwatch: Stopwatch,
}

impl Run {
    fn start() -> Self {
        let (diagnostics, report) = (Diagnostics::default(), Report::default());
        Self { diagnostics, report, texts: Texts::new(), stopwatch: Stopwatch::start() }
    }

    fn without_files(self) -> Generated {
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
    fn generate(mut self, described: Described, settings: &Settings) -> Result<Generated, RenderError> {
        let Described { mut api, names, origins, first } = described;
        let diagnostics = &mut self.diagnostics;
        plan::add_listed_events(&mut api, settings, diagnostics);
        plan::share_schemas(&mut api, &names, settings, diagnostics);
        self.report.millis.lower = self.stopwatch.lap();
        let planned = plan::plan_with(&api, &names, settings, diagnostics);
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

/// Names all operations of a description, and removes those that the settings do not select.
fn name(document: &mut Document, settings: &Settings, diagnostics: &mut Diagnostics) -> Names {
    name_in(document, settings, diagnostics, |skeleton| Names::new(skeleton, settings))
}

/// Names all operations of a description by `name`, and removes those that the settings do not select.
fn name_in<N: AsRef<Names>>(
    document: &mut Document,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
    name: impl FnOnce(&Api) -> N,
) -> N {
    let skeleton = lower::skeleton(document);
    let names = name(&skeleton);
    if !settings.only.is_empty() {
        let selecting = names.as_ref().select(&skeleton, settings);
        let used = load::retain_selected(document, &settings.only, &selecting);
        names.as_ref().report_unused(&skeleton, settings, &used, diagnostics);
    }
    names
}

/// Returns a name for the package of a description, from the words of its title that say something about the API.
///
/// `Swagger Petstore - OpenAPI 3.0` becomes `petstore`. Returns `None` if the description cannot be read, or if the
/// title has no such word in ASCII. The name is always valid for a package.
#[must_use]
pub fn suggest_package_name(source: &Source) -> Option<String> {
    let document = load::load(source, &mut Texts::new(), &mut Diagnostics::default())?;
    package_name(&document.openapi.info.title)
}

/// Returns a name for the package of an API with this title, or with this name of its file, as [`suggest_package_name`]
/// does.
#[must_use]
pub fn package_name(title: &str) -> Option<String> {
    plan::suggest_package_name(title)
}

/// Reads a description. Returns its model and its diagnostics.
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

/// A stopwatch that measures laps in milliseconds.
struct Stopwatch(Instant);

impl Stopwatch {
    fn start() -> Self {
        Self(Instant::now())
    }

    fn lap(&mut self) -> f64 {
        let elapsed = self.0.elapsed();
        self.0 = Instant::now();
        round(elapsed.as_secs_f64() * 1000.0)
    }
}

/// Rounds to tenths.
fn round(millis: f64) -> f64 {
    (millis * 10.0).round() / 10.0
}
