//! A sample of a list. Another seed selects other elements.

use std::num::NonZeroUsize;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Sample {
    /// Take only this many, chosen by --seed
    #[arg(long, value_name = "COUNT")]
    sample: Option<NonZeroUsize>,
    /// Choose the sample by this text, a commit's hash for instance
    #[arg(long, value_name = "TEXT", default_value = "", requires = "sample")]
    seed: String,
}

impl Sample {
    /// Keeps the sample, in the order of the list. `name` returns the name of an element.
    pub(crate) fn keep<T>(&self, list: &mut Vec<T>, name: impl Fn(&T) -> &str) {
        let Some(count) = self.sample.map(NonZeroUsize::get).filter(|count| *count < list.len()) else {
            return;
        };
        let mut ranks: Vec<u64> = list.iter().map(|element| rank(&self.seed, name(element))).collect();
        let mut sorted = ranks.clone();
        sorted.sort_unstable();
        let limit = sorted.get(count).copied().unwrap_or(u64::MAX);
        let mut next = ranks.drain(..);
        list.retain(|_| next.next().is_some_and(|rank| rank < limit));
    }
}

/// Returns the rank of a name among others.
fn rank(seed: &str, name: &str) -> u64 {
    hash(&format!("{seed}\0{name}"))
}

/// Returns a number that depends on every byte of a text (64-bit FNV-1a, and a final mix).
pub(crate) fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(count: usize, seed: &str) -> Vec<String> {
        let mut list: Vec<String> = (0..60).map(|number| format!("{number}.yaml")).collect();
        Sample { sample: NonZeroUsize::new(count), seed: seed.to_owned() }.keep(&mut list, |name| name);
        list
    }

    #[test]
    fn keeps_as_many_as_requested_and_the_same_for_a_seed() {
        assert_eq!(sample(6, "a").len(), 6);
        assert_eq!(sample(6, "a"), sample(6, "a"));
        assert_eq!(sample(100, "a").len(), 60);
    }

    #[test]
    fn reaches_every_element_over_many_seeds() {
        let mut all: Vec<String> = (0..100).flat_map(|seed| sample(6, &format!("{seed:x}"))).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 60);
    }
}
