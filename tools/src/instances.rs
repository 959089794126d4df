//! JSON values that are valid by a schema of a description: from its examples, and invented.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// The depth below which objects have only required properties.
const MAX_DEPTH: usize = 4;
/// The depth at which recursive schemas end, with or without a valid value.
const RECURSION_LIMIT: usize = 12;
/// The maximum number of instances of a schema.
const MAX_INSTANCES: usize = 24;

/// The instances of the schemas of one description, of any version.
pub(crate) struct Instances<'a> {
    root: &'a Value,
    /// The keyword of the properties that are left out: those of the other direction.
    left_out: &'static str,
}

/// The properties of an object that are filled.
#[derive(Clone, Copy, PartialEq)]
enum Fill {
    Required,
    All,
}

impl<'a> Instances<'a> {
    /// Creates the instances of the description `root`.
    pub(crate) fn new(root: &'a Value) -> Self {
        Self { root, left_out: "writeOnly" }
    }

    /// Returns valid values of the component `name`, each once: as it is received, and as it is sent if that differs.
    /// `null` is not among them: it belongs to the place that uses the component.
    pub(crate) fn of(&self, name: &str) -> Vec<Vec<Value>> {
        let sections = ["/components/schemas", "/definitions"].map(|section| self.root.pointer(section));
        let mut sections = sections.into_iter().flatten();
        let Some(schema) = sections.find_map(|section| section.get(name)) else { return Vec::new() };
        let sent = Self { left_out: "readOnly", ..*self };
        let mut all: Vec<Vec<Value>> = Vec::new();
        for fill in [Fill::Required, Fill::All] {
            // Each turn takes another value of every list and another member of every union.
            for turn in 0..MAX_INSTANCES / 2 {
                let values = [self, &sent].map(|way| way.value(schema, fill, turn, 0));
                let mut values: Vec<Value> =
                    values.into_iter().flatten().filter(|value| !value.is_null()).collect();
                values.dedup();
                if !values.is_empty() && !all.contains(&values) {
                    all.push(values);
                }
            }
        }
        all
    }

    fn value(&self, schema: &'a Value, fill: Fill, turn: usize, depth: usize) -> Option<Value> {
        if depth > RECURSION_LIMIT {
            return None;
        }
        if schema == &Value::Bool(false) {
            return None;
        }
        if schema.get("$ref").is_some() {
            return self.value(self.target(schema)?, fill, turn, depth + 1);
        }
        if let Some(value) = schema.get("const") {
            return Some(value.clone());
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return values.get(turn % values.len().max(1)).cloned();
        }
        let list =
            |keyword: &str| schema.get(keyword).and_then(Value::as_array).filter(|list| !list.is_empty());
        let union = list("oneOf").or_else(|| list("anyOf"));
        let parts = list("allOf");
        let has_properties = schema.get("properties").is_some();
        // An `allOf` of one schema is that schema, and a value of several lists is in all of them.
        if let (Some([first, others @ ..]), false, None) = (parts.map(Vec::as_slice), has_properties, union) {
            let required = required(schema).collect();
            let is_object = self.is_object(first, depth);
            if is_object && others.is_empty() {
                return self.object(first, fill, turn, depth + 1, &required).map(Value::Object);
            }
            let listed: Option<Vec<_>> = others.iter().map(|other| self.listed(other, depth)).collect();
            if let Some(listed) = listed.filter(|_| !is_object) {
                let is_allowed = |value: &Value| listed.iter().all(|values| values.contains(value));
                return self.value(first, fill, turn, depth + 1).filter(is_allowed);
            }
        }
        match (union, has_properties || parts.is_some()) {
            (Some(members), false) => self.member(schema, members, fill, turn, depth),
            (_, true) => self.object(schema, fill, turn, depth, &BTreeSet::new()).map(Value::Object),
            (None, false) => Some(self.plain(schema, fill, turn, depth)),
        }
    }

    /// Returns `true` for a schema with properties and without a union.
    fn is_object(&self, schema: &Value, depth: usize) -> bool {
        match self.target(schema) {
            Some(target) => depth < RECURSION_LIMIT && self.is_object(target, depth + 1),
            None => {
                let has = |keyword: &str| schema.get(keyword).is_some();
                (has("properties") || has("allOf")) && !has("oneOf") && !has("anyOf")
            }
        }
    }

    /// Returns the values that a schema lists.
    fn listed(&self, schema: &'a Value, depth: usize) -> Option<&'a [Value]> {
        match self.target(schema) {
            Some(target) if depth < RECURSION_LIMIT => self.listed(target, depth + 1),
            Some(_) => None,
            None => schema.get("enum").and_then(Value::as_array).map(Vec::as_slice),
        }
    }

    /// Returns the target of a `$ref` in the same file.
    fn target(&self, schema: &Value) -> Option<&'a Value> {
        let reference = schema.get("$ref")?.as_str()?;
        self.root.pointer(reference.strip_prefix('#').filter(|pointer| pointer.starts_with('/'))?)
    }

    /// Returns a value of one of the members of a union, with its tag.
    fn member(
        &self,
        schema: &Value,
        members: &[Value],
        fill: Fill,
        turn: usize,
        depth: usize,
    ) -> Option<Value> {
        let member = members.get(turn % members.len())?;
        // A member with only `required` does not describe a value.
        let speaks = |member: &Value| {
            member
                .as_object()
                .is_some_and(|fields| fields.keys().any(|key| key != "required" && key != "description"))
        };
        if !members.iter().any(speaks) {
            return Some(self.plain(schema, Fill::All, turn, depth));
        }
        let mut value = self.value(member, fill, turn / members.len(), depth + 1)?;
        // A value of a union in a union has a tag already.
        let has_tag = self.target(member).unwrap_or(member).get("discriminator").is_some();
        if let (Some(tag), Value::Object(object), false) = (schema.get("discriminator"), &mut value, has_tag)
        {
            let property = tag.get("propertyName")?.as_str()?;
            let reference = member.get("$ref")?.as_str()?;
            let name = reference.rsplit('/').next()?;
            let mapped = tag.get("mapping").and_then(Value::as_object).and_then(|mapping| {
                let is = |target: &Value| target == reference || target == name;
                mapping.iter().find(|(_, target)| is(target)).map(|(value, _)| value.as_str())
            });
            // A property that lists its values has one of them, not the name of the member.
            let tag = Value::from(mapped.unwrap_or(name));
            let own = self.property(member, property, 0);
            let allows = |own: &Value| match (own.get("const"), own.get("enum").and_then(Value::as_array)) {
                (Some(only), _) => *only == tag,
                (None, Some(listed)) => listed.contains(&tag),
                (None, None) => true,
            };
            if own.is_none_or(allows) {
                object.insert(property.to_owned(), tag);
            }
        }
        Some(value)
    }

    /// Returns the schema of a property, from a schema, its target or its `allOf`.
    fn property(&self, schema: &'a Value, name: &str, depth: usize) -> Option<&'a Value> {
        if depth > RECURSION_LIMIT {
            return None;
        }
        let schema = self.target(schema).unwrap_or(schema);
        let own = schema.get("properties").and_then(|properties| properties.get(name));
        let mut parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        own.or_else(|| parts.find_map(|part| self.property(part, name, depth + 1)))
    }

    /// Returns an object with the properties of a schema and its `allOf`. `wanted` has the properties that others
    /// require.
    fn object(
        &self,
        schema: &Value,
        fill: Fill,
        turn: usize,
        depth: usize,
        wanted: &BTreeSet<&str>,
    ) -> Option<Map<String, Value>> {
        if depth > RECURSION_LIMIT {
            return None;
        }
        if let Some(target) = self.target(schema) {
            return self.object(target, fill, turn, depth + 1, wanted);
        }
        let mut object = Map::new();
        let none = Vec::new();
        let parts = schema.get("allOf").and_then(Value::as_array).unwrap_or(&none);
        let required: BTreeSet<&str> = required(schema).chain(wanted.iter().copied()).collect();
        let of_parts: BTreeSet<&str> = parts
            .iter()
            .flat_map(|part| self.all_required(part, 0))
            .chain(required.iter().copied())
            .collect();
        for part in parts {
            object.extend(self.object(part, fill, turn, depth + 1, &of_parts)?);
        }
        let required = of_parts;
        for keyword in ["oneOf", "anyOf"] {
            // A member that says nothing allows what the other keywords do.
            let says_nothing = |member: &Value| member.as_object().is_some_and(Map::is_empty);
            let members = schema.get(keyword).and_then(Value::as_array);
            let members = members.filter(|list| !list.is_empty() && !list.iter().any(says_nothing));
            if let Some(members) = members {
                match self.member(schema, members, fill, turn, depth + 1)? {
                    Value::Object(member) => object.extend(member),
                    _ => return None,
                }
            }
        }
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let one_way = property.get(self.left_out) == Some(&Value::Bool(true));
            let wanted = required.contains(name.as_str()) || fill == Fill::All && depth < MAX_DEPTH;
            if !wanted || one_way {
                continue;
            }
            match self.value(property, fill, turn, depth + 1) {
                Some(value) => {
                    object.insert(name.clone(), value);
                }
                None if required.contains(name.as_str()) => return None,
                None => {}
            }
        }
        Some(object)
    }

    /// Returns the properties that a schema, its target and its `allOf` require.
    fn all_required<'s>(&'s self, schema: &'s Value, depth: usize) -> Vec<&'s str> {
        let mut all: Vec<&str> = required(schema).collect();
        if let Some(target) = self.target(schema).filter(|_| depth < RECURSION_LIMIT) {
            all.extend(self.all_required(target, depth + 1));
        }
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            if depth < RECURSION_LIMIT {
                all.extend(self.all_required(part, depth + 1));
            }
        }
        all
    }

    fn plain(&self, schema: &Value, fill: Fill, turn: usize, depth: usize) -> Value {
        let types: Vec<&str> = match schema.get("type") {
            Some(Value::String(only)) => vec![only],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let flag = |key: &str| schema.get(key) == Some(&Value::Bool(true));
        let nullable = flag("nullable") || flag("x-nullable") || types.contains(&"null");
        let only_null = !types.is_empty() && types.iter().all(|kind| *kind == "null");
        if only_null || fill == Fill::All && turn % 5 == 4 && nullable {
            return Value::Null;
        }
        if schema.as_object().is_some_and(|fields| fields.keys().all(|key| key == "nullable")) {
            return if schema.get("nullable").is_some() { Value::Null } else { json!([1, "two", null]) };
        }
        let of_pattern = schema.get("patternProperties").and_then(Value::as_object);
        let of_map =
            of_pattern.and_then(|patterns| patterns.values().next()).or(schema.get("additionalProperties"));
        let types: Vec<&str> = types.into_iter().filter(|kind| *kind != "null").collect();
        let kind = types.get(turn % types.len().max(1)).copied();
        if let Some(elements) = schema.get("prefixItems").and_then(Value::as_array) {
            let elements = elements.iter().map(|element| self.value(element, fill, turn, depth + 1));
            return Value::Array(elements.flatten().collect());
        }
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        match kind.or(of_map.map(|_| "object")).or(schema.get("items").map(|_| "array")) {
            Some("object") => match of_map {
                Some(values @ Value::Object(_)) if depth < MAX_DEPTH => {
                    let value = self.value(values, fill, turn, depth + 1);
                    Value::Object(value.map(|value| ("key".to_owned(), value)).into_iter().collect())
                }
                _ => json!({}),
            },
            Some("array") => match schema.get("items") {
                Some(items) if depth < MAX_DEPTH => {
                    Value::Array(self.value(items, fill, turn, depth + 1).into_iter().collect())
                }
                _ => json!([]),
            },
            Some("boolean") => json!(turn.is_multiple_of(2)),
            Some("integer") => bounded(schema, json!(turn % 100)),
            Some("number") if format.starts_with("int") => bounded(schema, json!(turn % 100)),
            Some("number") => bounded(schema, json!(f64::from(u8::try_from(turn % 100).unwrap_or(1)) + 0.5)),
            Some("string") => string(schema, format),
            _ => json!({ "anything": [1, "two", null] }),
        }
    }
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn bounded(schema: &Value, value: Value) -> Value {
    let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let number = value.as_f64().unwrap_or_default();
    if let Some(least) = limit("exclusiveMinimum").filter(|least| number <= *least) {
        return if value.is_f64() { json!(least + 0.5) } else { json!(least.floor() + 1.0) };
    }
    let outside = limit("minimum").is_some_and(|least| number < least)
        || limit("maximum").is_some_and(|most| number > most);
    if outside { schema.get("minimum").or(schema.get("maximum")).cloned().unwrap_or(value) } else { value }
}

fn string(schema: &Value, format: &str) -> Value {
    let encoding = schema.get("contentEncoding").and_then(Value::as_str);
    let text = match encoding.unwrap_or(format) {
        "date-time" => "2025-01-31T12:00:00Z",
        "date" => "2025-01-31",
        "time" => "12:30:00Z",
        "duration" => "PT1H30M",
        "uuid" => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "ipv4" | "ip" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" | "base64" => "Ynl0ZXM=",
        "base64url" => "Ynl0ZXM",
        "uri" | "url" => "https://example.com/",
        "email" => "someone@example.com",
        _ => "",
    };
    if !text.is_empty() {
        return text.into();
    }
    let examples = schema.get("examples").and_then(|examples| examples.get(0));
    match schema.get("example").or(examples) {
        Some(Value::String(example)) => example.as_str().into(),
        _ => "text \u{fc} \"quoted\"".into(),
    }
}
