//! The contents of `README.md`: the API, and how to use the crate.

use std::collections::BTreeSet;

use super::{
    crate_page::{credential, server},
    docs,
    example::{Calls, ExampleCall},
    metadata::{docs_rs, is_web_url},
    readme_table,
};
use crate::{
    api::Api,
    rust::{
        Block, Crate, Feature, Page as CratePage, Readme, ReadmeBlock, Scheme, SchemeKind, Type,
        public_packages,
    },
};

/// The maximum number of characters of the description of the API.
const MAX_DESCRIPTION: usize = 1000;
/// The maximum number of characters of the description of the package.
const MAX_TITLE: usize = 300;
/// The maximum number of lines before a call.
const MAX_LINES: usize = 6;
/// The number of operations and types from which a crate is large.
const LARGE: usize = 500;

/// Plans the page.
///
/// `docs` is the page of the crate, whose first example is that of the README too.
pub(super) fn plan_readme(api: &Api, krate: &Crate, docs: &CratePage, calls: &Calls<'_>) -> Readme {
    let mut page = Page { krate, docs, blocks: Vec::new(), features: BTreeSet::new() };
    page.text(head(api, krate));
    if !krate.operations.is_empty() {
        let calls = complete(calls);
        page.calls(&calls);
        page.limits(&calls);
        page.tests(&calls);
    }
    page.install();
    page.features();
    page.blocks.extend(readme_table::operations(api, krate).map(ReadmeBlock::Text));
    page.large();
    Readme { blocks: page.blocks }
}

/// Returns a call of each operation that is not deprecated, if all of its arguments can be written as expressions.
fn complete<'a, 'b>(calls: &'b Calls<'a>) -> Vec<&'b ExampleCall<'a>> {
    let current = calls.current().filter_map(|(index, _)| calls.lasting(index));
    current.filter(|call| call.cost().0 == 0).collect()
}

/// Returns the title, and the facts about the API.
fn head(api: &Api, krate: &Crate) -> Vec<String> {
    let mut lines = vec![format!("# {}", krate.name), String::new()];
    lines.push(format!("{}.", short(&krate.description, MAX_TITLE).trim_end_matches('.')));
    if let Some(text) = api.description.as_deref().and_then(introduction) {
        docs::paragraph(&mut lines, vec![text]);
    }
    let mut facts = Vec::new();
    if !api.version.trim().is_empty() {
        facts.push(format!("- Version of the API: {}", docs::code(api.version.trim())));
    }
    facts.extend(readme_table::servers(api, krate));
    if let Some(url) = api.info.terms_of_service.as_deref().filter(|url| is_web_url(url)) {
        facts.push(format!("- Terms of service: <{url}>"));
    }
    let contact = contact(api);
    if !contact.is_empty() {
        facts.push(format!("- Contact for the API: {}", contact.join(", ")));
    }
    docs::paragraph(&mut lines, facts);
    lines
}

/// Returns the first paragraph of a description, unless it is not one, or too long.
fn introduction(description: &str) -> Option<String> {
    let lines = docs::markdown(description);
    let mut paragraphs = lines.split(String::is_empty);
    let first = paragraphs.find(|lines| lines.first().is_some_and(|line| !line.starts_with('#')))?;
    let is_text =
        |line: &String| line.starts_with(|first: char| first.is_alphanumeric() || "[*_".contains(first));
    let is_short = first.iter().map(String::len).sum::<usize>() <= MAX_DESCRIPTION;
    (is_short && first.iter().all(is_text)).then(|| first.join("\n"))
}

/// Returns the contact of the description, without what is neither a name nor an address.
fn contact(api: &Api) -> Vec<String> {
    let is_email = |text: &&str| {
        let is_part = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte))
        };
        text.split_once('@').is_some_and(|(user, host)| is_part(user) && is_part(host))
    };
    let name = api.info.contact_name.as_deref().map(|name| short(name, 80)).filter(|name| !name.is_empty());
    let url = api.info.contact_url.as_deref().filter(|url| is_web_url(url)).map(|url| format!("<{url}>"));
    let email = api.info.contact_email.as_deref().filter(is_email).map(|email| format!("<{email}>"));
    [name, url, email].into_iter().flatten().collect()
}

/// The parts of the page so far.
struct Page<'a> {
    krate: &'a Crate,
    docs: &'a CratePage,
    blocks: Vec<ReadmeBlock>,
    /// The features that the programs need and that are off by default.
    features: BTreeSet<String>,
}

impl Page<'_> {
    fn text(&mut self, lines: Vec<String>) {
        self.blocks.push(ReadmeBlock::Text(lines));
    }

    /// Adds a heading and a paragraph.
    fn section(&mut self, heading: &str, lines: &[&str]) {
        let lines = lines.iter().map(|line| (*line).to_owned());
        self.text([format!("## {heading}"), String::new()].into_iter().chain(lines).collect());
    }

    /// Adds a program: an async function with these parameters and statements.
    fn program(&mut self, imports: &[&str], signature: &str, statements: &str) {
        let name = self.krate.name.replace('-', "_");
        let imports = match imports {
            [only] => format!("use {name}::{only};"),
            all => format!("use {name}::{{{}}};", all.join(", ")),
        };
        let imports = format!("{imports} {}", self.packages(statements));
        let result = "Result<(), Box<dyn std::error::Error>>";
        self.blocks
            .push(ReadmeBlock::Rust(format!("{imports} {signature} -> {result} {{ {statements} Ok(()) }}")));
    }

    /// Returns the imports of the packages that statements name. The crate has them in `types`.
    fn packages(&self, statements: &str) -> String {
        let name = self.krate.name.replace('-', "_");
        let packages = public_packages(self.krate);
        let used = packages.iter().filter(|package| {
            statements.match_indices(&format!("{package}::")).any(|(at, _)| {
                let before = statements.get(..at).and_then(|before| before.chars().next_back());
                before.is_none_or(|char| !(char.is_alphanumeric() || "_:".contains(char)))
            })
        });
        used.flat_map(|package| ["use ", &name, "::types::", package, ";"]).collect()
    }

    /// Adds the section about the installation before all others: with the features that the programs need.
    fn install(&mut self) {
        let Crate { name, metadata, .. } = self.krate;
        let mut add = if metadata.publish { name.clone() } else { format!("--path path/to/{name}") };
        if !self.features.is_empty() {
            let features: Vec<&str> = self.features.iter().map(String::as_str).collect();
            add = format!("{add} --features {}", features.join(","));
        }
        let programs = self.blocks.split_off(1);
        let lines = [
            "```sh".to_owned(),
            format!("cargo add {add}"),
            "cargo add tokio --features macros,rt-multi-thread".to_owned(),
            "```".to_owned(),
        ];
        self.text(["## Install".to_owned(), String::new()].into_iter().chain(lines).collect());
        if metadata.publish {
            self.text(vec![format!("The documentation is on [docs.rs]({}).", docs_rs(name))]);
        }
        self.blocks.extend(programs);
    }

    /// Adds the features of a program, unless they are on by default.
    fn need<'f>(&mut self, features: impl IntoIterator<Item = &'f str>) {
        let is_of_group =
            |feature: &&str| self.krate.groups.iter().any(|group| group.feature.as_deref() == Some(feature));
        let off =
            features.into_iter().filter(is_of_group).filter(|feature| !self.krate.is_on_by_default(feature));
        let off: Vec<String> = off.map(str::to_owned).collect();
        self.features.extend(off);
    }

    fn calls(&mut self, calls: &[&ExampleCall<'_>]) {
        let examples = self.docs.blocks.iter().filter_map(|block| match block {
            Block::Example(example) => Some(example),
            Block::Text(_) => None,
        });
        if let Some(example) = examples.take(1).find(|example| example.parameters.is_empty()) {
            let (imports, statements): (Vec<&str>, Vec<&str>) =
                example.lines.iter().map(String::as_str).partition(|line| line.starts_with("use "));
            self.section(
                "A call",
                &["`cargo doc --open` shows all operations, with their parameters and types."],
            );
            let features: Vec<String> = example.features.clone();
            let (mut imports, statements) = (imports.join("\n"), statements.join("\n"));
            self.need(features.iter().map(String::as_str));
            imports.push_str(&self.packages(&statements));
            let main = "#[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>>";
            self.blocks.push(ReadmeBlock::Rust(format!("{imports} {main} {{ {statements} Ok(()) }}")));
        }
        self.credentials();
        let paged = calls.iter().copied().filter(|call| call.operation.paging.is_some());
        if let Some(call) = simplest(paged) {
            self.section(
                "Lists",
                &["`items()` requests the next page when it is needed. `pages()` returns whole pages, with their headers."],
            );
            let statements = format!(
                "let mut items = {}.items(); while let Some(item) = items.next().await {{ let item = item?; println!(\"{{item:?}}\"); }}",
                call.expression("client")
            );
            self.call("list", &[], call, &statements);
        }
        self.errors(calls);
    }

    fn credentials(&mut self) {
        let row = |scheme: &Scheme| {
            let value = match &scheme.kind {
                SchemeKind::Bearer => "a token".to_owned(),
                SchemeKind::Basic => "a user name and a password".to_owned(),
                SchemeKind::Authorization(name) => {
                    format!("the value after {} in the header `Authorization`", docs::code(name))
                }
                SchemeKind::Header(name) => format!("the value of the header {}", docs::code(name)),
                SchemeKind::Query(name) => format!("the value of the query parameter {}", docs::code(name)),
                SchemeKind::Cookie(name) => format!("the value of the cookie {}", docs::code(name)),
            };
            format!("- `Client::builder().{}(…)`: {value}", scheme.ident)
        };
        let rows: Vec<String> = self.krate.schemes.iter().map(row).collect();
        if !rows.is_empty() {
            self.section("Credentials", &["A credential is sent only with the operations that need it.", ""]);
            self.extend_last(rows);
        }
        self.text(vec![
            "`Client::from_env()` creates a client from these variables of the environment:".to_owned(),
        ]);
        self.text(self.krate.environment.docs.iter().map(|line| without_links(line)).collect());
    }

    fn errors(&mut self, calls: &[&ExampleCall<'_>]) {
        self.section(
            "Errors",
            &[
                "An error that the API documents has the type of its body. All others keep the status, the headers and",
                "the body of the response, if there was one.",
            ],
        );
        let documented = calls.iter().copied().filter(|call| call.operation.error != Type::Infallible);
        let arms = "Err(Error::Api(response)) => println!(\"{}: {:?}\", response.status, response.body),
            Err(error) => println!(\"{error:#}\"),";
        if let Some(call) = simplest(documented).or_else(|| simplest(calls.iter().copied())) {
            let call_text = call.expression("client");
            let statement = format!(
                "match {call_text}.send().await {{
                    Ok(response) => println!(\"{{:?}}\", response.body), {arms}
                }}"
            );
            self.call("report", &["Error"], call, &statement);
        } else {
            let signature = "fn report<E: std::fmt::Debug>(result: Result<(), Error<E>>)";
            self.program(&["Error"], signature, &format!("match result {{ Ok(()) => {{}} {arms} }}"));
        }
    }

    /// Adds a program that calls an operation with a client that it receives.
    fn call(&mut self, name: &str, imports: &[&'static str], call: &ExampleCall<'_>, statements: &str) {
        let imports: Vec<&str> =
            ["Client"].into_iter().chain(imports.iter().copied()).chain(call.uses.iter().copied()).collect();
        let statements = format!("{} {statements}", call.statements.join("\n"));
        self.need(self.krate.feature_of(call.operation));
        self.program(&imports, &format!("async fn {name}(client: &Client)"), &statements);
    }

    fn limits(&mut self, calls: &[&ExampleCall<'_>]) {
        self.section(
            "Retries and limits",
            &[
                "Only requests that are safe to repeat are retried, by default at most three times within two minutes,",
                "with growing delays. The builder changes this, and limits the number of requests:",
            ],
        );
        let credential = calls.first().map(|call| credential(self.krate, call.operation)).unwrap_or_default();
        let build = format!(
            "let client = Client::builder(){}{credential}.retry(Retry::default().max_attempts(6))
                .rate_limit(10, std::time::Duration::from_secs(1)).max_in_flight(8).build()?; println!(\"{{client:?}}\");",
            server(self.krate)
        );
        self.program(&["Client", "Retry"], "fn limited()", &build);
    }

    fn tests(&mut self, calls: &[&ExampleCall<'_>]) {
        self.section(
            "In tests",
            &[
                "With the feature `mock` a client needs no server: it responds with the examples of the API, or with the",
                "response of a function for the operation.",
            ],
        );
        let build = "let mock = Client::builder().build_mock_with_examples()?;";
        let Some(call) = simplest(calls.iter().copied()) else {
            let test = format!("{build} let client: &Client = &mock.client; println!(\"{{client:?}}\");");
            self.program(&["Client"], "fn responds()", &test);
            return;
        };
        let test = format!(
            "{build} {} let response = {}.send().await?; assert!(response.status.is_success());",
            call.statements.join("\n"),
            call.expression("mock.client")
        );
        let imports: Vec<&str> = ["Client"].into_iter().chain(call.uses.iter().copied()).collect();
        self.need(self.krate.feature_of(call.operation));
        self.program(&imports, "async fn responds()", &test);
    }

    fn features(&mut self) {
        self.section("Features", &["| feature | contents |", "|---|---|"]);
        let row = |feature: &Feature| {
            let default = if feature.is_default() { ", default" } else { "" };
            format!("| `{}`{default} | {} |", feature.name(), feature.docs())
        };
        self.extend_last(self.krate.features.iter().map(row).collect());
        if self.krate.tag_features {
            let group = self.krate.word_for_feature();
            self.text(vec![
                format!("Each {group} is a feature, too, with its operations and the models that they need. With"),
                "`default-features = false`, name also those of the client, such as `client`, `reqwest` and `rustls`."
                    .to_owned(),
            ]);
        }
    }

    /// Adds lines to the last text.
    fn extend_last(&mut self, more: Vec<String>) {
        if let Some(ReadmeBlock::Text(lines)) = self.blocks.last_mut() {
            lines.extend(more);
        }
    }

    /// Adds advice for a crate that takes long to compile.
    fn large(&mut self) {
        let types: usize = self.krate.models.iter().map(|module| module.items.len()).sum();
        if types + self.krate.operations.len() < LARGE {
            return;
        }
        self.section(
            "Build time",
            &[
                "The crate is large. It compiles faster without debug information, and, if your release profile has",
                "`codegen-units = 1`, with more of them. In the `Cargo.toml` of your workspace:",
            ],
        );
        let name = &self.krate.name;
        let text = format!(
            "```toml\n[profile.dev.package.{name}]\ndebug = false\n\n[profile.release.package.{name}]\ncodegen-units = 16\n```"
        );
        self.text(text.lines().map(str::to_owned).collect());
    }
}

/// Returns a line of rustdoc without its links to items.
fn without_links(line: &str) -> String {
    line.replace("[`", "`").replace("`]", "`")
}

/// Returns the first call that needs the fewest statements and arguments.
fn simplest<'a, 'b>(calls: impl Iterator<Item = &'a ExampleCall<'b>>) -> Option<&'a ExampleCall<'b>>
where
    'b: 'a,
{
    let short = calls.filter(|call| call.statements.len() <= MAX_LINES);
    short.min_by_key(|call| (call.statements.len(), call.operation.arguments.len()))
}

/// Returns a text of the description as one line of at most `max` characters, with its markup escaped.
pub(super) fn short(text: &str, max: usize) -> String {
    let is_long = text.chars().nth(max).is_some();
    let shown = text.chars().take(max);
    docs::plain(&shown.chain(is_long.then_some('…')).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn introduces_an_api_with_its_first_paragraph() {
        for (description, expected) in [
            ("An API.\n\nMore.", Some("An API.")),
            ("# Title\n\n## Part\n\nAn *API*,\nwith <b>lines</b>.", Some("An *API*,\nwith lines.")),
            ("- A list\n\nMore.", None),
            ("```\nlet code;\n```\n\nMore.", None),
            ("| a |\n|---|\n| b |\n\nMore.", None),
            ("", None),
        ] {
            assert_eq!(introduction(description).as_deref(), expected, "{description}");
        }
        assert_eq!(introduction(&"long ".repeat(300)), None);
    }
}
