//! The help of the command line: the commands in groups, and an example of each.

use std::fmt::Write as _;

use clap::Command;

use crate::program;

/// A title, and the commands below it.
pub type Group = (&'static str, &'static [&'static str]);

/// The groups of the commands of a user.
pub const GROUPS: &[Group] = &[
    ("Crates", &["new", "generate"]),
    ("Descriptions", &["fetch", "list", "diff", "mock"]),
    ("Help", &["explain", "completions"]),
];

/// The arguments of an example of each command.
const EXAMPLES: &[(&str, &[&str])] = &[
    (
        "new",
        &["openapi.yaml", "openapi.yaml --name petstore --out crates/petstore", "apis/*.yaml --name vendor"],
    ),
    (
        "generate",
        &["", "petstore --check", "--spec openapi.yaml --out petstore --name petstore --only tag:pets"],
    ),
    ("fetch", &["https://api.example.com/openapi.yaml --out specs/example.yaml", ""]),
    ("list", &["", "openapi.yaml --why"]),
    ("diff", &["old.yaml new.yaml", "old.yaml new.yaml --format markdown --at-most minor"]),
    ("mock", &["openapi.yaml --port 8080"]),
    ("explain", &["E0012"]),
    ("completions", &["bash > ~/.local/share/bash-completion/completions/clientwright"]),
];

/// Returns the command with its subcommands in groups, and with examples in their help.
#[must_use]
pub fn describe(mut command: Command, groups: &[Group]) -> Command {
    let name = program::name();
    for (subcommand, examples) in EXAMPLES {
        let mut text = "Examples:".to_owned();
        for arguments in *examples {
            // Writing to a string does not fail.
            let _ = write!(text, "\n  {}", format!("{name} {subcommand} {arguments}").trim_end());
        }
        command = command.mut_subcommand(subcommand, |subcommand| subcommand.after_help(text));
    }
    let list = list(&command, groups);
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{list}Options:\n{{options}}"
    ))
}

/// Returns the titles of the groups with the names of their commands and a line about each.
fn list(command: &Command, groups: &[Group]) -> String {
    let width = command.get_subcommands().map(|subcommand| subcommand.get_name().len()).max().unwrap_or(0);
    let mut text = String::new();
    for (title, names) in groups {
        let _ = writeln!(text, "{title}:");
        for name in *names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {name:width$}  {about}");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_is_in_a_group_and_has_an_example() {
        let command = crate::command();
        let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for subcommand in command.get_subcommands() {
            let name = subcommand.get_name();
            assert!(grouped.contains(&name), "`{name}` is in no group");
            assert!(EXAMPLES.iter().any(|(known, _)| *known == name), "`{name}` has no example");
        }
        assert_eq!(grouped.len(), command.get_subcommands().count());
    }

    #[test]
    fn the_examples_are_valid() {
        for (name, examples) in EXAMPLES {
            for arguments in *examples {
                // The rest of a line is for the shell.
                let arguments = arguments.split(" > ").next().unwrap_or_default();
                let line = ["clientwright", *name].into_iter().chain(arguments.split_whitespace());
                let parsed = crate::command().try_get_matches_from(line);
                assert!(parsed.is_ok(), "{name} {arguments}: {parsed:?}");
            }
        }
    }
}
