//! The page of the crate: its description, an example program, and a section for each thing that users do with its API.

use super::{
    docs,
    example::{Calls, ExampleCall, Form, item_loop},
};
use crate::{
    api::Api,
    rust::{
        Block, BodyKind, Crate, Example, Feature, Framing, Operation, Page, RequestPart, ResponseEnum,
        Scheme, SchemeKind, Type,
    },
};

/// The paragraph about operations.
const OPERATIONS: [&str; 3] = [
    "Each operation is a method of [`Client`] that returns a [`Call`]. Set the optional parameters, then",
    "[`send`](Call::send) it. The result is a [`Response`] with the status, the headers and the body, or an",
    "[`Error`] with the complete response of the server, if there was one.",
];
/// The second line of the paragraph, if operations are methods of resources.
const RESOURCES: &str =
    "[`operations`] list them. An operation returns a [`Call`]. Set the optional parameters, then";
const ERRORS: [&str; 4] = [
    "# Errors",
    "",
    "A documented error response is [`Error::Api`], with its decoded body. Other errors keep the status, the headers",
    "and the bytes of the response, if there was one. `{error:#}` also prints the reasons.",
];
const UNDOCUMENTED_ERRORS: [&str; 4] = [
    "# Errors",
    "",
    "An [`Error`] keeps the status, the headers and the bytes of the response, if there was one. `{error:#}` also",
    "prints the reasons.",
];
const ENVIRONMENT: [&str; 3] =
    ["# Environment", "", "[`Client::from_env`] creates a client from variables of the environment:"];
const RETRIES: [&str; 4] = [
    "# Retries and limits",
    "",
    "Only requests that are safe to repeat are retried, by default at most three times within two minutes. Calls wait",
    "while a limit is reached. Clones of a client share its limits.",
];
const PAGES: [&str; 3] = [
    "# Pages",
    "",
    "A list of several pages is a stream of items or of pages. The next page is requested when it is needed.",
];
const POLLERS: [&str; 4] = [
    "# Long-running operations",
    "",
    "`poll` starts an operation that goes on after its response, and waits for its result. The poller has a deadline",
    "of an hour unless another one is set. `next` returns each status.",
];
const UPLOADS: [&str; 3] =
    ["# Uploads", "", "A file is sent while it is read, and is never completely in memory."];
const EVENTS: [&str; 4] = [
    "# Streams",
    "",
    "The events of a stream arrive one by one. A stream ends with its connection. `EventStream::reconnecting` sends",
    "the call of a stream that reconnects instead.",
];
const STREAMS: [&str; 3] = ["# Streams", "", "The items of a stream arrive one by one."];
const DOWNLOADS: [&str; 3] =
    ["# Streams", "", "`stream` returns the body of a response while it arrives, whatever its size."];
const TESTING: [&str; 4] = [
    "# Testing",
    "",
    "With the feature `mock`, a client needs no server: functions respond to its operations. `example` is the",
    "example of the description.",
];
const WITHOUT_CLIENT: [&str; 5] = [
    "# Without a client",
    "",
    "Without the default feature `client` there is no HTTP client: an operation of [`operations`] creates an",
    "`http::Request` ([`Operation::request`]) and decodes an `http::Response` ([`Operation::decode`]).",
    "The feature `blocking` has calls without async.",
];

/// The lines of a section, and its example. A section without an example is left out.
type Section = (&'static [&'static str], Option<Example>);

/// Returns the documentation of the crate's page.
pub(super) fn crate_page<'a>(api: &Api, krate: &'a Crate, calls: &'a Calls<'a>) -> Page {
    let mut lines = vec![format!("{}.", docs::plain(&krate.description).trim_end_matches('.'))];
    if let Some(description) = &api.description {
        docs::paragraph(&mut lines, docs::markdown(description));
    }
    docs::paragraph(&mut lines, servers(api));
    if !krate.operations.is_empty() {
        let mut paragraph = OPERATIONS.map(str::to_owned).to_vec();
        if let Some(group) = krate.groups.iter().find(|group| group.resource.is_some()) {
            let line = format!(
                "Operations are methods of resources, such as `client.{}()`. The pages of the resources in",
                group.ident
            );
            paragraph.splice(..1, [line, RESOURCES.to_owned()]);
            if krate.tag_features {
                let word = krate.word_for_feature();
                let line =
                    format!("Each {word} is a feature of the package, which the page of its resource names.");
                paragraph.push(line);
            }
        }
        docs::paragraph(&mut lines, paragraph);
    }
    if krate.has_webhooks() {
        docs::paragraph(
            &mut lines,
            vec!["The webhooks that the server sends are in [`webhooks`].".to_owned()],
        );
    }
    let mut blocks = vec![Block::Text(lines)];
    if !krate.operations.is_empty() {
        let sections = Sections::new(krate, calls);
        blocks.extend(sections.program().map(Block::Example));
        blocks.push(Block::Text(environment(krate)));
        blocks.extend(sections.all());
        blocks.push(text(&WITHOUT_CLIENT));
    }
    Page { blocks }
}

/// Returns the section about the variables of `Client::from_env`.
fn environment(krate: &Crate) -> Vec<String> {
    let mut lines = ENVIRONMENT.map(str::to_owned).to_vec();
    docs::paragraph(&mut lines, krate.environment.docs.clone());
    lines
}

/// Returns a sentence about the servers, unless there is only the default server.
fn servers(api: &Api) -> Vec<String> {
    let names: Vec<String> = api.servers.iter().map(|server| docs::code(&server.url)).collect();
    match api.servers.as_slice() {
        [] => vec![],
        [only] if only.url.starts_with("http") => vec![],
        [only] => vec![
            format!(
                "The URL of the server is {}, relative to the URL of its description: set the absolute",
                docs::code(&only.url)
            ),
            "URL with `base_url` of the builder.".to_owned(),
        ],
        _ => vec![format!("Servers: {}; see [`servers`].", names.join(", "))],
    }
}

/// The calls that the examples of the page select from.
struct Sections<'a> {
    krate: &'a Crate,
    calls: &'a Calls<'a>,
    /// A call of each operation that is not deprecated, with its index.
    current: Vec<(usize, &'a ExampleCall<'a>)>,
}

impl<'a> Sections<'a> {
    fn new(krate: &'a Crate, calls: &'a Calls<'a>) -> Self {
        Self { krate, calls, current: calls.current().collect() }
    }

    /// Returns a program that calls the first operation with a body, or else the first operation. Operations whose
    /// arguments are all expressions come first.
    fn program(&self) -> Option<Example> {
        let (_, call) = self.current.iter().min_by_key(|(_, call)| (call.cost().0, !call.has_body))?;
        let operation = call.operation;
        let enum_of_output = operation
            .response_enums
            .iter()
            .find(|planned| operation.output == Type::Named(operation.namespace(), planned.ident.clone()));
        let operations = enum_of_output.is_some().then_some("operations");
        let mut imports: Vec<&str> = call.uses.iter().copied().chain(["Client"]).chain(operations).collect();
        imports.sort_unstable();
        imports.dedup();
        let name = self.calls.crate_name();
        let import = match imports.as_slice() {
            [only] => format!("use {name}::{only};"),
            all => format!("use {name}::{{{}}};", all.join(", ")),
        };
        let client = format!(
            "let client = Client::builder(){}{}.build()?;",
            server(self.krate),
            credential(self.krate, operation)
        );
        let mut lines = vec![import, String::new(), client];
        lines.extend(call.lines("let response = ", ".send().await?;"));
        match enum_of_output {
            Some(output) => lines.extend(match_lines(operation, output)),
            None => lines.push("println!(\"{}: {:?}\", response.status, response.body);".to_owned()),
        }
        let example = self.calls.program(call, lines, false);
        let import = example.import.filter(|_| !example.parameters.is_empty());
        Some(Example { features: self.features("client", operation), import, ..example })
    }

    /// Returns the sections for what the API has.
    fn all(&self) -> Vec<Block> {
        let sections: [Section; 7] = [
            self.errors(),
            (&RETRIES, Some(self.retries())),
            (&PAGES, self.pages()),
            (&POLLERS, self.pollers()),
            (&UPLOADS, self.uploads()),
            self.streams(),
            (&TESTING, self.testing()),
        ];
        let shown = sections.into_iter().filter_map(|(lines, example)| Some((lines, example?)));
        shown.flat_map(|(lines, example)| [text(lines), Block::Example(example)]).collect()
    }

    /// Returns the shortest call of an operation that is `wanted`.
    fn shortest(&self, wanted: impl Fn(&Operation) -> bool) -> Option<(usize, &'a ExampleCall<'a>)> {
        let calls = self.current.iter().filter(|(_, call)| wanted(call.operation));
        calls.min_by_key(|(_, call)| call.cost()).copied()
    }

    fn errors(&self) -> Section {
        let documented = self.shortest(|operation| operation.error != Type::Infallible);
        let Some((_, call)) = documented.or_else(|| self.shortest(|_| true)) else { return (&[], None) };
        let mut lines = call.lines("match ", ".send().await {");
        lines.push("    Ok(response) => println!(\"{}\", response.status),".to_owned());
        if documented.is_some() {
            let name = self.calls.crate_name();
            let print = "println!(\"{}: {:?}\", response.status, response.body),";
            lines.push(format!("    Err({name}::Error::Api(response)) => {print}"));
        }
        lines.extend(["    Err(error) => println!(\"{error:#}\"),".to_owned(), "}".to_owned()]);
        let texts: &[&str] = if documented.is_some() { &ERRORS } else { &UNDOCUMENTED_ERRORS };
        (texts, Some(self.with_features(call, lines, "client")))
    }

    fn retries(&self) -> Example {
        let name = self.calls.crate_name();
        let server = server(self.krate);
        let lines = [
            format!("let client = {name}::Client::builder(){server}"),
            format!("    .retry({name}::Retry::default().max_attempts(6))"),
            "    .rate_limit(100, std::time::Duration::from_secs(10)) // at most 100 requests in any 10 seconds"
                .to_owned(),
            "    .max_in_flight(8)".to_owned(),
            "    .build()?;".to_owned(),
        ];
        Example { features: vec!["client".to_owned()], lines: lines.to_vec(), ..Example::default() }
    }

    fn pages(&self) -> Option<Example> {
        let (index, _) = self.shortest(|operation| operation.paging.is_some())?;
        let call = self.calls.lasting(index)?;
        Some(self.with_features(call, call.lines_with_result(), "client"))
    }

    fn pollers(&self) -> Option<Example> {
        let (_, call) = self.shortest(|operation| operation.polling.is_some())?;
        let mut lines = call.lines("let response = ", ".poll().until_done().await?;");
        lines.push("println!(\"{:?}\", response.body);".to_owned());
        Some(self.with_features(call, lines, "client"))
    }

    fn uploads(&self) -> Option<Example> {
        let form = Form { reads_file: true, ..Form::default() };
        let sends = |operation: &Operation| {
            let mut kinds = operation.request_parts.iter().filter_map(|part| match part {
                RequestPart::Body(body) => Some(&body.encoding.as_ref()?.kind),
                RequestPart::Parameter(_) => None,
            });
            kinds.any(|kind| matches!(kind, BodyKind::Multipart | BodyKind::Raw))
        };
        let candidates = self.current.iter().filter(|(_, call)| sends(call.operation));
        let calls = candidates.filter_map(|(index, _)| self.calls.call(*index, form));
        let calls = calls.filter(|call| call.uses.contains("FilePart") || call.uses.contains("Body"));
        let call = calls.min_by_key(ExampleCall::cost)?;
        let mut lines = vec!["let file = std::fs::File::open(\"report.pdf\")?;".to_owned()];
        lines.extend(call.lines("let response = ", ".send().await?;"));
        lines.push("println!(\"{}\", response.status);".to_owned());
        Some(self.with_features(&call, lines, "client"))
    }

    fn streams(&self) -> Section {
        let is_stream = |operation: &Operation| matches!(operation.output, Type::Stream(..));
        if let Some((_, call)) = self.shortest(is_stream) {
            let (text, item): (&[&str], &str) = match call.operation.output {
                Type::Stream(Framing::Events, _) => (&EVENTS, "event"),
                _ => (&STREAMS, "item"),
            };
            let mut lines = call.lines("let mut response = ", ".send().await?;");
            lines.extend(item_loop(item, "response.body"));
            return (text, Some(self.with_features(call, lines, "client")));
        }
        let download = self.shortest(|operation| operation.output == Type::Bytes).map(|(_, call)| {
            let mut lines = call.lines("let mut response = ", ".stream().await?;");
            lines.extend([
                "while let Some(chunk) = response.body.chunk().await {".to_owned(),
                "    println!(\"{} bytes\", chunk?.len());".to_owned(),
                "}".to_owned(),
            ]);
            self.with_features(call, lines, "client")
        });
        (&DOWNLOADS, download)
    }

    fn testing(&self) -> Option<Example> {
        if !self.krate.features.contains(&Feature::Mock) {
            return None;
        }
        let (_, call) = self.shortest(|operation| !operation.streams() && operation.output != Type::Bytes)?;
        let mut lines = vec![
            format!("let mock = {}::Client::builder().build_mock()?;", self.calls.crate_name()),
            format!("mock.{}(|request| request.example());", call.method),
            String::new(),
            "let client = &mock.client; // for the code under test".to_owned(),
        ];
        lines.extend(call.lines("let response = ", ".send().await?;"));
        lines.extend([
            "println!(\"{}\", response.status);".to_owned(),
            "assert_eq!(mock.calls.count(), 1);".to_owned(),
        ]);
        let features = self.features("mock", call.operation);
        Some(Example { features, ..self.calls.program(call, lines, false) })
    }

    fn with_features(&self, call: &ExampleCall<'_>, lines: Vec<String>, feature: &str) -> Example {
        let features = self.features(feature, call.operation);
        Example { features, ..self.calls.program(call, lines, true) }
    }

    /// Returns the features of an example with a call.
    fn features(&self, feature: &str, operation: &Operation) -> Vec<String> {
        let own = self.krate.feature_of(operation).map(str::to_owned);
        [feature.to_owned()].into_iter().chain(own).collect()
    }
}

fn text(lines: &[&str]) -> Block {
    Block::Text(lines.iter().map(|line| (*line).to_owned()).collect())
}

fn match_lines(operation: &Operation, output: &ResponseEnum) -> Vec<String> {
    let mut lines = vec!["match response.body {".to_owned()];
    for variant in &output.variants {
        let path = format!("{}::{}::{}", operation.home, output.ident, variant.ident);
        lines.push(match &variant.ty {
            Some(_) => format!("    {path}(body) => println!(\"{{body:?}}\"),"),
            None => format!("    {path} => println!(\"no content\"),"),
        });
    }
    lines.push("}".to_owned());
    lines
}

pub(super) fn server(krate: &Crate) -> String {
    let url = &krate.example_url;
    if url.is_empty() { String::new() } else { format!(".base_url(\"{url}\")") }
}

pub(super) fn credential(krate: &Crate, operation: &Operation) -> String {
    let required = operation.client_parameters.iter().filter(|parameter| parameter.required);
    let parameters = required.map(|parameter| format!(".{}(\"value\")", parameter.ident));
    let wanted = operation.security.first().cloned().unwrap_or_default();
    krate
        .schemes
        .iter()
        .filter(|scheme| wanted.contains(&scheme.wire))
        .map(|Scheme { ident, kind, .. }| match kind {
            SchemeKind::Bearer => format!(".{ident}(\"token\")"),
            SchemeKind::Basic => format!(".{ident}(\"user\", \"password\")"),
            SchemeKind::Authorization(_) => format!(".{ident}(\"value\")"),
            SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => {
                format!(".{ident}(\"key\")")
            }
        })
        .chain(parameters)
        .collect()
}
