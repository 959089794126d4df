//! What only people can be told: `if`, `dependentRequired`, `contains` and their kin, as sentences of the
//! description.

use serde_json::{Map, Value};

/// A schema that is longer says nothing in a sentence.
const LONGEST: usize = 200;

/// Adds to the description of a schema what no type of it says.
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

/// A text as code in Markdown, on one line.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// `a`, or `a` or `b`.
pub(super) fn one_of(texts: &[String]) -> String {
    list(texts, "or")
}

fn are(names: &[String]) -> String {
    format!("{} {}", list(names, "and"), if names.len() == 1 { "is" } else { "are" })
}

fn list(texts: &[String], last: &str) -> String {
    match texts {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., end] => format!("{} {last} {end}", others.join(", ")),
    }
}

/// `contains`, with how often.
fn contained(fields: &mut Map<String, Value>) -> Option<String> {
    let [element, least, most] = ["contains", "minContains", "maxContains"].map(|key| fields.remove(key));
    let element = element?;
    let (one, many, what) = match values(&element) {
        Some(values) => ("is", "are", one_of(&values)),
        None => ("matches", "match", json(&element)?),
    };
    let [least, most] = [least, most].map(|count| count.as_ref().and_then(Value::as_u64));
    let count = match (least.unwrap_or(1), most) {
        (0, None) => return None,
        (least, Some(most)) => format!("{least} to {most} elements {many}"),
        (1, None) => format!("At least one element {one}"),
        (least, None) => format!("At least {least} elements {many}"),
    };
    Some(format!("{count} {what}."))
}

/// What a schema says of an object, in words; its JSON where it says something else.
fn phrase(schema: &Value) -> Option<String> {
    let fields = schema.as_object()?;
    let mut words: Vec<String> = Vec::new();
    let mut known = true;
    for (keyword, value) in fields {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for (name, schema) in properties {
                    match values(schema) {
                        Some(values) => words.push(format!("{} is {}", code(name), one_of(&values))),
                        None => known = false,
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
            _ => known = false,
        }
    }
    if known && !words.is_empty() {
        Some(words.join(" and "))
    } else {
        Some(format!("it matches {}", json(schema)?))
    }
}

/// The values that a schema lists.
fn values(schema: &Value) -> Option<Vec<String>> {
    let listed = schema.get("enum")?.as_array()?;
    let text = |value: &Value| code(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    (!listed.is_empty()).then(|| listed.iter().map(text).collect())
}

/// A schema as JSON, where it is short.
fn json(schema: &Value) -> Option<String> {
    let text = schema.to_string();
    (text.len() <= LONGEST).then(|| code(&text))
}
