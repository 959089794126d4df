//! Parameters.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{
    CookieStyle, HeaderStyle, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use super::{extensions, given_names, media, references, schema_view::SchemaRef, schemas::SchemaLowering};
use crate::{
    api::{
        Docs, Encoding, Location, Media, Parameter, Parent, Role, Shape, StringFormat, Style, StyleForm,
        is_token,
    },
    diagnostics::{Code, Pointer},
    load::extensions::{DELIMITER, PLAIN_COOKIE, QUERY_STRING, RESERVED},
};

/// The reason for an operation that is skipped.
pub(super) type Reason = (Code, String);

/// Lowers the parameters of an operation. A parameter of the operation replaces one of the path item with the same
/// name and location.
pub(super) fn lower_parameters<'a>(
    lists: [(&'a [ReferenceOr<openapiv3::Parameter>], Pointer); 2],
    operation: usize,
    path: &str,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Vec<Parameter>, Reason> {
    let components = schemas.components;
    let mut found: IndexMap<(u8, &'a str), (&'a openapiv3::Parameter, Pointer)> = IndexMap::new();
    for (list, at) in lists {
        let inherited = found.len();
        for (index, item) in list.iter().enumerate() {
            let at = at.index(index);
            let (parameter, place) = references::follow(
                item,
                &at,
                &references::Section { name: "parameters", components: &components.parameters },
                schemas.unresolved,
                schemas.diagnostics,
            )?;
            // A replaced parameter keeps its position.
            let (position, replaced) = found.insert_full(key(parameter), (parameter, place));
            if let Some((_, other)) = replaced.filter(|_| position >= inherited) {
                let (_, name) = key(parameter);
                let message = format!("the parameter `{name}` is duplicated; the last one is used");
                schemas.diagnostics.push_duplicate(Code::FORBIDDEN, &at, &other, message);
            }
        }
    }
    let in_path: HashSet<&str> = template_parameters(path).collect();
    let mut parameters = Vec::new();
    for (parameter, at) in found.into_values() {
        // Each operation has separate types for the parameters of its path item, so that another operation does not
        // change their names.
        schemas.separate_for = (!at.is_below(&["components"])).then_some(operation);
        let lowered = lower_parameter(parameter, at, operation, &in_path, schemas);
        schemas.separate_for = None;
        parameters.extend(lowered?);
    }
    Ok(parameters)
}

/// Returns the location and the name, which identify a parameter.
fn key(parameter: &openapiv3::Parameter) -> (u8, &str) {
    match parameter {
        openapiv3::Parameter::Path { parameter_data, .. } => (0, &parameter_data.name),
        openapiv3::Parameter::Query { parameter_data, .. } => (1, &parameter_data.name),
        openapiv3::Parameter::Header { parameter_data, .. } => (2, &parameter_data.name),
        openapiv3::Parameter::Cookie { parameter_data, .. } => (3, &parameter_data.name),
    }
}

fn lower_parameter<'a>(
    parameter: &'a openapiv3::Parameter,
    at: Pointer,
    operation: usize,
    in_path: &HashSet<&str>,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Option<Parameter>, Reason> {
    let data = parameter.parameter_data_ref();
    let location = location(parameter);
    let is_described = |name: &&str| data.name.eq_ignore_ascii_case(name);
    if location == Location::Header && DESCRIBED_HEADERS.iter().any(is_described) {
        return Ok(None);
    }
    if location == Location::Header && is_transport_header(&data.name) {
        let message = format!("the header `{}` is set by the transport; the parameter is ignored", data.name);
        let help =
            "remove the parameter: the length of a body and the connection are not arguments of an operation";
        schemas.diagnostics.push_with_help(Code::TRANSPORT_HEADER, &at, message, help);
        return Ok(None);
    }
    if location == Location::Header && !is_token(&data.name) {
        return Err(refuse(schemas, &at, "the name of a header parameter is not valid"));
    }
    if location == Location::Path && !in_path.contains(data.name.as_str()) {
        let message = format!("the path parameter `{}` is not in the path", data.name);
        schemas.diagnostics.push(Code::UNUSED_PATH_PARAMETER, &at, message);
        return Ok(None);
    }
    let (schema, place, encoding) = value(parameter, &at);
    let (parent, role) = (Parent::Operation(operation), Role::Parameter(data.name.clone()));
    let id = match schema {
        Some(schema) => schemas.lower(SchemaRef::from(schema), place, parent, role),
        None => schemas.add(place, parent, role, Shape::String(StringFormat::Plain)),
    };
    schemas.set_place_name(id, given_names::of(&data.extensions));
    let required = data.required || location == Location::Path;
    let default = match schema {
        Some(ReferenceOr::Item(schema)) => schema.schema_data.default.clone(),
        _ => None,
    };
    Ok(Some(Parameter {
        pointer: at,
        name: data.name.clone(),
        location,
        encoding,
        required,
        schema: id,
        docs: docs(data),
        default: default.filter(|_| required),
        example: data.example.clone(),
        page_role: extensions::role(&data.extensions),
    }))
}

/// Returns the schema of a parameter, the place of the schema, and the encoding.
fn value<'a>(
    parameter: &'a openapiv3::Parameter,
    at: &Pointer,
) -> (Option<&'a ReferenceOr<openapiv3::Schema>>, Pointer, Encoding) {
    match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(schema) => {
            (Some(schema), at.key("schema"), Encoding::Style(style(parameter)))
        }
        ParameterSchemaOrContent::Content(content) => {
            let (media_type, media) = content.first().unzip();
            let place = at.key("content").key(media_type.map_or("", String::as_str)).key("schema");
            // Values of other media types are written as texts.
            let encoding = match media_type {
                Some(media_type) if media::of_body(media_type, None) == Media::Json => Encoding::Json,
                _ => Encoding::Style(style(parameter)),
            };
            (media.and_then(|media| media.schema.as_ref()), place, encoding)
        }
    }
}

fn location(parameter: &openapiv3::Parameter) -> Location {
    match parameter {
        openapiv3::Parameter::Path { .. } => Location::Path,
        openapiv3::Parameter::Query { parameter_data, .. }
            if parameter_data.extensions.contains_key(QUERY_STRING) =>
        {
            Location::QueryString
        }
        openapiv3::Parameter::Query { .. } => Location::Query,
        openapiv3::Parameter::Header { .. } => Location::Header,
        openapiv3::Parameter::Cookie { .. } => Location::Cookie,
    }
}

/// Returns the style of a parameter. `explode` is the default of `form` and the only way of `deepObject` (OpenAPI
/// 3.0.4, "Style Examples").
fn style(parameter: &openapiv3::Parameter) -> Style {
    let (form, reserved) = match parameter {
        openapiv3::Parameter::Path { style, .. } => (
            match style {
                PathStyle::Simple => StyleForm::Simple,
                PathStyle::Label => StyleForm::Label,
                PathStyle::Matrix => StyleForm::Matrix,
            },
            false,
        ),
        openapiv3::Parameter::Query { style, allow_reserved, .. } => (query_style(style), *allow_reserved),
        openapiv3::Parameter::Header { style: HeaderStyle::Simple, .. } => (StyleForm::Simple, false),
        openapiv3::Parameter::Cookie { style: CookieStyle::Form, .. } => (StyleForm::Form, false),
    };
    let data = parameter.parameter_data_ref();
    let form = if data.extensions.contains_key(PLAIN_COOKIE) {
        StyleForm::Cookie
    } else {
        delimited(&data.extensions).unwrap_or(form)
    };
    let explode = form == StyleForm::DeepObject
        || data.explode.unwrap_or(matches!(form, StyleForm::Form | StyleForm::Cookie));
    let reserved = reserved || data.extensions.contains_key(RESERVED);
    Style { form, explode, reserved }
}

/// Returns the style of a list with a custom delimiter.
pub(super) fn delimited(extensions: &IndexMap<String, serde_json::Value>) -> Option<StyleForm> {
    match extensions.get(DELIMITER)?.as_str()? {
        " " => Some(StyleForm::SpaceDelimited),
        "|" => Some(StyleForm::PipeDelimited),
        "\t" => Some(StyleForm::TabDelimited),
        _ => None,
    }
}

/// Returns the style of a query parameter or of a property of a form.
pub(super) fn query_style(style: &QueryStyle) -> StyleForm {
    match style {
        QueryStyle::Form => StyleForm::Form,
        QueryStyle::SpaceDelimited => StyleForm::SpaceDelimited,
        QueryStyle::PipeDelimited => StyleForm::PipeDelimited,
        QueryStyle::DeepObject => StyleForm::DeepObject,
    }
}

fn refuse(schemas: &mut SchemaLowering<'_, '_>, at: &Pointer, message: &str) -> Reason {
    schemas.diagnostics.push(Code::PARAMETER, at, message);
    (Code::PARAMETER, message.to_owned())
}

/// The headers that OpenAPI describes elsewhere, and ignores as parameters (OpenAPI 3.0.4, "Parameter Object").
const DESCRIBED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Returns `true` for a header that only the transport sets (RFC 9110, section 7.6.1; RFC 9112, section 6).
pub(super) fn is_transport_header(name: &str) -> bool {
    const NAMES: [&str; 9] = [
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn docs(data: &ParameterData) -> Docs {
    let deprecation = extensions::deprecation(data.deprecated.unwrap_or(false), &data.extensions);
    Docs {
        description: data.description.clone(),
        deprecated: deprecation.deprecated,
        deprecation: deprecation.reason,
        replacement: deprecation.replacement,
        ..Docs::default()
    }
}

/// Adds a required string for each `{parameter}` of the path that is not declared.
pub(super) fn add_undeclared(
    parameters: &mut Vec<Parameter>,
    path: &str,
    at: &Pointer,
    operation: usize,
    schemas: &mut SchemaLowering<'_, '_>,
) {
    let in_path = parameters.iter().filter(|parameter| parameter.location == Location::Path);
    let mut declared: HashSet<String> = in_path.map(|parameter| parameter.name.clone()).collect();
    for name in template_parameters(path) {
        if !declared.insert(name.to_owned()) {
            continue;
        }
        let message = format!("the path parameter `{name}` is not declared; it is read as a string");
        schemas.diagnostics.push(Code::UNDECLARED_PATH_PARAMETER, at, message);
        let schema = schemas.add(
            at.clone(),
            Parent::Operation(operation),
            Role::Parameter(name.to_owned()),
            Shape::String(StringFormat::Plain),
        );
        parameters.push(Parameter {
            pointer: at.clone(),
            name: name.to_owned(),
            location: Location::Path,
            encoding: Encoding::Style(Style { form: StyleForm::Simple, explode: false, reserved: false }),
            required: true,
            schema,
            docs: Docs::default(),
            default: None,
            example: None,
            page_role: None,
        });
    }
}

/// Returns the names in braces of a path template.
pub(crate) fn template_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}
