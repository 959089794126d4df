//! Responses before they are decoded.

use codegen_runtime::runtime::raw_response::RawResponse;

#[test]
fn compares_the_media_type_and_its_parameters() {
    for (content_type, media_type, expected) in [
        ("application/json; charset=utf-8", "application/json", true),
        ("Application/JSON", "application/json", true),
        ("image/png", "image/*", true),
        ("text/csv", "application/json", false),
        ("application/json;v=2", "application/json;v=2", true),
        ("application/json; charset=utf-8; V=\"2\"", "application/json;v=2", true),
        ("application/json;v=3", "application/json;v=2", false),
        ("application/json", "application/json;v=2", false),
    ] {
        let response = http::Response::builder().header("content-type", content_type).body(Vec::new());
        let raw = RawResponse::new(response.expect("a response"));
        assert_eq!(raw.is(media_type), expected, "{content_type} and {media_type}");
    }
}
