//! Conversion of descriptions to rustdoc: Markdown stays Markdown, and constructs with another meaning
//! in rustdoc, clippy or a browser are neutralized.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};
use pulldown_cmark_to_cmark::{Options as CmarkOptions, cmark, cmark_with_options};

use crate::escape::is_hidden;

/// The maximum depth of nested quotes and lists. Each line repeats the marks or the indentation of all around it.
const MAX_DEPTH: usize = 32;
/// The maximum distance between the parentheses or braces of a pair in a URL.
const MAX_PAIR: usize = 100;

/// Returns the lines of a documentation comment for `text`.
pub(super) fn markdown(text: &str) -> Vec<String> {
    if is_prose(text) {
        return vec![text.to_owned()];
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    let mut removed_links = 0_usize;
    let mut literal = false;
    let mut in_link = false;
    let (mut depth, mut deepest) = (0_usize, 0);
    let events = TextMergeStream::new(Parser::new_ext(&text, options())).flat_map(|event| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                literal = true;
                // Without a language rustdoc would compile the block.
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
                removed_links += 1;
                vec![]
            }
            Event::Start(Tag::Link { dest_url, title, link_type, .. }) => {
                in_link = true;
                vec![Event::Start(Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: if link_type == LinkType::Email {
                        format!("mailto:{dest_url}").into()
                    } else {
                        dest_url.replace([' ', '<', '>'], "").into()
                    },
                    title,
                    id: CowStr::Borrowed(""),
                })]
            }
            Event::End(TagEnd::Link) if removed_links > 0 => {
                removed_links -= 1;
                vec![]
            }
            Event::End(TagEnd::Link) => {
                in_link = false;
                vec![Event::End(TagEnd::Link)]
            }
            // A browser would load an image from its server.
            // A thematic break separates nothing in a documentation comment.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) | Event::Rule => vec![],
            Event::Text(text) if !literal && !in_link => text_events(&text),
            other => vec![other],
        }
    });
    let events = tidy(events);
    let mut rendered = String::new();
    if deepest > MAX_DEPTH || cmark_with_options(events, &mut rendered, options(), cmark_options()).is_err() {
        // Markdown that cannot be serialized is shown as plain text.
        return code_block(&text);
    }
    rendered.trim().lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Returns `true` if `text` is one line of words without Markdown syntax, as most descriptions are.
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

/// Returns the Markdown extensions that both rustdoc and descriptions use.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Returns the options for serializing Markdown in its usual notation.
fn cmark_options() -> CmarkOptions<'static> {
    CmarkOptions { code_block_token_count: 3, list_token: '-', ..CmarkOptions::default() }
}

/// Returns `true` if `url` is absolute. Rustdoc would take any other link for the name of an item.
fn is_web(url: &str, link_type: LinkType) -> bool {
    url.starts_with("https://")
        || url.starts_with("http://")
        || url.starts_with("mailto:")
        || link_type == LinkType::Email
}

/// Returns HTML as text without its tags. A tag that only formats text is dropped, any other becomes a space.
fn html_events(html: &str) -> Vec<Event<'static>> {
    let tag = html.trim().to_ascii_lowercase();
    let name = tag.trim_start_matches(['<', '/']).split(|char: char| !char.is_alphanumeric()).next();
    let inline = ["a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "u"];
    if tag.starts_with('<') && tag.ends_with('>') && tag.matches('<').count() == 1 {
        // Any other tag separates the texts before and after it.
        let parts = !name.is_some_and(|name| inline.contains(&name));
        return if parts { vec![Event::Text(" ".into())] } else { vec![] };
    }
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = match after.split_once('>') {
            Some((_, after)) => {
                // Texts that a tag separates are not one word.
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

/// Joins adjacent texts, and drops the spaces at the start and the end of a block or a line.
/// Markdown ignores them.
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
            // Two spaces at the end of a line would be removed. A backslash is the same break.
            Event::HardBreak => tidied.extend([Event::InlineHtml("\\".into()), Event::SoftBreak]),
            other => tidied.push(other),
        }
    }
    tidied
}

/// Returns `text` with each run of spaces replaced by one space.
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

/// Returns `text` as Markdown events in which each URL is a link, and each template of a URL is code.
fn text_events(text: &str) -> Vec<Event<'static>> {
    let mut events = Vec::new();
    let mut rest = text;
    while let Some((before, url, after)) = split_at_url(rest) {
        events.push(Event::Text(before.to_owned().into()));
        let shown: CowStr<'static> = url.to_owned().into();
        if url.contains('{') {
            events.push(Event::Code(shown));
        } else if url.ends_with("//") {
            events.push(Event::Text(shown));
        } else {
            events.push(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: shown.clone(),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            }));
            events.push(Event::Text(shown));
            events.push(Event::End(TagEnd::Link));
        }
        rest = after;
    }
    events.push(Event::Text(rest.to_owned().into()));
    events
}

/// Splits `text` into the text before its first URL, the URL, and the text after it.
fn split_at_url(text: &str) -> Option<(&str, &str, &str)> {
    let is_url = |at: usize| {
        text.get(at..).is_some_and(|url| url.starts_with("https://") || url.starts_with("http://"))
    };
    let (start, _) = text.match_indices("http").find(|(at, _)| is_url(*at))?;
    let (before, rest) = text.split_at_checked(start)?;
    let (url, after) = rest.split_at_checked(url_length(rest))?;
    Some((before, url, after))
}

/// Returns the length of the URL at the start of `text`, without punctuation behind it. Parentheses and braces are part
/// of it in pairs only.
fn url_length(text: &str) -> usize {
    let mut length = 0;
    while let Some(rest) = text.get(length..)
        && let Some(char) = rest.chars().next()
    {
        let added = match char {
            '(' => pair_length(rest, ')'),
            '{' => pair_length(rest, '}'),
            ')' | '}' => None,
            char => (!ends_url(char)).then_some(char.len_utf8()),
        };
        let Some(added) = added else { break };
        length += added;
    }
    let url = text.get(..length).unwrap_or_default();
    url.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']).len()
}

/// Returns the length of the text up to `close`, if that is in the same URL and near.
fn pair_length(text: &str, close: char) -> Option<usize> {
    let near = text.char_indices().skip(1).take(MAX_PAIR);
    let (at, _) = near.take_while(|(_, char)| !ends_url(*char)).find(|(_, char)| *char == close)?;
    Some(at + close.len_utf8())
}

fn ends_url(char: char) -> bool {
    char.is_whitespace() || is_hidden(char) || "<>\"`'[]|\\^".contains(char)
}

/// Returns `text` as one line of Markdown, with all markup escaped.
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
