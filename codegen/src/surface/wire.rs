//! What a change means for what is sent and received.

use super::{Entry, OnTheWire, index::Direction, places::BODY};

/// The facts of a field: its name, or the place and name of a parameter, and what is said of it.
struct Facts<'a> {
    name: &'a str,
    media_type: Option<&'a str>,
    required: bool,
    nullable: bool,
    start: Option<&'a str>,
}

impl<'a> Facts<'a> {
    fn of(entry: &'a Entry) -> Self {
        let start = |fact: &'a String| fact.strip_prefix("default ").or_else(|| fact.strip_prefix("always "));
        let media_type = (entry.source() == BODY).then(|| entry.facts.get(1)).flatten();
        Self {
            name: entry.source(),
            media_type: media_type.map(String::as_str).filter(|fact| fact.contains('/')),
            required: entry.says("required"),
            nullable: entry.says("optional or null")
                || entry.says("required") && entry.rest.starts_with("Option<"),
            start: entry.facts.iter().find_map(start),
        }
    }
}

/// A type without what says that it may be missing or `null`.
fn bare(ty: &str) -> &str {
    match ty.strip_prefix("Option<").and_then(|inner| inner.strip_suffix('>')) {
        Some(inner) => bare(inner),
        None => ty.trim_start_matches('&'),
    }
}

/// Sentences, and whether one of them says that calls may fail.
#[derive(Default)]
struct Sentences {
    texts: Vec<String>,
    breaks: bool,
}

impl Sentences {
    fn say(&mut self, text: String) {
        self.texts.push(text);
    }

    fn warn(&mut self, text: String) {
        self.breaks = true;
        self.texts.push(text);
    }

    fn into_wire(self) -> Option<OnTheWire> {
        let Self { texts, breaks } = self;
        (!texts.is_empty()).then(|| OnTheWire { text: texts.join("; "), breaks })
    }
}

/// A field, or a parameter, that was not there before.
pub(super) fn new_field(field: &Entry, way: Direction) -> Option<OnTheWire> {
    let facts = Facts::of(field);
    let mut said = Sentences::default();
    if facts.required && way.sent {
        match facts.start {
            Some(start) => {
                said.warn(format!("`{start}` is sent unless it is set; who calls without it may be refused"));
            }
            None => said.warn("requests without it may be refused".to_owned()),
        }
    }
    if facts.required && way.received {
        said.say("an answer without it is not decoded".to_owned());
    }
    said.into_wire()
}

/// A field, or a parameter, that is there no more.
pub(super) fn gone_field(way: Direction) -> Option<OnTheWire> {
    let text = match (way.sent, way.received) {
        (true, true) => "it is no longer sent, and passed over in answers",
        (true, false) => "it is no longer sent",
        (false, true) => "it is passed over in answers",
        (false, false) => return None,
    };
    Some(OnTheWire { text: text.to_owned(), breaks: false })
}

/// A field, or a parameter, that is not as it was.
pub(super) fn changed_field(old: &Entry, new: &Entry, way: Direction) -> Option<OnTheWire> {
    let (before, now) = (Facts::of(old), Facts::of(new));
    let mut said = Sentences::default();
    if before.name != now.name {
        said.warn(format!("it is `{}` there, and was `{}`", now.name, before.name));
    }
    if let (Some(before), Some(now)) = (before.media_type, now.media_type)
        && before != now
    {
        said.warn(format!("it is sent as `{now}`, and was sent as `{before}`"));
    }
    if bare(&old.rest) != bare(&new.rest) {
        said.warn(format!("its value is `{}`, and was `{}`", bare(&new.rest), bare(&old.rest)));
    }
    match (before.required, now.required) {
        (false, true) if way.sent => said.warn("requests without it are refused".to_owned()),
        (false, true) if way.received => said.say("an answer without it is not decoded".to_owned()),
        (true, false) if way.received => {
            said.warn("answers may come without it, which older versions do not decode".to_owned());
        }
        _ => {}
    }
    match (before.nullable, now.nullable) {
        (true, false) if way.sent => said.warn("it may not be `null`".to_owned()),
        (false, true) if way.received => {
            said.warn("it may be `null`, which older versions do not decode".to_owned());
        }
        _ => {}
    }
    if before.start != now.start {
        match (before.start, now.start) {
            (Some(before), Some(now)) => {
                said.say(format!("`{now}` is sent unless it is set, and `{before}` was"));
            }
            (None, Some(now)) => said.say(format!("`{now}` is sent unless it is set")),
            (Some(before), None) => said.say(format!("nothing is sent unless it is set, and `{before}` was")),
            (None, None) => {}
        }
    }
    said.into_wire()
}

/// A value that was not listed before, or a member of a union.
pub(super) fn new_variant(open: bool, way: Direction) -> Option<OnTheWire> {
    let text = "older versions keep it as the variant for any other value";
    (open && way.received).then(|| OnTheWire { text: text.to_owned(), breaks: false })
}

/// A value that is listed no more.
pub(super) fn gone_variant(open: bool, way: Direction) -> Option<OnTheWire> {
    let mut said = Sentences::default();
    if open && way.received {
        said.say("where it comes all the same, it is kept as the variant for any other value".to_owned());
    }
    if open && way.sent {
        said.warn("requests with it may be refused".to_owned());
    }
    said.into_wire()
}

/// A value that is written in another way.
pub(super) fn changed_value(old: &Entry, new: &Entry) -> OnTheWire {
    let text = format!("it is `{}` there, and was `{}`", facts(new), facts(old));
    OnTheWire { text, breaks: true }
}

/// An operation that goes to another place, or needs another credential.
pub(super) fn changed_call(old: &Entry, new: &Entry) -> Option<OnTheWire> {
    let mut said = Sentences::default();
    if old.source() != new.source() {
        said.warn(format!("it is `{}`, and was `{}`", new.source(), old.source()));
    }
    let fact = |entry: &Entry, start: &str| {
        entry.facts.iter().find_map(|fact| fact.strip_prefix(start)).map(str::to_owned)
    };
    let [before, now] = [old, new].map(|entry| fact(entry, "needs "));
    if before != now {
        let text =
            |needs: &Option<String>| needs.as_ref().map_or("none".to_owned(), |needs| format!("`{needs}`"));
        let sentence = format!("the credential that it needs is {}, and was {}", text(&now), text(&before));
        let enough = |needs: &Option<String>| -> Vec<String> {
            needs.as_deref().unwrap_or("nothing").split(" or ").map(str::to_owned).collect()
        };
        if enough(&before).iter().all(|one| enough(&now).contains(one)) || now.is_none() {
            said.say(sentence);
        } else {
            said.warn(sentence);
        }
    }
    let [before, now] = [old, new].map(|entry| fact(entry, "at "));
    if before != now {
        let text = |at: Option<String>| at.unwrap_or_else(|| "the client's own".to_owned());
        said.say(format!("its server is `{}`, and was `{}`", text(now), text(before)));
    }
    said.into_wire()
}

/// Answers with other statuses.
pub(super) fn changed_answers(old: &Entry, new: &Entry) -> Option<OnTheWire> {
    let missing = |one: &Entry, other: &Entry| -> Vec<String> {
        one.facts.iter().filter(|status| !other.says(status)).map(|status| format!("`{status}`")).collect()
    };
    let (come, gone) = (missing(new, old), missing(old, new));
    let mut said = Sentences::default();
    if !come.is_empty() {
        let text =
            format!("it may come with the status {}, which older versions do not expect", come.join(", "));
        if old.path.ends_with("::Output") { said.warn(text) } else { said.say(text) }
    }
    if !gone.is_empty() {
        said.say(format!("it no longer comes with the status {}", gone.join(", ")));
    }
    said.into_wire()
}

/// All facts in one text.
pub(super) fn facts(entry: &Entry) -> String {
    if entry.facts.is_empty() { "none".to_owned() } else { entry.facts.join(", ") }
}
