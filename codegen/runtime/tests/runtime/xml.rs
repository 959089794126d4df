//! Bodies in XML.

use std::error::Error;

use clientwright_runtime::{
    runtime::{
        error::DecodeError,
        raw_response::{Decode, RawResponse},
        request::Request,
        xml::{Element, Xml},
    },
    sample_xml::{Book, in_xml},
};
use http::Response;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn read<T: DeserializeOwned, E: Element>(_: E, text: &str) -> Result<T, Box<DecodeError>> {
    let response = RawResponse::new(Response::new(text.to_owned().into_bytes()));
    <Xml<E> as Decode<T>>::decode(response).map(|response| response.body)
}

fn write<E: Element>(element: E, value: &impl Serialize) -> Result<String, String> {
    let mut request = Request::new("POST", "/");
    request.xml("application/xml", element, value);
    let request = request.finish("http://localhost").map_err(|error| format!("{error:#}"))?;
    let text = String::from_utf8(request.body().as_bytes().expect("bytes").to_vec()).expect("UTF-8");
    Ok(text.strip_prefix(r#"<?xml version="1.0" encoding="UTF-8"?>"#).expect("a declaration").to_owned())
}

fn book(id: i64, title: &str) -> Book {
    Book {
        id,
        title: title.to_owned(),
        price: None,
        authors: Vec::new(),
        notes: None,
        chapters: None,
        rest: [].into(),
    }
}

#[test]
fn reads_and_writes_a_model_by_its_table() {
    let mut whole = book(7, "a < b & \"c\"");
    whole.price = Some(0.1);
    whole.authors = vec!["x".to_owned(), String::new()];
    whole.chapters = Some(vec![book(8, "one")]);
    whole.rest = [("sold".to_owned(), true)].into();
    let text = r#"<b:book xmlns:b="http://example.com/book" id="7"><b:title>a &lt; b &amp; &quot;c&quot;</b:title><price>0.1</price><author>x</author><author></author><chapters><chapter id="8"><b:title>one</b:title></chapter></chapters><sold>true</sold></b:book>"#;
    assert_eq!(write(in_xml::Book, &whole).expect("XML"), text);
    assert_eq!(read::<Book, _>(in_xml::Book, text).expect("a book"), whole);
}

#[test]
fn reads_comments_prefixes_references_and_unknown_elements() {
    // Another prefix, comments, character data, references, white space and unknown elements.
    let text = "\u{feff}<?xml version='1.0'?>\n<!DOCTYPE book>\n<!-- a book -->\n<x:book xmlns:x='http://example.com/book' x:id=' 7 '>
        <title><![CDATA[<a>]]> &#x62;&gt;</title>
        <price/> <author>A</author> <?note?> <note>one</note> <author>B</author><note>two</note>
        <chapters />
    </x:book>";
    let read = read::<Book, _>(in_xml::Book, text).expect("a book");
    assert_eq!((read.id, read.title.as_str(), read.price), (7, "<a> b>", None));
    assert_eq!(
        (read.authors, read.notes),
        (vec!["A".to_owned(), "B".to_owned()], Some(vec!["one".to_owned(), "two".to_owned()]))
    );
    assert_eq!((read.chapters, read.rest.len()), (Some(Vec::new()), 0));
}

#[test]
fn reads_and_writes_texts_lists_and_any_elements() {
    let words = json!([{ "language": "de", "text": "ja" }, { "text": "yes" }]);
    let text = r#"<words><word lang="de">ja</word><word>yes</word></words>"#;
    assert_eq!(write(in_xml::Words, &words).expect("XML"), text);
    assert_eq!(read::<Value, _>(in_xml::Words, text).expect("words"), words);
    let anything = "<anything><a>1</a><b><c>x</c></b><a>2</a><a>3</a></anything>";
    let expected = json!({ "a": ["1", "2", "3"], "b": { "c": "x" } });
    assert_eq!(read::<Value, _>(in_xml::Anything, anything).expect("anything"), expected);
}

#[test]
fn reports_the_location_of_invalid_xml_and_of_invalid_values() {
    for (text, message) in [
        ("", "missing root element"),
        ("<book>", "missing end tag"),
        ("<book></cook>", "cook"),
        ("<book>&what;</book>", "undefined entity `&what;` at byte 12"),
        ("<book id='1' id='2'/>", "duplicate"),
    ] {
        let error = read::<Value, _>(in_xml::Book, text).expect_err("invalid XML");
        assert!(format!("{error:#}").contains(message), "{text}: {error:#}");
    }
    // A name of a megabyte is not repeated in the text.
    let error =
        read::<Value, _>(in_xml::Book, &format!("<a></{}>", "x".repeat(1 << 20))).expect_err("invalid");
    let reason = error.source().expect("a reason").to_string();
    assert!(reason.contains("xxx") && reason.len() < 1000, "{} bytes", reason.len());
    let text = "<book id='seven'><title>t</title></book>";
    let error = read::<Book, _>(in_xml::Book, text).expect_err("a word");
    assert_eq!((error.pointer.as_str(), error.line), ("/id", 0));
    assert_eq!(error.response.body, text);
}

#[test]
fn rejects_values_that_xml_cannot_express() {
    let mut unnamed = book(1, "t");
    unnamed.rest = [("not a name".to_owned(), true)].into();
    let error = write(in_xml::Book, &unnamed).expect_err("an invalid name");
    assert!(error.contains("\"not a name\" is not a valid element name"), "{error}");
    let error = write(in_xml::Book, &book(1, "\u{1}")).expect_err("a control character");
    assert!(error.contains("has a character that XML does not allow"), "{error}");
}

#[test]
fn limits_the_depth_of_reading_and_writing() {
    let deep = "<a>".repeat(100_000);
    let error = read::<Value, _>(in_xml::Anything, &deep).expect_err("too deep");
    assert!(format!("{error:#}").contains("elements are nested more than 128 levels deep"), "{error:#}");
    let mut chapter = book(0, "t");
    for id in 1..200 {
        chapter = Book { chapters: Some(vec![chapter]), ..book(id, "t") };
    }
    let error = write(in_xml::Book, &chapter).expect_err("too deep");
    assert!(error.contains("recursion limit"), "{error}");
}
