//! Request bodies in XML.

use clientwright_codegen::Source;
use clientwright_mock::Mock;
use http::{Request, StatusCode};
use serde_json::Value;

const DESCRIPTION: &str = "
openapi: 3.2.0
info: { title: Books, version: '1' }
paths:
  /books:
    post:
      requestBody: { required: true, content: { application/xml: { schema: { $ref: '#/components/schemas/Book' } } } }
      responses: { '204': { description: Created. } }
  /shelf:
    put:
      requestBody: { content: { application/xml: { schema: { type: array, maxItems: 2, items: { type: integer, xml: { name: id } }, xml: { name: shelf } } } } }
      responses: { '204': { description: Replaced. } }
components:
  schemas:
    Book:
      type: object
      required: [id, title, tags, note]
      properties:
        id: { type: integer, minimum: 1, xml: { attribute: true } }
        title: { type: string, minLength: 2, xml: { prefix: dc, namespace: 'http://purl.org/dc/elements/1.1/' } }
        sold: { type: boolean }
        tags: { type: array, maxItems: 2, items: { type: string, enum: [new, old], xml: { name: tag } } }
        authors: { type: array, items: { $ref: '#/components/schemas/Author' }, xml: { name: Authors, wrapped: true } }
        note: { type: [string, 'null'] }
        prices: { type: object, additionalProperties: { type: number } }
      xml: { name: book }
    Author: { type: object, required: [name], properties: { name: { type: string, xml: { nodeType: text } }, born: { type: integer, xml: { attribute: true } } }, xml: { name: author } }
";

fn mock() -> Mock {
    let (mock, diagnostics) = Mock::new(&Source::new("books.yaml", DESCRIPTION)).expect("a description");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    mock
}

/// Returns the faults of a request with this body, each with its place and message.
fn faults(line: &str, body: &str) -> Vec<(String, String)> {
    let (method, target) = line.split_once(' ').expect("a method");
    let request = Request::builder().method(method).uri(format!("http://localhost{target}"));
    let request = request.header("content-type", "application/xml; charset=utf-8");
    let response = mock().respond(&request.body(body.to_owned().into()).expect("a request"));
    if response.status() == StatusCode::NO_CONTENT {
        return Vec::new();
    }
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let problem: Value = serde_json::from_slice(response.body()).expect("JSON");
    let text = |fault: &Value, key: &str| fault[key].as_str().unwrap_or_default().to_owned();
    let errors = problem["errors"].as_array().expect("faults");
    errors.iter().map(|fault| (text(fault, "at"), text(fault, "message"))).collect()
}

fn assert_faults(body: &str, expected: &[(&str, &str)]) {
    let faults = faults("POST /books", body);
    let faults: Vec<(&str, &str)> =
        faults.iter().map(|(at, message)| (at.as_str(), message.as_str())).collect();
    assert_eq!(faults, expected, "{body}");
}

#[test]
fn accepts_a_body_in_xml_that_matches_its_schema() {
    assert_faults(
        "<?xml version='1.0'?><!-- a book --><book id=' 7 ' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
         <dc:title>A &amp; <![CDATA[<B>]]> &#252;</dc:title><sold>1</sold><tag>new</tag><tag>old</tag>\
         <Authors><author born='1970'>Ann</author></Authors><prices><eur>1.5</eur></prices></book>",
        &[],
    );
    // An empty list and a value that is `null` have no element.
    assert_faults("<book id='7'><title>AB</title><Authors/></book>", &[]);
    assert_eq!(faults("PUT /shelf", "<shelf><id>1</id><id>2</id></shelf>"), []);
}

#[test]
fn reports_faults_of_a_body_in_xml_with_their_place() {
    assert_faults(
        "<book id='0'><title>A</title><sold>yes</sold><tag>new</tag><tag>used</tag><note>a</note>\
         <Authors><author born='never'>Ann</author></Authors><prices><eur>much</eur></prices></book>",
        &[
            ("/id", "expected at least 1"),
            ("/title", "expected at least 2 characters"),
            ("/sold", "expected `true` or `false`, found a string"),
            ("/tags/1", "expected one of \"new\", \"old\""),
            ("/authors/0/born", "expected an integer, found a string"),
            ("/prices/eur", "expected a number, found a string"),
        ],
    );
    assert_faults(
        "<book><tag>new</tag></book>",
        &[("", "the property `id` is missing"), ("", "the property `title` is missing")],
    );
    assert_faults("<books/>", &[("", "expected the root element `book`, found `books`")]);
    let shelf = "<shelf><id>1</id><id>2</id><id>x</id></shelf>";
    let expected = [("", "expected at most 2 elements"), ("/2", "expected an integer, found a string")];
    assert_eq!(
        faults("PUT /shelf", shelf),
        expected.map(|(at, message)| (at.to_owned(), message.to_owned()))
    );
}

#[test]
fn reports_a_body_that_is_not_well_formed_xml() {
    let deep = format!("<book>{}", "<a>".repeat(1000));
    let large = format!("<book>{}</book>", "<a/>".repeat(200_000));
    let attributes: Vec<String> = (0..2000).map(|number| format!(" a{number}=''")).collect();
    let wide = format!("<book{}/>", attributes.concat());
    for (body, part) in [
        ("", "0 root elements"),
        ("text", "0 root elements"),
        ("<book>", "missing end tag"),
        ("<book></shelf>", "byte"),
        ("</book>", "byte"),
        ("<book/><book/>", "2 root elements"),
        ("<book>&xxe;</book>", "undefined entity at byte"),
        ("<!DOCTYPE a [<!ENTITY xxe SYSTEM 'file:///etc/passwd'>]><book>&xxe;</book>", "undefined entity"),
        (&deep, "elements are nested more than 128 levels deep"),
        (&large, "more than 100000 nodes"),
        (&wide, "more than 1000 attributes"),
    ] {
        let faults = faults("POST /books", body);
        let [(place, message)] = faults.as_slice() else { panic!("{faults:?}") };
        assert!(
            place.is_empty() && message.starts_with("invalid XML: ") && message.contains(part),
            "{message}"
        );
    }
}
