//! Bodies in XML over the wire.

use tests::server::{Server, StubResponse};
use wire::{Client, Error, models::Note};

#[tokio::test]
async fn sends_and_reads_xml() {
    let xml = |status, text: &str| {
        StubResponse::new(status, &[("content-type", "application/xml")], text.as_bytes())
    };
    let server = Server::start(vec![
        xml(200, "<note lang='de'>\n  <tag>a</tag> <text>&#252;ber</text> <tag>b</tag>\n</note>"),
        xml(400, "<fault line='2'/>"),
        xml(200, "<note lang='de'><tag>a</tag></note>"),
    ]);
    let client = Client::builder().base_url(server.url()).token("token").build().expect("a client");
    let note = Note::new("de", "über <1>", vec!["a".to_owned()]);
    let response = client.replace_note(&note).send().await.expect("a note");
    assert_eq!(response.body, Note::new("de", "über", vec!["a".to_owned(), "b".to_owned()]));
    let sent = &server.requests()[0];
    assert_eq!((sent.header("content-type"), sent.header("accept")), ("application/xml", "application/xml"));
    let text = r#"<?xml version="1.0" encoding="UTF-8"?><note lang="de"><text>über &lt;1&gt;</text><tag>a</tag></note>"#;
    assert_eq!(String::from_utf8_lossy(&sent.body), text);
    match client.replace_note(&note).send().await {
        Err(Error::Api(response)) => assert_eq!(response.body.line, 2),
        other => panic!("no documented error: {other:?}"),
    }
    match client.replace_note(&note).send().await {
        Err(Error::Decode(error)) => {
            assert!(format!("{error:#}").contains("missing field `text`"), "{error:#}");
        }
        other => panic!("it decodes: {other:?}"),
    }
}
