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
            "a parameter of the path always stands there, as `matrix`, `label` or `simple`: its `required` \"MUST be true\" (Parameter \
             Object), and none of the three begins with a slash (Style Values)"
        }
        "lacks-required" => {
            "the response lacks a `required` property: an object is valid when \"every item in the array is the name of a property in the \
             instance\" (JSON Schema Validation, 6.5.3)"
        }
        "list-in-one-part" => {
            "of a form, \"each schema property, or each element of a schema array property, takes a section in the payload\" (3.0.3, \
             Special Considerations for multipart Content)"
        }
        "other-encoding" => {
            "the body is said to be in `byte`, which is \"base64-encoded data\" (Data Types), and not in `base64url`"
        }
        "path-query" => {
            "a path has no query of its own: its parameters \"are appended to the URL\" (Parameter Locations)"
        }
        "path-reserved-expansion" => {
            "`allowReserved` \"only applies to parameters with an `in` value of `query`\" (Parameter Object)"
        }
        "text-of-element" => {
            "XML Object has `name`, `namespace`, `prefix`, `attribute` and `wrapped`, and nothing for the text of an element (before 3.2)"
        }
        "unsaid-wrapper" => {
            "the list is not said to be `wrapped`, whose \"default value is false\" (XML Object)"
        }
        "unsupported-status-code-range" => {
            "\"Only the following range definitions are allowed: 1XX, 2XX, 3XX, 4XX, and 5XX\" (Responses Object)"
        }
        _ => "the compiler gives no reason",
    }
}
