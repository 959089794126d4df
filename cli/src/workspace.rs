//! The workspace of cargo around a generated crate.

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::files::{self, relative};

/// The place of a package in a workspace.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Membership {
    /// No folder above has a workspace, or the workspace excludes the package.
    None,
    /// It was a member already.
    Member,
    /// It is a member now, by this manifest.
    Added(PathBuf),
}

/// Adds the package in `folder` to the workspace around it, as cargo needs for every package below one.
///
/// # Errors
/// Returns an error if the manifest of the workspace cannot be read or written.
pub(crate) fn add_member(folder: &Path) -> Result<Membership, String> {
    for above in folder.ancestors().skip(1) {
        let manifest = above.join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else { continue };
        let path = relative(folder, above);
        let workspace = match Workspace::parse(&text) {
            Ok(Some(workspace)) => workspace,
            Ok(None) => continue,
            Err(error) => return Err(format!("cannot read {}: {error}", manifest.display())),
        };
        if workspace.excludes(above, folder) {
            return Ok(Membership::None);
        }
        if workspace.has(above, folder) {
            return Ok(Membership::Member);
        }
        let insertion = workspace.insertion();
        let text = insertion.apply(&text, &path);
        let is_valid = Workspace::parse(&text).is_ok_and(|workspace| {
            workspace
                .is_some_and(|workspace| workspace.members.iter().any(|member| member.get_ref() == &path))
        });
        if !is_valid {
            return Err(format!("add \"{path}\" to `workspace.members` in {} by hand", manifest.display()));
        }
        files::write_below(above, [("Cargo.toml", text)])?;
        return Ok(Membership::Added(manifest));
    }
    Ok(Membership::None)
}

/// The workspace in a manifest.
struct Workspace {
    /// The place of the key `workspace`.
    key: usize,
    /// The place after the `[` of the members, if there are any.
    list: Option<usize>,
    members: Vec<Spanned<String>>,
    exclude: Vec<Spanned<String>>,
}

impl Workspace {
    /// Reads a manifest; `None` without a workspace.
    fn parse(text: &str) -> Result<Option<Self>, toml::de::Error> {
        let manifest = DeTable::parse(text)?;
        let found = manifest.get_ref().iter().find(|(key, _)| key.get_ref().as_ref() == "workspace");
        let Some((key, value)) = found else { return Ok(None) };
        let list = |name: &str| value.get_ref().as_table().and_then(|table| table.get(name));
        Ok(Some(Self {
            key: key.span().start,
            list: list("members").map(|members| members.span().start + 1),
            members: list("members").map(texts).unwrap_or_default(),
            exclude: list("exclude").map(texts).unwrap_or_default(),
        }))
    }

    fn excludes(&self, root: &Path, folder: &Path) -> bool {
        self.exclude.iter().any(|excluded| folder.starts_with(root.join(excluded.get_ref())))
    }

    /// Returns `true` if the folder is a member.
    fn has(&self, root: &Path, folder: &Path) -> bool {
        let path = relative(folder, root);
        let is_member = |pattern: &String| *pattern == path || matches(root, pattern, folder);
        self.members.iter().any(|member| is_member(member.get_ref()))
    }

    /// Returns the place for a new member in the manifest.
    fn insertion(&self) -> Insertion {
        match (self.members.last(), self.list) {
            (Some(last), _) => Insertion::After(last.span()),
            (None, Some(list)) => Insertion::First(list),
            (None, None) => Insertion::List(self.key),
        }
    }
}

/// Returns the texts of a list, with their places.
fn texts(list: &Spanned<DeValue<'_>>) -> Vec<Spanned<String>> {
    let items = list.get_ref().as_array().into_iter().flatten();
    items.filter_map(|item| Some(Spanned::new(item.span(), item.get_ref().as_str()?.to_owned()))).collect()
}

/// The place of a new member in a manifest.
enum Insertion {
    /// After the last member, which is here.
    After(Range<usize>),
    /// In the empty list that starts here.
    First(usize),
    /// In a new list, below the key `workspace` here.
    List(usize),
}

impl Insertion {
    /// Returns the manifest with the member, in a line of its own if the last one has one.
    fn apply(&self, text: &str, path: &str) -> String {
        let path = toml::Value::String(path.to_owned());
        let (at, inserted) = match self {
            Self::After(last) => {
                let before = text.get(..last.start).unwrap_or_default();
                let indent = before.rsplit_once('\n').map(|(_, indent)| indent);
                let is_own_line = |indent: &&str| indent.trim().is_empty();
                let separator =
                    indent.filter(is_own_line).map_or(" ".to_owned(), |indent| format!("\n{indent}"));
                (last.end, format!(",{separator}{path}"))
            }
            Self::First(list) => (*list, path.to_string()),
            Self::List(key) => {
                let line = text.get(..*key).unwrap_or_default().rfind('\n').map_or(0, |end| end + 1);
                let is_header = text.get(line..).is_some_and(|rest| rest.starts_with("[workspace]"));
                if is_header {
                    (line + "[workspace]".len(), format!("\nmembers = [{path}]"))
                } else {
                    // There are only tables below it, `[workspace.dependencies]` for instance.
                    (line, format!("[workspace]\nmembers = [{path}]\n\n"))
                }
            }
        };
        let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
        format!("{before}{inserted}{after}")
    }
}

/// Returns `true` if a pattern of `members` matches the folder.
fn matches(root: &Path, pattern: &str, folder: &Path) -> bool {
    let pattern = glob::Pattern::escape(&root.to_string_lossy()) + "/" + pattern;
    let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::default() };
    glob::Pattern::new(&pattern).is_ok_and(|pattern| pattern.matches_path_with(folder, options))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the manifest of a workspace after a package in `crates/pets` was added, and the result.
    fn added(name: &str, manifest: &str) -> (String, Membership) {
        let root = std::env::temp_dir().join(format!("clientwright-workspace-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("crates/pets")).expect("a folder");
        fs::write(root.join("Cargo.toml"), manifest).expect("a file");
        let result = add_member(&root.join("crates/pets")).expect("a workspace");
        let text = fs::read_to_string(root.join("Cargo.toml")).expect("a file");
        fs::remove_dir_all(root).expect("a folder");
        (text, result)
    }

    #[test]
    fn adds_a_member_in_the_style_of_the_list() {
        let lines = "[workspace] # mine\nmembers = [\n    \"a\",\n]\n";
        assert_eq!(
            added("lines", lines).0,
            "[workspace] # mine\nmembers = [\n    \"a\",\n    \"crates/pets\",\n]\n"
        );
        assert_eq!(
            added("line", "[workspace]\nmembers = [\"a\"]\n").0,
            "[workspace]\nmembers = [\"a\", \"crates/pets\"]\n"
        );
        let (text, result) = added("none", "[package]\nname = \"a\"\n\n[workspace]\n");
        assert_eq!(text, "[package]\nname = \"a\"\n\n[workspace]\nmembers = [\"crates/pets\"]\n");
        assert!(matches!(result, Membership::Added(manifest) if manifest.ends_with("Cargo.toml")));
        let tables = "[package]\nname = \"a\"\n\n[workspace.lints.rust]\nunused = \"deny\"\n";
        let expected =
            tables.replace("[workspace.", "[workspace]\nmembers = [\"crates/pets\"]\n\n[workspace.");
        assert_eq!(added("tables", tables).0, expected);
    }

    #[test]
    fn keeps_a_workspace_that_has_the_member() {
        for (name, manifest) in [
            ("pattern", "[workspace]\nmembers = [\"crates/*\"]\n"),
            ("member", "[workspace]\nmembers = [\"crates/pets\"]\n"),
        ] {
            assert_eq!(added(name, manifest), (manifest.to_owned(), Membership::Member));
        }
        for (name, manifest) in
            [("excluded", "[workspace]\nexclude = [\"crates\"]\n"), ("package", "[package]\nname = \"a\"\n")]
        {
            assert_eq!(added(name, manifest), (manifest.to_owned(), Membership::None));
        }
        assert!(matches!(added("other", "[workspace]\nmembers = [\"*\"]\n").1, Membership::Added(_)));
    }
}
