//! The table of OpenAPI 3.0.4, "Style Examples", with one test for each row, and cases that the table leaves open.

use std::collections::BTreeMap;

use clientwright_runtime::runtime::{request::Request, style::Style};
use serde::Serialize;
use serde_json::json;

/// `{"R": 100, "G": 200, "B": 150}`, in that order.
#[derive(Serialize)]
#[allow(non_snake_case, reason = "the names of the table")]
struct Color {
    R: i32,
    G: i32,
    B: i32,
}

const COLOR: Color = Color { R: 100, G: 200, B: 150 };
const COLORS: [&str; 3] = ["blue", "black", "brown"];

/// Returns the path parameter for an empty text, a text, a list and an object.
fn path(style: Style) -> [String; 4] {
    fn one(style: Style, value: &impl Serialize) -> String {
        let mut request = Request::new("GET", "/x{color}");
        request.path_style("color", style, Some(value));
        let request = request.finish("https://example.com").expect("a request");
        request.uri().path()["/x".len()..].to_owned()
    }
    [one(style, &""), one(style, &"blue"), one(style, &COLORS), one(style, &COLOR)]
}

/// Returns the query for an empty text, a text, a list and an object.
fn query(style: Style) -> [String; 4] {
    fn one(style: Style, value: &impl Serialize) -> String {
        let mut request = Request::new("GET", "/");
        request.query_style("color", style, Some(value));
        let request = request.finish("https://example.com").expect("a request");
        request.uri().query().unwrap_or_default().to_owned()
    }
    [one(style, &""), one(style, &"blue"), one(style, &COLORS), one(style, &COLOR)]
}

#[test]
fn writes_style_matrix() {
    assert_eq!(
        path(Style::MATRIX),
        [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]
    );
}

#[test]
fn writes_style_matrix_exploded() {
    assert_eq!(
        path(Style::MATRIX.exploded()),
        [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]
    );
}

#[test]
fn writes_style_label() {
    assert_eq!(path(Style::LABEL), [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]);
}

#[test]
fn writes_style_label_exploded() {
    assert_eq!(path(Style::LABEL.exploded()), [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]);
}

#[test]
fn writes_style_simple() {
    assert_eq!(path(Style::SIMPLE), ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]);
}

#[test]
fn writes_style_simple_exploded() {
    assert_eq!(path(Style::SIMPLE.exploded()), ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]);
}

#[test]
fn writes_style_form() {
    assert_eq!(
        query(Style::FORM),
        ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]
    );
}

#[test]
fn writes_style_form_exploded() {
    assert_eq!(
        query(Style::FORM.exploded()),
        ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]
    );
}

#[test]
fn writes_style_space_delimited() {
    let [.., list, object] = query(Style::SPACE_DELIMITED);
    assert_eq!(list, "color=blue%20black%20brown");
    assert_eq!(object, "color=R%20100%20G%20200%20B%20150");
}

#[test]
fn writes_style_pipe_delimited() {
    let [.., list, object] = query(Style::PIPE_DELIMITED);
    assert_eq!(list, "color=blue%7Cblack%7Cbrown");
    assert_eq!(object, "color=R%7C100%7CG%7C200%7CB%7C150");
}

#[test]
fn writes_style_deep_object() {
    let [.., object] = query(Style::DEEP_OBJECT);
    assert_eq!(object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    let mut request = Request::new("GET", "/");
    request.query_style("a", Style::DEEP_OBJECT, Some(&json!({ "b": [{ "c": 1 }, null], "d&": true })));
    let request = request.finish("https://example.com").expect("a request");
    assert_eq!(request.uri().query(), Some("a%5Bb%5D%5B0%5D%5Bc%5D=1&a%5Bb%5D%5B1%5D=&a%5Bd%26%5D=true"));
}

#[test]
fn writes_headers_and_cookies() {
    let mut request = Request::new("GET", "/");
    request.header_style("x-list", Style::SIMPLE, Some(&COLORS));
    request.header_style("x-object", Style::SIMPLE, Some(&COLOR));
    request.header_style("x-exploded", Style::SIMPLE.exploded(), Some(&COLOR));
    request.header_style("x-empty", Style::SIMPLE, Some(&""));
    request.cookie_style("one", Style::FORM.exploded(), Some(&"a b"));
    request.cookie_style("list", Style::FORM, Some(&COLORS));
    request.cookie_style("object", Style::FORM.exploded(), Some(&COLOR));
    request.cookie("plain", &[1, 2]);
    let request = request.finish("https://example.com").expect("a request");
    assert_eq!(request.headers()["x-list"], "blue,black,brown");
    assert_eq!(request.headers()["x-object"], "R,100,G,200,B,150");
    assert_eq!(request.headers()["x-exploded"], "R=100,G=200,B=150");
    assert_eq!(request.headers()["x-empty"], "");
    assert_eq!(
        request.headers()["cookie"],
        "one=a%20b; list=blue,black,brown; R=100; G=200; B=150; plain=1,2"
    );
}

#[test]
fn keeps_reserved_characters_with_allow_reserved() {
    let mut request = Request::new("GET", "/");
    request.query_style("to", Style::FORM.reserved(), Some(&"a/b?c=d&e#[100%]%2F ü"));
    request.query_style("from", Style::FORM, Some(&"a/b"));
    let request = request.finish("https://example.com").expect("a request");
    assert_eq!(request.uri().query(), Some("to=a/b?c=d&e%23%5B100%25%5D%2F%20%C3%BC&from=a%2Fb"));
}

#[test]
fn a_reserved_value_stays_in_its_segment_of_the_path() {
    let path = |template: &'static str, style: Style, value: &str| {
        let mut request = Request::new("GET", template);
        request.path_style("id", style.reserved(), Some(&value));
        request.finish("https://example.com").map(|request| request.uri().to_string())
    };
    let simple = |value: &str| path("/a/{id}/b", Style::SIMPLE, value);
    assert_eq!(simple("../admin").expect("a URL"), "https://example.com/a/..%2Fadmin/b");
    assert_eq!(simple("x?y=1#z").expect("a URL"), "https://example.com/a/x%3Fy=1%23z/b");
    assert_eq!(simple("a:b@c;d,e%2Ff").expect("a URL"), "https://example.com/a/a:b@c;d,e%2Ff/b");
    for value in ["..", ".", "%2e%2e", "%2E.", ".%2e", "%2e", "..;x", ""] {
        let error = simple(value).expect_err(value);
        assert!(error.to_string().starts_with("the path parameter `id` results in"), "{error}");
    }
    path("/a/{id}", Style::LABEL, ".").expect_err("a label with a dot");
    let matrix = path("/a{id}", Style::MATRIX, "/../b").expect("a URL");
    assert_eq!(matrix, "https://example.com/a;id=%2F..%2Fb");
}

#[test]
fn a_value_cannot_add_a_cookie() {
    let cookie = |value: serde_json::Value| {
        let mut request = Request::new("GET", "/");
        request.cookie_style("v", Style::COOKIE.exploded(), Some(&value));
        request.finish("https://example.com").map(|request| request.headers()["cookie"].clone())
    };
    assert_eq!(cookie(json!("a/b%20\"c\"")).expect("a cookie"), "v=a/b%20\"c\"");
    for value in [json!("v; admin=1"), json!(["a", "b;c"]), json!({ "a": "1;b=2" }), json!("a\nb")] {
        cookie(value).expect_err("two cookies");
    }
    assert_eq!(cookie(json!({ "a=1;b": "2" })).expect("an encoded name"), "a%3D1%3Bb=2");
}

#[test]
fn writes_each_property_of_a_form_in_its_style() {
    let body = json!({
        "name": "a b&c",
        "tags": ["x", "y"],
        "joined": ["x", "y"],
        "deep": { "a": { "b": 1 } },
        "nested": { "a": 1 },
        "nothing": null,
        "none": [],
    });
    let mut request = Request::new("POST", "/");
    let styles = [("deep", Style::DEEP_OBJECT), ("joined", Style::FORM)];
    request.form("application/x-www-form-urlencoded", &body, &styles);
    let request = request.finish("https://example.com").expect("a request");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    let body = request.body().as_bytes().expect("bytes");
    let mut pairs: Vec<&str> = std::str::from_utf8(body).expect("text").split('&').collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            "deep%5Ba%5D%5Bb%5D=1",
            "joined=x,y",
            "name=a%20b%26c",
            "nested=%7B%22a%22%3A1%7D",
            "nothing=",
            "tags=x",
            "tags=y"
        ]
    );
}

#[test]
fn reports_values_that_are_not_parameters() {
    let mut request = Request::new("GET", "/");
    request.query_style("map", Style::FORM, Some(&BTreeMap::from([(vec![1], 2)])));
    let error = request.finish("https://example.com").expect_err("a list as a key");
    assert_eq!(
        error.to_string(),
        "a parameter does not serialize: invalid type of a map key, expected a string, a number or a boolean"
    );
    let mut request = Request::new("POST", "/");
    request.form("application/x-www-form-urlencoded", &[1], &[]);
    let error = request.finish("https://example.com").expect_err("a list as a form");
    assert_eq!(
        format!("{error:#}"),
        "the body does not serialize: invalid type of a form, expected an object"
    );
    let mut request = Request::new("GET", "/a/{b}/c");
    request.path_style("b", Style::LABEL, Some(&""));
    let error = request.finish("https://example.com").expect_err("an empty segment");
    assert_eq!(
        error.to_string(),
        "the path parameter `b` results in a path segment that is empty, `.` or `..`"
    );
}

#[test]
fn writes_the_delimiters_of_swagger_2_0() {
    assert_eq!(query(Style::TAB_DELIMITED)[2], "color=blue%09black%09brown");
    assert_eq!(path(Style::PIPE_DELIMITED)[2], "blue%7Cblack%7Cbrown");
    assert_eq!(path(Style::SPACE_DELIMITED)[2], "blue%20black%20brown");
    let mut request = Request::new("GET", "/");
    request.header_style("color", Style::TAB_DELIMITED, Some(&COLORS));
    let request = request.finish("https://example.com").expect("a request");
    assert_eq!(request.headers()["color"], "blue\tblack\tbrown");
}

#[test]
fn writes_a_value_as_the_whole_query() {
    fn whole(value: &impl Serialize) -> String {
        let mut request = Request::new("GET", "/?fixed=1");
        request.query_string(Some(value));
        let request = request.finish("https://example.com").expect("a request");
        request.uri().query().unwrap_or_default().to_owned()
    }
    assert_eq!(whole(&COLOR), "fixed=1&R=100&G=200&B=150");
    assert_eq!(whole(&"a b&c"), "fixed=1&a%20b%26c");
    let mut request = Request::new("GET", "/");
    request.query_string_json(Some(&json!({ "a": [1] })));
    let request = request.finish("https://example.com").expect("a request");
    assert_eq!(request.uri().query(), Some("%7B%22a%22%3A%5B1%5D%7D"));
}
