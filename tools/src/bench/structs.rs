//! The costs of the ways to implement serde's traits for a struct, in one run.
//!
//! A crate of the same structs is written for each way below `target/bench`, checked, built and run.

use std::{fmt::Write as _, path::Path};

use super::measure;
use clientwright::{files, print_line};
use xtask::workspace;

/// A way to implement serde's two traits for a struct.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    None,
    Derive,
    Written,
    Table,
}

const WAYS: [(Way, &str); 4] = [
    (Way::None, "none: `Debug, Clone, PartialEq` only"),
    (Way::Derive, "serde's derives"),
    (Way::Written, "written out: `match` on the key"),
    (Way::Table, "`model!`: a table of wire names"),
];

/// A field: its Rust name, its wire name, its type and the kind of row it has in the table.
struct Field {
    name: String,
    wire: String,
    ty: String,
    kind: &'static str,
}

/// Returns eight fields, of the kinds that descriptions have.
fn fields(index: usize) -> Vec<Field> {
    let nested =
        if index.is_multiple_of(7) { "Option<i64>".to_owned() } else { format!("Option<M{}>", index - 1) };
    let types = [
        ("String", "required"),
        ("i64", "required"),
        ("bool", "required"),
        ("Vec<String>", "required"),
        ("f64", "required"),
        ("Option<String>", "optional"),
        (nested.as_str(), "optional"),
        ("Option<Option<i64>>", "nullable"),
    ];
    types
        .iter()
        .enumerate()
        .map(|(number, (ty, kind))| Field {
            name: format!("field_name{number}"),
            wire: format!("fieldName{number}"),
            ty: (*ty).to_owned(),
            kind,
        })
        .collect()
}

/// Measures crates of `structs` structs each.
pub(super) fn run(structs: usize) -> Result<(), String> {
    print_line!("{structs} structs of 8 fields; decode and encode: nanoseconds for one of them");
    print_line!(
        "{:<40} {:>9} {:>9} {:>7} {:>7} {:>7}",
        "way",
        "check s",
        "peak MB",
        "lines",
        "decode",
        "encode"
    );
    let mut derive: Option<[f64; 3]> = None;
    for (way, title) in WAYS {
        let folder = workspace().join("target/bench").join(format!("{way:?}").to_lowercase());
        let lines = write_crate(way, structs, &folder)?;
        let (seconds, megabytes) = measure::check(&folder, "bench")?;
        let speed = if way == Way::None { None } else { Some(throughput(&folder)?) };
        let shown =
            speed.map_or_else(|| [String::new(), String::new()], |speed| speed.map(|ns| format!("{ns:.0}")));
        let memory = megabytes.map_or_else(|| "-".to_owned(), |megabytes| format!("{megabytes:.0}"));
        print_line!("{title:<40} {seconds:>9.2} {memory:>9} {lines:>7} {:>7} {:>7}", shown[0], shown[1]);
        let Some([decode, encode]) = speed else { continue };
        match derive {
            None => derive = Some([seconds, decode, encode]),
            Some([check, decode_, encode_]) => print_line!(
                "{:<40} {:>8.2}x {:>9} {:>7} {:>6.2}x {:>6.2}x",
                "  of the derives'",
                seconds / check,
                "",
                "",
                decode / decode_,
                encode / encode_
            ),
        }
    }
    Ok(())
}

fn write_crate(way: Way, structs: usize, folder: &Path) -> Result<usize, String> {
    let mut lib = String::new();
    for index in 0..structs {
        write_struct(way, index, &mut lib);
    }
    let lines = lib.lines().count();
    let header = match way {
        Way::Table => "pub mod runtime;\n",
        Way::Written => "pub mod helper;\n",
        Way::None | Way::Derive => "",
    };
    let features = if way == Way::Derive { ", features = [\"derive\"]" } else { "" };
    let manifest = format!(
        "[package]\nname = \"bench\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         serde = {{ version = \"1\"{features} }}\nserde_json = \"1\"\n"
    );
    let mut files = vec![("Cargo.toml", manifest), ("src/lib.rs", format!("{header}{lib}"))];
    match way {
        Way::None => {}
        Way::Derive => files.push(("src/bin/speed.rs", SPEED.to_owned())),
        Way::Written => {
            files.push(("src/helper.rs", HELPER.to_owned()));
            files.push(("src/bin/speed.rs", SPEED.to_owned()));
        }
        Way::Table => {
            let runtime = "pub mod model;\npub mod slots;\npub(crate) use self::model::model;\n";
            files.push(("src/runtime/mod.rs", runtime.to_owned()));
            files.push((
                "src/runtime/model.rs",
                include_str!("../../../codegen/runtime/src/runtime/model.rs").to_owned(),
            ));
            files.push((
                "src/runtime/slots.rs",
                include_str!("../../../codegen/runtime/src/runtime/slots.rs").to_owned(),
            ));
            files.push(("src/bin/speed.rs", SPEED.to_owned()));
        }
    }
    files::write_below(folder, files)?;
    Ok(lines)
}

/// Writes a struct and its traits. Writing to a string does not fail.
fn write_struct(way: Way, index: usize, lib: &mut String) {
    let derives = if way == Way::Derive { ", serde::Serialize, serde::Deserialize" } else { "" };
    let _ = writeln!(lib, "#[derive(Debug, Clone, PartialEq{derives})]\npub struct M{index} {{");
    let fields = fields(index);
    for field in &fields {
        if way == Way::Derive {
            let optional = if field.kind == "required" {
                ""
            } else {
                ", default, skip_serializing_if = \"Option::is_none\""
            };
            let _ = writeln!(lib, "    #[serde(rename = \"{}\"{optional})]", field.wire);
        }
        let _ = writeln!(lib, "    pub {}: {},", field.name, field.ty);
    }
    lib.push_str("}\n");
    match way {
        Way::None | Way::Derive => {}
        Way::Table => {
            let _ = writeln!(lib, "crate::runtime::model! {{\n    M{index} {{");
            for Field { name, wire, kind, .. } in &fields {
                let _ = writeln!(lib, "        {kind} {name}: \"{wire}\",");
            }
            lib.push_str("    }\n}\n");
        }
        Way::Written => write_out(index, &fields, lib),
    }
}

/// Writes the two traits as a person would, with the repeated parts in a helper.
fn write_out(index: usize, fields: &[Field], lib: &mut String) {
    let _ = writeln!(
        lib,
        "impl serde::Serialize for M{index} {{\n    fn serialize<S: serde::Serializer>(&self, serializer: S) -> \
         Result<S::Ok, S::Error> {{\n        let mut map = serde::Serializer::serialize_map(serializer, None)?;"
    );
    for Field { name, wire, kind, .. } in fields {
        let entry = if *kind == "required" { "entry" } else { "optional_entry" };
        let _ = writeln!(lib, "        crate::helper::{entry}(&mut map, \"{wire}\", &self.{name})?;");
    }
    let _ = writeln!(
        lib,
        "        serde::ser::SerializeMap::end(map)\n    }}\n}}\nimpl<'de> serde::Deserialize<'de> for M{index} {{\n    \
         fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {{\n        \
         crate::helper::deserialize(deserializer)\n    }}\n}}\nimpl<'de> crate::helper::FromMap<'de> for M{index} {{\n    \
         fn from_map<A: serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {{"
    );
    for Field { name, .. } in fields {
        let _ = writeln!(lib, "        let mut {name} = None;");
    }
    lib.push_str(
        "        while let Some(key) = crate::helper::key(&mut map)? {\n            match &*key {\n",
    );
    for Field { name, wire, .. } in fields {
        let _ = writeln!(
            lib,
            "                \"{wire}\" => crate::helper::slot(&mut map, &mut {name}, \"{wire}\"),"
        );
    }
    lib.push_str("                _ => crate::helper::skip(&mut map),\n            }?;\n        }\n        Ok(Self {\n");
    for Field { name, wire, kind, .. } in fields {
        let value = match *kind {
            "required" => format!("crate::helper::required({name}, \"{wire}\")?"),
            "optional" => format!("{name}.flatten()"),
            _ => name.clone(),
        };
        let _ = writeln!(lib, "            {name}: {value},");
    }
    lib.push_str("        })\n    }\n}\n");
}

/// Returns the nanoseconds to decode and to encode one object.
fn throughput(folder: &Path) -> Result<[f64; 2], String> {
    measure::numbers(folder, "speed")?.try_into().map_err(|_| "the program prints two numbers".to_owned())
}

const SPEED: &str = include_str!("../../templates/speed.rs");
const HELPER: &str = include_str!("../../templates/helper.rs");
