//! The pagination that extensions describe.

use serde_json::Value;

use super::{Extensions, Found, find, ignored, json_path};
use crate::{
    api::{DescribedNext, DescribedPages, Input, InputPlace, PageRole},
    diagnostics::{Diagnostics, Pointer},
};

/// The extensions of operations. The first one that an operation has counts.
const SPEAKEASY: &str = "x-speakeasy-pagination";
const MICROSOFT: &str = "x-ms-pageable";
const FERN: &str = "x-fern-pagination";
/// The extension of parameters and properties.
const STAINLESS: &str = "x-stainless-pagination-property";

/// The maximum length of the name of a parameter or a property.
const MAX_NAME: usize = 500;

/// The result of reading an extension: a pagination, or the reason why it is ignored.
type Read = Result<DescribedPages, &'static str>;

/// An extension of operations, and the function that reads it.
type Reader = (&'static str, fn(&Found<'_>) -> Read);

/// Returns the pagination at the root of the description, for operations that ask for it.
pub(super) fn of_all(extensions: &Extensions) -> Option<&Value> {
    extensions.get(FERN).filter(|value| value.is_object())
}

/// Returns the pagination of an operation. `of_all` is that of the description.
pub(super) fn read(
    extensions: &Extensions,
    at: &Pointer,
    of_all: Option<&Value>,
    diagnostics: &mut Diagnostics,
) -> Option<DescribedPages> {
    let readers: [Reader; 3] = [(SPEAKEASY, speakeasy), (MICROSOFT, microsoft), (FERN, fern)];
    let mut readers = readers.into_iter();
    let (mut found, reader) =
        readers.find_map(|(name, reader)| Some((find(extensions, at, name)?, reader)))?;
    if found.name == FERN {
        match found.value {
            Value::Bool(false) => return None,
            Value::Bool(true) => {
                let Some(value) = of_all else {
                    ignored(&found, "the description has no such extension at its root", diagnostics);
                    return None;
                };
                found.value = value;
            }
            _ => {}
        }
    }
    reader(&found).map_err(|why| ignored(&found, why, diagnostics)).ok()
}

/// Returns a pagination without optional statements.
fn pages(found: &Found<'_>, items: Option<String>, next: DescribedNext) -> DescribedPages {
    let (extension, pointer) = (found.name, found.at.clone());
    DescribedPages { extension, pointer, items, more: None, page_count: None, next }
}

const NOT_A_POINTER: &str = "a path is not a JSONPath of names and last elements";

/// Returns the location of a key in the response, if the extension has the key.
fn output(value: Option<&Value>, root: &str) -> Result<Option<String>, &'static str> {
    let text = value.filter(|value| !value.is_null()).map(|value| value.as_str().unwrap_or_default());
    text.map(|path| json_path::pointer(path, root).ok_or(NOT_A_POINTER)).transpose()
}

/// Returns the pointer of a property of the body with this name.
fn body_pointer(name: &str) -> String {
    Pointer::root().key(name).to_string().trim_start_matches('#').to_owned()
}

fn name_of(value: Option<&Value>) -> Option<&str> {
    value?.as_str().filter(|name| !name.is_empty() && name.len() <= MAX_NAME)
}

fn speakeasy(found: &Found<'_>) -> Read {
    let inputs = found.value.get("inputs").and_then(Value::as_array);
    let input = |kind: &str| {
        let is_kind = |input: &&Value| input.get("type").and_then(Value::as_str) == Some(kind);
        let input = inputs.into_iter().flatten().find(is_kind)?;
        let name = name_of(input.get("name"))?;
        let in_body = input.get("in").and_then(Value::as_str) == Some("requestBody");
        let (name, place) = if in_body {
            (body_pointer(name), InputPlace::Body)
        } else {
            (name.to_owned(), InputPlace::Parameter)
        };
        Some(Input { name, place })
    };
    let of = |key: &str| output(found.value.get("outputs").and_then(|outputs| outputs.get(key)), "$");
    let next = match found.value.get("type").and_then(Value::as_str) {
        Some("cursor") => {
            let input = input("cursor").ok_or("it has no input of the type `cursor`")?;
            DescribedNext::Cursor(input, of("nextCursor")?.ok_or("it has no output `nextCursor`")?)
        }
        Some("offsetLimit") => match (input("offset"), input("page")) {
            (Some(offset), _) => DescribedNext::Offset(offset),
            (None, Some(page)) => DescribedNext::Number(page),
            (None, None) => return Err("it has no input of the type `offset` or `page`"),
        },
        Some("url") => DescribedNext::Url(of("nextUrl")?.ok_or("it has no output `nextUrl`")?),
        _ => return Err("its `type` is not `cursor`, `offsetLimit` or `url`"),
    };
    Ok(DescribedPages { page_count: of("numPages")?, ..pages(found, of("results")?, next) })
}

fn microsoft(found: &Found<'_>) -> Read {
    if found.value.get("operationName").is_some_and(|name| !name.is_null()) {
        return Err("another operation returns the next page");
    }
    let items = body_pointer(name_of(found.value.get("itemName")).unwrap_or("value"));
    let next = match found.value.get("nextLinkName") {
        None => return Err("it has no `nextLinkName`"),
        Some(name) => {
            name_of(Some(name)).map_or(DescribedNext::Never, |name| DescribedNext::Url(body_pointer(name)))
        }
    };
    Ok(pages(found, Some(items), next))
}

fn fern(found: &Found<'_>) -> Read {
    let response = |key: &str| output(found.value.get(key), "$response");
    let request = |key: &str| {
        let Some(pointer) = output(found.value.get(key), "$request")? else { return Ok(None) };
        // A name of one step can be a parameter.
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        Ok::<_, &'static str>(Some(match steps.as_slice() {
            ["body", _, ..] => {
                let name = pointer.strip_prefix("/body").unwrap_or_default().to_owned();
                Input { name, place: InputPlace::Body }
            }
            ["query" | "header", name] | [name] => {
                Input { name: crate::diagnostics::unescape(name), place: InputPlace::Either }
            }
            _ => Input { name: pointer, place: InputPlace::Body },
        }))
    };
    let url = response("next_uri")?.or(response("next_path")?);
    let next = if let Some(input) = request("cursor")? {
        DescribedNext::Cursor(input, response("next_cursor")?.ok_or("it has no `next_cursor`")?)
    } else if let Some(input) = request("offset")? {
        // With a size of the page, the offset counts items, and pages otherwise.
        if found.value.get("step").is_some() {
            DescribedNext::Offset(input)
        } else {
            DescribedNext::Number(input)
        }
    } else {
        DescribedNext::Url(url.ok_or("it has no `cursor`, `offset`, `next_uri` or `next_path`")?)
    };
    Ok(DescribedPages { more: response("has-next-page")?, ..pages(found, response("results")?, next) })
}

/// Returns the purpose of a parameter or a property in a pagination.
pub(in crate::lower) fn role(extensions: &Extensions) -> Option<PageRole> {
    if extensions.is_empty() {
        return None;
    }
    Some(match extensions.get(STAINLESS)?.get("purpose")?.as_str()? {
        "items" => PageRole::Items,
        "has_next_page" => PageRole::More,
        "next_cursor_param" | "next_cursor_id_param" => PageRole::CursorParameter,
        "next_cursor_field" => PageRole::Cursor,
        "cursor_item_id" => PageRole::CursorOfItem,
        "cursor_url_field" => PageRole::Url,
        "page_number_param" => PageRole::NumberParameter,
        "total_page_count_field" => PageRole::PageCount,
        "offset_count_param" => PageRole::OffsetParameter,
        _ => return None,
    })
}
