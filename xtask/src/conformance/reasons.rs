//! Why some scenarios are not called: what the standard (3.0.4, and the same in 3.1) says to them, by the compiler's code or
//! that of `tests/conformance/scenarios/harness.rs`.

/// Whether OpenAPI could say it, and the document that the compiler makes says something else.
pub(super) fn is_of_the_document(code: &str) -> bool {
    matches!(code, "lacks-required" | "other-encoding" | "unsaid-wrapper")
}

/// The sentence for a code of the compiler.
pub(super) fn sentence(code: &str) -> &'static str {
    match code {
        "invalid-style" => {
            "a parameter of the path always stands there, as `matrix`, `label` or `simple`: its `required` \"MUST be true\" (Parameter \
             Object), and none of the three begins with a slash (Style Values)"
        }
        "lacks-required" => {
            "the answer lacks what is `required`: an object is valid when \"every item in the array is the name of a property in the \
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
            "a path has no query of its own: what stands in one are parameters, which \"are appended to the URL\" (Parameter Locations)"
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
        _ => "the compiler does not say why",
    }
}
