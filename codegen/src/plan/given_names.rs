//! Names that extensions give to the members of an item. A name that two members want is the name of neither.

use std::collections::{HashMap, HashSet};

use super::names;

/// Returns the name of each member, in order: of its given name, of its key without repeated words, or of its key.
/// `members` are given names and keys. `prefix` is before a name that would begin with a digit.
pub(super) fn names(members: &[(Option<&str>, &str)], prefix: &str) -> Vec<String> {
    let text = |(given, key): &(Option<&str>, &str)| {
        let text = given.map_or_else(|| without_repeats(key), str::to_owned);
        names::snake_text(&text, prefix)
    };
    let wanted: Vec<String> = members.iter().map(text).collect();
    // The keys of the members that want each name. One header may be in several responses.
    let mut keys: HashMap<&str, HashSet<String>> = HashMap::new();
    for (name, (_, key)) in wanted.iter().zip(members) {
        keys.entry(name).or_default().insert(key.to_ascii_lowercase());
    }
    let is_alone = |name: &str| keys.get(name).is_some_and(|keys| keys.len() == 1);
    let named = wanted.iter().zip(members);
    named
        .map(|(name, (_, key))| if is_alone(name) { name.clone() } else { names::snake_text(key, prefix) })
        .collect()
}

/// Returns a key without the words that a part of it repeats from the part before: `airline.airline_code` is
/// `airline_code`, but `pago_pago` is one part.
fn without_repeats(key: &str) -> String {
    let parts: Vec<&str> = key.split(['.', '[', ']', '/', ':']).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return key.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    for part in parts {
        let of_part = names::words_of(part);
        let repeats = of_part.len() > 1 && words.last() == of_part.first();
        words.extend(of_part.into_iter().skip(usize::from(repeats)));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn uses_a_name_that_one_member_has() {
        let members = [
            (Some("size"), "p1"),
            (Some("same"), "p2"),
            (Some("Same"), "p3"),
            (Some("size"), "P1"),
            (None, "limit"),
            (Some("limit"), "p4"),
            (None, "airline.airline_code"),
            (None, "item.item_id"),
            (None, "item_id"),
            (None, "pago_pago"),
        ];
        assert_eq!(
            names(&members, "field"),
            [
                "size",
                "p2",
                "p3",
                "size",
                "limit",
                "p4",
                "airline_code",
                "item_item_id",
                "item_id",
                "pago_pago"
            ]
        );
    }
}
