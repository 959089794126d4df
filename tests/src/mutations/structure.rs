//! Mutations that keep most of a description valid and make it deep, large or cyclic: a schema is nested, an entry is
//! duplicated, a place refers to another one, an entry is repeated hundreds of times, schemas refer to each other.

use serde_json::{Map, Value, json};

use super::{Numbers, nth, size};

/// The maximum length of a mutated description in bytes, about. A mutation that would exceed it is not made.
const MAX_LENGTH: usize = 600_000;
/// The maximum depth of a mutated description. A deeper one has no meaning that a shallower one does not have.
const MAX_DEPTH: usize = 3_000;

/// Changes the structure of a description in one way.
pub fn structure(description: &mut Value, numbers: &mut Numbers) {
    match numbers.below(6) {
        0 => nest(description, numbers),
        1 => duplicate(description, numbers),
        2 | 3 => cross_link(description, numbers),
        4 => enlarge(description, numbers),
        _ => chain(description, numbers),
    }
}

/// Returns a number from 1 to 1,024, of which most are small.
fn count(numbers: &mut Numbers) -> usize {
    let bound = 2 << numbers.below(10);
    1 + numbers.below(bound)
}

/// Returns the number of a random value: of a schema in two of three cases.
fn place(description: &Value, numbers: &mut Numbers) -> usize {
    let mut schemas = Vec::new();
    let mut all = 0;
    each(description, &mut |value| {
        if is_schema(value) {
            schemas.push(all);
        }
        all += 1;
    });
    if numbers.below(3) > 0 && !schemas.is_empty() {
        return schemas[numbers.below(schemas.len())];
    }
    numbers.below(all)
}

/// Calls a function with every value, in the order of `nth`.
fn each<'a>(value: &'a Value, call: &mut impl FnMut(&'a Value)) {
    call(value);
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, call)),
        Value::Object(fields) => fields.values().for_each(|field| each(field, call)),
        _ => {}
    }
}

/// Returns `true` for an object that looks like a schema.
fn is_schema(value: &Value) -> bool {
    const KEYWORDS: [&str; 8] =
        ["type", "$ref", "properties", "items", "allOf", "anyOf", "oneOf", "additionalProperties"];
    value.as_object().is_some_and(|fields| KEYWORDS.iter().any(|keyword| fields.contains_key(*keyword)))
}

fn depth(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(fields) => fields.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// Returns the length of a value as JSON, about.
fn length(value: &Value) -> usize {
    let mut length = 0;
    each(value, &mut |value| {
        length += match value {
            Value::String(text) => text.len() + 4,
            Value::Object(fields) => 4 + fields.keys().map(|key| key.len() + 4).sum::<usize>(),
            _ => 8,
        };
    });
    length
}

/// Returns a schema that contains another one. `kind` selects the keyword.
fn wrapped(inner: Value, kind: usize) -> Value {
    let (key, value, of_type) = match kind {
        0 => ("items", inner, Some("array")),
        1 => ("properties", object("inner", inner), Some("object")),
        2 => ("allOf", Value::Array(vec![inner]), None),
        3 => {
            let beside = json!({ "type": "object", "properties": { "beside": { "type": "string" } } });
            ("allOf", Value::Array(vec![inner, beside]), None)
        }
        4 => ("oneOf", Value::Array(vec![inner, json!({ "type": "string" })]), None),
        5 => ("anyOf", Value::Array(vec![inner, json!({ "type": "object" })]), None),
        6 => ("additionalProperties", inner, Some("object")),
        7 => ("not", inner, None),
        8 => return Value::Array(vec![inner]),
        _ => ("inner", inner, None),
    };
    let mut schema = object(key, value);
    if let (Value::Object(fields), Some(of_type)) = (&mut schema, of_type) {
        fields.insert("type".to_owned(), of_type.into());
    }
    schema
}

/// Returns an object with one entry. The value is moved, as it may be large.
fn object(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}

/// Wraps a subtree many times.
fn nest(description: &mut Value, numbers: &mut Numbers) {
    let target = place(description, numbers);
    let times = if numbers.below(4) > 0 { 1 + numbers.below(50) } else { count(numbers) };
    let kinds = [numbers.below(10), numbers.below(10)];
    if depth(description) + 3 * times > MAX_DEPTH {
        return;
    }
    let Some(place) = nth(description, target) else { return };
    for time in 0..times {
        *place = wrapped(place.take(), kinds[time % 2]);
    }
}

/// Copies an entry or an element beside itself, under a name that differs little.
fn duplicate(description: &mut Value, numbers: &mut Numbers) {
    let way = numbers.below(5);
    grow(description, numbers, 1, |key, _| match way {
        0 => key.to_uppercase(),
        1 => format!("{key}_"),
        2 => key.replace(['_', '-', '/', '.'], " "),
        3 => format!("{key}{{{key}}}"),
        _ => format!(" {key}"),
    });
}

/// Repeats an entry or an element many times, under new names.
fn enlarge(description: &mut Value, numbers: &mut Numbers) {
    let times = count(numbers);
    grow(description, numbers, times, |key, time| format!("{key}{time}"));
}

/// Adds copies of an entry of a random object, or of an element of a random list.
fn grow(description: &mut Value, numbers: &mut Numbers, times: usize, name: impl Fn(&str, usize) -> String) {
    let mut containers = Vec::new();
    let mut all = 0;
    each(description, &mut |value| {
        let has_children = match value {
            Value::Array(items) => !items.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
            _ => false,
        };
        if has_children {
            containers.push(all);
        }
        all += 1;
    });
    if containers.is_empty() {
        return;
    }
    let target = containers[numbers.below(containers.len())];
    let mut room = MAX_LENGTH.saturating_sub(length(description));
    match nth(description, target) {
        Some(Value::Array(items)) => {
            let copy = items[numbers.below(items.len())].clone();
            let times = times.min(room / length(&copy).max(1));
            items.extend(std::iter::repeat_n(copy, times));
        }
        Some(Value::Object(fields)) => {
            let key = super::key_of(fields, numbers);
            let copy = fields.get(&key).cloned().unwrap_or_default();
            let length = length(&copy) + key.len() + 8;
            for time in 0..times {
                let Some(rest) = room.checked_sub(length) else { return };
                room = rest;
                fields.insert(name(&key, time), copy.clone());
            }
        }
        _ => {}
    }
}

/// Makes some places refer to other ones of the same description.
fn cross_link(description: &mut Value, numbers: &mut Numbers) {
    for _ in 0..=numbers.below(4) {
        let [source, target] = [place(description, numbers), place(description, numbers)];
        let reference = json!({ "$ref": format!("#{}", pointer(description, target)) });
        if let Some(place) = nth(description, source).filter(|_| source > 0) {
            *place = reference;
        }
    }
}

/// Returns the JSON pointer to the value with this number.
fn pointer(description: &Value, number: usize) -> String {
    let (mut pointer, mut value, mut rest) = (String::new(), description, number);
    while rest > 0 {
        rest -= 1;
        let children: Vec<(String, &Value)> = match value {
            Value::Array(items) => {
                items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
            }
            Value::Object(fields) => {
                let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1").replace('%', "%25");
                fields.iter().map(|(key, field)| (escaped(key), field)).collect()
            }
            _ => return pointer,
        };
        let found = children.into_iter().find(|(_, child)| {
            let count = size(child);
            let is_inside = rest < count;
            rest -= if is_inside { 0 } else { count };
            is_inside
        });
        let Some((step, child)) = found else { return pointer };
        pointer.push('/');
        pointer.push_str(&step);
        value = child;
    }
    pointer
}

/// Adds schemas that refer to each other, of which the last refers to the first or to another schema, and makes a place
/// refer to the first.
fn chain(description: &mut Value, numbers: &mut Numbers) {
    let number = count(numbers);
    let (kind, second) = (numbers.below(7), numbers.below(7));
    // Half of the chains are graphs in which each schema is reached on many ways.
    let stride = numbers.below(2) * (2 + numbers.below(3));
    let end = place(description, numbers);
    let end = if numbers.below(2) == 0 { None } else { Some(pointer(description, end)) };
    let user = place(description, numbers);
    let prefix = if description.get("swagger").is_some() { "/definitions" } else { "/components/schemas" };
    if length(description) + number * 200 > MAX_LENGTH || user == 0 {
        return;
    }
    let link = |index: usize| json!({ "$ref": format!("#{prefix}/Link{}", index % number) });
    if let Some(place) = nth(description, user) {
        *place = link(0);
    }
    let Some(schemas) = object_at(description, prefix) else { return };
    for index in 0..number {
        let next = match &end {
            Some(end) if index + 1 == number => json!({ "$ref": format!("#{end}") }),
            _ => link(index + 1),
        };
        let schema = if stride == 0 {
            wrapped(next, kind)
        } else {
            let other = link(stride * index + 1);
            let properties = json!({ "a": wrapped(next.clone(), second), "b": other });
            match kind {
                0..3 => json!({ "allOf": [next, { "type": "object", "properties": { "a": other } }] }),
                3 | 4 => json!({ "type": "object", "properties": properties }),
                _ => json!({ "oneOf": [next, { "type": "object", "properties": properties }] }),
            }
        };
        schemas.insert(format!("Link{index}"), schema);
    }
}

/// Returns the object at a path, which is created where there is none.
fn object_at<'a>(description: &'a mut Value, path: &str) -> Option<&'a mut Map<String, Value>> {
    let mut value = description;
    for step in path.split('/').skip(1) {
        value = value.as_object_mut()?.entry(step).or_insert_with(|| json!({}));
    }
    value.as_object_mut()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description() -> Value {
        json!({
            "openapi": "3.1.0",
            "paths": { "/a/{b}": { "get": { "parameters": [{ "name": "b" }, { "name": "c%" }] } } },
            "components": { "schemas": { "Pet": { "type": "object", "properties": { "a~b": { "type": "string" } } } } },
        })
    }

    #[test]
    fn points_to_every_value() {
        let mut description = description();
        for number in 0..size(&description) {
            let pointer = pointer(&description, number).replace("%25", "%");
            let expected = description.pointer(&pointer).expect(&pointer).clone();
            assert_eq!(nth(&mut description, number), Some(&mut expected.clone()), "{pointer}");
        }
    }

    #[test]
    fn keeps_the_bounds_of_length_and_depth() {
        let mut numbers = Numbers::new(1);
        let mut description = description();
        let (mut longest, mut deepest) = (0, 0);
        for _ in 0..300 {
            structure(&mut description, &mut numbers);
            longest = longest.max(description.to_string().len());
            deepest = deepest.max(depth(&description));
            if numbers.below(20) == 0 {
                description = self::description();
            }
        }
        assert!((50_000..2 * MAX_LENGTH).contains(&longest), "{longest}");
        assert!((200..=MAX_DEPTH).contains(&deepest), "{deepest}");
    }

    #[test]
    fn makes_the_same_mutation_of_the_same_numbers() {
        for seed in 0..200 {
            let [one, other] = [0, 1].map(|_| {
                let mut mutated = description();
                structure(&mut mutated, &mut Numbers::new(seed));
                mutated
            });
            assert_eq!(one, other);
        }
    }
}
