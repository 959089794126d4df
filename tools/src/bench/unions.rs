//! The costs of decoding a union by a tag and by properties, beside serde's `untagged` and its internally tagged enums.

use std::fmt::Write as _;

use super::measure;
use clientwright::{files, print_line};
use xtask::workspace;

/// The number of members of the union.
const MEMBERS: usize = 6;

/// Writes a crate with the same union in each way, and prints the nanoseconds to read a value.
pub(super) fn run() -> Result<(), String> {
    let folder = workspace().join("target/bench/unions");
    let manifest = "[package]\nname = \"bench\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
                    serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";
    let runtime = "pub mod content;\npub mod model;\npub mod slots;\npub mod union;\n\
                   pub(crate) use self::{model::model, union::union};\n";
    let files = [
        ("Cargo.toml", manifest.to_owned()),
        ("src/lib.rs", types()),
        ("src/bin/speed.rs", include_str!("../../templates/unions.rs").to_owned()),
        ("src/runtime/mod.rs", runtime.to_owned()),
        (
            "src/runtime/content.rs",
            include_str!("../../../codegen/runtime/src/runtime/content.rs").to_owned(),
        ),
        ("src/runtime/model.rs", include_str!("../../../codegen/runtime/src/runtime/model.rs").to_owned()),
        ("src/runtime/slots.rs", include_str!("../../../codegen/runtime/src/runtime/slots.rs").to_owned()),
        ("src/runtime/union.rs", include_str!("../../../codegen/runtime/src/runtime/union.rs").to_owned()),
    ];
    files::write_below(&folder, files)?;
    print_line!(
        "\na union of {MEMBERS} structs of 6 fields; nanoseconds to decode a value, members in turn, and the first alone"
    );
    let numbers = measure::numbers(&folder, "speed")?;
    let ways = ["`union!` by a tag", "`union!` by properties", "serde's `untagged`", "serde's `tag`"];
    for (way, numbers) in ways.iter().zip(numbers.chunks(2)) {
        print_line!("{way:<40} {:>7.0} {:>7.0}", numbers[0], numbers[1]);
    }
    Ok(())
}

/// Returns the union in each way. Writing to a string does not fail.
fn types() -> String {
    let mut text = "pub mod runtime;\n".to_owned();
    for (module, derives) in [("table", ""), ("derive", ", serde::Serialize, serde::Deserialize")] {
        let _ = writeln!(text, "pub mod {module} {{");
        for member in 0..MEMBERS {
            let _ = writeln!(
                text,
                "#[derive(Debug, Clone, PartialEq{derives})]\npub struct M{member} {{ pub kind: String, pub key{member}: i64, \
                 pub name: String, pub tags: Vec<String>, pub ratio: f64, pub open: bool }}"
            );
            if derives.is_empty() {
                let _ = writeln!(
                    text,
                    "crate::runtime::model! {{ M{member} {{ required kind: \"kind\", required key{member}: \"key{member}\", \
                     required name: \"name\", required tags: \"tags\", required ratio: \"ratio\", required open: \"open\", }} }}"
                );
            }
        }
        let each = |row: &dyn Fn(usize) -> String| (0..MEMBERS).map(row).collect::<Vec<_>>().concat();
        let variants = each(&|member| format!("M{member}(M{member}), "));
        if derives.is_empty() {
            let tags = each(&|member| format!("M{member}: \"m{member}\", "));
            let keys = each(&|member| format!("M{member}: Object {{ \"key{member}\": Present }}, "));
            for (name, head, rows) in
                [("Tagged", "Tagged by \"kind\"", tags), ("Discriminated", "Discriminated", keys)]
            {
                let _ = writeln!(
                    text,
                    "#[derive(Debug)] pub enum {name} {{ {variants} Unknown(serde_json::Value) }}\n\
                     crate::runtime::union! {{ {head} {{ {rows} }} else Unknown }}"
                );
            }
        } else {
            let _ = writeln!(
                text,
                "#[derive(Debug{derives})] #[serde(untagged)] pub enum Untagged {{ {variants} Unknown(serde_json::Value) }}"
            );
            let tagged = each(&|member| format!("#[serde(rename = \"m{member}\")] M{member}(T{member}), "));
            for member in 0..MEMBERS {
                let _ = writeln!(
                    text,
                    "#[derive(Debug, Clone, PartialEq{derives})]\npub struct T{member} {{ pub key{member}: i64, \
                     pub name: String, pub tags: Vec<String>, pub ratio: f64, pub open: bool }}"
                );
            }
            let _ = writeln!(
                text,
                "#[derive(Debug{derives})] #[serde(tag = \"kind\")] pub enum Tagged {{ {tagged} }}"
            );
        }
        text.push_str("}\n");
    }
    text
}
