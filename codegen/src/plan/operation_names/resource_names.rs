//! The resources of operations: those of the last run, and renames of the settings.

use std::collections::{HashMap, HashSet};

use super::{modules, reading::Reading};
use crate::{
    diagnostics::{Code, Diagnostics, nearest},
    naming::{KnownMethod, Memory},
    plan::{Settings, names},
};

/// The effect of the settings on the resource of an operation.
#[derive(Debug, Clone, Default)]
pub(super) struct Renamed {
    /// The path before the settings rename it, if they do.
    pub(super) suggested: Option<Vec<String>>,
    /// The number of modules that the settings name.
    pub(super) given: usize,
}

/// Puts the operations that are `known` into their resources of the previous run.
///
/// A new operation whose resource is not known joins the known operations for which the description suggests the same
/// resource, if they are in one.
pub(super) fn group_as_before(suggested: &mut [Reading], known: &[Option<&KnownMethod>], memory: &Memory) {
    // The known resource of each suggested one, or `None` if there are several.
    let mut known_as: HashMap<Vec<String>, Option<&[String]>> = HashMap::new();
    for (Reading { resource, .. }, method) in suggested.iter().zip(known) {
        if let Some(method) = method.filter(|method| !method.resource.is_empty()) {
            let found = known_as.entry(resource.clone()).or_insert(Some(&method.resource));
            *found = found.filter(|found| *found == method.resource);
        }
    }
    for (Reading { resource, .. }, method) in suggested.iter_mut().zip(known) {
        if let Some(method) = method {
            resource.clone_from(&method.resource);
        } else if !resource.is_empty()
            && !memory.had_resource(&resource.join("."))
            && let Some(Some(known)) = known_as.get(resource)
        {
            *resource = known.to_vec();
        }
    }
}

/// Gives resources their modules, and applies the renames of resources in the settings. A rename of a resource applies
/// to the resources in it too.
pub(super) fn rename(
    readings: &mut [Reading],
    settings: &Settings,
    memory: &Memory,
    diagnostics: &mut Diagnostics,
) -> Vec<Renamed> {
    let renames = &settings.rename.resources;
    let mut known: HashSet<String> = HashSet::new();
    let mut renamed = Vec::with_capacity(readings.len());
    for Reading { resource, .. } in readings {
        let suggested = std::mem::take(resource);
        *resource = modules::of_path(&suggested, 0);
        if renames.is_empty() {
            renamed.push(Renamed::default());
            continue;
        }
        for path in [&suggested, &*resource] {
            known.extend((1..=path.len()).filter_map(|depth| Some(path.get(..depth)?.join("."))));
        }
        // The longest key applies. It is the path of modules, or the path without the ends that make them modules.
        let found = (1..=resource.len()).rev().find_map(|depth| {
            [&*resource, &suggested].into_iter().find_map(|path| {
                let (start, rest) = path.split_at_checked(depth)?;
                Some((renames.get(&start.join("."))?, rest, path))
            })
        });
        let Some((path, rest, suggested)) = found else {
            renamed.push(Renamed::default());
            continue;
        };
        let suggested = suggested.clone();
        let mut whole: Vec<String> = path.split('.').map(str::to_owned).collect();
        let given = whole.len();
        whole.extend_from_slice(rest);
        *resource = modules::of_path(&whole, given);
        renamed.push(Renamed { suggested: Some(suggested), given });
    }
    check(settings, &known, memory, diagnostics);
    renamed
}

/// Checks that a text is a path of modules.
///
/// # Errors
/// The help for a text that is not one.
pub(in crate::plan) fn check_path(path: &str) -> Result<(), String> {
    let names: Vec<String> = path.split('.').map(str::to_owned).collect();
    let modules = modules::of_path(&names, 0);
    if names == modules && !names.iter().any(|name| names::is_reserved_word(name)) {
        return Ok(());
    }
    let reserved = names.iter().find(|name| names::is_reserved_word(name));
    Err(match reserved {
        Some(word) => format!("`{word}` is a keyword of Rust: use another name"),
        None => format!("use `{}`", modules.join(".")),
    })
}

/// Reports each rename of a resource that does not exist, and each path that is not one of modules.
fn check(settings: &Settings, known: &HashSet<String>, memory: &Memory, diagnostics: &mut Diagnostics) {
    for (key, path) in &settings.rename.resources {
        let setting = ["rename", "resources", key];
        let mut report = |message: String, help: Option<String>| {
            diagnostics.push_setting_with_help(Code::RENAME, &setting, message, help);
        };
        if !known.contains(key) && !memory.had_resource(key) {
            let meant = nearest(key, known.iter().map(String::as_str));
            report(
                format!("the settings rename the resource `{key}`, which is not generated"),
                meant.map(|meant| format!("did you mean `{meant}`?")),
            );
        }
        if let Err(help) = check_path(path) {
            report(
                format!(
                    "the settings rename the resource `{key}` to `{path}`, which is not a path of modules"
                ),
                Some(help),
            );
        }
    }
}
