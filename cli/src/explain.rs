//! `clientwright explain E0012`

use clap::Args;
use clientwright_codegen::diagnostics::{CATALOGUE, explain};

use crate::{Failure, program};

#[doc(hidden)]
#[derive(Debug, Args)]
pub struct Options {
    /// The code, E0012 for instance; without one, all codes are listed
    code: Option<String>,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let Some(code) = &options.code else {
        for explanation in CATALOGUE {
            print_line!("{}  {}", explanation.code, explanation.title);
        }
        return Ok(());
    };
    let Some(explanation) = explain(code) else {
        return Err(Failure::Usage(format!(
            "there is no diagnostic `{code}`: run `{} explain` for the list",
            program::name()
        )));
    };
    print_line!("{}: {}\n\n{}", explanation.code, explanation.title, wrapped(explanation.text));
    for (title, example) in [("Wrong", explanation.wrong), ("Right", explanation.right)] {
        print_line!("\n{title}:\n");
        for line in example.lines() {
            print_line!("    {line}");
        }
    }
    Ok(())
}

/// Wraps the text in lines of at most 80 characters.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last().map_or(0, String::len);
        if last > 0 && last + 1 + word.len() > 80 {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
