//! How the pages of a list follow each other, told from names. It is told only where it is plain: a wrong guess would
//! leave out pages.

use super::{Shapes, cursor_of, parameters, query};
use crate::{
    api::{self, Api, Constraint, Location},
    diagnostics::Pointer,
    rust::{Dependency, Field, NextPage, Operation, Paging, Type},
};

/// What lists of items are called, where a body has several.
const ITEMS: [&str; 9] =
    ["items", "results", "data", "records", "values", "entries", "list", "result", "value"];

/// How deep a cursor may be in a body.
const DEEPEST: usize = 3;

/// How the pages of an operation that reads a list follow each other.
pub(super) fn paging(
    api: &Api,
    of_api: &api::Operation,
    operation: &Operation,
    shapes: &Shapes<'_>,
) -> Option<Paging> {
    let reads = of_api.method.as_str() == "GET";
    if !reads && !matches!(of_api.method.as_str(), "POST" | "QUERY") {
        return None;
    }
    let items = items(&operation.output, shapes)?;
    let mut leaves = Vec::new();
    collect(&operation.output, shapes, &mut Vec::new(), &mut leaves);
    let more = leaves.iter().find(|leaf| leaf.is_flag && leaf.says_more());
    if !reads {
        // What is sent may create something, but for a search, which has its cursor where its filters are.
        let next = by_cursor_in_body(operation, shapes, &leaves)?;
        return shapes.paging(operation, &items, next, more.map(Leaf::pointer).unwrap_or_default());
    }
    let next = by_cursor(operation, shapes, &leaves)
        .or_else(|| by_header(operation, shapes))
        .or_else(|| by_last_id(operation, shapes, &items, more.is_some()))
        .or_else(|| leaves.iter().find(|leaf| leaf.is_url()).map(|leaf| NextPage::Url(leaf.pointer())))
        .or_else(|| has_link(operation).then_some(NextPage::Link))
        .or_else(|| by_number(api, of_api, operation))?;
    shapes.paging(operation, &items, next, more.map(Leaf::pointer).unwrap_or_default())
}

/// Where the items are.
fn items(output: &Type, shapes: &Shapes<'_>) -> Option<String> {
    if matches!(shapes.plain(output), Type::Vec(_)) {
        return Some(String::new());
    }
    let is_list = |field: &&Field| matches!(shapes.plain(&field.ty), Type::Vec(_));
    let lists: Vec<&Field> = shapes.fields(output).iter().filter(is_list).collect();
    let named = || ITEMS.iter().find_map(|name| lists.iter().find(|field| plain(&field.wire) == *name));
    let list = if let [only] = lists.as_slice() { only } else { named()? };
    Some(pointer(&[list.wire.as_str()]))
}

/// A name without case and signs.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

fn pointer(path: &[&str]) -> String {
    let pointer = path.iter().fold(Pointer::root(), |at, name| at.key(name));
    pointer.as_str().trim_start_matches('#').to_owned()
}

/// A value in a body that is no list and has no fields.
struct Leaf<'a> {
    path: Vec<&'a str>,
    name: String,
    parents: Vec<String>,
    is_flag: bool,
    /// Whether the one that leads back is there too.
    has_previous: bool,
}

impl Leaf<'_> {
    fn pointer(&self) -> String {
        pointer(&self.path)
    }

    fn says_more(&self) -> bool {
        matches!(self.name.as_str(), "hasmore" | "hasnext" | "hasnextpage")
    }

    fn is_url(&self) -> bool {
        let in_links = self.parents.iter().any(|parent| parent == "links");
        match self.name.as_str() {
            "nexturl" | "nexturi" | "nextlink" | "nextpageurl" | "nextpageuri" | "odatanextlink" => true,
            "next" => in_links || self.has_previous && self.parents.is_empty(),
            "href" => in_links && self.parents.last().is_some_and(|parent| parent == "next"),
            _ => false,
        }
    }

    /// Whether it is what the parameter `name` takes for the next page.
    fn is_cursor_of(&self, name: &str) -> bool {
        let leaf = self.name.as_str();
        let parent = |known: &str| self.parents.iter().any(|parent| parent == known);
        let is_next = leaf.strip_prefix("next") == Some(name)
            || leaf == name && (name.starts_with("next") || parent("next") || parent("cursors"));
        let is_token = matches!(
            leaf,
            "nextcursor"
                | "nexttoken"
                | "nextpagetoken"
                | "nextmarker"
                | "nextcontinuationtoken"
                | "endcursor"
        );
        is_next
            || is_token
            || leaf == "next" && name != "next" && (parent("cursors") || parent("cursor"))
            || leaf == "nextpage" && name == "pagetoken"
            || leaf == "lastid" && name == "after"
    }
}

/// Every leaf of a body, the outer ones first.
fn collect<'a>(ty: &Type, shapes: &'a Shapes<'_>, path: &mut Vec<&'a str>, leaves: &mut Vec<Leaf<'a>>) {
    let fields = shapes.fields(ty);
    let has_previous = fields.iter().any(|field| matches!(plain(&field.wire).as_str(), "previous" | "prev"));
    for field in fields {
        let is_flag = match shapes.plain(&field.ty) {
            Type::Bool => true,
            Type::String | Type::Int(_) | Type::Foreign(_) => false,
            _ => continue,
        };
        let mut whole = path.clone();
        whole.push(&field.wire);
        leaves.push(Leaf {
            name: plain(&field.wire),
            parents: path.iter().map(|name| plain(name)).collect(),
            path: whole,
            is_flag,
            has_previous,
        });
    }
    if path.len() + 1 < DEEPEST {
        for field in fields.iter().filter(|field| !shapes.fields(&field.ty).is_empty()) {
            path.push(&field.wire);
            collect(&field.ty, shapes, path, leaves);
            path.pop();
        }
    }
}

/// What parameters are called that take a cursor.
const CURSORS: [&str; 14] = [
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

/// Whether a parameter can have any text or number, unlike a date.
fn is_opaque(ty: &Type) -> bool {
    match ty {
        Type::Foreign(foreign) => foreign.dependency == Some(Dependency::Uuid),
        ty => matches!(ty, Type::String | Type::Int(_)),
    }
}

/// The first of `properties` that is a cursor and has its next value in the body, and where that is.
fn cursor<'a>(
    mut properties: impl Iterator<Item = (&'a str, &'a Type)>,
    shapes: &Shapes<'_>,
    leaves: &[Leaf<'_>],
) -> Option<(&'a str, String)> {
    properties.find_map(|(wire, ty)| {
        let name = plain(wire);
        let is_known = CURSORS.contains(&name.as_str()) && is_opaque(shapes.plain(ty));
        let leaf = leaves.iter().find(|leaf| is_known && !leaf.is_flag && leaf.is_cursor_of(&name))?;
        Some((wire, leaf.pointer()))
    })
}

/// The parameters that may take a cursor.
fn cursors(operation: &Operation) -> impl Iterator<Item = (&str, &Type)> {
    query(operation).chain(parameters(operation, Location::Header))
}

fn by_cursor(operation: &Operation, shapes: &Shapes<'_>, leaves: &[Leaf<'_>]) -> Option<NextPage> {
    let (wire, next) = cursor(cursors(operation), shapes, leaves)?;
    Some(cursor_of(operation, wire, next))
}

/// The cursor of a search, whose body is JSON.
fn by_cursor_in_body(operation: &Operation, shapes: &Shapes<'_>, leaves: &[Leaf<'_>]) -> Option<NextPage> {
    let fields = shapes.fields(operation.json_body()?).iter();
    let (wire, next) = cursor(fields.map(|field| (field.wire.as_str(), &field.ty)), shapes, leaves)?;
    Some(NextPage::Cursor(pointer(&[wire]), next))
}

/// A header of the answer that is called as the parameter, or as what it takes for the next page.
fn by_header(operation: &Operation, shapes: &Shapes<'_>) -> Option<NextPage> {
    let headers = operation.headers.as_ref()?;
    cursors(operation).find_map(|(wire, ty)| {
        let name = plain(wire);
        let is_known = CURSORS.contains(&name.as_str()) && is_opaque(shapes.plain(ty));
        let is_next = |header: &str| {
            name.starts_with("next") && header.ends_with(&name) || header.ends_with(&format!("next{name}"))
        };
        let header =
            headers.fields.iter().find(|field| is_known && !field.list && is_next(&plain(&field.wire)))?;
        Some(cursor_of(operation, wire, header.wire.clone()))
    })
}

/// The last item's `id` goes on where the body says that there is more.
fn by_last_id(operation: &Operation, shapes: &Shapes<'_>, items: &str, says_more: bool) -> Option<NextPage> {
    let list = match items.strip_prefix('/') {
        None => &operation.output,
        Some(name) => &shapes.fields(&operation.output).iter().find(|field| field.wire == name)?.ty,
    };
    let Type::Vec(item) = shapes.plain(list) else { return None };
    let has_id = shapes.fields(item).iter().any(|field| field.wire == "id");
    let is_it = |wire: &str| matches!(plain(wire).as_str(), "after" | "startingafter");
    let (wire, _) = query(operation).find(|(wire, ty)| is_it(wire) && is_opaque(shapes.plain(ty)))?;
    (has_id && says_more).then(|| NextPage::Cursor(wire.to_owned(), format!("{items}/-/id")))
}

/// Whether the answers are described with a header `Link`.
fn has_link(operation: &Operation) -> bool {
    let headers = operation.headers.iter().flat_map(|headers| &headers.fields);
    headers.into_iter().any(|field| field.wire == "link")
}

/// By how many items there were, or by the number of the page, where it is known what the first one is.
fn by_number(api: &Api, of_api: &api::Operation, operation: &Operation) -> Option<NextPage> {
    let is_integer = |ty: &Type| match ty {
        Type::Option(inner) => matches!(**inner, Type::Int(_)),
        ty => matches!(ty, Type::Int(_)),
    };
    let numbers = || query(operation).filter(|(_, ty)| is_integer(ty));
    if let Some((wire, _)) = numbers().find(|(wire, _)| matches!(plain(wire).as_str(), "offset" | "skip")) {
        return Some(NextPage::Offset(wire.to_owned()));
    }
    let (wire, _) =
        numbers().find(|(wire, _)| matches!(plain(wire).as_str(), "page" | "pagenumber" | "pageno"))?;
    let is_it = |parameter: &&api::Parameter| parameter.location == Location::Query && parameter.name == wire;
    let parameter = of_api.parameters.iter().find(is_it)?;
    let docs = [&parameter.docs, &api.schemas[parameter.schema].docs];
    let default = docs.iter().find_map(|docs| docs.default.as_ref()).or(parameter.default.as_ref());
    let least = docs.iter().flat_map(|docs| &docs.constraints).find_map(|constraint| match constraint {
        Constraint::Minimum(number) => number.as_u64(),
        _ => None,
    });
    let first = default.and_then(serde_json::Value::as_u64).or(least).filter(|first| *first < 2)?;
    Some(NextPage::Number(wire.to_owned(), first))
}
