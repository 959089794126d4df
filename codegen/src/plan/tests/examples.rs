use super::{Description, integer, text};
use crate::{
    api::{IntegerFormat, Location, Shape, Status},
    rust::{Block, Crate, Example},
};

/// Returns the example of the only operation.
fn example(description: &Description) -> Example {
    let operations = description.plan().krate.operations;
    assert_eq!(operations.len(), 1);
    operations.into_iter().next().and_then(|operation| operation.example).expect("an example")
}

/// Returns the headings of the crate's page.
fn headings(krate: &Crate) -> Vec<&str> {
    let lines = krate.docs.blocks.iter().flat_map(|block| match block {
        Block::Text(lines) => lines.as_slice(),
        Block::Example(_) => &[],
    });
    lines.filter_map(|line| line.strip_prefix("# ")).collect()
}

#[test]
fn shows_the_example_of_a_parameter_or_its_name() {
    for (shown, expected) in [
        (None, "\"shop_id\""),
        (Some("octocat"), "\"octocat\""),
        (Some("a\nb"), "\"shop_id\""),
        (Some("a\u{202e}b"), "\"shop_id\""),
        (Some("a```b"), "\"shop_id\""),
        (Some("\"; panic!()"), "\"\\\"; panic!()\""),
        (Some("  "), "\"shop_id\""),
        (Some("0123456789012345678901234567890123456789"), "\"0123456789012345678901234567890123456789\""),
        (Some("01234567890123456789012345678901234567890"), "\"shop_id\""),
    ] {
        let mut description = Description::new();
        let operation = description.operation("DELETE", "/shops/{shop_id}");
        description.parameter(operation, "shop_id", Location::Path, text()).example = shown.map(Into::into);
        let lines = example(&description).lines;
        assert_eq!(lines[0], format!("let response = client.delete_shop({expected}).send().await?;"));
    }
}

#[test]
fn shows_only_numbers_that_the_type_has() {
    for (shown, expected) in [("7", "7"), ("128", "1"), ("-129", "1"), ("1e300", "1")] {
        let mut description = Description::new();
        let operation = description.operation("DELETE", "/pets/{id}");
        let shape = Shape::Integer(IntegerFormat::I8);
        description.parameter(operation, "id", Location::Path, shape).example =
            serde_json::from_str(shown).ok();
        let lines = example(&description).lines;
        assert_eq!(
            lines[0],
            format!("let response = client.delete_pet({expected}).send().await?;"),
            "{shown}"
        );
    }
}

#[test]
fn makes_an_argument_without_an_expression_a_parameter_of_the_example() {
    let mut description = Description::new();
    let operation = description.operation("GET", "/pets/{id}");
    description.parameter(operation, "id", Location::Path, integer());
    let mut body = description.component("Owner", super::object());
    // A value of the last schema has 3 to the power of 5 parts.
    for level in 0..5 {
        let parent = description.component(&format!("Level{level}"), super::object());
        for name in ["a", "b", "c"] {
            description.property(parent, name, Shape::Reference(body), true);
        }
        body = parent;
    }
    description.body(operation, body);
    let example = example(&description);
    assert_eq!(example.parameters, "client: Client, body: models::Level4");
    assert_eq!(example.import.as_deref(), Some("use pets::*;"));
    assert_eq!(example.lines[0], "let response = client.get_pet(1, &body).send().await?;");
}

#[test]
fn has_sections_only_for_what_the_api_has() {
    let mut description = Description::new();
    let operation = description.operation("DELETE", "/pets/{id}");
    description.parameter(operation, "id", Location::Path, integer());
    description.response(operation, Status::Code(204), Vec::new());
    let krate = description.plan().krate;
    assert_eq!(
        headings(&krate),
        ["Environment", "Errors", "Retries and limits", "Testing", "Without a client"]
    );
    assert_eq!(headings(&Description::new().plan().krate), [""; 0]);
}

#[test]
fn code_in_another_crate_has_no_examples() {
    let mut description = Description::new();
    description.operation("GET", "/pets");
    description.settings.included = true;
    let krate = description.plan().krate;
    assert!(krate.docs.blocks.is_empty());
    assert_eq!(krate.operations[0].example, None);
}
