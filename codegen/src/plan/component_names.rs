//! Names of components, from their keys.

use super::{
    names,
    statuses::status_text,
    words::{is_date, is_hash, is_hexadecimal, is_version},
};
use crate::api::Status;

/// The words of keys that tools make up, with a number: `inline_response_200_3`, `body_5`, `Response12`.
const GENERIC: [&str; 9] =
    ["inline", "body", "item", "items", "model", "object", "request", "response", "schema"];
/// The maximum number of ends of a key that are candidates for a name, apart from the whole key.
const MAX_ENDS: usize = 8;

/// The namespace that the keys of a description share.
pub(super) struct Namespace {
    /// The segments at the start of each key that has any.
    shared: Vec<String>,
}

impl Namespace {
    /// Returns the namespace of these keys.
    pub(super) fn of<'k>(keys: impl Iterator<Item = &'k str>) -> Self {
        let mut shared: Option<Vec<String>> = None;
        for segments in keys.map(segments).filter(|segments| segments.len() > 1) {
            let outer = segments.split_last().map_or(&[][..], |(_, outer)| outer);
            shared = Some(match shared {
                None => outer.iter().map(|segment| (*segment).to_owned()).collect(),
                Some(shared) => shared
                    .into_iter()
                    .zip(outer)
                    .take_while(|(one, two)| one == *two)
                    .map(|(one, _)| one)
                    .collect(),
            });
        }
        let shared = shared.unwrap_or_default();
        // A single segment may be a word of each name: `orders.capture`, `orders.patch`.
        let is_namespace =
            shared.len() > 1 || shared.iter().any(|segment| is_version(segment) || is_date(segment));
        Self { shared: if is_namespace { shared } else { Vec::new() } }
    }

    /// Returns the names that suit the component `key`, the best one first.
    pub(super) fn candidates(&self, key: &str) -> Vec<String> {
        let segments = segments(key);
        let mut candidates: Vec<String> = Vec::new();
        candidates.extend(status_name(key));
        if let Some((last, outer)) = segments.split_last().filter(|(_, outer)| !outer.is_empty()) {
            let shared = self.shared.len().min(outer.len());
            let has_shared = outer.iter().zip(&self.shared).all(|(one, two)| one == two);
            let own = segments.get(if has_shared { shared } else { 0 }..).unwrap_or_default();
            let is_type = |segment: &str| segment.starts_with(char::is_uppercase);
            let namespaces = own.iter().rev().skip(1).all(|segment| !is_type(segment));
            if is_type(last) && namespaces {
                // The name of a type in a namespace: the shortest end that is its own.
                let counts = 1..own.len().min(MAX_ENDS + 1);
                candidates.extend(counts.filter_map(|count| Some(own.get(own.len() - count..)?.join(" "))));
            }
            candidates.push(own.join(" "));
        }
        candidates.push(key.to_owned());
        let mut names: Vec<String> =
            candidates.iter().map(|text| names::type_text(&without_hashes(text))).collect();
        names.dedup();
        names
    }
}

/// Returns the name of a component whose key is a status, or a status and a number: `425_2`.
fn status_name(key: &str) -> Option<String> {
    let (code, number) = key.split_once(['_', '-']).unwrap_or((key, ""));
    let is_number = number.chars().all(|char| char.is_ascii_digit());
    let code: u16 = code.parse().ok().filter(|code| is_number && (100..600).contains(code))?;
    let name = status_text(Status::Code(code));
    let suffix = if code >= 400 { "Error" } else { "Response" };
    let name = if name.ends_with(suffix) { name } else { names::compound(&name, &[suffix]) };
    Some(format!("{name}{number}"))
}

/// Returns `true` for a key that a tool made up: general words and a number that is not a status.
pub(super) fn is_generic(key: &str) -> bool {
    let words = names::words_of(key);
    let mut numbers = 0;
    for word in &words {
        let name = word.trim_end_matches(|char: char| char.is_ascii_digit());
        numbers += usize::from(name.len() < word.len());
        if !(name.is_empty() || GENERIC.contains(&name)) {
            return false;
        }
    }
    let status = |word: &String| word.chars().filter(char::is_ascii_digit).count() == 3;
    let is_inline = words.first().is_some_and(|word| word == "inline");
    numbers > 0
        && words.iter().any(|word| !word.starts_with(|char: char| char.is_ascii_digit()))
        && (is_inline || !words.iter().any(status))
}

/// Returns the segments of a key with a namespace. Brackets of a generic type belong to one segment.
fn segments(key: &str) -> Vec<&str> {
    if key.contains(['<', '«', '[', '(']) {
        return vec![key];
    }
    key.split(['.', '/', '#', ':']).filter(|segment| !segment.is_empty()).collect()
}

/// Returns a key without its hashes, unless it has nothing else.
fn without_hashes(key: &str) -> String {
    let parts: Vec<&str> = key.split(['_', '-', ' ', '.']).collect();
    if !parts.iter().any(|part| is_hash(part)) {
        return key.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut rest = parts.as_slice();
    while let Some((first, others)) = rest.split_first() {
        if is_uuid(rest) {
            rest = rest.get(UUID.len()..).unwrap_or_default();
            continue;
        }
        if !is_hash(first) {
            kept.push(first);
        }
        rest = others;
    }
    let kept = kept.join(" ");
    if kept.chars().any(char::is_alphabetic) { kept } else { key.to_owned() }
}

/// The lengths of the parts of a UUID.
const UUID: [usize; 5] = [8, 4, 4, 4, 12];

fn is_uuid(parts: &[&str]) -> bool {
    parts.len() >= UUID.len()
        && parts.iter().zip(UUID).all(|(part, length)| part.len() == length && is_hexadecimal(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(keys: &[&str], key: &str) -> Vec<String> {
        Namespace::of(keys.iter().copied()).candidates(key)
    }

    #[test]
    fn suggests_the_shortest_name_of_a_type_in_a_namespace() {
        let keys = ["io.k8s.api.core.v1.Event", "io.k8s.api.events.v1.Event", "Plain"];
        assert_eq!(candidates(&keys, keys[0]), ["Event", "V1Event", "CoreV1Event", "IoK8sApiCoreV1Event"]);
        assert_eq!(candidates(&keys, "Plain"), ["Plain"]);
        assert_eq!(candidates(&["crm.v3.Pet"], "crm.v3.Pet"), ["Pet", "CrmV3Pet"]);
    }

    #[test]
    fn suggests_a_few_ends_of_a_key_with_many_segments() {
        let key = format!("{}Pet", "a.".repeat(10_000));
        let candidates = candidates(&[&key, "b.Dog"], &key);
        assert_eq!(candidates.len(), MAX_ENDS + 1);
        assert_eq!(candidates.first().map(String::as_str), Some("Pet"));
        assert_eq!(candidates.get(MAX_ENDS - 1).map(String::as_str), Some("AAAAAAAPet"));
    }

    #[test]
    fn leaves_out_a_version_or_a_date_that_all_keys_share() {
        for key in ["v2.pet", "v1beta1.pet", "2026-03.pet", "2026-03-31.pet"] {
            assert_eq!(candidates(&[key], key).first().map(String::as_str), Some("Pet"), "{key}");
        }
        assert_eq!(candidates(&["videos.pet"], "videos.pet"), ["VideosPet"]);
    }

    #[test]
    fn keeps_segments_that_belong_to_the_name() {
        let keys = ["issuing.card", "radar.list"];
        assert_eq!(candidates(&keys, keys[0]), ["IssuingCard"]);
        assert_eq!(candidates(&["orders.get", "orders.patch"], "orders.get"), ["OrdersGet"]);
        assert_eq!(candidates(&["Request.Filter"], "Request.Filter"), ["RequestFilter"]);
        assert_eq!(candidates(&["Page«a.Pet»"], "Page«a.Pet»"), ["PageAPet"]);
        let twilio = ["verify.v2.service", "verify.v2.service.token", "other"];
        assert_eq!(candidates(&twilio, twilio[1]), ["ServiceToken", "VerifyV2ServiceToken"]);
    }

    #[test]
    fn removes_hashes() {
        for (key, expected) in [
            ("Pet_3f2a9c1b", "Pet"),
            ("Pet-0f8fad5b-d9cb-469f-a165-70867728950e", "Pet"),
            ("Pet_decade", "PetDecade"),
            ("Pet_2024", "Pet2024"),
            ("3f2a9c1b", "Type3f2a9c1b"),
        ] {
            assert_eq!(candidates(&[key], key).last().map(String::as_str), Some(expected), "{key}");
        }
    }

    #[test]
    fn recognizes_keys_that_a_tool_made_up() {
        for key in
            ["inline_response_200", "inline_response_200_3", "body_5", "Body1", "Response12", "InlineObject4"]
        {
            assert!(is_generic(key), "{key}");
        }
        assert_eq!(candidates(&["404"], "404"), ["NotFoundError", "Type404"]);
        assert_eq!(candidates(&["425_2"], "425_2"), ["TooEarlyError2", "Type4252"]);
        for key in ["Body", "Response404", "Pet1", "404", "Model", "FieldsV1"] {
            assert!(!is_generic(key), "{key}");
        }
    }
}
