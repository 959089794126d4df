//! Names of operations in extensions, which vendors write for generators of clients.

use indexmap::IndexMap;
use serde_json::Value;

use crate::api::VendorNames;

/// The extensions that name a method. The first one that an operation has counts.
const METHODS: [&str; 7] = [
    "x-rust-name",
    "x-fern-sdk-method-name",
    "x-speakeasy-name-override",
    "x-stainless-method-name",
    "x-ms-client-name",
    "x-methodName",
    "x-operation-name",
];

/// The extensions that name a resource: a text with dots between its parts, or an array of parts.
const RESOURCES: [&str; 6] = [
    "x-fern-sdk-group-name",
    "x-speakeasy-group",
    "x-stainless-resource-name",
    "x-stainless-group-name",
    "x-groupName",
    "x-controller-name",
];

/// Returns the names of an operation with these extensions.
pub(super) fn read(extensions: &IndexMap<String, Value>) -> VendorNames {
    if extensions.is_empty() {
        return VendorNames::default();
    }
    let has_letter = |text: &&str| text.contains(char::is_alphabetic);
    let method = METHODS.into_iter().find_map(|key| {
        let name = extensions.get(key)?.as_str().filter(has_letter)?;
        Some((key, name.to_owned()))
    });
    let resource = RESOURCES.into_iter().find_map(|key| {
        let parts: Vec<&str> = match extensions.get(key)? {
            Value::String(text) => text.split('.').collect(),
            Value::Array(parts) => parts.iter().filter_map(Value::as_str).collect(),
            _ => return None,
        };
        let parts: Vec<String> =
            parts.iter().filter(|part| has_letter(part)).map(|part| (*part).to_owned()).collect();
        (!parts.is_empty()).then_some((key, parts))
    });
    VendorNames { method, resource }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;
    use serde_json::json;

    use super::read;

    #[test]
    fn reads_the_names_of_a_method_and_a_resource() {
        let extensions =
            [("x-fern-sdk-group-name", json!(["chat", "completions"])), ("x-methodName", json!("create"))];
        let extensions: IndexMap<_, _> =
            extensions.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let names = read(&extensions);
        assert_eq!(names.method, Some(("x-methodName", "create".to_owned())));
        assert_eq!(names.resource.map(|(_, parts)| parts.join(".")).as_deref(), Some("chat.completions"));
        assert!(read(&IndexMap::from([("x-speakeasy-group".to_owned(), json!(7))])).resource.is_none());
    }
}
