//! Parameters.

use openapiv3::{HeaderStyle, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::{facts::SchemaRef, references, schemas::SchemaLowering, security::is_token};
use crate::{
    api::{Docs, Location, Parameter, Parent, Role, Shape, StringFormat, Style},
    diagnostics::{Code, Pointer},
};

/// Why an operation is left out.
pub(super) type Reason = (Code, String);

/// The parameters of an operation: the path item's, unless it has one of the same name and place.
pub(super) fn lower_parameters<'a>(
    lists: [(&'a [ReferenceOr<openapiv3::Parameter>], Pointer); 2],
    operation: usize,
    path: &str,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Vec<Parameter>, Reason> {
    let components = schemas.components;
    let mut found: Vec<(&'a openapiv3::Parameter, Pointer)> = Vec::new();
    for (list, at) in lists {
        for (index, item) in list.iter().enumerate() {
            let at = at.index(index);
            let (parameter, place) =
                references::follow(item, &at, &components.parameters, "parameters", schemas.diagnostics)?;
            let same = |other: &(&'a openapiv3::Parameter, Pointer)| key(other.0) == key(parameter);
            match found.iter().position(same) {
                Some(position) => found[position] = (parameter, place),
                None => found.push((parameter, place)),
            }
        }
    }
    let mut parameters = Vec::new();
    for (parameter, at) in found {
        if let Some(parameter) = lower_parameter(parameter, at, operation, path, schemas)? {
            parameters.push(parameter);
        }
    }
    Ok(parameters)
}

/// What makes a parameter the same as another: its place and its name.
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
    path: &str,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Option<Parameter>, Reason> {
    let style = |exploded: Option<bool>, default: bool| {
        if exploded.unwrap_or(default) { Style::Exploded } else { Style::Joined }
    };
    let (data, location, style, known) = match parameter {
        openapiv3::Parameter::Path { parameter_data: data, style } => {
            (data, Location::Path, Style::Joined, *style == PathStyle::Simple)
        }
        openapiv3::Parameter::Query { parameter_data: data, style: form, .. } => {
            (data, Location::Query, style(data.explode, true), *form == QueryStyle::Form)
        }
        openapiv3::Parameter::Header { parameter_data: data, style } => {
            (data, Location::Header, Style::Joined, *style == HeaderStyle::Simple)
        }
        openapiv3::Parameter::Cookie { parameter_data: data, .. } => {
            return Err(refuse(schemas, &at, &format!("the parameter `{}` is a cookie", data.name)));
        }
    };
    if location == Location::Header && reserved_header(&data.name) {
        return Ok(None);
    }
    if location == Location::Header && !is_token(&data.name) {
        return Err(refuse(schemas, &at, "the header's name is none that HTTP allows"));
    }
    if location == Location::Path && !path.contains(&format!("{{{}}}", data.name)) {
        let message = format!("the path has no `{{{}}}`", data.name);
        schemas.diagnostics.push(Code::UNUSED_PATH_PARAMETER, &at, message);
        return Ok(None);
    }
    if !known {
        let message = format!("the style of the parameter `{}` is not generated yet", data.name);
        return Err(refuse(schemas, &at, &message));
    }
    let ParameterSchemaOrContent::Schema(schema) = &data.format else {
        let message = format!("the parameter `{}` has `content` instead of a schema", data.name);
        return Err(refuse(schemas, &at, &message));
    };
    let id = schemas.lower(
        SchemaRef::from(schema),
        at.key("schema"),
        Parent::Operation(operation),
        Role::Parameter(data.name.clone()),
    );
    let default = match schema {
        ReferenceOr::Item(schema) => schema.schema_data.default.clone(),
        ReferenceOr::Reference { .. } => None,
    };
    let required = data.required || location == Location::Path;
    Ok(Some(Parameter {
        pointer: at,
        name: data.name.clone(),
        location,
        style,
        required,
        schema: id,
        docs: docs(data),
        default: default.filter(|_| required),
    }))
}

fn refuse(schemas: &mut SchemaLowering<'_, '_>, at: &Pointer, message: &str) -> Reason {
    schemas.diagnostics.push(Code::PARAMETER, at, message);
    (Code::PARAMETER, message.to_owned())
}

/// OpenAPI 3.0.4, "Parameter Object": such a definition is to be ignored.
fn reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}

fn docs(data: &ParameterData) -> Docs {
    Docs {
        description: data.description.clone(),
        deprecated: data.deprecated.unwrap_or(false),
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
    for name in template_parameters(path) {
        let declared = |parameter: &Parameter| parameter.location == Location::Path && parameter.name == name;
        if parameters.iter().any(declared) {
            continue;
        }
        let message =
            format!("the path has `{{{name}}}`, which no parameter describes; it is taken as a string");
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
            style: Style::Joined,
            required: true,
            schema,
            docs: Docs::default(),
            default: None,
        });
    }
}

/// The names in braces of a path template.
pub(crate) fn template_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}
