//! `api.txt` lists every public item and nothing else: it has the items of rustdoc's JSON for the compiled crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use clientwright_codegen::{FileTree, Settings, Share, ShareMode, Source, Surface, naming::Kind};

/// The methods that the runtime gives a client, its builder and a call; `api.txt` lists these types by name alone.
const OWN_METHODS: [&str; 44] = [
    "Call::header",
    "Call::idempotent",
    "Call::lenient",
    "Call::new",
    "Call::retry",
    "Call::send",
    "Call::send_blocking",
    "Call::send_with_headers",
    "Call::send_with_headers_blocking",
    "Call::stream",
    "Call::stream_blocking",
    "Client::call",
    "Client::clone",
    "Client::fmt",
    "Client::request",
    "ClientBuilder::base_url",
    "ClientBuilder::build",
    "ClientBuilder::build_blocking",
    "ClientBuilder::build_mock",
    "ClientBuilder::build_mock_with_examples",
    "ClientBuilder::clock",
    "ClientBuilder::clone",
    "ClientBuilder::connect_timeout",
    "ClientBuilder::credential",
    "ClientBuilder::default_header",
    "ClientBuilder::fmt",
    "ClientBuilder::http_client",
    "ClientBuilder::https_only",
    "ClientBuilder::layers",
    "ClientBuilder::lenient",
    "ClientBuilder::limit_timeout",
    "ClientBuilder::max_in_flight",
    "ClientBuilder::max_response_body",
    "ClientBuilder::new",
    "ClientBuilder::parameter",
    "ClientBuilder::propagator",
    "ClientBuilder::rate_limit",
    "ClientBuilder::recording",
    "ClientBuilder::retry",
    "ClientBuilder::retry_budget",
    "ClientBuilder::server",
    "ClientBuilder::timeout",
    "ClientBuilder::transport",
    "ClientBuilder::user_agent",
];

/// The descriptions of the corpus that are tested, if there is one.
const CORPUS: [&str; 3] = ["apache-superset.json", "netbird-management.yaml", "weaviate-api.json"];

#[test]
fn lists_the_items_that_rustdoc_lists() {
    let crates = crates();
    let files = tests::rustdoc::json(&crates).expect("the crates compile");
    let mut differences = Vec::new();
    for (name, json) in &files {
        let api = match public_api::Builder::from_rustdoc_json(json)
            .omit_blanket_impls(true)
            .omit_auto_trait_impls(true)
            .build()
        {
            Ok(api) => api,
            // Another toolchain writes another version of the format, which is no fault of the generator.
            Err(error) if error.to_string().contains("format") => {
                println!("skipped: this toolchain's rustdoc JSON cannot be read: {error}");
                return;
            }
            Err(error) => panic!("{name}: {error}"),
        };
        let list = Surface::parse(&crates[name]["api.txt"]);
        let has_resources = list
            .entries()
            .iter()
            .any(|entry| entry.kind == Kind::Mod && entry.source().starts_with("resource "));
        let mut documented = of_rustdoc(&api.to_string(), &name.replace('-', "_"), !has_resources);
        documented.extend(exports(json));
        let listed = of_surface(&list);
        assert!(listed.len() > 50, "{name}: only {} items", listed.len());
        differences
            .extend(documented.difference(&listed).map(|item| format!("{name}: not in api.txt: {item}")));
        differences
            .extend(listed.difference(&documented).map(|item| format!("{name}: only in api.txt: {item}")));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Generates the crates of this project, one with resources, one with tags as features, and those of the corpus.
fn crates() -> BTreeMap<String, FileTree> {
    let generate = |name: &str, path: &Path, settings: Settings| {
        let text = fs::read_to_string(path).expect("a description");
        let settings = Settings { name: name.to_owned(), version: "0.1.0".to_owned(), ..settings };
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        clientwright_codegen::generate(&Source::new(&*file, &text), &settings)
            .expect("Rust")
            .files
            .expect("files")
    };
    let features = Settings { tag_features: true, ..Settings::default() };
    let mut resources = Settings { resources: Some(true), links: true, ..Settings::default() };
    resources.rename.resources.insert("comments".to_owned(), "issues.comments".to_owned());
    let share = Share { mode: ShareMode::All, ..Share::default() };
    let shared = Settings { share, ..Settings::default() };
    let errors = xtask::workspace().join("tests/cases/shared-errors/spec.yaml");
    let spec = xtask::workspace().join("spec");
    let mut crates = BTreeMap::from([
        (
            "hubspot-services".to_owned(),
            generate("hubspot-services", &spec.join("hubspot-services.yaml"), Settings::default()),
        ),
        ("wire".to_owned(), generate("wire", &spec.join("wire.yaml"), Settings::default())),
        ("features".to_owned(), generate("features", &spec.join("wire.yaml"), features)),
        ("resources".to_owned(), generate("resources", &spec.join("resources.yaml"), resources)),
        ("shared-errors".to_owned(), generate("shared-errors", &errors, shared)),
    ]);
    let corpus = xtask::workspace().join("../shared/corpus/real");
    if !corpus.is_dir() {
        println!("skipped for the corpus, which is not here");
        return crates;
    }
    for file in CORPUS {
        let name = file.split('.').next().unwrap_or_default();
        crates.insert(name.to_owned(), generate(name, &corpus.join(file), Settings::default()));
    }
    crates
}

/// Returns the items of `api.txt`, a trait at a time, without those that rustdoc's JSON does not have.
fn of_surface(surface: &Surface) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    let aliases = surface.entries().iter().filter(|entry| entry.kind == Kind::Type && entry.is_type());
    let aliases: BTreeMap<String, String> =
        aliases.map(|entry| (entry.path.clone(), short(&entry.rest, ""))).collect();
    for entry in surface.entries() {
        let open = if entry.open { "#[non_exhaustive] " } else { "" };
        let (path, rest) = (short(&entry.path, ""), short(&entry.rest, ""));
        items.extend(match entry.kind {
            Kind::Feature => Vec::new(),
            Kind::Impl => rest.split(" + ").map(|name| format!("impl {name} for {path}")).collect(),
            Kind::Const | Kind::Field => vec![format!("{open}{}{path}: {rest}", keyword(entry.kind))],
            // Of the types of a trait rustdoc says what they are, and not by which name.
            Kind::Type if !entry.is_type() => {
                vec![format!("pub type {path} = {}", without_aliases(&rest, &aliases))]
            }
            Kind::Type => vec![format!("pub type {path} = {rest}")],
            kind => vec![format!("{open}{}{path}{rest}", keyword(kind))],
        });
    }
    items
}

/// Returns a type in which aliases are replaced by their targets.
fn without_aliases(ty: &str, aliases: &BTreeMap<String, String>) -> String {
    let end = |at: usize| {
        ty[at..]
            .find(|char: char| !(char.is_alphanumeric() || "_:".contains(char)))
            .map_or(ty.len(), |length| at + length)
    };
    let Some(start) = ty.find("models::") else { return ty.to_owned() };
    let (before, path, after) = (&ty[..start], &ty[start..end(start)], &ty[end(start)..]);
    let after = without_aliases(after, aliases);
    match aliases.get(path) {
        Some(of) => format!("{before}{}{after}", without_aliases(of, aliases)),
        None => format!("{before}{path}{after}"),
    }
}

fn keyword(kind: Kind) -> &'static str {
    match kind {
        Kind::Const => "pub const ",
        Kind::Enum => "pub enum ",
        Kind::Fn => "pub fn ",
        Kind::Mod => "pub mod ",
        Kind::Struct => "pub struct ",
        Kind::Use => "pub use ",
        // The list of rustdoc's items has no word for them.
        _ => "pub ",
    }
}

/// Returns the items of the runtime that the crate exports.
fn exports(json: &Path) -> Vec<String> {
    let text = fs::read_to_string(json).expect("rustdoc's JSON");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let item = |id: &serde_json::Value| json["index"][id.to_string()]["inner"].clone();
    let items = item(&json["root"])["module"]["items"].as_array().cloned().unwrap_or_default();
    let uses = items.iter().map(|id| item(id)["use"].clone());
    uses.filter(|used| used["source"].as_str().is_some_and(|source| source.starts_with("runtime::")))
        .filter_map(|used| Some(format!("pub use {}", used["name"].as_str()?)))
        .collect()
}

/// Returns the items that rustdoc lists, in the notation of `api.txt`. If `has_tags` is not set, modules in
/// `operations` are resources.
fn of_rustdoc(text: &str, name: &str, has_tags: bool) -> BTreeSet<String> {
    let untagged = |line: &str| if has_tags { untagged(line) } else { (line.to_owned(), None) };
    let mut items = BTreeSet::new();
    // The trait whose items follow.
    let mut of_trait: Option<String> = None;
    for line in text.lines() {
        let line = short(line, name);
        let line = line.strip_prefix("impl<'de> ").map_or(line.clone(), |rest| format!("impl {rest}"));
        if let Some(header) =
            line.strip_prefix("impl").map(|rest| rest.trim_start_matches("<'_>").trim_start())
        {
            of_trait = header.split_once(" for ").map(|(name, _)| name.to_owned());
            if let Some((name, ty)) = header.split_once(" for ") {
                let name = name.trim_end_matches("<'de>");
                let hidden = [
                    "DescribedHeaders",
                    "DocumentedError",
                    "EventTable",
                    "MockOperation",
                    "StructuralPartialEq",
                    "TrivialClone",
                    "Model",
                    "OpenEnum",
                    "Parts",
                    "Union",
                ]
                .contains(&name);
                let own = ["errors::", "models::", "operations::", "servers::", "webhooks::"]
                    .iter()
                    .any(|home| header.contains(home));
                if own && !hidden {
                    items.insert(format!("impl {name} for {}", untagged(ty).0));
                }
            }
            continue;
        }
        let is_member = ["pub fn ", "pub type ", "pub const "].iter().any(|start| {
            let path = line.strip_prefix(start).and_then(|rest| rest.split(['(', ':', '=']).next());
            // Items with two path segments are in a module.
            path.is_some_and(is_support)
                || path.is_some()
                    && line.split(['(', '=']).next().unwrap_or_default().matches("::").count() > 1
        });
        if !is_member {
            of_trait = None;
        }
        let of_operation = line.starts_with("pub type ") && of_trait.as_deref() == Some("Operation");
        if is_member && of_trait.is_some() && !of_operation {
            continue;
        }
        let (line, tag) = untagged(&line);
        let Some((_, path)) = line.split_once("pub ") else { continue };
        let (word, after) = path.split_once(' ').unwrap_or(("", path));
        match word {
            "mod" if after == name || after.starts_with("runtime") => {}
            "mod" => drop(items.insert(line)),
            "use" if after.starts_with("types::") => drop(items.insert(line)),
            "use" => {}
            "fn" if is_support(after) => {
                let method = after.split('(').next().unwrap_or_default();
                let method = method.replace("<'_, O>", "");
                let method = method.split('<').next().unwrap_or_default();
                if !OWN_METHODS.contains(&method) && !after.starts_with("Call<'_, O>") {
                    items.insert(line);
                }
            }
            _ if !is_own(if ["struct", "enum", "fn", "type", "const", "static"].contains(&word) {
                after
            } else {
                path
            }) => {}
            "struct" | "enum" => {
                if let Some(tag) = tag {
                    let name = after.trim_start_matches("operations::").trim_end_matches("<'_>");
                    items.insert(format!("pub use operations::{tag}::{name}"));
                }
                items.insert(line);
            }
            _ => drop(items.insert(line)),
        }
    }
    items
}

/// Returns `true` for a method of the client, its builder or a call.
fn is_support(path: &str) -> bool {
    ["Client::", "ClientBuilder::", "Call<"].iter().any(|start| path.starts_with(start))
}

fn is_own(path: &str) -> bool {
    path.split_once(": ").is_some_and(|(name, ty)| ty == "&str" && !name.contains("::"))
        || ["callbacks::", "errors::", "models::", "operations::", "servers::", "webhooks::"]
            .iter()
            .any(|home| path.starts_with(home))
}

/// Returns a line without the module of a tag, and that module.
fn untagged(line: &str) -> (String, Option<String>) {
    let Some(start) = line.find("operations::").map(|at| at + "operations::".len()) else {
        return (line.to_owned(), None);
    };
    let rest = &line[start..];
    match rest.split_once("::") {
        Some((tag, after))
            if !line.contains("pub mod ")
                && tag.chars().all(|char| char.is_lowercase() || "_#0123456789".contains(char)) =>
        {
            (format!("{}{after}", &line[..start]), Some(tag.to_owned()))
        }
        _ => (line.to_owned(), None),
    }
}

/// Shortens paths as `api.txt` does: those of this crate without its name, those of the standard library and of the
/// support code by their last name, those of other crates by their first and last, lifetimes without names.
fn short(line: &str, name: &str) -> String {
    let mut text = String::new();
    let mut path = String::new();
    for char in line
        .replace("&'a ", "&")
        .replace("'a", "'_")
        .replace("'c", "'_")
        .replace("$crate::", "crate::")
        .chars()
        .chain(['\n'])
    {
        if char.is_alphanumeric() || "_#".contains(char) || char == ':' {
            path.push(char);
            continue;
        }
        // A colon at the end is none of a path.
        let colons = path.len() - path.trim_end_matches(':').len();
        let (whole, end) = path.split_at(path.len() - usize::from(colons == 1));
        text.push_str(&short_path(whole, name));
        text.push_str(end);
        text.push(char);
        path.clear();
    }
    text.pop();
    // A member has the path of its type, without lifetimes.
    text.replace("r#", "").replace("<'_>::", "::").replace("<'_>(", "(")
}

fn short_path(path: &str, name: &str) -> String {
    let mut parts: Vec<&str> = path.split("::").collect();
    if !name.is_empty() && parts.first() == Some(&name) && parts.len() > 1 {
        parts.remove(0);
    }
    let last = parts.last().copied().unwrap_or_default();
    match parts[0] {
        "core" | "alloc" | "std" | "serde_core" | "serde" => last.to_owned(),
        "crate" if parts.len() == 2 => last.to_owned(),
        "crate" | "runtime" if parts.contains(&"runtime") => {
            // The type, and what belongs to it.
            let from = parts.iter().position(|part| part.starts_with(char::is_uppercase)).unwrap_or(0);
            parts[from..].join("::")
        }
        "serde_json" | "bytes" | "http" | "jiff" | "uuid" if parts.len() > 1 => {
            format!("{}::{last}", parts[0])
        }
        _ => parts.join("::"),
    }
}
