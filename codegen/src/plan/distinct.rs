//! Names of items that several texts suit.

use std::collections::{HashMap, HashSet};

use super::names::{Keep, Scope, type_text};

/// An item without a name.
pub(super) struct NameRequest<'s> {
    /// The stable key of the item.
    pub(super) source: &'s str,
    /// The texts that suit the item, the best one first, each once.
    candidates: Vec<String>,
    /// The rule for the name of the previous run.
    keep: Keep,
    /// The text of only the place of the item, which is numbered if all are in use.
    plain: String,
    /// The number of places of the item.
    places: usize,
}

impl<'s> NameRequest<'s> {
    /// Creates an item with these names, the best one first. The last one is the plain one.
    pub(super) fn new(source: &'s str, names: Vec<String>, keep: Keep) -> Self {
        let plain = names.last().cloned().unwrap_or_else(|| type_text(""));
        let mut seen = HashSet::new();
        let candidates = names.into_iter().filter(|name| seen.insert(name.clone())).collect();
        Self { source, candidates, keep, plain, places: 1 }
    }

    /// Sets the number of places of the item.
    pub(super) fn with_places(self, places: usize) -> Self {
        Self { places, ..self }
    }
}

/// Declares a name for each item: the first candidate that is free and that no other item wants. A name that two items
/// want belongs to neither, so that the order of the items does not decide, unless one of them has more places than all
/// others together. The plain name of an item belongs to no other item.
pub(super) fn declare(scope: &mut Scope, mut wanted: Vec<NameRequest<'_>>) -> Vec<String> {
    let mut names: Vec<Option<String>> = wanted
        .iter()
        .map(|item| {
            let candidates: Vec<&str> = item.candidates.iter().map(String::as_str).collect();
            scope.take_reserved(item.source, &candidates, item.keep)
        })
        .collect();
    yield_plain(&mut wanted);
    let mut contested: HashSet<&str> = HashSet::new();
    let mut unnamed: Vec<usize> = (0..wanted.len()).collect();
    for round in 0.. {
        // An item without candidates takes no part in later rounds, so that the work is bounded by all candidates.
        let mut candidates: Vec<(usize, &str)> = Vec::new();
        unnamed.retain(|at| {
            let is_unnamed = names.get(*at).is_some_and(Option::is_none);
            let next = wanted.get(*at).and_then(|item| item.candidates.get(round)).filter(|_| is_unnamed);
            candidates.extend(next.map(|candidate| (*at, candidate.as_str())));
            next.is_some()
        });
        if candidates.is_empty() {
            break;
        }
        let places = |at: usize| wanted.get(at).map_or(1, |item| item.places);
        // The places of all items that want a name, and those of the item with most of them.
        let mut demand: HashMap<&str, (usize, usize)> = HashMap::new();
        for (at, candidate) in &candidates {
            let (all, most) = demand.entry(candidate).or_default();
            (*all, *most) = (*all + places(*at), (*most).max(places(*at)));
        }
        let wins = |at: usize, name: &str| {
            demand.get(name).is_some_and(|(all, most)| places(at) == *most && most * 2 > *all)
        };
        for (at, candidate) in candidates {
            if wins(at, candidate) && !contested.contains(candidate) && !scope.contains(candidate) {
                let name = scope.declare_type(candidate);
                names.get_mut(at).into_iter().for_each(|slot| *slot = Some(name.clone()));
            }
        }
        let is_contested = |(all, most): &(usize, usize)| most * 2 <= *all;
        contested.extend(demand.iter().filter(|(_, places)| is_contested(places)).map(|(name, _)| *name));
    }
    let numbered = |(name, item): (Option<String>, &NameRequest<'_>)| {
        name.unwrap_or_else(|| scope.declare_type(&item.plain))
    };
    names.into_iter().zip(&wanted).map(numbered).collect()
}

/// Removes each candidate that is the plain name of another item.
fn yield_plain(wanted: &mut [NameRequest<'_>]) {
    let all: HashSet<String> = wanted.iter().map(|item| item.plain.clone()).collect();
    for NameRequest { candidates, plain, .. } in wanted {
        candidates.retain(|candidate| candidate == plain || !all.contains(candidate));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(scope: &mut Scope, wanted: &[&[&str]]) -> Vec<String> {
        let item = |names: &&[&str]| {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            NameRequest::new("", names, Keep::IfDerived)
        };
        declare(scope, wanted.iter().map(item).collect())
    }

    #[test]
    fn keeps_the_name_of_the_previous_run() {
        let mut scope = Scope::default();
        let known = HashMap::from([("a".to_owned(), "Dog".to_owned())]);
        scope.reserve(Some(&known), ["a"].into_iter());
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let wanted = |keep| {
            vec![
                NameRequest::new("b", names(&["Dog"]), Keep::IfDerived),
                NameRequest::new("a", names(&["Cat", "BigCat"]), keep),
            ]
        };
        assert_eq!(declare(&mut scope, wanted(Keep::IfDerived)), ["Dog2", "Cat"]);
        assert_eq!(declare(&mut scope, wanted(Keep::Always)), ["Dog3", "Dog"]);
    }

    #[test]
    fn gives_a_contested_name_to_no_item() {
        let mut scope = Scope::with_names(&["Pet"]);
        assert_eq!(declared(&mut scope, &[&["Pet", "PetKind"]]), ["PetKind"], "a name in use");
        assert_eq!(declared(&mut scope, &[&["Dog", "BigDog"], &["Dog", "OldDog"]]), ["BigDog", "OldDog"]);
        assert_eq!(declared(&mut scope, &[&["Cat", "OldCat"], &["Cat"]]), ["OldCat", "Cat"], "the only name");
        assert_eq!(
            declared(&mut scope, &[&["Cow"], &["Cow"]]),
            ["Cow", "Cow2"],
            "nothing distinguishes them"
        );
    }
}
