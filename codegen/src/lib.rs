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
mod run;
mod runs;
mod same_operations;

use rayon::ThreadPoolBuilder;

use self::run::{Described, Run};
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
use crate::{api::Api, diagnostics::Diagnostics, load::Document, plan::Names, rust::Crate};

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
            files.insert("api.txt".to_owned(), render::api_txt(krate, &self.surface));
        }
    }
}

/// The bytes of the stack of a thread. syn parses types by recursion: without optimization it takes 50 kB for each type
/// in a type, and the nesting of a file, which is limited, allows about 250 of them.
const STACK: usize = 32 << 20;

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
    on_threads(|| {
        let mut run = Run::start();
        let loaded = load::load(source, &mut run.texts, &mut run.diagnostics);
        run.report.millis.load = run.stopwatch.lap();
        let Some(mut document) = loaded else { return Ok(run.without_files()) };
        let first = run.diagnostics.as_slice().len();
        let name = |skeleton: &Api| Names::new(skeleton, settings);
        let (names, api) = name_and_lower(&mut document, settings, &mut run.diagnostics, name);
        // The later stages need the memory of the document.
        let (openapi, origins) = document.into_origins();
        run.report.openapi = openapi;
        run.generate(Described { api, names, origins, first }, settings)
    })
}

/// Runs all stages on the same threads, so that the memory that one stage frees is used by the next one.
fn on_threads<R: Send>(run: impl FnOnce() -> R + Send) -> R {
    match ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(run),
        Err(_) => run(),
    }
}

/// Names all operations of a description by `name`, and lowers those that the settings select.
fn name_and_lower<N: AsRef<Names> + Send>(
    document: &mut Document,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
    name: impl Fn(&Api) -> N + Sync,
) -> (N, Api) {
    let skeleton = lower::skeleton(document);
    if settings.only.is_empty() {
        let mut names = None;
        let api = rayon::in_place_scope(|scope| {
            scope.spawn(|_| names = Some(name(&skeleton)));
            lower::lower(document, diagnostics)
        });
        return (names.unwrap_or_else(|| name(&skeleton)), api);
    }
    let names = name(&skeleton);
    let selecting = names.as_ref().select(&skeleton, settings);
    let used = load::retain_selected(document, &settings.only, &selecting);
    names.as_ref().report_unused(&skeleton, settings, &used, diagnostics);
    (names, lower::lower(document, diagnostics))
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
