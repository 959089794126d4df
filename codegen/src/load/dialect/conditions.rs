//! `if`, `dependentRequired`, `contains` and other conditions. No type expresses them, and they become sentences of the
//! description.

use serde_json::{Map, Value};

/// The length of the longest schema that is quoted in a sentence.
const MAX_QUOTED: usize = 200;

/// Moves the conditions of a schema to its description.
pub(super) fn rewrite(fields: &mut Map<String, Value>) {
    let mut sentences: Vec<String> = Vec::new();
    if let Some(Value::Object(dependent)) = fields.remove("dependentRequired") {
        for (property, others) in dependent {
            let names: Vec<String> =
                others.as_array().into_iter().flatten().filter_map(Value::as_str).map(code).collect();
            if !names.is_empty() {
                sentences.push(format!("With {}, {} required.", code(&property), are(&names)));
            }
        }
    }
    if let Some(Value::Object(dependent)) = fields.remove("dependentSchemas") {
        let with = |(property, schema): (String, Value)| {
            Some(format!("With {}, {}.", code(&property), phrase(&schema)?))
        };
        sentences.extend(dependent.into_iter().filter_map(with));
    }
    sentences.extend(contained(fields));
    let [condition, then, otherwise] = ["if", "then", "else"].map(|keyword| fields.remove(keyword));
    if let Some(condition) = condition.as_ref().and_then(phrase) {
        let then = then.as_ref().and_then(phrase);
        let otherwise = otherwise.as_ref().and_then(phrase);
        sentences.extend(match (then, otherwise) {
            (Some(then), Some(otherwise)) => {
                Some(format!("Where {condition}, {then}; otherwise, {otherwise}."))
            }
            (Some(then), None) => Some(format!("Where {condition}, {then}.")),
            (None, Some(otherwise)) => Some(format!("Unless {condition}, {otherwise}.")),
            (None, None) => None,
        });
    }
    for sentence in sentences {
        describe(fields, &sentence);
    }
}

/// Adds a paragraph to the description.
pub(super) fn describe(fields: &mut Map<String, Value>, sentence: &str) {
    match fields.get_mut("description") {
        Some(Value::String(text)) if !text.trim().is_empty() => {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
            text.push_str(sentence);
        }
        _ => {
            fields.insert("description".to_owned(), sentence.into());
        }
    }
}

/// Returns a text as inline code of Markdown.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Joins texts by `or`.
pub(super) fn one_of(texts: &[String]) -> String {
    join(texts, "or")
}

/// Joins names by `and`, with `is` or `are`.
fn are(names: &[String]) -> String {
    format!("{} {}", join(names, "and"), if names.len() == 1 { "is" } else { "are" })
}

fn join(texts: &[String], conjunction: &str) -> String {
    match texts {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} {conjunction} {last}", others.join(", ")),
    }
}

/// Returns the sentence for `contains` and its bounds.
fn contained(fields: &mut Map<String, Value>) -> Option<String> {
    let [element, minimum, maximum] =
        ["contains", "minContains", "maxContains"].map(|key| fields.remove(key));
    let element = element?;
    let (one, many, object) = match values(&element) {
        Some(values) => ("is", "are", one_of(&values)),
        None => ("matches", "match", json(&element)?),
    };
    let [minimum, maximum] = [minimum, maximum].map(|count| count.as_ref().and_then(Value::as_u64));
    let count = match (minimum.unwrap_or(1), maximum) {
        (0, None) => return None,
        (minimum, Some(maximum)) => format!("{minimum} to {maximum} elements {many}"),
        (1, None) => format!("At least one element {one}"),
        (minimum, None) => format!("At least {minimum} elements {many}"),
    };
    Some(format!("{count} {object}."))
}

/// Returns the condition of a schema on an object in words, or its JSON if it has other keywords.
fn phrase(schema: &Value) -> Option<String> {
    let fields = schema.as_object()?;
    let mut words: Vec<String> = Vec::new();
    let mut is_simple = true;
    for (keyword, value) in fields {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for (name, schema) in properties {
                    match values(schema) {
                        Some(values) => words.push(format!("{} is {}", code(name), one_of(&values))),
                        None => is_simple = false,
                    }
                }
            }
            ("required", Value::Array(names)) => {
                let given = |name: &&str| fields.get("properties").and_then(|all| all.get(*name)).is_none();
                let names: Vec<String> =
                    names.iter().filter_map(Value::as_str).filter(given).map(code).collect();
                if !names.is_empty() {
                    words.push(format!("{} required", are(&names)));
                }
            }
            ("type" | "title" | "description" | "$comment", _) => {}
            _ => is_simple = false,
        }
    }
    if is_simple && !words.is_empty() {
        Some(words.join(" and "))
    } else {
        Some(format!("it matches {}", json(schema)?))
    }
}

/// Returns the values of `enum` as code.
fn values(schema: &Value) -> Option<Vec<String>> {
    let listed = schema.get("enum")?.as_array()?;
    let text = |value: &Value| code(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    (!listed.is_empty()).then(|| listed.iter().map(text).collect())
}

/// Returns a schema as JSON, if it is short.
fn json(schema: &Value) -> Option<String> {
    let text = schema.to_string();
    (text.len() <= MAX_QUOTED).then(|| code(&text))
}
