//! Descriptions become rustdoc: Markdown stays Markdown, and what rustdoc, clippy or a browser would
//! take for something else is made harmless.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};
use pulldown_cmark_to_cmark::{Options as Written, cmark, cmark_with_options};

use crate::api::{Constraint, Docs};

/// The lines of a documentation comment for `text`.
pub(super) fn markdown(text: &str) -> Vec<String> {
    if is_prose(text) {
        return vec![text.to_owned()];
    }
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    let mut unlinked = 0_usize;
    let mut literal = false;
    let mut in_link = false;
    let events = TextMergeStream::new(Parser::new_ext(&text, options())).flat_map(|event| {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                literal = true;
                // Without a language rustdoc would compile it.
                vec![Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced("text".into())))]
            }
            Event::End(TagEnd::CodeBlock) => {
                literal = false;
                vec![Event::End(TagEnd::CodeBlock)]
            }
            Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
            Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
            Event::Html(html) | Event::InlineHtml(html) => html_events(&html),
            Event::Start(Tag::Link { ref dest_url, link_type, .. }) if !is_web(dest_url, link_type) => {
                unlinked += 1;
                vec![]
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                in_link = true;
                vec![Event::Start(Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: dest_url.replace([' ', '<', '>'], "").into(),
                    title,
                    id: CowStr::Borrowed(""),
                })]
            }
            Event::End(TagEnd::Link) if unlinked > 0 => {
                unlinked -= 1;
                vec![]
            }
            Event::End(TagEnd::Link) => {
                in_link = false;
                vec![Event::End(TagEnd::Link)]
            }
            // An image would be fetched by whoever reads the documentation.
            // A line across the page parts nothing here.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) | Event::Rule => vec![],
            Event::Text(text) if !literal && !in_link => text_events(&text),
            other => vec![other],
        }
    });
    let mut rendered = String::new();
    if cmark_with_options(tidy(events), &mut rendered, options(), written()).is_err() {
        // Markdown that cannot be written back is shown as the text it is.
        return code_block(&text);
    }
    rendered.trim().lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Whether `text` is one line of words, as most descriptions are, in which Markdown sees no markup.
fn is_prose(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.ends_with(|last: char| last.is_ascii_alphanumeric() || ".,)?".contains(last))
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .,;()?'/-".contains(&byte))
        && !text.contains("  ")
}

fn code_block(text: &str) -> Vec<String> {
    let fence = "`".repeat(3 + text.matches('`').count());
    let lines = text.lines().map(|line| line.trim_end().to_owned());
    [format!("{fence}text")].into_iter().chain(lines).chain([fence.clone()]).collect()
}

/// The Markdown that rustdoc knows, as far as descriptions use it.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// How it is written: as people write it.
fn written() -> Written<'static> {
    Written { code_block_token_count: 3, list_token: '-', ..Written::default() }
}

/// A link that can be followed from anywhere. Any other, rustdoc takes for the name of an item.
fn is_web(url: &str, link_type: LinkType) -> bool {
    url.starts_with("https://")
        || url.starts_with("http://")
        || url.starts_with("mailto:")
        || link_type == LinkType::Email
}

/// HTML without its tags: one that only sets text leaves nothing, any other a space.
fn html_events(html: &str) -> Vec<Event<'static>> {
    let tag = html.trim().to_ascii_lowercase();
    let name = tag.trim_start_matches(['<', '/']).split(|char: char| !char.is_alphanumeric()).next();
    let inline = ["a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "u"];
    if tag.starts_with('<') && tag.ends_with('>') && tag.matches('<').count() == 1 {
        // Any other tag parts what stands before it from what follows.
        let parts = !name.is_some_and(|name| inline.contains(&name));
        return if parts { vec![Event::Text(" ".into())] } else { vec![] };
    }
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = match after.split_once('>') {
            Some((_, after)) => {
                // What tags part is not one word.
                text.push(' ');
                after
            }
            None => {
                text.push('<');
                after
            }
        };
    }
    text.push_str(rest);
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() { vec![] } else { text_events(&words.join(" ")) }
}

/// Joins texts that stand side by side, and drops the spaces that Markdown would not keep: at the
/// start and the end of a block or a line.
fn tidy<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut tidied: Vec<Event<'a>> = Vec::new();
    let mut in_code = false;
    for event in TextMergeStream::new(events) {
        let was_in_code = in_code;
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
        let ends_line = matches!(event, Event::SoftBreak | Event::HardBreak) || ends_block(&event);
        if ends_line && !was_in_code {
            trim_last(&mut tidied);
        }
        match event {
            Event::Text(text) if !in_code => {
                let at_start = starts_line(tidied.last());
                let text = single_spaces(if at_start { text.trim_start() } else { &text });
                if !text.is_empty() {
                    tidied.push(Event::Text(text.into()));
                }
            }
            other => tidied.push(other),
        }
    }
    tidied
}

/// `text` with each run of spaces as one.
fn single_spaces(text: &str) -> String {
    let mut single = text.to_owned();
    while single.contains("  ") {
        single = single.replace("  ", " ");
    }
    single
}

fn ends_block(event: &Event<'_>) -> bool {
    matches!(event, Event::End(end) if !matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    ))
}

fn starts_line(last: Option<&Event<'_>>) -> bool {
    match last {
        None | Some(Event::SoftBreak | Event::HardBreak) => true,
        Some(Event::Start(tag)) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        _ => false,
    }
}

fn trim_last(events: &mut Vec<Event<'_>>) {
    if let Some(Event::Text(text)) = events.last() {
        let trimmed = text.trim_end().to_owned();
        events.pop();
        if !trimmed.is_empty() {
            events.push(Event::Text(trimmed.into()));
        }
    }
}

/// A URL in a text becomes a link, as its writer meant it.
fn text_events(text: &str) -> Vec<Event<'static>> {
    let mut events = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("https://").or_else(|| rest.find("http://")) {
        let length = rest[start..]
            .find(|char: char| char.is_whitespace() || "<>\"`'()[]{}|\\^".contains(char))
            .unwrap_or(rest.len() - start);
        let url = rest[start..start + length].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        if url.ends_with("//") {
            break;
        }
        events.push(Event::Text(rest[..start].to_owned().into()));
        events.push(Event::Start(Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: url.to_owned().into(),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        }));
        events.push(Event::Text(url.to_owned().into()));
        events.push(Event::End(TagEnd::Link));
        rest = &rest[start + url.len()..];
    }
    events.push(Event::Text(rest.to_owned().into()));
    events
}

/// `text` as code in a line of Markdown.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    let text = if text.chars().count() > 80 { text.chars().take(79).chain(['…']).collect() } else { text };
    if text.trim().is_empty() {
        return format!("{text:?}").replace(' ', "\u{2423}");
    }
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// The first paragraph of Markdown, in a line.
pub(super) fn first_paragraph(text: &str) -> String {
    let lines = markdown(text);
    let paragraph: Vec<&str> =
        lines.iter().take_while(|line| !line.is_empty()).map(|line| line.trim()).collect();
    let is_text = |line: &&str| line.starts_with(|first: char| !"#|>-*+`".contains(first));
    if paragraph.first().is_some_and(is_text) { paragraph.join(" ") } else { plain(text) }
}

/// `text` in a line of Markdown, where none of it is markup.
pub(super) fn plain(text: &str) -> String {
    markdown_escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn markdown_escaped(text: &str) -> String {
    let mut rendered = String::new();
    let events = [Event::Start(Tag::Paragraph)]
        .into_iter()
        .chain(text_events(text))
        .chain([Event::End(TagEnd::Paragraph)]);
    match cmark(events, &mut rendered, options()) {
        Ok(_) => rendered.trim().replace('\n', " "),
        Err(_) => String::new(),
    }
}

/// The documentation of something called `name`: what was written about it, then what its value has
/// to fulfil. A title that only repeats the name says nothing.
pub(super) fn item(docs: &Docs, name: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let letters = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    if let Some(title) = docs.title.as_deref().filter(|title| !letters(name).ends_with(&letters(title))) {
        lines.extend(Some(plain(title)).filter(|title| !title.is_empty()));
    }
    if let Some(description) = &docs.description {
        let more = markdown(description);
        if !more.is_empty() && more != lines {
            paragraph(&mut lines, more);
        }
    }
    let mut facts = Vec::new();
    if !docs.constraints.is_empty() {
        let constraints: Vec<String> = docs.constraints.iter().map(constraint).collect();
        facts.push(format!("Constraints: {}.", constraints.join(", ")));
    }
    if let Some(default) = &docs.default {
        let text = default
            .as_str()
            .filter(|text| !text.is_empty())
            .map_or_else(|| default.to_string(), str::to_owned);
        facts.push(format!("Default: {}.", code(&text)));
    }
    if !facts.is_empty() {
        paragraph(&mut lines, vec![facts.join(" ")]);
    }
    lines
}

fn constraint(constraint: &Constraint) -> String {
    match constraint {
        Constraint::Pattern(pattern) => format!("matches {}", code(pattern)),
        other => other.to_string(),
    }
}

/// Adds a paragraph.
pub(super) fn paragraph(lines: &mut Vec<String>, more: Vec<String>) {
    if more.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
}
