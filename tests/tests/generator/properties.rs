//! Properties of any description: the output is Rust, no text becomes code, TOML or a program in the documentation, and
//! a second run writes the same.

use std::path::Path;

use clientwright_codegen::{FileTree, Settings, Source, generate};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use proptest::{prelude::*, test_runner::RngSeed};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use serde_json::{Value, json};
use tests::mutations::stays_inside;

/// Texts that try to escape from a string, a comment, a table, a name or a folder.
const HOSTILE: [&str; 24] = [
    "*/ compile_error!(\"out\"); /*",
    "\"; compile_error!(\"out\"); \"",
    "\"#; compile_error!(\"out\"); r#\"",
    "]\ncompile_error!(\"out\");\n#[doc = \"",
    "}\ncompile_error!(\"out\");\nmod x {",
    "```\ncompile_error!(\"out\");\n```",
    "```rust\ncompile_error!(\"out\");\n",
    "~~~\ncompile_error!(\"out\");\n~~~",
    "\n\n    compile_error!(\"out\");\n\n",
    "> ```\n> compile_error!(\"out\");\n",
    "1. \n\n       compile_error!(\"out\");",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[here](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "\"\n[patch.crates-io]\nserde = { path = \"/\" }\n",
    "\"\nbuild = \"x.rs\"\n",
    "../../../etc/passwd",
    "..\\..\\x",
    "C:\\x",
    "con",
    "\u{202e}\u{2066}x",
    "\0\u{7}\u{1b}[31m",
    "r#self",
];

/// Words that Rust or the generated code uses.
const WORDS: [&str; 20] = [
    "self",
    "Self",
    "crate",
    "type",
    "Option",
    "Vec",
    "String",
    "Box",
    "Result",
    "Ok",
    "None",
    "body",
    "new",
    "with",
    "client",
    "runtime",
    "serde",
    "name",
    "id",
    "additional_properties",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(HOSTILE.as_slice()).prop_map(str::to_owned),
        3 => prop::sample::select(WORDS.as_slice()).prop_map(str::to_owned),
        2 => "[a-z][a-zA-Z0-9_-]{0,8}",
        1 => "\\PC{0,12}",
    ]
}

/// The names of components, to which references lead.
const COMPONENTS: [&str; 4] = ["Pet", "pet", "Option", "*/ compile_error!(\"out\"); /*"];

fn reference() -> impl Strategy<Value = Value> {
    prop::sample::select(COMPONENTS.as_slice())
        .prop_map(|name| json!({ "$ref": format!("#/components/schemas/{}", name.replace('/', "~1")) }))
}

fn schema() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(["string", "integer", "number", "boolean", "object", "array"].as_slice());
    let leaf = prop_oneof![
        (kind, text(), text(), text()).prop_map(|(kind, format, about, title)| {
            json!({ "type": kind, "format": format, "description": about, "title": title, "default": about, "example": title })
        }),
        prop::collection::vec(text(), 1..4).prop_map(|values| json!({ "type": "string", "enum": values })),
        (text(), text()).prop_map(|(pattern, about)| json!({ "type": "string", "pattern": pattern, "externalDocs": { "url": about } })),
        reference(),
        Just(json!({})),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let properties = prop::collection::vec((text(), inner.clone()), 0..4);
        prop_oneof![
            (properties, prop::collection::vec(text(), 0..3), text()).prop_map(|(properties, required, about)| {
                let properties: serde_json::Map<String, Value> = properties.into_iter().collect();
                json!({ "type": "object", "properties": properties, "required": required, "description": about })
            }),
            inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            inner.clone().prop_map(|values| json!({ "type": "object", "additionalProperties": values })),
            (prop::collection::vec(inner.clone(), 1..4), prop::sample::select(["oneOf", "anyOf", "allOf"].as_slice()), text())
                .prop_map(|(parts, of, name)| json!({ of: parts, "discriminator": { "propertyName": name } })),
        ]
    })
}

fn parameter() -> impl Strategy<Value = Value> {
    let places = prop::sample::select(["query", "header", "cookie"].as_slice());
    (text(), places, schema(), text(), any::<bool>()).prop_map(|(name, place, schema, about, required)| {
        json!({ "name": name, "in": place, "schema": schema, "description": about, "required": required, "example": about })
    })
}

fn operation() -> impl Strategy<Value = Value> {
    let status = prop::sample::select(["200", "201", "2XX", "404", "default"].as_slice());
    let media = prop_oneof![Just("application/json".to_owned()), text()];
    (
        prop::option::of(text()),
        text(),
        prop::collection::vec(parameter(), 0..3),
        prop::option::of((media.clone(), schema())),
        prop::collection::vec((status, text(), media, schema()), 0..3),
        prop::collection::vec(text(), 0..2),
    )
        .prop_map(|(id, about, parameters, body, responses, tags)| {
            let responses = responses.into_iter().map(|(status, about, media, schema)| {
                (
                    status.to_owned(),
                    json!({ "description": about, "content": { media: { "schema": schema } } }),
                )
            });
            let mut operation = json!({
                "summary": about, "description": about, "parameters": parameters, "tags": tags,
                "responses": responses.collect::<serde_json::Map<_, _>>(),
            });
            if let Some(id) = id {
                operation["operationId"] = json!(id);
            }
            if let Some((media, schema)) = body {
                operation["requestBody"] =
                    json!({ "content": { media: { "schema": schema, "example": { "name": about, "id": [about] } } } });
            }
            operation
        })
}

fn description() -> impl Strategy<Value = Value> {
    let methods = prop::sample::select(["get", "post", "put", "delete"].as_slice());
    let paths = prop::collection::vec((text(), methods, operation()), 0..3);
    let schemas = prop::collection::vec(schema(), COMPONENTS.len());
    (text(), text(), paths, schemas, text(), text()).prop_map(|(title, about, paths, schemas, scheme, url)| {
        let mut items = serde_json::Map::new();
        for (path, method, operation) in paths {
            items.insert(format!("/{path}"), json!({ method: operation }));
        }
        let schemas: serde_json::Map<String, Value> =
            COMPONENTS.iter().map(|name| (*name).to_owned()).zip(schemas).collect();
        json!({
            "openapi": "3.0.3",
            "info": {
                "title": title, "version": about, "description": about, "termsOfService": url,
                "contact": { "name": title, "url": url, "email": about }, "license": { "name": about },
            },
            "servers": [{ "url": url, "description": about }, { "url": "https://{host}/", "variables": { "host": { "default": about } } }],
            "tags": [{ "name": title, "description": about }],
            "security": [{ scheme.clone(): [] }],
            "paths": items,
            "components": {
                "schemas": schemas,
                "securitySchemes": { scheme: { "type": "apiKey", "in": "header", "name": "X-Key", "description": about } },
            },
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if tests::takes_all_inputs() { 160 } else { 48 },
        // The same on every run, so that a change is blamed for what it does.
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn turns_no_text_of_a_description_into_code(description in description()) {
        let settings = Settings { name: "any".to_owned(), version: "0.1.0".to_owned(), ..Settings::default() };
        let source = Source::new("any.json", description.to_string());
        // Text that is not Rust fails here.
        let generated = generate(&source, &settings).expect("Rust");
        let files = generated.files.as_ref().expect("a description that can be read");
        for (path, text) in files {
            prop_assert!(stays_inside(path), "{path}");
            let is_rust = Path::new(path).extension().is_some_and(|extension| extension == "rs");
            if is_rust && !path.starts_with("src/runtime/") {
                let tokens: TokenStream = text.parse().expect("tokens");
                let mut docs = Vec::new();
                let faults = scan(tokens, &mut docs);
                prop_assert_eq!(faults, 0, "{}: {}", path, text);
                for page in docs {
                    prop_assert!(is_harmless(&page), "{path}: {page}");
                }
            }
        }
        prop_assert!(manifest_is_as_ever(files), "{}", files["Cargo.toml"]);
        prop_assert!(is_harmless_page(&files["README.md"]), "{}", files["README.md"]);
        // A line of it is an item, and nothing that resembles one.
        prop_assert!(!files["api.txt"].lines().any(|line| line.trim_start().starts_with("compile_error!")));
let is_odd = |char: char| char.is_control() && char != '\n' || u32::from(char) == 0x202e;
        prop_assert!(!files["api.txt"].contains(is_odd), "a sign that is not seen");
        let before = clientwright_codegen::Surface::parse(&files["api.txt"]);
        prop_assert_eq!(&before, &generated.surface, "what is written is what is read");
        let again = generate(&source, &Settings { before, ..settings }).expect("Rust");
        prop_assert!(again.files == generated.files, "the second run gives something else");
    }
}

/// Collects the documentation, block by block, and counts the calls of a macro that only the description names.
fn scan(tokens: TokenStream, docs: &mut Vec<String>) -> usize {
    let mut faults = 0;
    let mut page = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(name) if name == "compile_error" => {
                let next = tokens.peek();
                faults += usize::from(matches!(next, Some(TokenTree::Punct(sign)) if sign.as_char() == '!'));
            }
            TokenTree::Punct(sign) if "#!".contains(sign.as_char()) => {}
            TokenTree::Group(group) => match doc_line(&group.stream()) {
                Some(line) => page = format!("{page}{}\n", line.strip_prefix(' ').unwrap_or(&line)),
                None => {
                    docs.extend((!page.is_empty()).then(|| std::mem::take(&mut page)));
                    faults += scan(group.stream(), docs);
                }
            },
            _ => docs.extend((!page.is_empty()).then(|| std::mem::take(&mut page))),
        }
    }
    docs.extend((!page.is_empty()).then_some(page));
    faults
}

/// Returns the text of `doc = "text"`.
fn doc_line(tokens: &TokenStream) -> Option<String> {
    let text = tokens.to_string();
    let literal = text.strip_prefix("doc")?.trim_start().strip_prefix('=')?.trim();
    // A Rust literal without raw marks is quoted alike in TOML, except for braces.
    syn_text(literal)
}

/// Returns the value of a string literal of Rust.
fn syn_text(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let marks = raw.len() - raw.trim_start_matches('#').len();
        return Some(raw[marks + 1..raw.len() - marks - 1].to_owned());
    }
    let mut text = String::new();
    let mut chars = literal.strip_prefix('"')?.strip_suffix('"')?.chars();
    while let Some(char) = chars.next() {
        match (char, if char == '\\' { chars.next() } else { None }) {
            (_, Some('n')) => text.push('\n'),
            (_, Some('t')) => text.push('\t'),
            (_, Some('r')) => text.push('\r'),
            (_, Some('0')) => text.push('\0'),
            (_, Some('u')) => {
                let digits: String = chars.by_ref().skip(1).take_while(|digit| *digit != '}').collect();
                text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            (_, Some(other)) => text.push(other),
            (char, None) => text.push(char),
        }
    }
    Some(text)
}

/// Returns `true` for documentation without HTML, a link with a script, or a program that `cargo test` would run. The
/// generator's own examples are harmless.
fn is_harmless(page: &str) -> bool {
    let mut example: Option<String> = None;
    for event in Parser::new(page) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                return false;
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let word = info.split([',', ' ']).next().unwrap_or_default();
                match word {
                    "no_run" => example = Some(String::new()),
                    "text" | "json" => {}
                    // rustdoc takes a block for Rust unless it is marked otherwise.
                    _ => return false,
                }
            }
            Event::Text(text) => example.iter_mut().for_each(|example| example.push_str(&text)),
            Event::End(TagEnd::CodeBlock) if !example.take().is_none_or(|text| is_example(&text)) => {
                return false;
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if dest_url.trim_start().to_ascii_lowercase().starts_with("javascript") =>
            {
                return false;
            }
            _ => {}
        }
    }
    true
}

/// Returns `true` for one function, in which texts of the description are literals.
fn is_example(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
    let Ok(tokens) = lines.join("\n").parse::<TokenStream>() else { return false };
    let mut outside: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let body = outside.pop();
    let is_body = matches!(&body, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
    let braces =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let functions = outside.iter().filter(|token| matches!(token, TokenTree::Ident(name) if name == "fn"));
    is_body && functions.count() == 1 && !outside.iter().any(braces) && scan(tokens, &mut Vec::new()) == 0
}

/// Returns `true` for a page of Markdown whose only HTML are the two markers, without images and links with a script,
/// and with the programs of the generator alone.
fn is_harmless_page(page: &str) -> bool {
    let mut markers = 0;
    for event in Parser::new(page) {
        match event {
            Event::Html(html) if html.starts_with("<!-- clientwright:") => markers += 1,
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::Image { .. } | Tag::CodeBlock(CodeBlockKind::Indented)) => return false,
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("javascript") => return false,
            _ => {}
        }
    }
    markers == 2 && page.lines().filter(|line| line.starts_with("# ")).count() == 1
}

/// Returns `true` if `Cargo.toml` has its usual tables and no other dependency.
fn manifest_is_as_ever(files: &FileTree) -> bool {
    let Ok(manifest) = toml::from_str::<toml::Table>(&files["Cargo.toml"]) else { return false };
    let tables = ["package", "lib", "features", "dependencies"];
    let known = manifest.keys().all(|key| tables.contains(&key.as_str()));
    let package =
        ["name", "version", "edition", "rust-version", "description", "readme", "publish", "metadata"];
    let fields = manifest["package"]
        .as_table()
        .is_some_and(|table| table.keys().all(|key| package.contains(&key.as_str())));
    let here = manifest["dependencies"].as_table().is_some_and(|table| {
        table.values().all(|value| value.get("path").is_none() && value.get("git").is_none())
    });
    known && fields && here
}
