//! What the specification forbids and is plain all the same.

use serde_json::{Map, Value};

use super::Found;
use crate::{
    diagnostics::Code,
    load::object_graph::{Kind, Place},
};

/// Notes what is wrong with an object that can be read.
pub(in crate::load) fn check(
    fields: &Map<String, Value>,
    kind: Kind,
    place: &Place<'_>,
    found: &mut Found<'_>,
) {
    match kind {
        Kind::Parameter => {
            let in_path = fields.get("in").is_some_and(|place| place == "path");
            if in_path && fields.get("required") != Some(&Value::Bool(true)) {
                let message = "a parameter of the path is always required, and has to say so";
                found.diagnostics.push(Code::FORBIDDEN, &place.pointer(), message);
            }
        }
        Kind::Server => {
            let variables = fields.get("variables").and_then(Value::as_object).into_iter().flatten();
            for (name, variable) in variables {
                if variable.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
                    let at = place.pointer().key("variables").key(name).key("enum");
                    found.diagnostics.push(
                        Code::FORBIDDEN,
                        &at,
                        "the list of the variable's values is empty",
                    );
                }
            }
        }
        _ => {}
    }
}
