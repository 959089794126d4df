//! The name that a misspelt one most likely means.

/// The maximum length of a name that is compared: the time of a comparison grows with the square of the length.
const MAX_LENGTH: usize = 64;
/// The maximum number of names that a name is compared with.
const MAX_CANDIDATES: usize = 1000;

/// Returns the candidate that differs least from `name`: by one letter, or by two of a longer name. Upper and lower
/// case are equal.
#[must_use]
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let most = match name.len() {
        0..3 => return None,
        3..6 => 1,
        6..=MAX_LENGTH => 2,
        _ => return None,
    };
    let name = name.to_lowercase();
    let near = candidates.into_iter().take(MAX_CANDIDATES).filter_map(|candidate| {
        if candidate.len().abs_diff(name.len()) > most {
            return None;
        }
        let distance = strsim::osa_distance(&name, &candidate.to_lowercase());
        (distance <= most).then_some((distance, candidate))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_with_a_letter_more_less_other_or_swapped() {
        let names = ["Pet", "Owner", "responses", "required"];
        for (misspelt, meant) in [
            ("Pte", Some("Pet")),
            ("pet", Some("Pet")),
            ("Pets", Some("Pet")),
            ("respones", Some("responses")),
            ("requierd", Some("required")),
            ("Cat", None),
            ("Ow", None),
        ] {
            assert_eq!(nearest(misspelt, names), meant, "{misspelt}");
        }
    }

    #[test]
    fn compares_no_long_names() {
        let long = "a".repeat(1_000_000);
        assert_eq!(nearest(&long, [long.as_str()]), None);
    }
}
