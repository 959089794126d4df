//! The reasons for which scenarios are not called, with the words of the standard (3.0.4, the same in 3.1). A code is
//! the compiler's or one of `tests/conformance/scenarios/harness.rs`.

/// Returns `true` if OpenAPI can express it, and the document of the compiler does not.
pub(super) fn is_of_the_document(code: &str) -> bool {
    matches!(code, "lacks-required" | "other-encoding" | "unsaid-wrapper")
}

/// Returns the sentence for a code.
pub(super) fn sentence(code: &str) -> &'static str {
    match code {
        "invalid-style" => {
            "a path parameter has the style `matrix`, `label` or `simple`, of which none begins with a slash (Style Values), and its \
             `required` \"MUST be true\" (Parameter Object)"
        }
        "lacks-required" => {
            "the response lacks a `required` property: an object is valid when \"every item in the array is the name of a property in the \
             instance\" (JSON Schema Validation, 6.5.3)"
        }
        "list-in-one-part" => {
            "in a form, \"each schema property, or each element of a schema array property, takes a section in the payload\" (3.0.3, \
             Special Considerations for multipart Content)"
        }
        "other-encoding" => {
            "the document has `byte`, which is \"base64-encoded data\" (Data Types), instead of `base64url`"
        }
        "path-query" => {
            "a path contains no query: query parameters \"are appended to the URL\" (Parameter Locations)"
        }
        "path-reserved-expansion" => {
            "`allowReserved` \"only applies to parameters with an `in` value of `query`\" (Parameter Object)"
        }
        "text-of-element" => {
            "XML Object has `name`, `namespace`, `prefix`, `attribute` and `wrapped`, but no field for the text of an element (before 3.2)"
        }
        "unsaid-wrapper" => {
            "the document does not mark the list as `wrapped`, whose \"default value is false\" (XML Object)"
        }
        "unsupported-status-code-range" => {
            "\"Only the following range definitions are allowed: 1XX, 2XX, 3XX, 4XX, and 5XX\" (Responses Object)"
        }
        _ => "the compiler gives no reason",
    }
}
