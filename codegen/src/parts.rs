//! A crate of several descriptions: each is a part, with its own modules and feature.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::{
    Generated, RenderError, Settings, name_and_lower, on_threads,
    run::{Described, Run},
};
use crate::{
    api::{Api, ApiPart, Operation, RenamedScheme},
    diagnostics::{Code, Diagnostic, Diagnostics},
    load::{self, Source, Texts, in_file, path_from},
    naming::Memory,
    plan::{self, Names, PartNames},
    share,
};

/// A description that is a part of a crate.
#[derive(Debug)]
pub struct Part {
    /// The path of its modules: `crm.services`, or `crm.services_v3` for a version.
    pub name: String,
    /// The path of its modules without a version, which all versions of one API have.
    pub api: String,
    /// The key of its settings in the table `parts`.
    pub table: String,
    /// The path of the file from the folder of the settings, with `/` between folders.
    pub file: String,
    /// The description, or the reason why it cannot be read.
    pub source: Result<Source, String>,
    /// `true` if its feature is on by default.
    pub on_by_default: bool,
    /// The settings of its operations: `only`, `rename`, `pages`, `pollers` and `idempotency_keys`.
    pub settings: Settings,
}

/// A part that has been read.
struct ReadPart {
    part: ApiPart,
    /// The version of OpenAPI.
    openapi: String,
    api: Api,
    names: PartNames,
    origins: load::Origins,
    diagnostics: Diagnostics,
    texts: Texts,
}

/// Generates one crate from several descriptions.
///
/// Each part has its operations in modules of its own, and is a feature of the crate. Equal component schemas with the
/// same key are one type. A part that cannot be read is left out, with an error.
///
/// # Errors
/// If the generator emits invalid Rust, which is a bug of the generator.
pub fn generate_parts(parts: &[Part], settings: &Settings) -> Result<Generated, RenderError> {
    on_threads(|| generate_from(parts, settings))
}

fn generate_from(parts: &[Part], settings: &Settings) -> Result<Generated, RenderError> {
    let mut run = Run::start();
    let names = parts.iter().map(|part| (part.name.as_str(), part.table.as_str()));
    plan::check_part_names(names, &mut run.diagnostics);
    if !run.diagnostics.as_slice().is_empty() {
        return Ok(run.without_files());
    }
    let memory = if settings.new_names { Memory::default() } else { Memory::of(&settings.before) };
    let inner_parts = inner_parts(parts);
    let mut read: Vec<Result<ReadPart, (Diagnostics, Texts)>> =
        parts.par_iter().map(|part| read(part, inner_parts.get(part.name.as_str()), &memory)).collect();
    run.report.millis.load = run.stopwatch.lap();
    let mut read_parts = Vec::new();
    report_settings_once(&mut read, |part| &mut part.diagnostics);
    report_settings_once(&mut read, |part| part.names.diagnostics_mut());
    for part in read {
        let (diagnostics, texts) = match part {
            Ok(mut part) => {
                let found = (std::mem::take(&mut part.diagnostics), std::mem::take(&mut part.texts));
                read_parts.push(part);
                found
            }
            Err(found) => found,
        };
        run.diagnostics.extend(diagnostics);
        run.texts.extend(texts);
    }
    if read_parts.is_empty() {
        return Ok(run.without_files());
    }
    let titles: Vec<&str> = read_parts.iter().map(|read| read.part.title.as_str()).collect();
    let mut api = Api { title: common_title(&titles, &settings.name), ..Api::default() };
    let mut origins = load::Origins::default();
    let (mut names, mut schemes) = (Vec::new(), Vec::new());
    for read in read_parts {
        let ReadPart { part, openapi, api: of_part, names: of_operations, origins: of_file, .. } = read;
        run.report.openapi = openapi;
        origins.add_part(&part.name, part.file.clone(), of_file);
        names.push(of_operations);
        let renamed = api.append(part, of_part);
        schemes.extend(renamed);
    }
    let types = plan::known_components(&api, &memory);
    let names = Names::of_parts(api.parts.iter().zip(names).collect(), settings, memory);
    share::merge_components(&mut api, &share::Sharing { types, ..share::Sharing::default() });
    api.unite_webhooks();
    let pages = parts.iter().flat_map(|part| part.settings.pages.clone()).collect();
    let pollers = parts.iter().flat_map(|part| part.settings.pollers.clone()).collect();
    let settings = Settings { pages, pollers, tag_features: true, ..settings.clone() };
    let first = run.diagnostics.as_slice().len();
    report_claims(&api, &mut run.diagnostics);
    for RenamedScheme { part, other, given, name, pointer } in schemes {
        let message =
            format!("the security scheme `{given}` of `{part}` is not that of `{other}`; it is `{name}`");
        run.diagnostics.push(Code::PARTS, &pointer, message);
    }
    run.generate(Described { api, names, origins, first }, &settings)
}

/// Reports a setting or an overlay of several versions once if it matches nothing in any of them, and not at all if it
/// matches something in one.
fn report_settings_once(
    parts: &mut [Result<ReadPart, (Diagnostics, Texts)>],
    diagnostics: impl Fn(&mut ReadPart) -> &mut Diagnostics,
) {
    let key = |table: &str, one: &Diagnostic| {
        let key = (table.to_owned(), one.code, one.message.clone(), one.setting.clone());
        matches!(one.code, Code::RENAME | Code::OVERLAY).then_some(key)
    };
    let mut versions: HashMap<String, usize> = HashMap::new();
    let mut counts: HashMap<_, usize> = HashMap::new();
    for part in parts.iter_mut().flatten() {
        let table = part.part.table.clone();
        for key in diagnostics(part).as_slice().iter().filter_map(|one| key(&table, one)) {
            *counts.entry(key).or_default() += 1;
        }
        *versions.entry(table).or_default() += 1;
    }
    for part in parts.iter_mut().flatten() {
        let table = part.part.table.clone();
        let all = versions.get(&table).copied().unwrap_or_default();
        diagnostics(part).retain(|one| {
            let Some(count) = key(&table, one).and_then(|key| counts.get_mut(&key)) else { return true };
            let is_kept = *count == all;
            // The others are the same.
            *count = 0;
            is_kept
        });
    }
}

/// Returns the words that all titles begin with, or else those of the crate's name.
fn common_title(titles: &[&str], name: &str) -> String {
    let words = |title: &str| title.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let common = titles.iter().map(|title| words(title)).reduce(|common, title| {
        common.into_iter().zip(title).take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
    });
    let common = common.unwrap_or_default();
    if !common.is_empty() {
        return common.join(" ");
    }
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<String>()
    };
    name.split(['-', '_']).map(capital).collect::<Vec<String>>().join(" ")
}

/// Returns the methods that return the parts inside of each path of modules.
fn inner_parts(parts: &[Part]) -> HashMap<&str, BTreeSet<&str>> {
    let mut inner: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for part in parts {
        let mut outer = part.name.as_str();
        while let Some((rest, module)) = outer.rsplit_once('.') {
            inner.entry(rest).or_default().insert(module);
            outer = rest;
        }
    }
    inner
}

/// Reads a part.
fn read(
    part: &Part,
    inner_parts: Option<&BTreeSet<&str>>,
    memory: &Memory,
) -> Result<ReadPart, (Diagnostics, Texts)> {
    let file = part.file.clone();
    let (mut diagnostics, mut texts) = (Diagnostics::default(), Texts::new());
    let source = match &part.source {
        Ok(source) => source,
        Err(reason) => {
            let message = format!("the part `{}` has no description: {reason}", part.name);
            diagnostics.push_setting(Code::PART, &["parts", &part.table], message);
            return Err((diagnostics, texts));
        }
    };
    let loaded = load::load(source, &mut texts, &mut diagnostics);
    let texts: Texts = texts
        .into_iter()
        .map(|(path, text)| (path_from(&file, Some(path.as_str()).filter(|path| !path.is_empty())), text))
        .collect();
    let Some(mut document) = loaded else {
        diagnostics.relocate(0, |pointer| in_file(pointer, &file));
        return Err((diagnostics, texts));
    };
    let first = diagnostics.as_slice().len();
    let info = &document.openapi.info;
    let mut api_part = ApiPart {
        name: part.name.as_str().into(),
        api: part.api.clone(),
        table: part.table.clone(),
        modules: part.name.split('.').map(str::to_owned).collect(),
        file: file.clone(),
        title: info.title.clone(),
        version: info.version.clone(),
        base_url: String::new(),
        on_by_default: part.on_by_default,
        is_selection: !part.settings.only.is_empty(),
    };
    let inner_parts = inner_parts.into_iter().flatten().map(|name| (*name).to_owned()).collect();
    let settings = Settings { inner_parts, ..part.settings.clone() };
    let name = |skeleton: &Api| PartNames::new(&api_part, skeleton, &settings, memory);
    let (names, api) = name_and_lower(&mut document, &settings, &mut diagnostics, name);
    let (openapi, origins) = document.into_origins();
    origins.apply(&mut diagnostics, first);
    diagnostics.relocate(0, |pointer| in_file(pointer, &file));
    diagnostics.prefix_settings(&["parts", &part.table]);
    api_part.base_url = api.servers.first().map(crate::api::Server::default_url).unwrap_or_default();
    Ok(ReadPart { part: api_part, openapi, api, names, origins, diagnostics, texts })
}

/// Reports each operation that two parts have.
fn report_claims(api: &Api, diagnostics: &mut Diagnostics) {
    let parts: HashMap<&str, &ApiPart> = api.parts.iter().map(|part| (part.name.as_ref(), part)).collect();
    let part_of = |operation: &Operation| parts.get(operation.part.as_deref()?).copied();
    let mut known: HashMap<(&str, &str, &str), (&ApiPart, &Operation)> = HashMap::new();
    for operation in &api.operations {
        let Some(part) = part_of(operation) else { continue };
        let server = operation.server.as_deref().unwrap_or(&part.base_url);
        let (method, path) = (operation.method.as_str(), operation.path.as_str());
        let Some((first, other)) = known.get(&(server, method, path)) else {
            known.insert((server, method, path), (part, operation));
            continue;
        };
        // Versions of an API have the same operations.
        if first.api == part.api {
            continue;
        }
        let (one, two) = (&first.name, &part.name);
        let message = format!("`{method} {path}` is an operation of both parts `{one}` and `{two}`");
        diagnostics.push_duplicate(Code::PARTS, &operation.pointer, &other.pointer, message);
    }
}

#[cfg(test)]
mod tests {
    use super::common_title;

    #[test]
    fn names_the_api_by_what_its_titles_have_in_common() {
        assert_eq!(common_title(&["Pet Shop Orders", "Pet Shop Stock"], "shop"), "Pet Shop");
        assert_eq!(common_title(&["Orders", "Stock"], "pet-shop"), "Pet Shop");
    }
}
