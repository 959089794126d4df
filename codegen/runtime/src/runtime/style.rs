//! Parameters and forms in the styles of the standard (OpenAPI 3.0.4, "Style Values" and "Style Examples").

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{
    error::RequestError,
    request::{RESERVED, Request},
    tree::Tree,
};

/// What may stand in a value with `allowReserved`: the reserved characters of RFC 3986, but for those that
/// a query cannot have.
const ALLOWED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// How a parameter's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    notation: Notation,
    explode: bool,
    reserved: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notation {
    Simple,
    Label,
    Matrix,
    Form,
    Space,
    Pipe,
    Tab,
    Deep,
    Cookie,
}

impl Notation {
    /// What stands between the elements of a list.
    fn separator(self) -> char {
        match self {
            Self::Space => ' ',
            Self::Pipe => '|',
            Self::Tab => '\t',
            _ => ',',
        }
    }
}

impl Style {
    /// `blue,black`
    pub const SIMPLE: Self = Self::new(Notation::Simple);
    /// `.blue,black`
    pub const LABEL: Self = Self::new(Notation::Label);
    /// `;color=blue,black`
    pub const MATRIX: Self = Self::new(Notation::Matrix);
    /// `color=blue,black`
    pub const FORM: Self = Self::new(Notation::Form);
    /// `color=blue%20black`
    pub const SPACE_DELIMITED: Self = Self::new(Notation::Space);
    /// `color=blue%7Cblack`
    pub const PIPE_DELIMITED: Self = Self::new(Notation::Pipe);
    /// `color=blue%09black`
    pub const TAB_DELIMITED: Self = Self::new(Notation::Tab);
    /// `color=blue,black`, in a cookie, nothing encoded
    pub const COOKIE: Self = Self::new(Notation::Cookie);
    /// `color[R]=100&color[G]=200`
    pub const DEEP_OBJECT: Self = Self::new(Notation::Deep);

    const fn new(notation: Notation) -> Self {
        Self { notation, explode: false, reserved: false }
    }

    /// Each element of a list, and each entry of an object, by itself.
    #[must_use]
    pub const fn exploded(self) -> Self {
        Self { explode: true, ..self }
    }

    /// Without encoding what RFC 3986 reserves.
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    fn encode(self, text: &str) -> String {
        match self.notation {
            Notation::Cookie => text.to_owned(),
            _ if self.reserved => encode_allowed(text),
            _ => encode(text),
        }
    }

    /// What stands between the elements of a list, encoded where it has to be.
    fn separator(self) -> String {
        match self.notation.separator() {
            ',' => ",".to_owned(),
            other => encode(&other.to_string()),
        }
    }
}

/// Everything but the unreserved characters encoded.
fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// As RFC 6570, section 3.2.3, has it: reserved characters and what is percent-encoded stay.
fn encode_allowed(text: &str) -> String {
    let mut encoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        encoded.extend(utf8_percent_encode(&rest[..at], ALLOWED));
        let triple = rest.as_bytes().get(at + 1..at + 3);
        let is_triple = triple.is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        encoded.push_str(if is_triple { "%" } else { "%25" });
        rest = &rest[at + 1..];
    }
    encoded.extend(utf8_percent_encode(rest, ALLOWED));
    encoded
}

impl Request {
    /// Fills in the path parameter `name`, where there is a value.
    pub fn path_style(&mut self, name: &'static str, style: Style, value: Option<&impl Serialize>) {
        let Some(tree) = value.and_then(|value| self.tree(value)) else { return };
        self.path_text(name, &path(name, style, tree));
    }

    /// Adds a query parameter, where there is a value.
    pub fn query_style(&mut self, name: &str, style: Style, value: Option<&impl Serialize>) {
        let Some(tree) = value.and_then(|value| self.tree(value)) else { return };
        for (key, value) in pairs(name, style, tree) {
            self.query_text(&key, &value);
        }
    }

    /// Sets a header, whose `name` is in lower case, where there is a value.
    pub fn header_style(&mut self, name: &'static str, style: Style, value: Option<&impl Serialize>) {
        let Some(tree) = value.and_then(|value| self.tree(value)) else { return };
        let raw = Style { reserved: true, ..style };
        let separator = style.notation.separator().to_string();
        self.header_text(name, &joined(raw, tree, &separator, &|_, text| text.to_owned()));
    }

    /// Adds a cookie, or one for each entry of an exploded object, where there is a value.
    pub fn cookie_style(&mut self, name: &str, style: Style, value: Option<&impl Serialize>) {
        let Some(tree) = value.and_then(|value| self.tree(value)) else { return };
        for (key, value) in pairs(name, style, tree) {
            self.cookie_text(&key, &value);
        }
    }

    /// Makes `value`, where there is one, all of the query: an object as a form, anything else as the text that it is.
    pub fn query_string(&mut self, value: Option<&impl Serialize>) {
        match value.and_then(|value| self.tree(value)) {
            None => {}
            Some(Tree::Object(entries)) => {
                for (key, value) in form(entries, &[]) {
                    self.query_text(&key, &value);
                }
            }
            Some(tree) => self.query_whole(&encode(&tree.into_text())),
        }
    }

    /// Sets the body to a form (WHATWG URL, "application/x-www-form-urlencoded"), each property in its style;
    /// one that is not listed is a `form`, exploded, and an object in it JSON.
    pub fn form(&mut self, media_type: &'static str, body: &impl Serialize, styles: &[(&str, Style)]) {
        let Some(tree) = self.tree(body) else { return };
        let Tree::Object(entries) = tree else {
            let message = <serde_json::Error as serde::ser::Error>::custom("a form is made of an object");
            return self.fail(RequestError::Body(message));
        };
        let pairs = form(entries, styles);
        let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
        self.body(media_type, pairs.join("&").into());
    }

    /// What `value` is as a parameter.
    fn tree(&mut self, value: &impl Serialize) -> Option<Tree> {
        match Tree::of(value) {
            Ok(tree) => Some(tree),
            Err(error) => {
                self.fail(RequestError::Parameter(error.to_string()));
                None
            }
        }
    }
}

/// The pairs of a form, encoded.
fn form(entries: Vec<(String, Tree)>, styles: &[(&str, Style)]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, value) in entries {
        let style = styles.iter().find(|(known, _)| *known == name).map(|(_, style)| *style);
        match (style, value) {
            (None, value @ Tree::Object(_)) => all.push((encode(&name), encode(&value.into_text()))),
            (style, value) => all.extend(pairs(&name, style.unwrap_or(Style::FORM.exploded()), value)),
        }
    }
    all
}

/// A value in the path.
fn path(name: &str, style: Style, tree: Tree) -> String {
    let name = encode(name);
    let named = |text: &str| if text.is_empty() { format!(";{name}") } else { format!(";{name}={text}") };
    match (style.notation, tree) {
        (Notation::Label, tree) => {
            let separator = if style.explode { "." } else { "," };
            format!(".{}", joined(style, tree, separator, &|style, text| style.encode(text)))
        }
        (Notation::Matrix, Tree::List(items)) if style.explode => {
            items.into_iter().map(|item| named(&style.encode(&item.into_text()))).collect()
        }
        (Notation::Matrix, tree @ Tree::Object(_)) if style.explode => {
            format!(";{}", joined(style, tree, ";", &|style, text| style.encode(text)))
        }
        (Notation::Matrix, tree) => named(&joined(style, tree, ",", &|style, text| style.encode(text))),
        (_, tree) => joined(style, tree, &style.separator(), &|style, text| style.encode(text)),
    }
}

/// A value in a query, a cookie or a form: the pairs, encoded.
fn pairs(name: &str, style: Style, tree: Tree) -> Vec<(String, String)> {
    let key = if style.notation == Notation::Cookie { name.to_owned() } else { encode(name) };
    let separator = style.separator();
    match tree {
        tree if style.notation == Notation::Deep => {
            let mut all = Vec::new();
            deep(key, style, tree, &mut all);
            all
        }
        Tree::List(items) if style.explode => {
            items.into_iter().map(|item| (key.clone(), style.encode(&item.into_text()))).collect()
        }
        // A list of nothing is nothing.
        Tree::List(items) if items.is_empty() => Vec::new(),
        Tree::Object(entries) if style.explode => {
            entries.into_iter().map(|(key, value)| (encode(&key), style.encode(&value.into_text()))).collect()
        }
        tree => vec![(key, joined(style, tree, &separator, &|style, text| style.encode(text)))],
    }
}

/// `color[R]=100`, however deep; the elements of a list by their index.
fn deep(key: String, style: Style, tree: Tree, all: &mut Vec<(String, String)>) {
    match tree {
        Tree::Object(entries) => {
            for (entry, value) in entries {
                deep(format!("{key}%5B{}%5D", encode(&entry)), style, value, all);
            }
        }
        Tree::List(items) => {
            for (index, item) in items.into_iter().enumerate() {
                deep(format!("{key}%5B{index}%5D"), style, item, all);
            }
        }
        scalar => all.push((key, style.encode(&scalar.into_text()))),
    }
}

/// The texts of a value with `separator` between them: of an object each key and each value, or, exploded,
/// `key=value`.
fn joined(style: Style, tree: Tree, separator: &str, encode: &dyn Fn(Style, &str) -> String) -> String {
    let texts: Vec<String> = match tree {
        Tree::List(items) => items.into_iter().map(|item| encode(style, &item.into_text())).collect(),
        Tree::Object(entries) => {
            let between = if style.explode { "=" } else { separator };
            entries
                .into_iter()
                .map(|(key, value)| {
                    format!("{}{between}{}", encode(style, &key), encode(style, &value.into_text()))
                })
                .collect()
        }
        scalar => vec![encode(style, &scalar.into_text())],
    };
    texts.join(separator)
}
