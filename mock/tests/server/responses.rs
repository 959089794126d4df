//! The responses of the mock to requests that match the description, and to those that do not.

use bytes::Bytes;
use clientwright_codegen::Source;
use clientwright_mock::Mock;
use http::{Request, Response, header};
use serde_json::{Value, json};

const DESCRIPTION: &str = "
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://api.example.com/v1 }]
security: [{ token: [] }]
paths:
  /pets:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 10 } }
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string, enum: [wild, tame] } } }
        - { name: where, in: query, style: deepObject, schema: { type: object, required: [age], properties: { age: { type: integer }, names: { type: array, items: { type: string } } } } }
        - { name: X-Trace, in: header, required: true, schema: { type: string, format: uuid } }
      responses:
        '200': { description: Pets., content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } }
        '404': { description: None., content: { application/json: { example: { title: none }, schema: { type: object } } } }
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '201': { description: The pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, '202': { description: Later. } }
  /pets/mine: { get: { security: [], responses: { '204': { description: None. } } } }
  /pets/{id}:
    get: { security: [{}], parameters: [{ name: id, in: path, required: true, schema: { type: integer } }], responses: { '200': { description: A pet., content: { text/plain: { schema: { type: string }, example: meow } } } } }
  /colors/{color}:
    get: { security: [], parameters: [{ name: color, in: path, required: true, style: matrix, explode: true, schema: { type: array, items: { type: integer } } }], responses: { '204': { description: None. } } }
  /form:
    post:
      security: [{ key: [] }]
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, required: [name, ages], properties: { name: { type: string, minLength: 3, pattern: '^[a-z]+$' }, ages: { type: array, items: { type: integer } } } } } } }
      responses: { '204': { description: None. } }
  /files:
    post:
      security: [{ user: [] }]
      requestBody: { required: true, content: { multipart/form-data: { schema: { type: object, required: [file, note], properties: { file: { type: string, format: binary }, note: { type: string } } } } } }
      responses: { '204': { description: None. } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    user: { type: http, scheme: basic }
    key: { type: apiKey, in: query, name: key }
  schemas:
    Pet: { type: object, required: [id, name], properties: { id: { type: integer, format: int32, readOnly: true }, name: { type: string, examples: [Tom] }, owner: { type: [object, 'null'], required: [name], properties: { name: { type: string } } } } }
";

fn mock() -> Mock {
    let (mock, diagnostics) = Mock::new(&Source::new("pets.yaml", DESCRIPTION)).expect("a description");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    mock
}

/// Sends a request: `METHOD target`, lines of headers, and after an empty line the body.
fn send(text: &str) -> Response<Bytes> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).expect("a first line");
    let request = Request::builder().method(method).uri(format!("http://localhost{target}"));
    let request = lines
        .filter_map(|line| line.split_once(": "))
        .fold(request, |request, (name, value)| request.header(name, value));
    mock().respond(&request.body(body.to_owned().into()).expect("a request"))
}

fn json_of(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).expect("JSON")
}

/// Returns the status and the faults, each with its part, place and message, or the title.
fn problem(text: &str) -> (u16, Vec<String>) {
    let response = send(text);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    let problem = json_of(&response);
    let faults = match problem["errors"].as_array() {
        Some(errors) => {
            let text = |fault: &Value, key: &str| fault[key].as_str().unwrap_or_default().to_owned();
            let fault = |fault| [text(fault, "in"), text(fault, "at"), text(fault, "message")].join("|");
            errors.iter().map(fault).collect()
        }
        None => vec![problem["title"].as_str().unwrap_or_default().to_owned()],
    };
    (response.status().as_u16(), faults)
}

const TRACE: &str = "x-trace: 67e55044-10b1-426f-9247-bb680e5fe0c8\nauthorization: Bearer x";

#[test]
fn responds_with_examples() {
    let response =
        send(&format!("GET /v1/pets?limit=3&tags=wild,tame&where[age]=3&where[names][0]=a\n{TRACE}"));
    assert_eq!(
        (response.status().as_u16(), json_of(&response)),
        (200, json!([{ "id": 1, "name": "Tom", "owner": { "name": "text" } }]))
    );
    // With the path of the server or without.
    let response = send("GET /pets/7");
    assert_eq!((response.status().as_u16(), response.body().as_ref()), (200, b"meow".as_ref()));
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain");
    // The most concrete path, in any order.
    assert_eq!(send("GET /v1/pets/mine").status(), 204);
    assert_eq!(send("GET /v1/colors/;color=1;color=2").status(), 204);
    assert_eq!(
        send("POST /form?key=k\ncontent-type: application/x-www-form-urlencoded\n\nname=tom&ages=1&ages=2")
            .status(),
        204
    );
    let parts = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n\r\n--x--\r\n";
    let files = "POST /files\nauthorization: Basic dTpw\ncontent-type: multipart/form-data; boundary=x\n\n";
    assert_eq!(send(&format!("{files}{parts}")).status(), 204);
}

#[test]
fn responds_with_the_preferred_status() {
    let response = send(&format!("GET /v1/pets\n{TRACE}\nprefer: respond-async, code=404"));
    assert_eq!((response.status().as_u16(), json_of(&response)), (404, json!({ "title": "none" })));
    let create = "POST /v1/pets\nauthorization: Bearer x\ncontent-type: application/json\nprefer: code=202\n\n{\"name\":\"Kim\"}";
    assert_eq!((send(create).status().as_u16(), send(create).body().len()), (202, 0));
    let other = format!("GET /v1/pets\n{TRACE}\nprefer: code=418");
    assert_eq!(problem(&other), (400, vec!["GET /pets has no response 418".to_owned()]));
}

#[test]
fn reports_faults_with_their_place() {
    let refuses = |text: &str, status: u16, faults: &[&str]| {
        assert_eq!(problem(text), (status, faults.iter().map(ToString::to_string).collect()), "{text}");
    };
    refuses("GET /v2/cats", 404, &["the description has no path for `/v2/cats`"]);
    refuses("DELETE /v1/pets", 405, &["the path has these methods: GET, POST"]);
    refuses("GET /v1/pets", 401, &["the operation needs a credential: token"]);
    refuses("POST /form", 401, &["the operation needs a credential: key"]);
    refuses(
        "GET /v1/pets?limit=11&tags=wild,big&where[age]=old\nauthorization: Bearer x",
        400,
        &[
            "query|limit|expected at most 10",
            "query|tags/1|expected one of \"wild\", \"tame\"",
            "query|where/age|expected an integer, found a string",
            "header|X-Trace|it is missing",
        ],
    );
    refuses("GET /pets/seven", 400, &["path|id|expected an integer, found a string"]);
    let create = "POST /v1/pets\nauthorization: Bearer x\n";
    refuses(create, 400, &["body||the body is missing"]);
    refuses(
        &format!("{create}content-type: text/csv\n\na"),
        415,
        &["expected a body of application/json, found `text/csv`"],
    );
    let json = format!("{create}content-type: application/json; charset=utf-8\n\n");
    refuses(
        &format!("{json}{{\"owner\":{{}}}}"),
        400,
        &["body||the property `name` is missing", "body|/owner|the property `name` is missing"],
    );
    refuses(&format!("{json}[]"), 400, &["body||expected an object, found a list"]);
    refuses(
        &format!("{json}{{"),
        400,
        &["body||invalid JSON: EOF while parsing an object at line 1 column 1"],
    );
    refuses(
        "POST /form?key=k\ncontent-type: application/x-www-form-urlencoded\n\nname=T&ages=one",
        400,
        &[
            "body|/name|expected at least 3 characters",
            "body|/name|expected a string that matches ^[a-z]+$",
            "body|/ages/0|expected an integer, found a string",
        ],
    );
    refuses(
        "POST /files\nauthorization: Basic dTpw\ncontent-type: multipart/form-data; boundary=x\n\n--x--",
        400,
        &["body||the part `file` is missing", "body||the part `note` is missing"],
    );
}

#[test]
fn rejects_a_description_that_cannot_be_read() {
    let diagnostics = Mock::new(&Source::new("none.yaml", "no: description")).expect_err("no mock");
    assert!(!diagnostics.is_empty());
}

#[test]
fn responds_for_several_descriptions_by_the_path_of_their_servers() {
    let description = |server: &str, paths: [&str; 2], text: &str| {
        let content = json!({ "text/plain": { "schema": { "type": "string" }, "example": text } });
        let get =
            json!({ "get": { "responses": { "200": { "description": "A text.", "content": content } } } });
        let description = json!({
            "openapi": "3.1.0",
            "info": { "title": text, "version": "1" },
            "servers": [{ "url": server }],
            "paths": { (paths[0]): get, (paths[1]): get },
        });
        Mock::new(&Source::new("a.json", description.to_string())).expect("a mock").0
    };
    let mock = description("https://api.example.com/pets", ["/list", "/only-pets"], "pets")
        .with(description("https://api.example.com/shop", ["/list", "/only-shop"], "shop"));
    assert_eq!((mock.operations(), mock.base_path()), (4, ""));
    let get = |path: &str| {
        let request = Request::get(path).body(Bytes::new()).expect("a request");
        let response = mock.respond(&request);
        (response.status().as_u16(), String::from_utf8_lossy(response.body()).into_owned())
    };
    for (path, text) in [
        ("/pets/list", "pets"),
        ("/shop/list", "shop"),
        ("/list", "pets"),
        ("/only-shop", "shop"),
        ("/shop/only-shop", "shop"),
    ] {
        assert_eq!(get(path), (200, text.to_owned()), "{path}");
    }
    assert_eq!(get("/shop/only-pets").0, 404);
}
