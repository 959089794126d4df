//! Pagination that extensions of the description describe.

use std::collections::VecDeque;

use super::{MAX_FIELDS, TypeIndex, cursor_of, guess, parameters, query};
use crate::{
    api::{
        self, Api, DescribedNext, DescribedPages, Input, InputPlace, Location, Media, PageRole, SchemaId,
        Shape,
    },
    diagnostics::{Code, Diagnostics, Pointer, unescape},
    rust::{Item, NextPage, Operation, Paging, Type},
};

/// The extension of parameters and properties.
const OF_PROPERTIES: &str = "x-stainless-pagination-property";
/// The maximum depth of a property with a purpose.
const MAX_DEPTH: usize = 3;

/// The pagination that the description gives an operation.
pub(super) enum Described {
    /// It gives none, or one that does not fit.
    No,
    /// All items are on one page.
    OnePage,
    /// The list is paginated.
    Pages(Box<Paging>),
}

/// Returns the pagination by extensions. One that does not fit the operation is reported.
pub(super) fn paging(
    api: &Api,
    of_api: &api::Operation,
    operation: &Operation,
    types: &TypeIndex<'_>,
    diagnostics: &mut Diagnostics,
) -> Described {
    let by_roles;
    let pages = match &of_api.extensions.pages {
        Some(pages) => pages,
        None => {
            by_roles = of_roles(api, of_api);
            let Some(pages) = &by_roles else { return Described::No };
            pages
        }
    };
    if pages.next == DescribedNext::Never {
        return Described::OnePage;
    }
    let first = |name: &str| guess::first_page(api, of_api, name).unwrap_or(1);
    match fitted(pages, operation, types, first) {
        Ok(paging) => Described::Pages(Box::new(paging)),
        Err(why) => {
            let message = format!("`{}` is ignored: {why}", pages.extension);
            diagnostics.push(Code::EXTENSION, &pages.pointer, message);
            Described::No
        }
    }
}

/// Returns the pagination, or the reason why it does not fit the operation. `first` returns the number of the first
/// page of a parameter.
fn fitted(
    pages: &DescribedPages,
    operation: &Operation,
    types: &TypeIndex<'_>,
    first: impl Fn(&str) -> u64,
) -> Result<Paging, String> {
    let in_response = |pointer: &str| {
        let missing = || format!("the response has no property at `{pointer}`");
        types.has(&operation.output, pointer).then(|| pointer.to_owned()).ok_or_else(missing)
    };
    let optional = |pointer: &Option<String>| pointer.as_deref().map_or(Ok(String::new()), in_response);
    let number = |input: &Input| {
        let name = found(input, operation, types)?;
        let is_known = name.starts_with('/') || query(operation).any(|(wire, _)| wire == name);
        let why = || format!("`{name}` is no query parameter");
        if is_known { Ok(name) } else { Err(why()) }
    };
    let next = match &pages.next {
        DescribedNext::Cursor(input, from) => {
            let (name, from) = (found(input, operation, types)?, in_response(from)?);
            if name.starts_with('/') {
                NextPage::Cursor(name, from)
            } else {
                cursor_of(operation, &name, from)
            }
        }
        DescribedNext::Offset(input) => NextPage::Offset(number(input)?),
        DescribedNext::Number(input) => {
            let name = number(input)?;
            let first = first(&name);
            NextPage::Number(name, first)
        }
        DescribedNext::Url(from) => NextPage::Url(in_response(from)?),
        DescribedNext::Never => return Err("the list has one page".to_owned()),
    };
    let items = pages.items.clone().or_else(|| guess::items(&operation.output, types));
    let items = items.ok_or("the response has no single list, and the extension does not name the items")?;
    let (more, page_count) = (optional(&pages.more)?, optional(&pages.page_count)?);
    let paging = types.paging(operation, &items, next);
    let paging = paging.ok_or_else(|| format!("the response has no list at `{items}`"))?;
    Ok(Paging { more, page_count, ..paging })
}

/// Returns the name of the parameter or the JSON Pointer into the body.
fn found(input: &Input, operation: &Operation, types: &TypeIndex<'_>) -> Result<String, String> {
    let Input { name, place } = input;
    let in_body = |pointer: &str| operation.json_body().is_some_and(|body| types.has(body, pointer));
    if *place != InputPlace::Body {
        let is_header = |(wire, _): (&str, &Type)| wire.eq_ignore_ascii_case(name);
        if !name.starts_with('/')
            && (query(operation).any(|(wire, _)| wire == name)
                || parameters(operation, Location::Header).any(is_header))
        {
            return Ok(name.clone());
        }
    }
    let pointer = match place {
        InputPlace::Parameter => None,
        InputPlace::Body => Some(name.clone()),
        InputPlace::Either => Some(pointer(&[name])),
    };
    let missing = || format!("the request has no query parameter, header or property `{name}`");
    pointer.filter(|pointer| in_body(pointer)).ok_or_else(missing)
}

fn pointer(path: &[&str]) -> String {
    let pointer = path.iter().fold(Pointer::root(), |at, name| at.key(name));
    pointer.to_string().trim_start_matches('#').to_owned()
}

impl TypeIndex<'_> {
    /// Returns `true` if a value of this type can have a value at `pointer`.
    fn has(&self, ty: &Type, pointer: &str) -> bool {
        let mut at = self.resolve(ty);
        for step in pointer.split('/').skip(1).map(unescape) {
            let next = match at {
                Type::Vec(item) if step == "-" => Some(&**item),
                Type::Map(value) => Some(&**value),
                Type::Value => return true,
                Type::Named(home, ident) => match self.0.get(&(home.clone(), ident)) {
                    Some(Item::Struct(item)) => {
                        item.fields.iter().find(|field| field.wire == step).map(|field| &field.ty)
                    }
                    // A member of the union may have it.
                    Some(Item::Union(_)) => return true,
                    _ => None,
                },
                _ => None,
            };
            let Some(next) = next else { return false };
            at = self.resolve(next);
        }
        true
    }
}

/// Returns the pagination by the purposes of parameters and properties.
fn of_roles(api: &Api, operation: &api::Operation) -> Option<DescribedPages> {
    let (role, input, at) = input_of(api, operation)?;
    let success = operation.responses.iter().find(|response| response.status.is_success())?;
    let content = success.contents.iter().find(|content| content.media == Media::Json)?;
    let found = properties(api, content.schema, MAX_DEPTH);
    let of = |role: PageRole| found.iter().find(|(_, known)| *known == role).map(|(path, _)| path.clone());
    let items = of(PageRole::Items);
    let next = match role {
        PageRole::CursorParameter => {
            let of_item = || of(PageRole::CursorOfItem);
            DescribedNext::Cursor(input, of(PageRole::Cursor).or_else(of_item)?)
        }
        PageRole::NumberParameter => DescribedNext::Number(input),
        PageRole::OffsetParameter => DescribedNext::Offset(input),
        _ => return None,
    };
    let (more, page_count) = (of(PageRole::More), of(PageRole::PageCount));
    Some(DescribedPages { extension: OF_PROPERTIES, pointer: at, items, more, page_count, next })
}

/// Returns the first parameter, or the first property of the body, that chooses a page: its purpose and its location.
fn input_of(api: &Api, operation: &api::Operation) -> Option<(PageRole, Input, Pointer)> {
    let is_input = |role: &PageRole| {
        matches!(role, PageRole::CursorParameter | PageRole::NumberParameter | PageRole::OffsetParameter)
    };
    let of_parameters = operation.parameters.iter().find_map(|parameter| {
        let role = parameter.page_role.or_else(|| role_of(api, parameter.schema)).filter(is_input)?;
        let input = Input { name: parameter.name.clone(), place: InputPlace::Parameter };
        Some((role, input, parameter.pointer.clone()))
    });
    of_parameters.or_else(|| {
        let body = operation.body.as_ref()?;
        let content = body.contents.iter().find(|content| content.media == Media::Json)?;
        let found = properties(api, content.schema, 1);
        let (name, role) = found.into_iter().find(|(_, role)| is_input(role))?;
        Some((role, Input { name, place: InputPlace::Body }, body.pointer.clone()))
    })
}

fn role_of(api: &Api, id: SchemaId) -> Option<PageRole> {
    api.schemas[id].page_role.or_else(|| api.schemas[api.schemas.resolve(id)].page_role)
}

/// Returns the locations and purposes of the first properties of a body, outer ones first.
fn properties(api: &Api, body: SchemaId, max_depth: usize) -> Vec<(String, PageRole)> {
    let mut found = Vec::new();
    let mut left = MAX_FIELDS;
    let mut pending: VecDeque<(SchemaId, Vec<&str>)> = VecDeque::from([(body, Vec::new())]);
    while let Some((id, path)) = pending.pop_front() {
        let object = match &api.schemas[api.schemas.resolve(id)].shape {
            Shape::Object(object) => object,
            // The ID of the last item can be the cursor.
            Shape::Array(items) if path.len() < max_depth => {
                pending.push_back((*items, path.into_iter().chain(["-"]).collect()));
                continue;
            }
            _ => continue,
        };
        for property in object.properties.iter().take(left) {
            left -= 1;
            let whole: Vec<&str> = path.iter().copied().chain([property.name.as_str()]).collect();
            found.extend(role_of(api, property.schema).map(|role| (pointer(&whole), role)));
            if whole.len() < max_depth {
                pending.push_back((property.schema, whole));
            }
        }
    }
    found
}
