//! Serialization styles of parameters and forms (OpenAPI 3.0.4, "Style Values" and "Style Examples").

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{
    error::RequestError,
    request::{RESERVED, Request},
    tree::Tree,
};

/// The characters that `allowReserved` does not encode: the reserved characters of RFC 3986 except those that are
/// invalid in a query.
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

/// The serialization style of a parameter.
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
    SpaceDelimited,
    PipeDelimited,
    TabDelimited,
    DeepObject,
    Cookie,
}

impl Notation {
    /// Returns the delimiter of list elements.
    fn delimiter(self) -> char {
        match self {
            Self::SpaceDelimited => ' ',
            Self::PipeDelimited => '|',
            Self::TabDelimited => '\t',
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
    pub const SPACE_DELIMITED: Self = Self::new(Notation::SpaceDelimited);
    /// `color=blue%7Cblack`
    pub const PIPE_DELIMITED: Self = Self::new(Notation::PipeDelimited);
    /// `color=blue%09black`
    pub const TAB_DELIMITED: Self = Self::new(Notation::TabDelimited);
    /// `color=blue,black` in a cookie, without encoding. A value with a semicolon is an error.
    pub const COOKIE: Self = Self::new(Notation::Cookie);
    /// `color[R]=100&color[G]=200`
    pub const DEEP_OBJECT: Self = Self::new(Notation::DeepObject);

    const fn new(notation: Notation) -> Self {
        Self { notation, explode: false, reserved: false }
    }

    /// Sets `explode`: each element of a list and each entry of an object is a pair.
    #[must_use]
    pub const fn exploded(self) -> Self {
        Self { explode: true, ..self }
    }

    /// Sets `allowReserved`: reserved characters of RFC 3986 are not encoded.
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

    /// Returns the delimiter of list elements, encoded if necessary.
    fn delimiter(self) -> String {
        match self.notation.delimiter() {
            ',' => ",".to_owned(),
            other => encode(&other.to_string()),
        }
    }
}

/// Encodes all characters except the unreserved ones.
fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Keeps reserved characters and percent-encoded triplets (RFC 6570, section 3.2.3), and encodes the others.
fn encode_allowed(text: &str) -> String {
    let mut encoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        encoded.extend(utf8_percent_encode(&rest[..at], ALLOWED));
        let digits = rest.as_bytes().get(at + 1..at + 3);
        let is_triplet = digits.is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        encoded.push_str(if is_triplet { "%" } else { "%25" });
        rest = &rest[at + 1..];
    }
    encoded.extend(utf8_percent_encode(rest, ALLOWED));
    encoded
}

impl Request {
    /// Sets the path parameter `name` if there is a value.
    pub fn path_style(&mut self, name: &'static str, style: Style, value: Option<&impl Serialize>) {
        let Some(tree) = value.and_then(|value| self.tree(value)) else { return };
        // A value must not end its segment or the path, also with `allowReserved` (OpenAPI 3.2, "Path Templating").
        let text = path(name, style, tree).replace('/', "%2F").replace('?', "%3F");
        self.path_text(name, &text);
    }

    /// Adds a query parameter if there is a value.
    pub fn query_style(&mut self, name: &str, style: Style, value: Option<&impl Serialize>) {
        let Some(tree) = value.and_then(|value| self.tree(value)) else { return };
        for (key, value) in pairs(name, style, tree) {
            self.query_text(&key, &value);
        }
    }

    /// Sets a header if there is a value. The `name` is in lower case.
    pub fn header_style(&mut self, name: &'static str, style: Style, value: Option<&impl Serialize>) {
        let Some(tree) = value.and_then(|value| self.tree(value)) else { return };
        let raw = Style { reserved: true, ..style };
        let delimiter = style.notation.delimiter().to_string();
        self.header_text(name, &join(raw, tree, &delimiter, &|_, text| text.to_owned()));
    }

    /// Adds a cookie if there is a value. An exploded object becomes one cookie for each entry.
    pub fn cookie_style(&mut self, name: &str, style: Style, value: Option<&impl Serialize>) {
        let Some(tree) = value.and_then(|value| self.tree(value)) else { return };
        for (key, value) in pairs(name, style, tree) {
            self.cookie_text(&key, &value);
        }
    }

    /// Adds `value`, if there is one, as the query string: an object as a form, any other value as its text.
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

    /// Sets the body to a form (WHATWG URL, "application/x-www-form-urlencoded") with the `styles` of its properties.
    ///
    /// The default is the exploded style `form`, or JSON for an object.
    pub fn form(&mut self, media_type: &'static str, body: &impl Serialize, styles: &[(&str, Style)]) {
        let Some(tree) = self.tree(body) else { return };
        let Tree::Object(entries) = tree else {
            let message = <serde_json::Error as serde::ser::Error>::custom(
                "invalid type of a form, expected an object",
            );
            return self.fail(RequestError::Body(message));
        };
        let pairs = form(entries, styles);
        let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
        self.body(media_type, pairs.join("&").into());
    }

    /// Serializes `value`, or records the error.
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

/// Returns the encoded pairs of a form.
fn form(entries: Vec<(String, Tree)>, styles: &[(&str, Style)]) -> Vec<(String, String)> {
    let mut form = Vec::new();
    for (name, value) in entries {
        let style = styles.iter().find(|(known, _)| *known == name).map(|(_, style)| *style);
        match (style, value) {
            (None, value @ Tree::Object(_)) => form.push((encode(&name), encode(&value.into_text()))),
            (style, value) => form.extend(pairs(&name, style.unwrap_or(Style::FORM.exploded()), value)),
        }
    }
    form
}

/// Returns the text of a path parameter.
fn path(name: &str, style: Style, tree: Tree) -> String {
    let name = encode(name);
    let named = |text: &str| if text.is_empty() { format!(";{name}") } else { format!(";{name}={text}") };
    match (style.notation, tree) {
        (Notation::Label, tree) => {
            let delimiter = if style.explode { "." } else { "," };
            format!(".{}", join(style, tree, delimiter, &|style, text| style.encode(text)))
        }
        (Notation::Matrix, Tree::List(items)) if style.explode => {
            items.into_iter().map(|item| named(&style.encode(&item.into_text()))).collect()
        }
        (Notation::Matrix, tree @ Tree::Object(_)) if style.explode => {
            format!(";{}", join(style, tree, ";", &|style, text| style.encode(text)))
        }
        (Notation::Matrix, tree) => named(&join(style, tree, ",", &|style, text| style.encode(text))),
        (_, tree) => join(style, tree, &style.delimiter(), &|style, text| style.encode(text)),
    }
}

/// Returns the encoded pairs of a value in a query, a cookie or a form.
fn pairs(name: &str, style: Style, tree: Tree) -> Vec<(String, String)> {
    let key = if style.notation == Notation::Cookie { name.to_owned() } else { encode(name) };
    let delimiter = style.delimiter();
    match tree {
        tree if style.notation == Notation::DeepObject => {
            let mut pairs = Vec::new();
            deep_object(key, style, tree, &mut pairs);
            pairs
        }
        Tree::List(items) if style.explode => {
            items.into_iter().map(|item| (key.clone(), style.encode(&item.into_text()))).collect()
        }
        // An empty list is omitted.
        Tree::List(items) if items.is_empty() => Vec::new(),
        Tree::Object(entries) if style.explode => {
            entries.into_iter().map(|(key, value)| (encode(&key), style.encode(&value.into_text()))).collect()
        }
        tree => vec![(key, join(style, tree, &delimiter, &|style, text| style.encode(text)))],
    }
}

/// Adds the pairs of a `deepObject`, such as `color[R]=100`, to `pairs`. Objects nest, and list elements are numbered.
fn deep_object(key: String, style: Style, tree: Tree, pairs: &mut Vec<(String, String)>) {
    match tree {
        Tree::Object(entries) => {
            for (entry, value) in entries {
                deep_object(format!("{key}%5B{}%5D", encode(&entry)), style, value, pairs);
            }
        }
        Tree::List(items) => {
            for (index, item) in items.into_iter().enumerate() {
                deep_object(format!("{key}%5B{index}%5D"), style, item, pairs);
            }
        }
        scalar => pairs.push((key, style.encode(&scalar.into_text()))),
    }
}

/// Joins the texts of a value with `delimiter`.
///
/// The texts of an object are its keys and values, or `key=value` if exploded.
fn join(style: Style, tree: Tree, delimiter: &str, encode: &dyn Fn(Style, &str) -> String) -> String {
    let texts: Vec<String> = match tree {
        Tree::List(items) => items.into_iter().map(|item| encode(style, &item.into_text())).collect(),
        Tree::Object(entries) => {
            let equals = if style.explode { "=" } else { delimiter };
            entries
                .into_iter()
                .map(|(key, value)| {
                    format!("{}{equals}{}", encode(style, &key), encode(style, &value.into_text()))
                })
                .collect()
        }
        scalar => vec![encode(style, &scalar.into_text())],
    };
    texts.join(delimiter)
}
