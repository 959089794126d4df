//! The places in a request that name the event of a webhook, and their values.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::{
    api::{Api, EnumValues, Object, SchemaId, Shape, Webhook},
    rust::EventKey,
};

/// The maximum number of headers and of properties that are considered as keys.
const MAX_CANDIDATES: usize = 64;

/// The maximum number of required properties of an event that are considered as its own.
const MAX_REQUIRED: usize = 256;

/// The keys of events.
pub(super) struct Named {
    pub(super) keys: Vec<EventKey>,
    /// The facts about each event, or `None` if nothing distinguishes it from another.
    pub(super) events: Vec<Option<EventName>>,
}

/// The values of the keys for an event, and a property that distinguishes it from others with the same values.
type EventName = (Vec<String>, Option<String>);

/// Finds the keys of these webhooks, whose bodies or elements of bodies have the schemas `payloads`. A key of the
/// settings is the first one.
pub(super) fn find(
    api: &Api,
    webhooks: &[&Webhook],
    payloads: &[SchemaId],
    setting: Option<&EventKey>,
) -> Named {
    let events = Candidates::new(api, webhooks, payloads);
    let first = match setting {
        Some(EventKey::Header(name)) => Some(EventKey::Header(name.to_ascii_lowercase())),
        Some(key) => Some(key.clone()),
        None => events.common_header().or_else(|| events.common_property()),
    };
    let mut keys = Vec::new();
    let mut rows: Vec<Vec<String>> = vec![Vec::new(); webhooks.len()];
    if let Some(key) = first {
        for (index, row) in rows.iter_mut().enumerate() {
            let listed = webhooks.get(index).and_then(|webhook| webhook.listed.clone());
            let known = listed.or_else(|| events.value(index, &key));
            row.push(known.or_else(|| setting.map(|_| events.name(index, &key))).unwrap_or_default());
        }
        keys.push(key);
        // A second key distinguishes the events with the same first value.
        if let Some(key) = events.best_property(&rows) {
            for (index, row) in rows.iter_mut().enumerate() {
                row.push(events.value(index, &key).unwrap_or_default());
            }
            keys.push(key);
        }
    }
    let properties = events.own_properties(&rows);
    let mut without_property: HashMap<&Vec<String>, usize> = HashMap::new();
    for (row, _) in rows.iter().zip(&properties).filter(|(_, property)| property.is_none()) {
        *without_property.entry(row).or_default() += 1;
    }
    let events = rows.iter().zip(properties).map(|(row, property)| {
        let is_known = property.is_some() || without_property.get(row) == Some(&1);
        is_known.then(|| (row.clone(), property))
    });
    Named { keys, events: events.collect() }
}

/// The values that can name events.
struct Candidates<'a> {
    api: &'a Api,
    webhooks: &'a [&'a Webhook],
    payloads: &'a [SchemaId],
    /// The properties of each payload that list texts, with these texts.
    texts: HashMap<SchemaId, HashMap<&'a str, Texts<'a>>>,
}

/// The texts that a property lists.
enum Texts<'a> {
    One(String),
    Several(&'a EnumValues),
}

impl<'a> Candidates<'a> {
    fn new(api: &'a Api, webhooks: &'a [&'a Webhook], payloads: &'a [SchemaId]) -> Self {
        let mut texts = HashMap::new();
        for payload in payloads {
            texts.entry(*payload).or_insert_with(|| listed_texts(api, *payload));
        }
        Self { api, webhooks, payloads, texts }
    }

    /// Returns the first header that has a single value for each event, and not the same for all of several.
    fn common_header(&self) -> Option<EventKey> {
        let headers = self.webhooks.first()?.headers.iter().take(MAX_CANDIDATES);
        let mut keys = headers.map(|(name, _)| EventKey::Header(name.clone()));
        keys.find(|key| self.count(key).is_some_and(|count| count > 1 || self.webhooks.len() == 1))
    }

    /// Returns the property that has a value for each event, with the most different ones.
    fn common_property(&self) -> Option<EventKey> {
        let counted = self.properties().filter_map(|key| Some((self.count(&key)?, key)));
        let (count, key) = first_best(counted)?;
        (count > 1 || self.webhooks.len() == 1).then_some(key)
    }

    /// Returns the property whose values distinguish the most of these events, if one does.
    fn best_property(&self, rows: &[Vec<String>]) -> Option<EventKey> {
        let now = rows.iter().collect::<HashSet<_>>().len();
        if now == rows.len() {
            return None;
        }
        let counted = self.properties().map(|key| {
            let values = rows.iter().enumerate().map(|(index, row)| (row, self.value(index, &key)));
            (values.collect::<HashSet<_>>().len(), key)
        });
        first_best(counted).filter(|(count, _)| *count > now).map(|(_, key)| key)
    }

    /// Returns the properties of all payloads that list texts, in the order of the first payloads.
    fn properties(&self) -> impl Iterator<Item = EventKey> {
        let mut seen = HashSet::new();
        let schemas = &self.api.schemas;
        let objects = self.payloads.iter().filter_map(|payload| object(self.api, *payload));
        let properties = objects.take(MAX_CANDIDATES).flat_map(|object| &object.properties);
        let listed = properties.filter(|property| {
            property.tag_value.is_some()
                || matches!(schemas[schemas.resolve(property.schema)].shape, Shape::Enum(_))
                || schemas.constant(property.schema).is_some()
        });
        let names = listed.map(|property| property.name.as_str()).filter(|name| seen.insert(*name));
        let names: Vec<&str> = names.take(MAX_CANDIDATES).collect();
        names.into_iter().map(|name| EventKey::Property(pointer(name)))
    }

    /// Returns the number of different values of a key, if each event has one.
    fn count(&self, key: &EventKey) -> Option<usize> {
        let values = (0..self.webhooks.len()).map(|index| self.value(index, key));
        values.collect::<Option<HashSet<String>>>().map(|values| values.len())
    }

    /// Returns the value that the description gives a key for an event.
    fn value(&self, index: usize, key: &EventKey) -> Option<String> {
        let webhook = self.webhooks.get(index)?;
        match key {
            EventKey::Header(name) => {
                webhook.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
            }
            EventKey::Property(pointer) => {
                let name = pointer.strip_prefix('/')?.replace("~1", "/").replace("~0", "~");
                match self.texts.get(self.payloads.get(index)?)?.get(name.as_str())? {
                    Texts::One(value) => Some(value.clone()),
                    // The property lists the values of all events.
                    Texts::Several(all) => {
                        all.contain(&Value::from(webhook.name.as_str())).then(|| webhook.name.clone())
                    }
                }
            }
        }
    }

    /// Returns the value of a key of the settings that the description does not have: the name of the webhook, or for a
    /// header the start of an `operationId` such as `issues/opened`.
    fn name(&self, index: usize, key: &EventKey) -> String {
        let Some(webhook) = self.webhooks.get(index) else { return String::new() };
        let id = webhook.operation_id.as_deref().filter(|_| matches!(key, EventKey::Header(_)));
        let start = id.and_then(|id| id.split_once('/')).map(|(start, _)| start);
        start.filter(|start| !start.is_empty()).unwrap_or(&webhook.name).to_owned()
    }

    /// Returns for each event a required property that no other event with the same values has.
    fn own_properties(&self, rows: &[Vec<String>]) -> Vec<Option<String>> {
        let mut groups: HashMap<&Vec<String>, HashSet<SchemaId>> = HashMap::new();
        for (row, payload) in rows.iter().zip(self.payloads) {
            groups.entry(row).or_default().insert(*payload);
        }
        let mut uses: HashMap<&Vec<String>, HashMap<&str, usize>> = HashMap::new();
        for (row, payloads) in groups.into_iter().filter(|(_, payloads)| payloads.len() > 1) {
            let of_row = uses.entry(row).or_default();
            for object in payloads.iter().filter_map(|payload| object(self.api, *payload)) {
                for property in &object.properties {
                    *of_row.entry(&property.name).or_default() += 1;
                }
            }
        }
        let own = rows.iter().zip(self.payloads).map(|(row, payload)| {
            let uses = uses.get(row)?;
            let mut required =
                object(self.api, *payload)?.properties.iter().filter(|property| property.required);
            required.by_ref().take(MAX_REQUIRED).find(|property| uses.get(property.name.as_str()) == Some(&1))
        });
        own.map(|property| property.map(|property| property.name.clone())).collect()
    }
}

/// Returns the first of the entries with the highest count.
fn first_best(entries: impl Iterator<Item = (usize, EventKey)>) -> Option<(usize, EventKey)> {
    entries.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// Returns the object that a schema is, if it is one.
fn object(api: &Api, id: SchemaId) -> Option<&Object> {
    match &api.schemas[api.schemas.resolve(id)].shape {
        Shape::Object(object) => Some(object),
        _ => None,
    }
}

/// Returns the properties of an object that list texts, with these texts.
fn listed_texts(api: &Api, id: SchemaId) -> HashMap<&str, Texts<'_>> {
    let properties = object(api, id).into_iter().flat_map(|object| &object.properties);
    let listed = properties.filter_map(|property| {
        let constant = property.tag_value.clone().or_else(|| api.schemas.constant(property.schema));
        let texts = match (constant, &api.schemas[api.schemas.resolve(property.schema)].shape) {
            (Some(Value::String(text)), _) => Texts::One(text),
            (None, Shape::Enum(list)) => match &*list.values {
                [only] => Texts::One(only.value.as_str()?.to_owned()),
                _ => Texts::Several(&list.values),
            },
            _ => return None,
        };
        Some((property.name.as_str(), texts))
    });
    listed.collect()
}

/// Returns the JSON Pointer of a property.
fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}
