//! Heuristics for pagination by names. Only unambiguous names count, because a wrong guess would skip pages.

use std::collections::VecDeque;

use super::{MAX_FIELDS, TypeIndex, cursor_of, needed, next_url, parameters, query, total};
use crate::{
    api::{self, Api, Constraint, Location},
    diagnostics::Pointer,
    rust::{Dependency, Field, NextPage, Operation, Paging, Type},
};

/// The names of the list of items, if a body has several lists.
const ITEM_LISTS: [&str; 9] =
    ["items", "results", "data", "records", "values", "entries", "list", "result", "value"];

/// The maximum number of characters of a name. All known names are shorter.
const MAX_NAME: usize = 500;
/// The maximum depth of a cursor in a body.
const MAX_DEPTH: usize = 3;

/// Returns the pagination of an operation that reads a list.
pub(super) fn paging(
    api: &Api,
    of_api: &api::Operation,
    operation: &Operation,
    types: &TypeIndex<'_>,
) -> Option<Paging> {
    let reads = of_api.method.as_str() == "GET";
    if !reads && !matches!(of_api.method.as_str(), "POST" | "QUERY") {
        return None;
    }
    let items = items(&operation.output, types)?;
    let mut scalars = scalars(&operation.output, types);
    if next_url::is_described(api, of_api) {
        for scalar in scalars.iter_mut().filter(|scalar| scalar.beside_previous == BesidePrevious::Cursor) {
            scalar.beside_previous = BesidePrevious::Url;
        }
    }
    let more = scalars.iter().find(|scalar| scalar.is_flag && scalar.says_more());
    let finish = |next: NextPage, set: Vec<(String, String)>| {
        let total = total::pointer(operation, &next, &scalars);
        let more = more.map(Scalar::pointer).unwrap_or_default();
        Some(Paging { more, total, set, ..types.paging(operation, &items, next)? })
    };
    if !reads {
        // A `POST` may create something, except for a search, which has its cursor beside its filters.
        let next = by_cursor_in_body(operation, types, &scalars)?;
        return finish(next, Vec::new());
    }
    let with_needed = |next: NextPage| {
        let set = needed::parameters(api, of_api, operation, types, &next)?;
        Some((next, set))
    };
    let cursor = by_cursor(operation, types, &scalars)
        .and_then(with_needed)
        .or_else(|| by_header(operation, types).and_then(with_needed))
        .or_else(|| by_last_id(operation, types, &items, more.is_some()).and_then(with_needed));
    if let Some((next, set)) = cursor {
        return finish(next, set);
    }
    let next = scalars
        .iter()
        .find(|scalar| scalar.is_url())
        .map(|scalar| NextPage::Url(scalar.pointer()))
        .or_else(|| has_link(operation).then_some(NextPage::Link))
        .or_else(|| by_number(api, of_api, operation))?;
    finish(next, Vec::new())
}

/// Returns the JSON pointer of the items.
pub(super) fn items(output: &Type, types: &TypeIndex<'_>) -> Option<String> {
    if matches!(types.resolve(output), Type::Vec(_)) {
        return Some(String::new());
    }
    let is_list = |field: &&Field| matches!(types.resolve(&field.ty), Type::Vec(_));
    let lists: Vec<&Field> = types.searched_fields(output).iter().filter(is_list).collect();
    let named =
        || ITEM_LISTS.iter().find_map(|name| lists.iter().find(|field| normalized(&field.wire) == *name));
    let list = if let [only] = lists.as_slice() { only } else { named()? };
    Some(pointer(&[list.wire.as_str()]))
}

/// Returns the start of a name in lower case, without symbols.
pub(in crate::plan) fn normalized(name: &str) -> String {
    name.chars()
        .take(MAX_NAME)
        .filter(char::is_ascii_alphanumeric)
        .map(|char| char.to_ascii_lowercase())
        .collect()
}

fn pointer(path: &[&str]) -> String {
    let pointer = path.iter().fold(Pointer::root(), |at, name| at.key(name));
    pointer.to_string().trim_start_matches('#').to_owned()
}

/// A property of a body that is a scalar.
pub(super) struct Scalar<'a> {
    path: Vec<&'a str>,
    pub(super) name: String,
    pub(super) parents: Vec<String>,
    is_flag: bool,
    pub(super) is_integer: bool,
    pub(super) docs: &'a [String],
    beside_previous: BesidePrevious,
}

/// The meaning of a property `next`, if the body also has a property for the previous page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BesidePrevious {
    /// The body has none.
    No,
    Cursor,
    Url,
}

impl Scalar<'_> {
    pub(super) fn pointer(&self) -> String {
        pointer(&self.path)
    }

    fn says_more(&self) -> bool {
        matches!(self.name.as_str(), "hasmore" | "hasnext" | "hasnextpage")
    }

    fn is_url(&self) -> bool {
        let in_links = self.parents.iter().any(|parent| parent == "links");
        match self.name.as_str() {
            "nexturl" | "nexturi" | "nextlink" | "nextpageurl" | "nextpageuri" | "odatanextlink" => true,
            "next" => in_links || self.beside_previous == BesidePrevious::Url,
            "href" => in_links && self.parents.last().is_some_and(|parent| parent == "next"),
            _ => false,
        }
    }

    /// Returns `true` if it is the value of the parameter `name` for the next page.
    fn is_cursor_of(&self, name: &str) -> bool {
        let scalar = self.name.as_str();
        let parent = |known: &str| self.parents.iter().any(|parent| parent == known);
        let is_next = scalar.strip_prefix("next") == Some(name)
            || scalar == name && (name.starts_with("next") || parent("next") || parent("cursors"));
        let is_token = matches!(
            scalar,
            "nextcursor"
                | "nexttoken"
                | "nextpagetoken"
                | "nextmarker"
                | "nextcontinuationtoken"
                | "endcursor"
        );
        is_next
            || is_token
            || scalar == "next" && name != "next" && (parent("cursors") || parent("cursor"))
            // Without a URL, `next` beside `previous` is a cursor.
            || scalar == "next" && self.beside_previous == BesidePrevious::Cursor
            || scalar == "nextpage" && name == "pagetoken"
            || scalar == "lastid" && name == "after"
    }
}

/// Returns the scalars among the first [`MAX_FIELDS`] properties of a body, outer ones first.
fn scalars<'a>(output: &Type, types: &'a TypeIndex<'_>) -> Vec<Scalar<'a>> {
    let mut scalars = Vec::new();
    let mut left = MAX_FIELDS;
    let mut pending: VecDeque<(&[Field], Vec<&'a str>)> =
        VecDeque::from([(types.fields(output), Vec::new())]);
    while let Some((fields, path)) = pending.pop_front() {
        let fields = fields.get(..left).unwrap_or(fields);
        left -= fields.len();
        let has_previous =
            fields.iter().any(|field| matches!(normalized(&field.wire).as_str(), "previous" | "prev"));
        let is_pair = path.is_empty() && has_previous;
        let beside_previous = if is_pair { BesidePrevious::Cursor } else { BesidePrevious::No };
        for field in fields {
            let ty = types.resolve(&field.ty);
            let whole = || path.iter().copied().chain([field.wire.as_str()]).collect();
            if matches!(ty, Type::Bool | Type::String | Type::Int(_) | Type::Foreign(_)) {
                scalars.push(Scalar {
                    name: normalized(&field.wire),
                    parents: path.iter().map(|name| normalized(name)).collect(),
                    path: whole(),
                    is_flag: matches!(ty, Type::Bool),
                    is_integer: matches!(ty, Type::Int(_)),
                    docs: &field.docs,
                    beside_previous,
                });
            } else if path.len() + 1 < MAX_DEPTH && pending.len() < MAX_FIELDS {
                pending.push_back((types.fields(&field.ty), whole()));
            }
        }
    }
    scalars
}

/// The names of parameters that take a cursor.
pub(super) const CURSORS: [&str; 14] = [
    "after",
    "bookmark",
    "continuationtoken",
    "cursor",
    "marker",
    "next",
    "nextcursor",
    "nextmarker",
    "nextpagetoken",
    "nexttoken",
    "pagetoken",
    "startcursor",
    "startingtoken",
    "token",
];

/// Returns `true` if a parameter accepts any text or number, unlike a date.
fn is_opaque(ty: &Type) -> bool {
    match ty {
        Type::Foreign(foreign) => foreign.dependency == Some(Dependency::Uuid),
        ty => matches!(ty, Type::String | Type::Int(_)),
    }
}

/// Returns the normalized name of a parameter or property that may take a cursor.
fn cursor_name(wire: &str, ty: &Type, types: &TypeIndex<'_>) -> Option<String> {
    let name = normalized(wire);
    (CURSORS.contains(&name.as_str()) && is_opaque(types.resolve(ty))).then_some(name)
}

/// Returns the first of `properties` that is a cursor, and the JSON pointer of its next value in the response.
fn cursor<'a>(
    mut properties: impl Iterator<Item = (&'a str, &'a Type)>,
    types: &TypeIndex<'_>,
    scalars: &[Scalar<'_>],
) -> Option<(&'a str, String)> {
    properties.find_map(|(wire, ty)| {
        let name = cursor_name(wire, ty, types)?;
        let scalar = scalars.iter().find(|scalar| !scalar.is_flag && scalar.is_cursor_of(&name))?;
        Some((wire, scalar.pointer()))
    })
}

/// Returns the parameters that may take a cursor.
fn cursors(operation: &Operation) -> impl Iterator<Item = (&str, &Type)> {
    query(operation).chain(parameters(operation, Location::Header))
}

fn by_cursor(operation: &Operation, types: &TypeIndex<'_>, scalars: &[Scalar<'_>]) -> Option<NextPage> {
    let (wire, next) = cursor(cursors(operation), types, scalars)?;
    Some(cursor_of(operation, wire, next))
}

/// Returns the cursor of a search with a JSON body.
fn by_cursor_in_body(
    operation: &Operation,
    types: &TypeIndex<'_>,
    scalars: &[Scalar<'_>],
) -> Option<NextPage> {
    let fields = types.searched_fields(operation.json_body()?).iter();
    let (wire, next) = cursor(fields.map(|field| (field.wire.as_str(), &field.ty)), types, scalars)?;
    Some(NextPage::Cursor(pointer(&[wire]), next))
}

/// Returns a response header named like the parameter or like its value for the next page.
fn by_header(operation: &Operation, types: &TypeIndex<'_>) -> Option<NextPage> {
    let headers = operation.headers.as_ref()?;
    cursors(operation).find_map(|(wire, ty)| {
        let name = cursor_name(wire, ty, types)?;
        let is_next = |header: &str| {
            name.starts_with("next") && header.ends_with(&name) || header.ends_with(&format!("next{name}"))
        };
        let header = headers.fields.iter().find(|field| !field.list && is_next(&normalized(&field.wire)))?;
        Some(cursor_of(operation, wire, header.wire.clone()))
    })
}

/// Returns the `id` of the last item as a cursor, if the body has a flag for more pages.
fn by_last_id(
    operation: &Operation,
    types: &TypeIndex<'_>,
    items: &str,
    says_more: bool,
) -> Option<NextPage> {
    let list = match items.strip_prefix('/') {
        None => &operation.output,
        Some(name) => &types.searched_fields(&operation.output).iter().find(|field| field.wire == name)?.ty,
    };
    let Type::Vec(item) = types.resolve(list) else { return None };
    let has_id = types.searched_fields(item).iter().any(|field| field.wire == "id");
    let matches = |wire: &str| matches!(normalized(wire).as_str(), "after" | "startingafter");
    let (wire, _) = query(operation).find(|(wire, ty)| matches(wire) && is_opaque(types.resolve(ty)))?;
    (has_id && says_more).then(|| NextPage::Cursor(wire.to_owned(), format!("{items}/-/id")))
}

/// Returns `true` if a `Link` header is described for the responses.
fn has_link(operation: &Operation) -> bool {
    let headers = operation.headers.iter().flat_map(|headers| &headers.fields);
    headers.into_iter().any(|field| field.wire == "link")
}

/// Returns the item offset, or the page number if the first number is known.
fn by_number(api: &Api, of_api: &api::Operation, operation: &Operation) -> Option<NextPage> {
    let is_integer = |ty: &Type| match ty {
        Type::Option(inner) => matches!(**inner, Type::Int(_)),
        ty => matches!(ty, Type::Int(_)),
    };
    // A name that begins with `/` is a location in the body.
    let is_number = |(wire, ty): &(&str, &Type)| is_integer(ty) && !wire.starts_with('/');
    let numbers = || query(operation).filter(is_number);
    if let Some((wire, _)) =
        numbers().find(|(wire, _)| matches!(normalized(wire).as_str(), "offset" | "skip"))
    {
        return Some(NextPage::Offset(wire.to_owned()));
    }
    let (wire, _) =
        numbers().find(|(wire, _)| matches!(normalized(wire).as_str(), "page" | "pagenumber" | "pageno"))?;
    let first = first_page(api, of_api, wire)?;
    Some(NextPage::Number(wire.to_owned(), first))
}

/// Returns the number of the first page, by the default or the minimum of the parameter `wire`.
pub(super) fn first_page(api: &Api, of_api: &api::Operation, wire: &str) -> Option<u64> {
    let matches =
        |parameter: &&api::Parameter| parameter.location == Location::Query && parameter.name == wire;
    let parameter = of_api.parameters.iter().find(matches)?;
    let docs = [&parameter.docs, &api.schemas[parameter.schema].docs];
    let default = docs.iter().find_map(|docs| docs.default.as_ref()).or(parameter.default.as_ref());
    let minimum = docs.iter().flat_map(|docs| &docs.constraints).find_map(|constraint| match constraint {
        Constraint::Minimum(number) => number.as_u64(),
        _ => None,
    });
    default.and_then(serde_json::Value::as_u64).or(minimum).filter(|first| *first < 2)
}
