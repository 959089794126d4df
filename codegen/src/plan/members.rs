//! What the members of a union are called.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    names::{self, Scope},
    types::Types,
};
use crate::{
    api::{Distinguisher, Kind, Member, Origin, Role, SchemaId, Shape, Union},
    surface::places::OTHER_VALUE,
};

/// A name for each member of the union `id`, in order.
pub(super) fn variant_names(types: &Types<'_>, id: SchemaId, union: &Union) -> (Vec<String>, Scope) {
    let mut scope = Scope::default();
    let sources = types.sources.of_members(union);
    scope.keep(types.known_in(id), sources.iter().map(String::as_str).chain([OTHER_VALUE]));
    let union_name = types.ident(id).map(|ident| ident.unraw().to_owned()).unwrap_or_default();
    let alike = count(union.members.iter().map(|member| kind(types, member)));
    let wanted: Vec<String> =
        union.members.iter().map(|member| name(types, &union_name, &alike, member)).collect();
    let wanting = count(wanted.iter().map(String::as_str));
    // Of two that want one name, both are called by what tells them apart, where something does.
    let names = wanted
        .iter()
        .zip(union.members.iter().zip(&sources))
        .map(|(name, (member, source))| {
            let clash = wanting.get(name.as_str()).is_some_and(|count| *count > 1);
            let told = told_text(member);
            let both = [name.as_str(), told.as_deref().unwrap_or(name)];
            if let Some(kept) = scope.kept_for(source, &both) {
                return kept;
            }
            match told.filter(|_| clash) {
                Some(told) => scope.claim_type(&told),
                None => scope.claim_type(name),
            }
        })
        .collect();
    (names, scope)
}

fn count<'a>(texts: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    counts
}

fn name(types: &Types<'_>, union_name: &str, alike: &HashMap<&str, usize>, member: &Member) -> String {
    let schema = &types.api.schemas[member.schema];
    let component = match (&schema.shape, &schema.origin) {
        (_, Origin::Component(name)) => Some(name.clone()),
        (Shape::Reference(target), _) => match &types.api.schemas[*target].origin {
            Origin::Component(name) => Some(name.clone()),
            Origin::Inline(..) => None,
        },
        _ => None,
    };
    let ident = types.ident(member.schema).or(match schema.shape {
        Shape::Reference(target) => types.ident(target),
        _ => None,
    });
    if let Some(component) = component {
        let name = ident.map_or_else(|| names::type_text(&component), |ident| ident.unraw().to_owned());
        return without_prefix(&name, union_name);
    }
    match &schema.origin {
        Origin::Inline(_, Role::Base) => return "Base".to_owned(),
        Origin::Inline(_, Role::Member(_, Some(name))) => {
            return without_prefix(&names::type_text(name), union_name);
        }
        _ => {}
    }
    let alike = alike.get(kind(types, member)).copied().unwrap_or_default();
    let told = told_text(member).filter(|_| alike > 1 || !member.tags.is_empty());
    told.unwrap_or_else(|| described(types, member.schema, alike))
}

/// What a member is called after its type: a list of several kinds of list by its elements.
fn described(types: &Types<'_>, id: SchemaId, alike: usize) -> String {
    let target = types.api.schemas.resolve(id);
    match types.api.schemas[target].shape {
        Shape::Array(items) if alike > 1 => {
            let items = match types.api.schemas[items].shape {
                Shape::Reference(target) => types.ident(target),
                _ => types.ident(items),
            }
            .map_or_else(|| described(types, items, alike), |ident| ident.unraw().to_owned());
            format!("{items}Array")
        }
        _ => types.kind_text(target).to_owned(),
    }
}

fn kind(types: &Types<'_>, member: &Member) -> &'static str {
    types.kind_text(member.schema)
}

/// The name that says what tells the member from others: its tag, a constant, or a property that it has.
pub(super) fn told_text(member: &Member) -> Option<String> {
    if let Some(tag) = member.tags.first() {
        return Some(names::variant_text(tag));
    }
    let [Distinguisher { kind: Some(Kind::Object), constants, optional_constants, keys }] =
        member.distinguishers.as_slice()
    else {
        return None;
    };
    if let Some((key, value)) = constants.first().or(optional_constants.first()) {
        return Some(match value {
            Value::String(text) => names::variant_text(text),
            Value::Bool(true) => names::type_text(key),
            other => names::type_text(&format!("{key} {other}")),
        });
    }
    keys.first().map(|key| names::type_text(&format!("with {key}")))
}

/// `name` without the name of the union at its start, where something is left that is a name.
fn without_prefix(name: &str, union_name: &str) -> String {
    match name.strip_prefix(union_name) {
        Some(rest) if rest.starts_with(char::is_uppercase) => rest.to_owned(),
        _ => name.to_owned(),
    }
}
