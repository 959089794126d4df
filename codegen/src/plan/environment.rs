//! The variables of the environment that a client is created from.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};

use super::{
    client_parameters, docs,
    names::{self, Keep, Scope},
    schemes,
};
use crate::{
    api::{Api, Scheme, SchemeKind},
    naming::{Known, Memory, places},
    rust::{ClientParameter, Environment, Operation, Variables},
};

/// A value of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Token,
    ApiKey,
    User,
    Password,
    ClientId,
    ClientSecret,
}

impl Part {
    /// Returns the end of the variable's name.
    fn suffix(self) -> &'static str {
        match self {
            Self::Token => "TOKEN",
            Self::ApiKey => "API_KEY",
            Self::User => "USERNAME",
            Self::Password => "PASSWORD",
            Self::ClientId => "CLIENT_ID",
            Self::ClientSecret => "CLIENT_SECRET",
        }
    }

    /// Returns `true` if a scheme with this last word needs no suffix.
    fn is_named_by(self, word: &str) -> bool {
        matches!((self, word), (Self::Token, "TOKEN") | (Self::ApiKey, "KEY" | "TOKEN"))
    }

    /// Returns the values of a credential, in the order of their variables.
    fn of(scheme: &Scheme) -> &'static [Self] {
        match scheme.kind {
            SchemeKind::Bearer(_) if scheme.client_credentials => {
                &[Self::Token, Self::ClientId, Self::ClientSecret]
            }
            SchemeKind::Bearer(_) | SchemeKind::Authorization(_) => &[Self::Token],
            SchemeKind::Basic => &[Self::User, Self::Password],
            SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => &[Self::ApiKey],
        }
    }
}

/// The names of the variables: they start with the name of the package.
pub(super) struct VariableNames {
    base_url: String,
    /// The names of each scheme, in the order of [`Part::of`].
    of_schemes: Vec<Vec<String>>,
    prefix: String,
    scope: Scope,
    /// The names of the previous run.
    known: Option<Known>,
}

/// Names the variables of the package `package`. The name of a scheme is in those that several schemes would have.
pub(super) fn plan_names(api: &Api, package: &str, memory: &Memory) -> VariableNames {
    let is_plain = |char: char| char.is_ascii_alphanumeric();
    let prefix = format!("{}_", package.replace(|char| !is_plain(char), "_").to_ascii_uppercase());
    let base_url = format!("{prefix}BASE_URL");
    let mut scope = Scope::with_names(&[&base_url]);
    let keys = |scheme: &Scheme| {
        let source = places::credential(&scheme.name);
        (0..Part::of(scheme).len()).map(move |index| places::variable(&source, index)).collect::<Vec<_>>()
    };
    let all_keys: Vec<String> = api.schemes.iter().flat_map(keys).collect();
    scope.reserve(memory.names(places::VARIABLES), all_keys.iter().map(String::as_str));
    let mut counts: HashMap<Part, usize> = HashMap::new();
    for part in api.schemes.iter().flat_map(Part::of) {
        *counts.entry(*part).or_default() += 1;
    }
    let of_schemes = api.schemes.iter().map(|scheme| {
        let parts = Part::of(scheme).iter().zip(keys(scheme));
        let name = |(part, key): (&Part, String)| {
            // A package with another name has other variables.
            let known = scope.take_reserved(&key, &[], Keep::Always);
            known.filter(|name| is_variable(name, &prefix)).unwrap_or_else(|| {
                let is_shared = counts.get(part).is_some_and(|count| *count > 1);
                let end = if is_shared { qualified(&scheme.name, *part) } else { part.suffix().to_owned() };
                scope.declare(&format!("{prefix}{end}"))
            })
        };
        parts.map(name).collect()
    });
    let of_schemes = of_schemes.collect();
    VariableNames { base_url, of_schemes, prefix, scope, known: memory.names(places::VARIABLES).cloned() }
}

/// Returns `true` for the name of a variable with this prefix.
fn is_variable(name: &str, prefix: &str) -> bool {
    let is_valid = |char: char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_';
    name.starts_with(prefix) && name.chars().all(is_valid)
}

/// Returns the name of a variable without its prefix, with the words of its scheme.
fn qualified(scheme: &str, part: Part) -> String {
    let plain = scheme.replace(|char: char| !char.is_ascii_alphanumeric(), " ");
    let plain = if plain.trim().is_empty() { "scheme" } else { &plain };
    let text = names::snake_text(plain, "scheme").to_ascii_uppercase();
    let mut words: Vec<&str> = text.split('_').filter(|word| !word.is_empty()).collect();
    if words.len() > 1 && matches!(words.last(), Some(&("AUTH" | "AUTHENTICATION"))) {
        words.pop();
    }
    if !words.last().is_some_and(|word| part.is_named_by(word)) {
        words.push(part.suffix());
    }
    words.join("_")
}

impl VariableNames {
    /// Declares the variable of a client-wide parameter, whose method of the builder has this source.
    pub(super) fn of_parameter(&mut self, source: &str, name: &str) -> String {
        let key = places::variable(source, 0);
        self.scope.reserve(self.known.as_ref(), [key.as_str()].into_iter());
        let known = self.scope.take_reserved(&key, &[], Keep::Always);
        known.filter(|name| is_variable(name, &self.prefix)).unwrap_or_else(|| {
            let plain = name.replace(|char: char| !char.is_ascii_alphanumeric(), " ");
            let plain = if plain.trim().is_empty() { "parameter" } else { &plain };
            let end = names::snake_text(plain, "parameter").to_ascii_uppercase();
            // The name of the package and the parameter can begin with the same words.
            let end = end.strip_prefix(&self.prefix).unwrap_or(&end);
            self.scope.declare(&format!("{}{end}", self.prefix))
        })
    }

    /// Returns the variables of the scheme `index`. Of several that are set, the last ones take precedence.
    pub(super) fn of_scheme(&self, index: usize) -> Vec<Variables> {
        match self.of_schemes.get(index).map_or(&[][..], Vec::as_slice) {
            [token, id, secret] => {
                let application = Variables::Application([id.clone(), secret.clone()]);
                vec![application, Variables::Value(token.clone())]
            }
            [user, password] => vec![Variables::UserAndPassword([user.clone(), password.clone()])],
            other => other.iter().cloned().map(Variables::Value).collect(),
        }
    }

    /// Returns the variables of the crate, with the documentation of all of them. `base_url` is the default base URL.
    pub(super) fn environment(
        &self,
        api: &Api,
        operations: &[Operation],
        parameters: &[ClientParameter],
        base_url: &str,
    ) -> Environment {
        let mut docs = Vec::new();
        for (index, scheme) in api.schemes.iter().enumerate() {
            let wire = docs::code(&scheme.name);
            docs.extend(self.of_scheme(index).into_iter().rev().map(|variables| match variables {
                Variables::Value(name) => format!("- `{name}`: {}, for {wire}", schemes::value(scheme)),
                Variables::UserAndPassword([user, password]) => {
                    format!("- `{user}` and `{password}`: {}, for {wire}", schemes::value(scheme))
                }
                Variables::Application([id, secret]) => {
                    let what = "the ID and the secret of an application, which requests tokens";
                    format!("- `{id}` and `{secret}`: {what}, for {wire}, with the feature `oauth2`")
                }
            }));
        }
        docs.extend(parameters.iter().map(|parameter| {
            let (place, wire) = (client_parameters::place(parameter.location), docs::code(&parameter.wire));
            format!("- `{}`: the {place} {wire} of all calls", parameter.variable)
        }));
        let default = if base_url.is_empty() { "" } else { ", instead of [`BASE_URL`]" };
        docs.push(format!("- `{}`: the base URL{default}", self.base_url));
        Environment { base_url: self.base_url.clone(), needed: needed(operations), docs }
    }
}

/// Returns the alternatives of security schemes for requests that the description does not list: those that most
/// operations with a credential have. They are optional.
pub(super) fn default_security(operations: &[Operation]) -> Vec<Vec<String>> {
    let mut counts: IndexMap<&Vec<Vec<String>>, usize> = IndexMap::new();
    let of_all = operations.iter().map(|operation| &operation.security);
    for security in of_all.filter(|security| security.iter().any(|schemes| !schemes.is_empty())) {
        *counts.entry(security).or_default() += 1;
    }
    let most = counts.values().max().copied();
    let Some((security, _)) = counts.into_iter().find(|(_, count)| Some(*count) == most) else {
        return Vec::new();
    };
    let needed = security.iter().filter(|schemes| !schemes.is_empty()).cloned();
    needed.chain([Vec::new()]).collect()
}

/// Returns the alternatives of security schemes that operations need. One that contains another one of a single scheme
/// is left out.
fn needed(operations: &[Operation]) -> Vec<Vec<String>> {
    let required = operations.iter().filter(|operation| operation.security.iter().all(|one| !one.is_empty()));
    let all: IndexSet<&Vec<String>> = required.flat_map(|operation| &operation.security).collect();
    let single: HashSet<&str> = all
        .iter()
        .filter_map(|schemes| match schemes.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        })
        .collect();
    let is_minimal = |schemes: &Vec<String>| {
        schemes.len() == 1 || schemes.iter().all(|one| !single.contains(one.as_str()))
    };
    all.into_iter().filter(|schemes| is_minimal(schemes)).cloned().collect()
}
