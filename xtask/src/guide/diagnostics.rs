//! The reference of the diagnostics, from the catalogue that `clientwright explain` prints.

use std::fmt::Write;

use clientwright_codegen::diagnostics::{CATALOGUE, Code, Severity};

use super::fenced;

/// Returns a table of all codes, and a section for each.
pub(super) fn reference() -> String {
    let mut text = String::from("| code | diagnostic |\n|---|---|\n");
    for explanation in CATALOGUE {
        let code = explanation.code.as_str();
        let _ = writeln!(text, "| [{code}](#{}) | {} |", code.to_lowercase(), explanation.title);
    }
    for (severity, heading) in [(Severity::Error, "Errors"), (Severity::Warning, "Warnings")] {
        let _ = writeln!(text, "\n## {heading}");
        for explanation in CATALOGUE.iter().filter(|explanation| explanation.code.severity() == severity) {
            let _ = write!(text, "\n### {}\n\n**{}.** ", explanation.code, capitalized(explanation.title));
            let _ = writeln!(text, "{}\n", escaped(explanation.text));
            for (title, example) in [("Wrong", explanation.wrong), ("Right", explanation.right)] {
                let _ = writeln!(text, "{title}:\n\n{}", fenced(language(explanation.code), example));
            }
        }
    }
    text
}

/// Returns the language of the examples of a code.
fn language(code: Code) -> &'static str {
    if code.is_about_settings() && code != Code::OVERLAY { "toml" } else { "yaml" }
}

/// Returns the text with an upper-case letter first, unless it begins with code.
fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Returns the text without tags: a `<` outside of code would begin one.
fn escaped(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts
        .map(|(index, part)| if index % 2 == 0 { part.replace('<', "&lt;") } else { format!("`{part}`") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_a_section_with_two_examples_for_each_code() {
        let text = reference();
        for explanation in CATALOGUE {
            assert_eq!(text.matches(&format!("\n### {}\n", explanation.code)).count(), 1);
        }
        assert_eq!(text.matches("\nRight:\n\n```").count(), CATALOGUE.len());
        assert!(text.contains("```toml\n[api.pets.rename.schemas]\nPte = \"Animal\"\n```"), "{text}");
    }

    #[test]
    fn escapes_tags_outside_of_code() {
        assert_eq!(escaped("a <b> `<c>` <d>"), "a &lt;b> `<c>` &lt;d>");
    }
}
