//! The workspace of cargo around a generated crate.

use std::{
    fmt::Display,
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use toml::{
    Spanned, Table, Value,
    de::{DeTable, DeValue},
};

use crate::files::relative;

/// The place of a package in a workspace.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Membership {
    /// No folder above has a workspace, or the workspace excludes the package.
    None,
    /// It is a member already.
    Member,
    /// It becomes a member by this text of this manifest.
    New { manifest: PathBuf, text: String },
    /// It becomes a member if the user adds this path to `workspace.members` of this manifest.
    ByHand { manifest: PathBuf, path: String },
}

/// Returns the place of the package in `folder` in the workspace around it. Nothing is written.
///
/// Cargo rejects a package below a workspace if it is no member.
///
/// # Errors
/// Returns an error if a manifest above cannot be read.
pub(crate) fn membership(folder: &Path) -> Result<Membership, String> {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    for above in folder.ancestors().skip(1) {
        let manifest = above.join("Cargo.toml");
        let cannot = |error: &dyn Display| format!("cannot read {}: {error}", manifest.display());
        let text = match fs::read_to_string(&manifest) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(cannot(&error)),
        };
        let workspace = match Workspace::parse(&text) {
            Ok(Some(workspace)) => workspace,
            Ok(None) => continue,
            Err(error) => return Err(cannot(&error)),
        };
        // A member that is listed is one in an excluded folder, too.
        if workspace.has(above, &folder) {
            return Ok(Membership::Member);
        }
        if workspace.excludes(above, &folder) {
            return Ok(Membership::None);
        }
        let path = relative(&folder, above);
        let changed = workspace.insertion().apply(&text, &path);
        return Ok(match changed.filter(|changed| adds_only(&text, changed, &path)) {
            Some(text) => Membership::New { manifest, text },
            None => Membership::ByHand { manifest, path },
        });
    }
    Ok(Membership::None)
}

/// Returns `true` if a manifest has one more member than before, and is the same otherwise.
fn adds_only(before: &str, after: &str, path: &str) -> bool {
    let [Ok(mut expected), Ok(after)] = [before, after].map(str::parse::<Table>) else { return false };
    let workspace = expected.get_mut("workspace").and_then(Value::as_table_mut);
    let members = workspace.map(|workspace| workspace.entry("members").or_insert(Value::Array(Vec::new())));
    match members.and_then(Value::as_array_mut) {
        Some(members) => members.push(Value::String(path.to_owned())),
        None => return false,
    }
    expected == after
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
    fn apply(&self, text: &str, path: &str) -> Option<String> {
        let path = Value::String(path.to_owned());
        let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let (at, inserted) = match self {
            Self::After(last) => {
                let line_start = text.get(..last.start)?.rsplit_once('\n').map(|(_, start)| start);
                let indent = line_start.filter(|start| start.trim().is_empty());
                let separator = indent.map_or(" ".to_owned(), |indent| format!("{line_break}{indent}"));
                (last.end, format!(",{separator}{path}"))
            }
            Self::First(list) => (*list, path.to_string()),
            Self::List(key) => {
                let line = text.get(..*key)?.rfind('\n').map_or(0, |end| end + 1);
                let (header, _) = text.get(line..)?.split_once(']').unwrap_or_default();
                let name = header.trim_start_matches('\u{feff}').trim_start().strip_prefix('[')?.trim();
                let list = format!("members = [{path}]{line_break}");
                if name.trim_matches('"') == "workspace" {
                    (line + header.len() + 1, format!("{line_break}{}", list.trim_end()))
                } else {
                    // There are only tables below it, `[workspace.dependencies]` for instance.
                    (line, format!("[workspace]{line_break}{list}{line_break}"))
                }
            }
        };
        let (before, after) = text.split_at_checked(at)?;
        Some(format!("{before}{inserted}{after}"))
    }
}

/// Returns `true` if a pattern of `members` matches the folder.
fn matches(root: &Path, pattern: &str, folder: &Path) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let pattern = glob::Pattern::escape(&root.to_string_lossy()) + "/" + pattern;
    let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::default() };
    glob::Pattern::new(&pattern).is_ok_and(|pattern| pattern.matches_path_with(folder, options))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the place of a package in `crates/pets` below this manifest.
    fn place(name: &str, manifest: &str) -> Membership {
        let root = std::env::temp_dir().join(format!("clientwright-workspace-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("crates/pets")).expect("a folder");
        fs::write(root.join("Cargo.toml"), manifest).expect("a file");
        let result = membership(&root.join("crates/pets")).expect("a workspace");
        fs::remove_dir_all(root).expect("a folder");
        result
    }

    /// Returns the manifest with the package as a member.
    fn added(name: &str, manifest: &str) -> String {
        match place(name, manifest) {
            Membership::New { text, .. } => text,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn adds_a_member_in_the_style_of_the_list() {
        let lines = "[workspace] # mine\nmembers = [\n    \"a\",\n]\n";
        let expected = "[workspace] # mine\nmembers = [\n    \"a\",\n    \"crates/pets\",\n]\n";
        assert_eq!(added("lines", lines), expected);
        let windows = lines.replace('\n', "\r\n");
        assert_eq!(added("windows", &windows), expected.replace('\n', "\r\n"));
        let line = added("line", "[workspace]\nmembers = [\"a\"]\n");
        assert_eq!(line, "[workspace]\nmembers = [\"a\", \"crates/pets\"]\n");
        assert_eq!(added("empty", "workspace.members = []\n"), "workspace.members = [\"crates/pets\"]\n");
        for header in ["[workspace]", "[ workspace ]", "[\"workspace\"]", "\u{feff}[workspace]"] {
            let manifest = format!("{header}\nresolver = \"3\"\n");
            let expected = format!("{header}\nmembers = [\"crates/pets\"]\nresolver = \"3\"\n");
            assert_eq!(added("header", &manifest), expected);
        }
        let package = added("package-and-workspace", "[package]\nname = \"a\"\n\n[workspace]\n");
        assert_eq!(package, "[package]\nname = \"a\"\n\n[workspace]\nmembers = [\"crates/pets\"]\n");
        let tables = "[package]\nname = \"a\"\n\n[workspace.lints.rust]\nunused = \"deny\"\n";
        let expected =
            tables.replace("[workspace.", "[workspace]\nmembers = [\"crates/pets\"]\n\n[workspace.");
        assert_eq!(added("tables", tables), expected);
        assert!(matches!(place("other", "[workspace]\nmembers = [\"*\"]\n"), Membership::New { .. }));
    }

    #[test]
    fn leaves_a_manifest_of_another_form_to_the_user() {
        for manifest in [
            "workspace = { resolver = \"2\" }\n",
            "workspace.resolver = \"2\"\n",
            "workspace.package.edition = \"2021\"\n\n[package]\nname = \"a\"\n",
            "[workspace]\nmembers = \"a\"\n",
        ] {
            let place = place("by-hand", manifest);
            assert!(matches!(&place, Membership::ByHand { path, .. } if path == "crates/pets"), "{place:?}");
        }
    }

    #[test]
    fn keeps_a_workspace_that_has_the_member() {
        for members in ["crates/*", "crates/pets", "./crates/*", "crates/pets/"] {
            let manifest = format!("[workspace]\nmembers = [\"{members}\"]\nexclude = [\"crates\"]\n");
            assert_eq!(place("member", &manifest), Membership::Member, "{members}");
        }
        for manifest in ["[workspace]\nexclude = [\"crates\"]\n", "[package]\nname = \"a\"\n"] {
            assert_eq!(place("none", manifest), Membership::None);
        }
    }
}
