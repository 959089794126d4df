//! The conversion of a line and column to a JSON Pointer.

use clientwright_runtime::{runtime::locate::pointer, sample::Pet};
use serde::de::DeserializeOwned;

fn locate<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
    let error = serde_json::from_str::<T>(json).expect_err(json);
    pointer(json.as_bytes(), error.line(), error.column())
}

#[test]
fn locates_the_value_that_does_not_decode() {
    assert_eq!(locate::<Vec<Pet>>(r#"[{"id": 1, "chip": null}, {"id": true}]"#), "/1/id");
    assert_eq!(locate::<Vec<Pet>>("[\n  {\n    \"id\": 1,\n    \"chip\": 5\n  }\n]"), "/0/chip");
    assert_eq!(locate::<Vec<Vec<i64>>>(r#"[[1], [2, 3, "x"]]"#), "/1/2");
    assert_eq!(locate::<Pet>(r#"{"id": "a \" b, { [", "chip": null}"#), "/id");
    assert_eq!(locate::<Pet>(r#"{"x": {"y": [1, {"z": "]"}]}, "id": {}}"#), "/id");
}

#[test]
fn locates_the_object_that_lacks_a_property() {
    assert_eq!(locate::<Vec<Pet>>(r#"[{"id": 1, "chip": null}, {"id": 1}]"#), "/1");
    assert_eq!(locate::<Pet>(r#"{"id": 1}"#), "");
}

#[test]
fn locates_errors_in_truncated_and_invalid_text() {
    assert_eq!(locate::<Vec<Pet>>(r#"[{"id": 1, "ch"#), "/0");
    assert_eq!(locate::<Pet>("<html>"), "");
    assert_eq!(locate::<Pet>(""), "");
    assert_eq!(pointer(b"\"\\", 1, 9), "");
    assert_eq!(pointer(b"{}", 7, 3), "");
    assert_eq!(pointer(br#"{"a/b~c": [1, x"#, 1, 15), "/a~1b~0c/1");
}
