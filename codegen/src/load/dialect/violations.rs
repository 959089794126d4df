//! Violations of the specification whose meaning is clear.

use serde_json::{Map, Value};

use super::misspelt;
use crate::{
    diagnostics::Code,
    load::{context::Context, node_path::NodePath, object_graph::ObjectKind},
};

/// Reports the violations of one object.
pub(in crate::load) fn report(
    fields: &Map<String, Value>,
    kind: ObjectKind,
    path: &NodePath<'_>,
    context: &mut Context<'_>,
) {
    misspelt::report(fields, kind, path, context);
    match kind {
        ObjectKind::Parameter => {
            let in_path = fields.get("in").is_some_and(|location| location == "path");
            if in_path && fields.get("required") != Some(&Value::Bool(true)) {
                let message = "a path parameter must have `required: true`";
                context.diagnostics.push(Code::FORBIDDEN, &path.pointer(), message);
            }
        }
        ObjectKind::Server => {
            let variables = fields.get("variables").and_then(Value::as_object).into_iter().flatten();
            for (name, variable) in variables {
                if variable.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
                    let at = path.pointer().key("variables").key(name).key("enum");
                    context.diagnostics.push(
                        Code::FORBIDDEN,
                        &at,
                        "the `enum` of the server variable is empty",
                    );
                }
            }
        }
        _ => {}
    }
}
