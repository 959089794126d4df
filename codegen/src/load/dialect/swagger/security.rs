//! Security schemes: the entries of `securityDefinitions`.

use serde_json::{Map, Value, json};

/// Rewrites a security scheme.
pub(super) fn rewrite(scheme: &mut Value) {
    let Value::Object(fields) = scheme else { return };
    match fields.get("type").and_then(Value::as_str) {
        Some("basic") => {
            fields.insert("type".to_owned(), "http".into());
            fields.insert("scheme".to_owned(), "basic".into());
        }
        Some("oauth2") => {
            let flows = flows(fields);
            fields.insert("flows".to_owned(), flows);
        }
        _ => {}
    }
}

fn flows(fields: &mut Map<String, Value>) -> Value {
    let name = match fields.remove("flow").as_ref().and_then(Value::as_str) {
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        Some("password") => "password",
        _ => "implicit",
    };
    let mut url = |key: &str| fields.remove(key).filter(Value::is_string).unwrap_or_else(|| "".into());
    let flow = json!({
        "authorizationUrl": url("authorizationUrl"),
        "tokenUrl": url("tokenUrl"),
        "scopes": fields.remove("scopes").filter(Value::is_object).unwrap_or_else(|| json!({})),
    });
    json!({ name: flow })
}
