//! The Rust types that extensions of the description give to schemas.
//!
//! A description is not trusted. A type of the standard library is used, and one of a package that is a dependency in
//! the settings.

use std::collections::HashSet;

use super::{names, scalars, settings::Settings, types::Types};
use crate::{
    api::GivenType,
    diagnostics::{Code, Diagnostics, Pointer},
};

/// The maximum length of a path in bytes.
const MAX_PATH: usize = 500;

/// Finds the schemas with a type of their own, unless the settings give them one. A type that cannot be used is
/// reported.
pub(super) fn find(types: &mut Types<'_>, diagnostics: &mut Diagnostics) {
    let mut reported: HashSet<&Pointer> = HashSet::new();
    for (id, schema) in types.api.schemas.iter() {
        let Some(given) = &schema.given.rust_type else { continue };
        if types.own.contains_key(&id) || scalars::by_setting(schema, types.settings).is_some() {
            continue;
        }
        match path(given, types.settings) {
            Ok(path) => {
                types.own.insert(id, scalars::own(path));
            }
            Err((why, help)) if reported.insert(&schema.pointer) => {
                let message = format!("`x-rust-type` is ignored: {why}");
                let at = schema.pointer.key("x-rust-type");
                match help {
                    Some(help) => diagnostics.push_with_help(Code::EXTENSION, &at, message, help),
                    None => diagnostics.push(Code::EXTENSION, &at, message),
                }
            }
            Err(_) => {}
        }
    }
}

/// The reason why a type is not used, and the remedy.
type Refusal = (String, Option<String>);

/// Returns the path of a type that can be used.
fn path<'g>(given: &'g GivenType, settings: &Settings) -> Result<&'g str, Refusal> {
    let path = given.path.trim();
    let bare = path.strip_prefix("::").unwrap_or(path);
    let is_path = bare.len() <= MAX_PATH
        && bare.contains("::")
        && bare.split("::").all(names::is_ident)
        && syn::parse_str::<syn::Path>(path).is_ok();
    if !is_path {
        return Err(("it is not the path of a type, such as `uuid::Uuid`".to_owned(), None));
    }
    if given.has_parameters {
        return Err(("types with parameters are not supported".to_owned(), None));
    }
    let root = bare.split("::").next().unwrap_or_default();
    let is_dependency = |name: &String| name.replace('-', "_") == root;
    if root == "std" || settings.dependencies.keys().any(is_dependency) {
        return Ok(path);
    }
    let package =
        given.package.as_deref().filter(|package| package.replace('-', "_") == root).unwrap_or(root);
    let version = given.version.as_deref().filter(|version| is_requirement(version));
    let version = version.unwrap_or("*");
    let why = format!("`{root}` is no dependency in the settings");
    let help =
        format!("add `{package} = \"{version}\"` to the table `dependencies` of the crate, if you trust it");
    Err((why, Some(help)))
}

/// Returns `true` if a text has only characters of a version requirement.
fn is_requirement(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b".*^~=<>,+- ".contains(&byte);
    !text.is_empty() && text.len() <= 50 && text.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(path: &str) -> GivenType {
        GivenType { path: path.to_owned(), package: None, version: None, has_parameters: false }
    }

    #[test]
    fn accepts_paths_of_the_standard_library_and_of_dependencies() {
        let mut settings = Settings::default();
        settings.dependencies.insert("my-types".to_owned(), "\"1\"".to_owned());
        for (path_text, accepted) in [
            ("std::net::IpAddr", true),
            ("::std::net::IpAddr", true),
            ("my_types::Money", true),
            ("other::Money", false),
            ("crate::Money", false),
            ("super::Money", false),
            ("Money", false),
            ("std::vec::Vec<u8>", false),
            ("std::net::IpAddr, evil: u8", false),
            ("std::fn::IpAddr", false),
            ("std::net:: IpAddr", false),
            ("", false),
        ] {
            assert_eq!(path(&given(path_text), &settings).is_ok(), accepted, "{path_text}");
        }
        let long = format!("std::{}", "a".repeat(MAX_PATH));
        assert!(path(&given(&long), &settings).is_err());
        assert!(path(&GivenType { has_parameters: true, ..given("std::vec::Vec") }, &settings).is_err());
    }

    #[test]
    fn names_the_dependency_to_add() {
        let given = GivenType {
            package: Some("my-types".to_owned()),
            version: Some("1.2".to_owned()),
            ..given("my_types::Money")
        };
        let help = path(&given, &Settings::default()).err().and_then(|(_, help)| help);
        let expected = "add `my-types = \"1.2\"` to the table `dependencies` of the crate, if you trust it";
        assert_eq!(help.as_deref(), Some(expected));
        let given = GivenType { version: Some("1\" }\nevil".to_owned()), ..given };
        let help = path(&given, &Settings::default()).err().and_then(|(_, help)| help);
        assert!(help.is_some_and(|help| help.contains("my-types = \"*\"")));
    }
}
