use serde_json::json;

use crate::{
    api::{Constraint, Docs},
    plan::docs,
};

#[test]
fn neutralizes_markdown_that_rustdoc_would_misread() {
    for (text, expected) in [
        ("A pet.", "A pet."),
        ("A [Pet](#pet) of the store", "A Pet of the store"),
        ("A [pet](https://example.com/pet)", "A [pet](https://example.com/pet)"),
        ("See https://example.com/a.", "See <https://example.com/a>."),
        ("See <b>this</b> one", "See this one"),
        ("one<br>two", "one two"),
        ("![logo](https://example.com/logo.png) A pet", "logo A pet"),
        ("a  b", "a b"),
        ("List<Pet> of pets", "List of pets"),
        ("an index pets[0]", "an index pets\\[0\\]"),
        ("http://a.com, then https://b.com/c.", "<http://a.com>, then <https://b.com/c>."),
        ("https:// or http://a.com", "https:// or <http://a.com>"),
        ("at https://x.com/a/{id}, or {id}", "at `https://x.com/a/{id}`, or {id}"),
        ("(see https://x.com/a_(b)).", "(see <https://x.com/a_(b)>)."),
        ("https://x.com(a or <me@x.com>", "<https://x.com>(a or [me@x.com](mailto:me@x.com)"),
        ("{https://x.com} or https://x.com{", "{<https://x.com>} or <https://x.com>{"),
    ] {
        assert_eq!(docs::markdown(text), [expected], "{text}");
    }
}

#[test]
fn keeps_hard_line_breaks() {
    assert_eq!(docs::markdown("one\\\ntwo  \nthree\\"), ["one\\", "two\\", "three\\\\"]);
    assert_eq!(docs::markdown("- one\\\n  two"), ["- one\\", "  two"]);
    assert_eq!(docs::markdown("one\rtwo"), ["one", "two"]);
    assert_eq!(docs::first_paragraph("one\\\ntwo"), "one two");
}

#[test]
fn marks_code_blocks_as_text() {
    assert_eq!(
        docs::markdown("Call:\n\n    let x = 1;\n"),
        ["Call:", "", "```text", "let x = 1;", "```"],
        "rustdoc would compile an indented block"
    );
    assert_eq!(docs::markdown("```rust\nfn main() {}\n```"), ["```text", "fn main() {}", "```"]);
}

#[test]
fn keeps_lists_and_tables() {
    assert_eq!(docs::markdown("* one\n* two"), ["- one", "- two"]);
    assert_eq!(docs::markdown("|a|b|\n|-|-|\n|1|2|"), ["|a|b|", "|-|-|", "|1|2|"]);
}

#[test]
fn quotes_code_in_a_line() {
    for (text, expected) in [
        ("GET /pets", "`GET /pets`"),
        ("a`b", "`` a`b ``"),
        ("a\nb", "`a b`"),
        ("", "\"\""),
        (" ", "\"\u{2423}\""),
    ] {
        assert_eq!(docs::code(text), expected);
    }
    assert_eq!(docs::code(&"a".repeat(81)), format!("`{}…`", "a".repeat(79)));
}

#[test]
fn takes_the_first_paragraph() {
    for (text, expected) in [("One\nline.\n\nMore.", "One line."), ("# Title", "\\# Title"), ("", "")] {
        assert_eq!(docs::first_paragraph(text), expected, "{text}");
    }
}

#[test]
fn documents_the_reason_of_a_deprecation() {
    let docs = |deprecation: Option<&str>, replacement: Option<&str>| Docs {
        deprecated: true,
        deprecation: deprecation.map(str::to_owned),
        replacement: replacement.map(str::to_owned),
        ..Docs::default()
    };
    for (docs, expected) in [
        (docs(None, None), Vec::new()),
        (docs(Some("It is old"), None), vec!["Deprecated: It is old"]),
        (docs(Some("It is old"), Some("new_one")), vec!["Deprecated: It is old. Use `new_one` instead."]),
        (docs(None, Some("a`b")), vec!["Deprecated: Use ``a`b`` instead."]),
    ] {
        assert_eq!(docs::item(&docs, "name"), expected);
    }
}

#[test]
fn documents_an_item_by_title_description_constraints_and_default() {
    let docs = Docs {
        title: Some("Pet name".to_owned()),
        description: Some("The name of a pet.".to_owned()),
        default: Some(json!("Rex")),
        constraints: vec![Constraint::MinLength(1), Constraint::Pattern("^[A-Z]".to_owned())],
        ..Docs::default()
    };
    let rules = "Constraints: at least 1 character, matches `^[A-Z]`. Default: `Rex`.";
    assert_eq!(docs::item(&docs, "label"), ["Pet name", "", "The name of a pet.", "", rules]);
    assert_eq!(
        docs::item(&docs, "pet_name"),
        ["The name of a pet.", "", rules],
        "the title repeats the name"
    );
    assert_eq!(docs::item(&Docs::default(), "pet"), Vec::<String>::new());
}
