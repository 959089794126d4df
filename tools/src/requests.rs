//! Sends a request for each operation to the mock server, and checks that the response is documented.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use clientwright::{description, print_line};
use clientwright_codegen::{
    api::{
        Api, Content, Encoding, Location, Media, Operation, Parameter, SchemeKind, Shape, Status, Style,
        StyleForm,
    },
    values,
};
use clientwright_mock::Mock;
use http::{Request, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// The minimum number of operations for a bound of those without a valid request: a sample may have one API alone.
const MANY: usize = 1_000;

/// Sends a request of each operation of the descriptions at these paths.
pub(crate) fn run(paths: &[&PathBuf]) -> Result<(), String> {
    let (mut operations, mut impossible, mut wrong) = (0, 0, Vec::new());
    for path in paths {
        operations += test_description(path, &mut wrong, &mut impossible)?;
    }
    print_line!(
        "\nrequests: {operations} operations; the examples of {impossible} do not match the description"
    );
    if operations >= MANY && impossible * 20 > operations {
        wrong.push(format!(
            "{impossible} of {operations} operations have no valid request, more than 1 of 20"
        ));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Returns `true` for a form with objects as properties: their entries are among those of the form, and nothing assigns
/// an entry to its object.
fn is_ambiguous(api: &Api, operation: &Operation) -> bool {
    operation.body.iter().filter_map(|body| body.contents.first()).any(|content| {
        let value = values::example(&api.schemas, content.schema, content.example.as_ref());
        let is_deep = |name: &String| {
            let own = content.encodings.iter().find(|encoding| encoding.name == *name);
            own.and_then(|encoding| encoding.style).is_some_and(|style| style.form == StyleForm::DeepObject)
        };
        let entries = value.as_ref().and_then(Value::as_object);
        content.media == Media::Form
            && entries.into_iter().flatten().any(|(name, value)| value.is_object() && !is_deep(name))
    })
}

/// Returns `false` for every pattern: examples are not generated from patterns.
fn never(_: &str, _: &str) -> bool {
    false
}

fn test_description(path: &Path, wrong: &mut Vec<String>, impossible: &mut usize) -> Result<usize, String> {
    let source = description::read(path, None, &[])?;
    let (Some(api), _) = clientwright_codegen::read(&source) else { return Ok(0) };
    let (mock, _) =
        Mock::new(&source).map_err(|_| format!("{}: the mock server does not start", path.display()))?;
    for operation in &api.operations {
        let name = format!("{} {} {}", path.display(), operation.method, operation.path);
        let request = request(&api, operation)?;
        let response = mock.respond(&request);
        let media_type = response.headers().get(header::CONTENT_TYPE);
        let status = response.status().as_u16();
        let is_documented = operation.responses.iter().any(|response| match response.status {
            Status::Code(code) => code == status,
            Status::Range(digit) => digit == status / 100,
            Status::Default => true,
        }) || status == 200
            && !operation.responses.iter().any(|response| response.status.is_success());
        let is_problem = media_type.is_some_and(|value| value == "application/problem+json");
        let faults = if is_problem { faults(response.body()) } else { Vec::new() };
        if is_ambiguous(&api, operation) {
            continue;
        }
        // Examples are not generated from patterns, and some descriptions contradict themselves.
        let is_made_up = operation.body.iter().filter_map(|body| body.contents.first()).any(|content| {
            let value = values::example(&api.schemas, content.schema, content.example.as_ref());
            value.is_none_or(|value| !values::check(&api.schemas, content.schema, &value, &never).is_empty())
        });
        if is_made_up && is_problem {
            *impossible += 1;
            continue;
        }
        if faults.iter().all(|fault| fault.contains("expected a string that matches"))
            && (is_documented || is_problem)
        {
            continue;
        }
        let body = String::from_utf8_lossy(request.body());
        wrong.push(format!("{name}: {status} {}; {body}", faults.join("; ")));
    }
    Ok(api.operations.len())
}

/// Returns the faults of a request that the mock reports, or the title of the problem.
fn faults(body: &[u8]) -> Vec<String> {
    let problem: Value = serde_json::from_slice(body).unwrap_or_default();
    match problem["errors"].as_array() {
        Some(errors) => errors.iter().map(ToString::to_string).collect(),
        None => vec![problem["title"].to_string()],
    }
}

/// Creates a request with all parameters, the body and the credentials of the first alternative.
fn request(api: &Api, operation: &Operation) -> Result<Request<Bytes>, String> {
    let mut path = operation.path.split('#').next().unwrap_or_default().to_owned();
    let mut query: Vec<String> = Vec::new();
    let mut cookies: Vec<String> = Vec::new();
    let mut request = Request::builder().method(operation.method.as_str());
    for parameter in &operation.parameters {
        let value = values::example(&api.schemas, parameter.schema, None);
        let Some(value) = value.filter(|value| !value.is_null()) else { continue };
        // A value without a type may be any text.
        let value = if value == json!({}) { json!("text") } else { value };
        let name = encoded(&parameter.name);
        match parameter.location {
            Location::Path => {
                let text = in_path(parameter, &value);
                path = path.replace(&format!("{{{}}}", parameter.name), &text);
            }
            Location::Query => query.extend(pairs(&name, parameter.encoding, &value)),
            Location::QueryString => query.push(encoded(&value.to_string())),
            Location::Cookie => cookies.extend(pairs(&name, parameter.encoding, &value)),
            Location::Header => {
                let value = match parameter.encoding {
                    Encoding::Json => value.to_string(),
                    Encoding::Style(style) => joined(&value, ",", style.explode, ToOwned::to_owned),
                };
                request = request.header(&parameter.name, value);
            }
        }
    }
    for name in operation.security.first().into_iter().flatten() {
        let Some(scheme) = api.schemes.iter().find(|scheme| scheme.name == *name) else { continue };
        match &scheme.kind {
            SchemeKind::Bearer(_) => request = request.header(header::AUTHORIZATION, "Bearer token"),
            SchemeKind::Basic => request = request.header(header::AUTHORIZATION, "Basic dTpw"),
            SchemeKind::Authorization(name) => {
                request = request.header(header::AUTHORIZATION, format!("{name} secret"));
            }
            SchemeKind::HeaderKey(name) => request = request.header(name, "key"),
            SchemeKind::QueryKey(name) => query.push(format!("{}=key", encoded(name))),
            SchemeKind::CookieKey(name) => cookies.push(format!("{}=key", encoded(name))),
        }
    }
    if !cookies.is_empty() {
        request = request.header(header::COOKIE, cookies.join("; "));
    }
    let mut text = String::new();
    if let Some(content) = operation.body.as_ref().and_then(|body| body.contents.first()) {
        let (media_type, written) = body(api, content);
        text = written;
        request = request.header(header::CONTENT_TYPE, media_type);
    }
    let separator = if path.contains('?') { "&" } else { "?" };
    let query = if query.is_empty() { String::new() } else { format!("{separator}{}", query.join("&")) };
    let request = request.uri(format!("http://localhost{path}{query}")).body(text.into());
    request.map_err(|error| format!("{} {}: {error}", operation.method, operation.path))
}

/// Returns the media type and the text of a body.
fn body(api: &Api, content: &Content) -> (String, String) {
    let value = values::example(&api.schemas, content.schema, content.example.as_ref());
    let text = match (content.media, value.unwrap_or_default()) {
        (Media::Json, value) => value.to_string(),
        (Media::Xml, value) => values::xml_document(&api.schemas, content.schema, &value),
        (Media::Form, Value::Object(entries)) => {
            let own = |name: &str| {
                let encoding = content.encodings.iter().find(|encoding| encoding.name == name);
                encoding.and_then(|encoding| encoding.style).unwrap_or(FORM)
            };
            let pairs = entries
                .iter()
                .flat_map(|(name, value)| pairs(&encoded(name), Encoding::Style(own(name)), value));
            pairs.collect::<Vec<_>>().join("&")
        }
        (Media::Multipart, _) => {
            return ("multipart/form-data; boundary=x".to_owned(), parts(api, content));
        }
        _ => "text".to_owned(),
    };
    (content.media_type.clone(), text)
}

const FORM: Style = Style { form: StyleForm::Form, explode: true, reserved: false };

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Returns a scalar as text; a list or an object inside of another as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Returns a value as one text.
fn joined(value: &Value, separator: &str, explode: bool, encode: fn(&str) -> String) -> String {
    let between = if explode { "=" } else { separator };
    match value {
        Value::Array(items) => {
            items.iter().map(|item| encode(&text(item))).collect::<Vec<_>>().join(separator)
        }
        Value::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| format!("{}{between}{}", encode(key), encode(&text(value))));
            entries.collect::<Vec<_>>().join(separator)
        }
        other => encode(&text(other)),
    }
}

fn in_path(parameter: &Parameter, value: &Value) -> String {
    let Encoding::Style(style) = parameter.encoding else { return encoded(&value.to_string()) };
    match (style.form, value) {
        (StyleForm::Label, _) => {
            format!(".{}", joined(value, if style.explode { "." } else { "," }, style.explode, encoded))
        }
        (StyleForm::Matrix, Value::Array(items)) if style.explode => {
            let items =
                items.iter().map(|item| format!(";{}={}", encoded(&parameter.name), encoded(&text(item))));
            items.collect()
        }
        (StyleForm::Matrix, Value::Object(_)) if style.explode => {
            format!(";{}", joined(value, ";", true, encoded))
        }
        (StyleForm::Matrix, _) => {
            format!(";{}={}", encoded(&parameter.name), joined(value, ",", false, encoded))
        }
        _ => joined(value, ",", style.explode, encoded),
    }
}

/// Returns the pairs of a parameter of the query, of a form or of cookies. The name is encoded.
fn pairs(name: &str, encoding: Encoding, value: &Value) -> Vec<String> {
    let Encoding::Style(style) = encoding else {
        return vec![format!("{name}={}", encoded(&value.to_string()))];
    };
    let separator = match style.form {
        StyleForm::SpaceDelimited => "%20",
        StyleForm::PipeDelimited => "|",
        StyleForm::TabDelimited => "%09",
        _ => ",",
    };
    match (style.form, value) {
        (StyleForm::DeepObject, _) => deep(name, value),
        (_, Value::Array(items)) if style.explode => {
            items.iter().map(|item| format!("{name}={}", encoded(&text(item)))).collect()
        }
        (_, Value::Object(entries)) if style.explode => {
            let pair = |(key, value): (&String, &Value)| match value {
                Value::Array(items) => {
                    items.iter().map(|item| format!("{}={}", encoded(key), encoded(&text(item)))).collect()
                }
                other => vec![format!("{}={}", encoded(key), encoded(&text(other)))],
            };
            entries.iter().flat_map(pair).collect()
        }
        _ => vec![format!("{name}={}", joined(value, separator, false, encoded))],
    }
}

fn deep(name: &str, value: &Value) -> Vec<String> {
    match value {
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(key, value)| deep(&format!("{name}[{}]", encoded(key)), value))
            .collect(),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.flat_map(|(index, item)| deep(&format!("{name}[{index}]"), item)).collect()
        }
        other => vec![format!("{name}={}", encoded(&text(other)))],
    }
}

/// Returns a body with every part.
fn parts(api: &Api, content: &Content) -> String {
    let names: Vec<&str> = match &api.schemas[api.schemas.resolve(content.schema)].shape {
        Shape::Multipart(parts) => parts.iter().map(|part| part.property.name.as_str()).collect(),
        Shape::Object(object) => object.properties.iter().map(|property| property.name.as_str()).collect(),
        _ => Vec::new(),
    };
    let mut body = String::new();
    for name in names {
        // Writing to a string does not fail.
        let _ = write!(body, "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\ntext\r\n");
    }
    body + "--x--\r\n"
}
