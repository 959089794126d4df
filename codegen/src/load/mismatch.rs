//! Plain sentences for the values that openapiv3's types do not accept.

/// The start and the end of an error of serde about a value of another type.
const INVALID_TYPE: &str = "invalid type: ";
const EXPECTED: &str = ", expected ";

/// Returns the sentence for an error of serde, and what to do if there is only one remedy.
pub(super) fn sentence(error: &str) -> (String, Option<String>) {
    if let Some((found, expected)) =
        error.strip_prefix(INVALID_TYPE).and_then(|rest| rest.rsplit_once(EXPECTED))
    {
        return (format!("the value is {}, and not {}", type_of(found), type_of(expected)), None);
    }
    if let Some(field) = error.strip_prefix("missing field ") {
        return (format!("{field} is missing"), Some(format!("add {field}")));
    }
    if let Some((value, list)) =
        error.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected "))
    {
        let list = list.strip_prefix("one of ").unwrap_or(list);
        return (format!("{value} is none of {list}"), None);
    }
    if error.contains("ParameterSchemaOrContent") {
        let help = "add `schema`, such as `schema: { type: string }`";
        return ("`schema` is missing, and so is `content`".to_owned(), Some(help.to_owned()));
    }
    (error.to_owned(), None)
}

/// Returns a type of JSON, with the value that serde shows.
fn type_of(text: &str) -> String {
    let value = text.find('`').or_else(|| text.find('"'));
    let (name, value) = value.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
    let name = match name.trim_end() {
        "unit" | "unit value" | "null" => "`null`",
        "boolean" | "a boolean" => "a boolean",
        "integer" | "floating point" | "i32" | "i64" | "u16" | "u64" | "f64" | "usize" => "a number",
        "string" | "a string" => "a text",
        "sequence" | "a sequence" => "a list",
        "map" | "a map" => "an object",
        name if ["struct ", "internally tagged enum ", "enum "].iter().any(|kind| name.starts_with(kind)) => {
            "an object"
        }
        other => other,
    };
    if value.is_empty() || name == "`null`" { name.to_owned() } else { format!("{name} ({value})") }
}

#[cfg(test)]
mod tests {
    use openapiv3::{Header, Parameter, RequestBody, SecurityScheme, Server};
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::sentence;

    /// Returns the sentence for a value that the type `T` does not accept.
    fn refused<T: DeserializeOwned>(value: Value) -> String {
        serde_json::from_value::<T>(value)
            .err()
            .map(|error| sentence(&error.to_string()).0)
            .unwrap_or_default()
    }

    #[test]
    fn names_types_as_json_does() {
        let cases = [
            (refused::<Parameter>(json!(5)), "the value is a number (`5`), and not an object"),
            (refused::<RequestBody>(json!("no")), "the value is a text (\"no\"), and not an object"),
            (refused::<Server>(json!({ "url": [1] })), "the value is a list, and not a text"),
            (refused::<Vec<Server>>(json!(null)), "the value is `null`, and not a list"),
            (
                refused::<Parameter>(json!({ "name": "a", "in": "body" })),
                "`body` is none of `query`, `header`, `path`, `cookie`",
            ),
            (refused::<SecurityScheme>(json!({ "type": "http" })), "`scheme` is missing"),
            (refused::<Header>(json!({})), "`schema` is missing, and so is `content`"),
        ];
        for (sentence, expected) in cases {
            assert_eq!(sentence, expected);
        }
    }
}
