//! Runs: words that are written as one, `deletespendlimit`.

/// The minimum length of a run in any place of a name.
pub(crate) const MIN_RUN: usize = 15;
/// The minimum length of a word in a run, except for short words that names have between nouns.
pub(crate) const MIN_WORD: usize = 3;
/// The maximum length of a run that is split.
const MAX_RUN: usize = 100;

/// Splits a run into the fewest words of at most `max_word` letters. `is_word` takes the position of a word in the run,
/// and the word. Returns `None` if the run does not consist of words, is too long or not ASCII.
pub(crate) fn split(run: &str, max_word: usize, is_word: impl Fn(usize, &str) -> bool) -> Option<Vec<&str>> {
    if run.len() > MAX_RUN || !run.is_ascii() {
        return None;
    }
    // The fewest words of each beginning of the run, and the start of the last of them.
    let mut best: Vec<Option<(usize, usize)>> = vec![Some((0, 0))];
    for end in 1..=run.len() {
        let starts = end.saturating_sub(max_word)..end;
        let fewest = starts.filter_map(|start| {
            let (count, _) = (*best.get(start)?)?;
            is_word(start, run.get(start..end)?).then_some((count + 1, start))
        });
        best.push(fewest.min());
    }
    let mut words = Vec::new();
    let mut end = run.len();
    while end > 0 {
        let (_, start) = (*best.get(end)?)?;
        words.push(run.get(start..end)?);
        end = start;
    }
    words.reverse();
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn splits_a_run_into_the_fewest_words() {
        let words = ["spend", "limit", "spendlimit", "s", "pend"];
        let split = |run, max_word| split(run, max_word, |_, word| words.contains(&word));
        assert_eq!(split("spendlimit", 10), Some(vec!["spendlimit"]));
        assert_eq!(split("spendlimit", 9), Some(vec!["spend", "limit"]));
        assert_eq!(split("spendlimits", 9), Some(vec!["spend", "limit", "s"]));
        assert_eq!(split("spendlimitx", 9), None);
        assert_eq!(split(&"spend".repeat(21), 9), None, "too long");
    }
}
