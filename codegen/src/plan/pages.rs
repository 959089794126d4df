//! Which operations give a list page by page, and how: what the settings say, or what can be told from the names of
//! the parameters and of what the body has.

mod guess;

use std::collections::HashMap;

use super::{
    docs,
    select::selects,
    settings::{By, Pages},
};
use crate::{
    api::{Api, Location},
    diagnostics::{Code, Diagnostics, Pointer, unescape},
    load::Selector,
    rust::{
        Decode, Field, Home, Ident, Item, Module, NextPage, Operation, Paging, PagingStep, RequestPart,
        ResponseKind, Type, Wrap, all_items,
    },
};

/// Has every operation that gives a list say how its pages follow each other. `selected` are their indices.
pub(super) fn plan_pages(
    api: &Api,
    selected: &[usize],
    (models, operations): (&[Module], &mut [Operation]),
    settings: &[(Selector, Pages)],
    diagnostics: &mut Diagnostics,
) {
    let mut used = vec![false; settings.len()];
    let pagings: Vec<Option<Paging>> = {
        let shapes = Shapes::new(models, operations);
        let planned = selected.iter().zip(operations.iter()).map(|(index, operation)| {
            let of_api = &api.operations[*index];
            let Some(at) = settings.iter().position(|(selector, _)| selects(selector, of_api)) else {
                return guess::paging(api, of_api, operation, &shapes);
            };
            used[at] = true;
            match &settings[at].1 {
                Pages::Off => None,
                Pages::On { items, next, more } => {
                    let paging = shapes.paging(operation, items, step(next, operation), more.clone());
                    if paging.is_none() {
                        let message =
                            format!("the settings find items at `{items}`, where the answer has no list");
                        diagnostics.push(Code::RENAME, &of_api.pointer, message);
                    }
                    paging
                }
            }
        });
        planned.collect()
    };
    for ((selector, _), _) in settings.iter().zip(used).filter(|(_, used)| !used) {
        let message = format!("no operation is selected by {} for pages", selector.text());
        diagnostics.push(Code::RENAME, &Pointer::root(), message);
    }
    for (operation, paging) in operations.iter_mut().zip(pagings) {
        if paging.is_some() {
            let sentence = "The list comes page by page: `pages()` of the call gives one after the other, and \
                            `items()` what is in them.";
            docs::paragraph(&mut operation.docs, vec![sentence.to_owned()]);
        }
        operation.paging = paging;
    }
}

/// What the settings say that the next page is asked for with.
fn step(by: &By, operation: &Operation) -> NextPage {
    match by.clone() {
        By::Cursor { parameter, next } => cursor_of(operation, &parameter, next),
        By::Offset { parameter } => NextPage::Offset(parameter),
        By::Page { parameter, first } => NextPage::Number(parameter, first),
        By::Url { next } => NextPage::Url(next),
        By::Link => NextPage::Link,
    }
}

/// A cursor of this name: of the query, unless only a header is called so.
fn cursor_of(operation: &Operation, name: &str, next: String) -> NextPage {
    let is_in = |place| parameters(operation, place).any(|(wire, _)| wire.eq_ignore_ascii_case(name));
    if is_in(Location::Header) && !is_in(Location::Query) {
        return NextPage::HeaderCursor(name.to_ascii_lowercase(), next);
    }
    NextPage::Cursor(name.to_owned(), next)
}

/// The types of the crate, by name.
struct Shapes<'a>(HashMap<(Home, &'a Ident), &'a Item>);

impl<'a> Shapes<'a> {
    fn new(models: &'a [Module], operations: &'a [Operation]) -> Self {
        let of_models = all_items(models, &[]).map(|item| ((Home::Models, item.ident()), item));
        let own = all_items(&[], operations).map(|item| ((Home::Operations, item.ident()), item));
        Self(of_models.chain(own).collect())
    }

    /// What a type is beneath `Option`, `Box` and other names.
    fn plain<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match ty {
            Type::Option(inner) | Type::Boxed(inner) => self.plain(inner),
            Type::Named(home, ident) => match self.0.get(&(*home, ident)) {
                Some(Item::Alias(alias)) if alias.ty != *ty => self.plain(&alias.ty),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// The fields of a struct.
    fn fields(&self, ty: &Type) -> &[Field] {
        match self.plain(ty) {
            Type::Named(home, ident) => match self.0.get(&(*home, ident)) {
                Some(Item::Struct(item)) => &item.fields,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// How the pages of `operation` follow each other, where there is a list at `items` in its only success.
    fn paging(&self, operation: &Operation, items: &str, next: NextPage, more: String) -> Option<Paging> {
        let mut successes = operation.arms.iter().filter_map(|arm| match &arm.kind {
            ResponseKind::Success(decode, wrap) => Some((decode, wrap)),
            _ => None,
        });
        let (Some((decode, Wrap::Same)), None) = (successes.next(), successes.next()) else {
            return None;
        };
        let xml = match decode {
            Decode::Json => None,
            Decode::Xml(xml) => Some(xml.clone()),
            _ => return None,
        };
        let mut ty = &operation.output;
        let mut steps = Vec::new();
        for name in items.split('/').skip(1).map(unescape) {
            let field = self.fields(ty).iter().find(|field| field.wire == name)?;
            steps.push(PagingStep { field: field.ident.clone(), options: options(&field.ty) });
            ty = &field.ty;
        }
        let mut list = ty;
        while let Type::Option(inner) = list {
            list = inner;
        }
        let Type::Vec(item) = self.plain(list) else { return None };
        let item = (**item).clone();
        Some(Paging { pointer: items.to_owned(), steps, item, more, next, xml })
    }
}

fn options(ty: &Type) -> usize {
    match ty {
        Type::Option(inner) => 1 + options(inner),
        _ => 0,
    }
}

/// The parameters of an operation in one place: name and type.
fn parameters(operation: &Operation, place: Location) -> impl Iterator<Item = (&str, &Type)> {
    operation.request_parts.iter().filter_map(move |step| {
        let RequestPart::Parameter(write) = step else { return None };
        let field = operation.fields.iter().find(|field| field.ident == write.field)?;
        (write.location == place).then_some((write.wire.as_str(), &field.ty))
    })
}

/// The query parameters of an operation: name and type.
fn query(operation: &Operation) -> impl Iterator<Item = (&str, &Type)> {
    parameters(operation, Location::Query)
}
