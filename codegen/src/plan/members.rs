//! Names of the members of a union.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    names::{self, Keep, Scope},
    place_words::title,
    types::Types,
};
use crate::{
    api::{Distinguisher, Kind, Member, Origin, Role, SchemaId, Shape, Union},
    naming::places::OTHER_VALUE,
};

/// Returns a name for each member of the union `id`, in order.
pub(super) fn variant_names(types: &Types<'_>, id: SchemaId, union: &Union) -> (Vec<String>, Scope) {
    let mut scope = Scope::default();
    let known = types.known_in(id);
    let is_known = |source: &str| known.is_some_and(|known| known.contains_key(source));
    let sources = types.places.of_members(union).into_iter().zip(&union.members).map(|(source, member)| {
        // An inline member that became a component or a shared type keeps its name.
        let place = types.places.of_schema(member.schema);
        if !is_known(&source) && is_known(place) { place.to_owned() } else { source }
    });
    let sources: Vec<String> = sources.collect();
    scope.reserve(known, sources.iter().map(String::as_str).chain([OTHER_VALUE]));
    let union_name = types.ident(id).map(|ident| ident.unraw().to_owned()).unwrap_or_default();
    let alike = count(union.members.iter().map(|member| kind(types, member)));
    let mut wanted: Vec<String> =
        union.members.iter().map(|member| name(types, &union_name, &alike, member)).collect();
    let is_named: Vec<bool> = union.members.iter().map(|member| component(types, member).is_some()).collect();
    remove_common(&mut wanted, &is_named);
    let demand = count(wanted.iter().map(String::as_str));
    // If two members want the same name, both are named by their distinguishing properties, if they have any.
    let names = wanted
        .iter()
        .zip(union.members.iter().zip(&sources))
        .map(|(name, (member, source))| {
            let clash = demand.get(name.as_str()).is_some_and(|count| *count > 1);
            let distinguishing = distinguishing_name(member);
            let candidates = [name.as_str(), distinguishing.as_deref().unwrap_or(name)];
            if let Some(reserved) = scope.take_reserved(source, &candidates, Keep::Always) {
                return reserved;
            }
            match distinguishing.filter(|_| clash) {
                Some(name) => scope.declare_type(&name),
                None => scope.declare_type(name),
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

/// Returns the key of the component that is a member.
fn component<'t>(types: &Types<'t>, member: &Member) -> Option<&'t str> {
    let schema = &types.api.schemas[member.schema];
    match (&schema.shape, &schema.origin) {
        (_, Origin::Component(name)) => Some(name),
        (Shape::Reference(target), _) => types.api.schemas[*target].origin.component(),
        _ => None,
    }
}

/// Removes the words that the names of all components have at their start or at their end: `MoveOperation` is `Move`
/// beside `DropOperation`.
fn remove_common(names: &mut [String], is_named: &[bool]) {
    let start = common_start(&of_components(names, is_named));
    shorten(names, is_named, |name| name.get(start..));
    let end = common_end(&of_components(names, is_named));
    shorten(names, is_named, |name| name.get(..name.len().checked_sub(end)?));
}

fn of_components<'n>(names: &'n [String], is_named: &[bool]) -> Vec<&'n str> {
    let named = names.iter().zip(is_named).filter(|(_, is_named)| **is_named);
    named.map(|(name, _)| name.as_str()).collect()
}

/// Replaces the names of components by a part of each, unless two would be the same.
fn shorten(names: &mut [String], is_named: &[bool], part: impl Fn(&str) -> Option<&str>) {
    let shorter = names
        .iter()
        .zip(is_named)
        .map(|(name, is_named)| is_named.then(|| part(name)).flatten().unwrap_or(name).to_owned());
    let shorter: Vec<String> = shorter.collect();
    // A number alone distinguishes nothing.
    let is_name = |name: &String| !name.ends_with(|last: char| last.is_ascii_digit());
    let is_unique = count(shorter.iter().map(String::as_str)).len() == names.len();
    if is_unique && shorter.iter().all(is_name) {
        names.clone_from_slice(&shorter);
    }
}

/// Returns the length of the words that all names begin with, in bytes.
fn common_start(names: &[&str]) -> usize {
    let Some((first, others)) = names.split_first() else { return 0 };
    let equal = |other: &&str| first.bytes().zip(other.bytes()).take_while(|(one, two)| one == two).count();
    let most = others.iter().map(equal).min().unwrap_or_default();
    let begins_word =
        |name: &&str, at: usize| name.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    (0..=most).rev().find(|at| names.iter().all(|name| begins_word(name, *at))).unwrap_or_default()
}

/// Returns the length of the words that all names end with, in bytes. No name consists of them alone.
fn common_end(names: &[&str]) -> usize {
    let Some((first, others)) = names.split_first() else { return 0 };
    let equal = |other: &&str| {
        first.bytes().rev().zip(other.bytes().rev()).take_while(|(one, two)| one == two).count()
    };
    let most = others.iter().map(equal).min().unwrap_or_default();
    let is_end = |name: &&str, length: usize| {
        let end = name.len().checked_sub(length).filter(|at| *at > 0).and_then(|at| name.get(at..));
        end.is_some_and(|end| end.is_empty() || end.starts_with(char::is_uppercase))
    };
    (0..=most).rev().find(|length| names.iter().all(|name| is_end(name, *length))).unwrap_or_default()
}

fn name(types: &Types<'_>, union_name: &str, alike: &HashMap<&str, usize>, member: &Member) -> String {
    let schema = &types.api.schemas[member.schema];
    let ident = types.ident(member.schema).or(match schema.shape {
        Shape::Reference(target) => types.ident(target),
        _ => None,
    });
    if let Some(component) = component(types, member) {
        let name = ident.map_or_else(|| names::type_text(component), |ident| ident.unraw().to_owned());
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
    let distinguishing = distinguishing_name(member).filter(|_| alike > 1 || !member.tags.is_empty());
    distinguishing.unwrap_or_else(|| described(types, member.schema, alike))
}

/// Returns the name of a member after its type. If several members are arrays, the name includes the element.
fn described(types: &Types<'_>, id: SchemaId, alike: usize) -> String {
    let target = types.api.schemas.resolve(id);
    match types.api.schemas[target].shape {
        Shape::Array(items) if alike > 1 => {
            let element = &types.api.schemas[items];
            let component = match element.shape {
                Shape::Reference(target) => types.ident(target).map(|ident| ident.unraw().to_owned()),
                _ => None,
            };
            // The name of an inline element contains that of the member.
            let name = component.or_else(|| title(element).map(names::type_of_words));
            match name.unwrap_or_else(|| described(types, items, alike)).as_str() {
                "Other" => "ItemArray".to_owned(),
                element => format!("{element}Array"),
            }
        }
        _ => types.kind_text(target).to_owned(),
    }
}

fn kind(types: &Types<'_>, member: &Member) -> &'static str {
    types.kind_text(member.schema)
}

/// Returns the name for the distinguishing property of a member: its tag, a constant, or a property that only it has.
pub(super) fn distinguishing_name(member: &Member) -> Option<String> {
    if let Some(tag) = member.tags.first() {
        return Some(names::variant_text(tag));
    }
    let [test @ Distinguisher { kind: Some(Kind::Object), constants, optional_constants, .. }] =
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
    test.own_keys().next().map(|key| names::type_text(&format!("with {key}")))
}

/// Returns `name` without the name of the union at its start, if the rest is a name.
fn without_prefix(name: &str, union_name: &str) -> String {
    match name.strip_prefix(union_name) {
        Some(rest) if rest.starts_with(char::is_uppercase) => rest.to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::remove_common;

    #[test]
    fn removes_the_words_that_all_components_have() {
        let cases = [
            (&["MoveOperation", "DropOperation"][..], &["Move", "Drop"][..]),
            (&["GuildChannel", "GroupChannel", "String"], &["Guild", "Group", "String"]),
            (&["BetaTool", "BetaToolChoice"], &["Tool", "ToolChoice"]),
            (&["ApiCatView", "ApiDogView"], &["Cat", "Dog"]),
            (&["Cat", "Bat"], &["Cat", "Bat"]),
            (&["Error", "ParseError"], &["Error", "ParseError"]),
            (&["StringValue", "NumberValue", "String"], &["StringValue", "NumberValue", "String"]),
            (&["Only"], &["Only"]),
            (&["WidgetData1", "WidgetData2"], &["WidgetData1", "WidgetData2"]),
        ];
        for (names, expected) in cases {
            let mut shorter: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let is_named: Vec<bool> = names.iter().map(|name| *name != "String").collect();
            remove_common(&mut shorter, &is_named);
            assert_eq!(shorter, expected);
        }
    }
}
