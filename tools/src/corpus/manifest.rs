//! The descriptions of a folder and their expected verdicts: the table beside the folder with its name and `.tsv`, with
//! the columns `file` and, perhaps, `upstream_expectation`.

use std::path::{Path, PathBuf};

use clientwright::files;
use clientwright_codegen::disk;

/// A description of the corpus.
pub(super) struct Entry {
    pub(super) path: PathBuf,
    /// The path below the folder, as the table has it.
    pub(super) file: String,
    /// `valid`, `invalid` or another word; empty without a verdict.
    pub(super) expected: String,
}

/// Returns the descriptions below `dir`: those of the manifest, or every file without a manifest.
pub(super) fn entries(dir: &Path) -> Result<Vec<Entry>, String> {
    let below = |path: &Path| path.strip_prefix(dir).unwrap_or(path).display().to_string();
    let manifest = dir.with_extension("tsv");
    if !manifest.is_file() {
        let files = files::below(dir, &["yaml", "yml", "json"])?;
        let entry = |path: PathBuf| Entry { file: below(&path), path, expected: String::new() };
        return Ok(files.into_iter().map(entry).collect());
    }
    let text = disk::text(&manifest)?;
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let column = |name: &str| header.iter().position(|column| *column == name);
    let file = column("file").ok_or_else(|| format!("{} has no column `file`", manifest.display()))?;
    let expected = column("upstream_expectation");
    let entry = |cells: Vec<&str>| {
        let name = *cells.get(file)?;
        // Some manifests have the folder in the path.
        let path = [dir.join(name), dir.parent()?.join(name)].into_iter().find(|path| path.is_file())?;
        let verdict = expected.and_then(|column| cells.get(column)).copied().unwrap_or_default();
        Some(Entry { file: below(&path), path, expected: verdict.to_owned() })
    };
    Ok(lines.filter_map(entry).collect())
}
