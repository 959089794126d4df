//! Claims of shared types to the names of the previous run.

use std::{cmp::Reverse, collections::HashMap};

use crate::naming::Known;

/// The claim of a shared type to the name that most of its places had.
pub(super) struct Claim {
    pub(super) name: String,
    /// The number of places that had the name.
    pub(super) places: usize,
    /// `true` if the type had the same content.
    pub(super) is_same: bool,
    /// The key of the place that stands for the type.
    pub(super) key: String,
}

impl Claim {
    /// Returns the order of claims to the same name.
    fn rank(&self) -> impl Ord + '_ {
        (self.places, self.is_same, Reverse(&self.key))
    }
}

/// Returns the names that types keep, by their keys. If the places of several types had one name, the type with most of
/// them keeps it.
pub(super) fn kept_names<'c>(claims: impl IntoIterator<Item = &'c Claim>) -> Known {
    let mut best: HashMap<&str, &Claim> = HashMap::new();
    for claim in claims {
        let winner = best.entry(&claim.name).or_insert(claim);
        if claim.rank() > winner.rank() {
            *winner = claim;
        }
    }
    best.into_values().map(|claim| (claim.key.clone(), claim.name.clone())).collect()
}
