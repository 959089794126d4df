//! Pagination: operations that return a list in pages, by the settings or by the names of parameters and properties.

mod described;
mod guess;
mod needed;
mod next_url;
mod total;

use std::collections::HashMap;

use self::described::Described;
pub(super) use self::guess::normalized;
use super::{
    docs, items_with_homes,
    settings::{By, Pages},
};
use crate::{
    api::{Api, Location},
    diagnostics::{Code, Diagnostics, unescape},
    load::Selector,
    rust::{
        Decode, Field, Ident, Item, Module, Namespace, NextPage, OpenEnum, Operation, Paging, PathField,
        RequestPart, ResponseKind, Type, Wrap,
    },
};

/// The maximum number of a body's properties that are searched for names. A body of nested types can have any number of
/// them, and any number of operations can have one body.
const MAX_FIELDS: usize = 1000;
/// The maximum number of characters of a text that are searched for words.
const MAX_TEXT: usize = 10_000;

/// The settings of pagination.
pub(super) struct Selected<'a> {
    /// The index of each operation's setting.
    pub(super) selecting: &'a [Option<usize>],
    /// The settings.
    pub(super) settings: &'a [(Selector, Pages)],
}

/// Adds pagination to every operation that returns a list in pages.
pub(super) fn plan_pages(
    api: &Api,
    models: &[Module],
    operations: &mut [Operation],
    selected: &Selected<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Selected { selecting, settings } = *selected;
    let pagings: Vec<Option<Paging>> = {
        let types = TypeIndex::new(models, operations);
        let planned = api.operations.iter().zip(operations.iter()).zip(selecting.iter().copied());
        let planned = planned.map(|((of_api, operation), selecting)| {
            let Some((selector, pages)) = selecting.and_then(|index| settings.get(index)) else {
                return match described::paging(api, of_api, operation, &types, diagnostics) {
                    Described::Pages(paging) => Some(*paging),
                    Described::OnePage => None,
                    Described::No => guess::paging(api, of_api, operation, &types),
                };
            };
            match pages {
                Pages::Off => None,
                Pages::On { items, next, more, total, page_count, set, keep_method } => {
                    let paging = types.paging(operation, items, next_page(next, operation));
                    let paging = paging.map(|paging| Paging {
                        more: more.clone(),
                        total: total.clone(),
                        page_count: page_count.clone(),
                        set: set.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
                        keep_method: *keep_method,
                        ..paging
                    });
                    if paging.is_none() {
                        let message =
                            format!("the setting `items` is `{items}`, but the response has no list there");
                        diagnostics.push_setting(Code::RENAME, &["pages", &selector.setting()], message);
                    }
                    paging
                }
            }
        });
        planned.collect()
    };
    for (operation, paging) in operations.iter_mut().zip(pagings) {
        if paging.is_some() {
            let sentence =
                "The list is paginated: `pages()` of the call returns the pages, and `items()` their items.";
            docs::paragraph(&mut operation.docs, vec![sentence.to_owned()]);
        }
        operation.paging = paging;
    }
}

/// Returns the parameters of the next page, as the settings give them.
fn next_page(by: &By, operation: &Operation) -> NextPage {
    match by.clone() {
        By::Cursor { parameter, next } => cursor_of(operation, &parameter, next),
        By::Offset { parameter } => NextPage::Offset(parameter),
        By::Page { parameter, first } => NextPage::Number(parameter, first),
        By::Url { next } => NextPage::Url(next),
        By::Link => NextPage::Link,
    }
}

/// Returns a cursor of this name in the query, unless only a header has the name.
fn cursor_of(operation: &Operation, name: &str, next: String) -> NextPage {
    let is_in = |location| parameters(operation, location).any(|(wire, _)| wire.eq_ignore_ascii_case(name));
    if is_in(Location::Header) && !is_in(Location::Query) {
        return NextPage::HeaderCursor(name.to_ascii_lowercase(), next);
    }
    NextPage::Cursor(name.to_owned(), next)
}

/// The types of the crate, by name.
pub(super) struct TypeIndex<'a>(HashMap<(Namespace, &'a Ident), &'a Item>);

impl<'a> TypeIndex<'a> {
    pub(super) fn new(models: &'a [Module], operations: &'a [Operation]) -> Self {
        let items = items_with_homes(models, operations);
        Self(items.map(|(home, item)| ((home, item.ident()), item)).collect())
    }

    /// Returns the type beneath `Option`, `Box` and aliases.
    pub(super) fn resolve<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match ty {
            Type::Option(inner) | Type::Boxed(inner) => self.resolve(inner),
            Type::Named(home, ident) => match self.0.get(&(home.clone(), ident)) {
                Some(Item::Alias(alias)) if alias.ty != *ty => self.resolve(&alias.ty),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// Returns the enum, if a type is one.
    pub(super) fn open_enum(&self, ty: &Type) -> Option<&OpenEnum> {
        let Type::Named(home, ident) = self.resolve(ty) else { return None };
        match self.0.get(&(home.clone(), ident)) {
            Some(Item::Enum(item)) => Some(item),
            _ => None,
        }
    }

    /// Returns the type of the crate that a type names.
    pub(super) fn item(&self, ty: &Type) -> Option<&'a Item> {
        let Type::Named(home, ident) = ty else { return None };
        self.0.get(&(home.clone(), ident)).copied()
    }

    /// Returns the fields of a struct.
    pub(super) fn fields(&self, ty: &Type) -> &[Field] {
        match self.resolve(ty) {
            Type::Named(home, ident) => match self.0.get(&(home.clone(), ident)) {
                Some(Item::Struct(item)) => &item.fields,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// Returns the fields of a struct that are searched for names.
    pub(super) fn searched_fields(&self, ty: &Type) -> &[Field] {
        let fields = self.fields(ty);
        fields.get(..MAX_FIELDS).unwrap_or(fields)
    }

    /// Returns the pagination of `operation`, if all its successes have the same body, with a list at `items`.
    fn paging(&self, operation: &Operation, items: &str, next: NextPage) -> Option<Paging> {
        let mut successes = operation.arms.iter().filter_map(|arm| match &arm.kind {
            ResponseKind::Success(decode, wrap) => Some((decode, wrap)),
            _ => None,
        });
        let Some((decode, Wrap::Same)) = successes.next() else { return None };
        if !successes.all(|(other, wrap)| other == decode && matches!(wrap, Wrap::Same)) {
            return None;
        }
        let xml = match decode {
            Decode::Json => None,
            Decode::Xml(xml) => Some(xml.clone()),
            _ => return None,
        };
        let mut ty = &operation.output;
        let mut path = Vec::new();
        for name in items.split('/').skip(1).map(unescape) {
            let field = self.fields(ty).iter().find(|field| field.wire == name)?;
            path.push(PathField { field: field.ident.clone(), options: options(&field.ty) });
            ty = &field.ty;
        }
        let mut list = ty;
        while let Type::Option(inner) = list {
            list = inner;
        }
        let Type::Vec(item) = self.resolve(list) else { return None };
        let item = (**item).clone();
        let options = options(&operation.output);
        Some(Paging {
            pointer: items.to_owned(),
            options,
            path,
            item,
            more: String::new(),
            total: String::new(),
            page_count: String::new(),
            set: Vec::new(),
            keep_method: false,
            next,
            xml,
        })
    }
}

/// Returns the start of a text, which is searched for words.
fn searched(text: &str) -> &str {
    text.char_indices().nth(MAX_TEXT).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

fn options(ty: &Type) -> usize {
    match ty {
        Type::Option(inner) => 1 + options(inner),
        _ => 0,
    }
}

/// Returns the parameters of an operation in one location: name and type.
fn parameters(operation: &Operation, location: Location) -> impl Iterator<Item = (&str, &Type)> {
    let of_location = operation.request_parts.iter().filter_map(move |part| match part {
        RequestPart::Parameter(parameter) if parameter.location == location => Some(parameter),
        _ => None,
    });
    let fields: HashMap<&Ident, &Type> =
        operation.fields.iter().map(|field| (&field.ident, &field.ty)).collect();
    of_location.filter_map(move |parameter| Some((parameter.wire.as_str(), *fields.get(&parameter.field)?)))
}

/// Returns the query parameters of an operation: name and type.
fn query(operation: &Operation) -> impl Iterator<Item = (&str, &Type)> {
    parameters(operation, Location::Query)
}
