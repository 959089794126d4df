//! The traits that types derive: `Eq` where all parts have it, and those of the settings.

use std::collections::HashSet;

use super::{
    capabilities, items_with_homes_mut,
    settings::{Additions, Settings},
};
use crate::{
    diagnostics::{Code, Diagnostics},
    rust::{EnumBase, Item, Module, Operation},
};

/// The traits that are derived only if all parts of a type have them.
const STANDARD: [&str; 3] = ["Eq", "Hash", "Ord"];

fn is_standard(path: &str) -> bool {
    STANDARD.contains(&path)
}

/// Returns the standard traits that the enums of values of a type always derive.
fn of_enum(base: EnumBase) -> &'static [&'static str] {
    match base {
        EnumBase::String => &["Eq", "Hash", "Ord", "PartialOrd"],
        EnumBase::Integer => &["Copy", "Eq", "Hash", "Ord", "PartialOrd"],
        EnumBase::Number => &["Copy", "PartialOrd"],
        EnumBase::Mixed => &["Eq", "Hash"],
    }
}

/// Decides the derived traits of all items, and reports settings that match nothing.
pub(super) fn plan(
    models: &mut [Module],
    operations: &mut [Operation],
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) {
    check(settings, diagnostics);
    let capabilities = capabilities::find(models, operations);
    let mut names: HashSet<String> = HashSet::new();
    for ((home, item), has) in items_with_homes_mut(models, operations).zip(capabilities) {
        let path = format!("{home}::{}", item.ident().unraw());
        let name = path.strip_prefix("models::").unwrap_or(&path);
        // A form is not a value in JSON, and an alias has the traits of its type.
        let (derives, known) = match item {
            Item::Struct(item) => (&mut item.derives, ["Eq"].as_slice()),
            Item::Union(item) => (&mut item.derives, ["Eq"].as_slice()),
            Item::Enum(item) => (&mut item.derives, of_enum(item.base)),
            Item::Multipart(_) | Item::Alias(_) => continue,
        };
        let all = settings.derives.all.iter().map(String::as_str);
        let mut wanted: Vec<&str> = all.filter(|path| !is_standard(path) || has.contains(path)).collect();
        for path in settings.derives.types.get(name).into_iter().flatten() {
            if is_standard(path) && !has.contains(&path.as_str()) {
                let message =
                    format!("`{name}` cannot derive `{path}`, because a part of it does not have it");
                diagnostics.push_setting(Code::RENAME, &["derives", "types", name, path], message);
            } else {
                wanted.push(path);
            }
        }
        derives.traits = STANDARD.into_iter().filter(|name| has.contains(name)).collect();
        derives.traits.retain(|name| wanted.contains(name) || *name == "Eq");
        if derives.traits.contains(&"Ord") {
            derives.traits.push("PartialOrd");
            wanted.retain(|path| *path != "PartialOrd");
        }
        if known != ["Eq"] {
            derives.traits.clear();
            wanted.retain(|path| !known.contains(path));
        }
        derives.more = wanted.into_iter().filter(|path| !is_standard(path)).map(str::to_owned).collect();
        let attributes = settings.attributes.types.get(name).into_iter().flatten();
        derives.attributes = settings.attributes.all.iter().chain(attributes).cloned().collect();
        names.insert(name.to_owned());
    }
    for (table, additions) in [("derives", &settings.derives), ("attributes", &settings.attributes)] {
        for name in additions.types.keys().filter(|name| !names.contains(*name)) {
            let message =
                format!("the settings add {table} to the type `{name}`, which the crate does not have");
            diagnostics.push_setting(Code::RENAME, &[table, "types", name], message);
        }
    }
}

/// Reports texts that are not paths of derive macros, and texts that are not attributes.
fn check(settings: &Settings, diagnostics: &mut Diagnostics) {
    let is_path = |text: &str| syn::parse_str::<syn::Path>(text).is_ok();
    let is_attribute = |text: &str| {
        let parse = syn::Attribute::parse_outer;
        syn::parse::Parser::parse_str(parse, text).is_ok_and(|attributes| !attributes.is_empty())
    };
    let mut report =
        |table: &str, texts: &[String], place: &[&str], expected: &str, is_valid: fn(&str) -> bool| {
            for text in texts.iter().filter(|text| !is_valid(text)) {
                let message = format!("the settings have `{text}` in `{table}`, which is not {expected}");
                let setting: Vec<&str> =
                    [table].into_iter().chain(place.iter().copied()).chain([text.as_str()]).collect();
                diagnostics.push_setting(Code::RENAME, &setting, message);
            }
        };
    let mut report_all = |table: &str, additions: &Additions, expected: &str, is_valid: fn(&str) -> bool| {
        report(table, &additions.all, &["all"], expected, is_valid);
        for (name, texts) in &additions.types {
            report(table, texts, &["types", name], expected, is_valid);
        }
    };
    report_all("derives", &settings.derives, "the path of a derive macro", is_path);
    report_all("attributes", &settings.attributes, "an attribute such as `#[must_use]`", is_attribute);
}
