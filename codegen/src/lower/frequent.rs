//! Parameters that nearly every operation requires.

use indexmap::IndexMap;
use openapiv3::{Components, ParameterSchemaOrContent, ReferenceOr};

use super::references::component_name;
use crate::{
    api::{DescribedParameter, Location},
    load::Document,
};

/// The least number of operations. In a smaller description, chance is as likely as intent.
const MIN_OPERATIONS: usize = 10;
/// The share of the operations that require the parameter, in percent: more than this.
const SHARE: usize = 80;
/// The maximum number of parameters of all operations together. The parameters of a path item count for each operation.
const MAX_USES: usize = 1 << 20;
/// The maximum length of a chain of references.
const MAX_REFERENCES: usize = 8;

/// The uses of a parameter.
struct Uses<'a> {
    count: usize,
    required: usize,
    /// The first definition.
    format: &'a ParameterSchemaOrContent,
    /// `true` if all definitions are equal.
    equal: bool,
}

/// Returns every parameter of the description, with the information if nearly every operation requires it.
///
/// Only headers and query parameters are frequent. A path parameter names the resource that an operation is about, even
/// if there is one kind of resource.
pub(super) fn described_parameters(document: &Document) -> Vec<DescribedParameter> {
    let components = document.openapi.components.as_ref();
    let mut uses: IndexMap<(Location, String), Uses<'_>> = IndexMap::new();
    let (mut operations, mut total) = (0, 0);
    for path in &document.paths {
        for operation in &path.operations {
            operations += 1;
            let mut own: IndexMap<(Location, String), &openapiv3::ParameterData> = IndexMap::new();
            // A parameter of the operation replaces one of the path item.
            for parameter in path.parameters.iter().chain(&operation.operation.parameters) {
                let Some(parameter) = resolve(parameter, components) else { continue };
                let data = parameter.parameter_data_ref();
                own.insert(key(parameter), data);
            }
            total += own.len();
            if total > MAX_USES {
                return Vec::new();
            }
            for (key, data) in own {
                let format = &data.format;
                let entry = uses.entry(key).or_insert(Uses { count: 0, required: 0, format, equal: true });
                entry.count += 1;
                entry.required += usize::from(data.required);
                entry.equal = entry.equal && (std::ptr::eq(entry.format, format) || entry.format == format);
            }
        }
    }
    let is_frequent = |location: Location, uses: &Uses<'_>| {
        matches!(location, Location::Header | Location::Query)
            && operations >= MIN_OPERATIONS
            && uses.required * 100 > operations * SHARE
            && uses.required == uses.count
            && uses.equal
    };
    let described = uses.into_iter().map(|((location, name), uses)| DescribedParameter {
        frequent: is_frequent(location, &uses),
        required: uses.required == uses.count,
        location,
        name,
    });
    described.collect()
}

/// Returns the location and the name, in lower case for a header.
fn key(parameter: &openapiv3::Parameter) -> (Location, String) {
    let name = &parameter.parameter_data_ref().name;
    match parameter {
        openapiv3::Parameter::Path { .. } => (Location::Path, name.clone()),
        openapiv3::Parameter::Query { .. } => (Location::Query, name.clone()),
        openapiv3::Parameter::Header { .. } => (Location::Header, name.to_ascii_lowercase()),
        openapiv3::Parameter::Cookie { .. } => (Location::Cookie, name.clone()),
    }
}

fn resolve<'a>(
    mut item: &'a ReferenceOr<openapiv3::Parameter>,
    components: Option<&'a Components>,
) -> Option<&'a openapiv3::Parameter> {
    for _ in 0..MAX_REFERENCES {
        match item {
            ReferenceOr::Item(parameter) => return Some(parameter),
            ReferenceOr::Reference { reference } => {
                let name = component_name(reference, "parameters")?;
                item = components?.parameters.get(&name)?;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{diagnostics::Diagnostics, load::Source};

    /// Returns the frequent parameters of `count` operations with these parameters.
    fn frequent(count: usize, parameters: impl Fn(usize) -> Value) -> Vec<String> {
        let paths: serde_json::Map<String, Value> = (0..count)
            .map(|index| {
                let responses = json!({ "204": { "description": "None." } });
                let operation = json!({ "parameters": parameters(index), "responses": responses });
                (format!("/{index}/{{id}}"), json!({ "get": operation }))
            })
            .collect();
        let components = json!({ "parameters": { "Tenant": tenant() } });
        let info = json!({ "title": "Pets", "version": "1" });
        let description =
            json!({ "openapi": "3.0.3", "info": info, "paths": paths, "components": components });
        let source = Source::new("spec.json", description.to_string());
        let document =
            crate::load::load(&source, &mut crate::load::Texts::default(), &mut Diagnostics::default())
                .expect("a description");
        let described = described_parameters(&document).into_iter().filter(|one| one.frequent);
        described.map(|one| format!("{} {}", one.location, one.name)).collect()
    }

    fn tenant() -> Value {
        json!({ "name": "X-Tenant", "in": "header", "required": true, "schema": { "type": "string" } })
    }

    #[test]
    fn finds_what_more_than_four_fifths_require() {
        let some = |index: usize, of: usize| if index < of { json!([tenant()]) } else { json!([]) };
        assert_eq!(frequent(10, |index| some(index, 9)), ["header x-tenant"]);
        assert!(frequent(10, |index| some(index, 8)).is_empty());
        assert!(frequent(9, |_| json!([tenant()])).is_empty());
        let reference = json!([{ "$ref": "#/components/parameters/Tenant" }]);
        assert_eq!(frequent(10, |_| reference.clone()), ["header x-tenant"]);
    }

    #[test]
    fn finds_no_parameter_that_is_another_one_or_optional_somewhere() {
        let with = |key: &str, value: Value| {
            let mut parameter = tenant();
            parameter[key] = value;
            json!([parameter])
        };
        let integer = json!({ "type": "integer" });
        let first = |index: usize, other: Value| if index == 0 { other } else { json!([tenant()]) };
        assert!(frequent(20, |index| first(index, with("schema", integer.clone()))).is_empty());
        assert!(frequent(20, |index| first(index, with("required", json!(false)))).is_empty());
        assert!(
            frequent(20, |_| json!([{ "name": "id", "in": "path", "required": true, "schema": integer }]))
                .is_empty()
        );
        assert_eq!(frequent(20, |_| with("in", json!("query"))), ["query X-Tenant"]);
    }
}
