//! The effects of a change on requests and responses.

use super::{OnTheWire, index::Direction, values::Values};
use crate::naming::{Entry, places::BODY};

/// The attributes of a field or parameter that requests and responses depend on.
struct WireAttributes<'a> {
    /// The property's name, or the parameter's location and name.
    name: &'a str,
    media_type: Option<&'a str>,
    required: bool,
    nullable: bool,
    /// The value that is sent if the field is not set.
    default: Option<&'a str>,
}

impl<'a> WireAttributes<'a> {
    fn of(entry: &'a Entry) -> Self {
        let default =
            |fact: &'a String| fact.strip_prefix("default ").or_else(|| fact.strip_prefix("always "));
        let media_type = (entry.source() == BODY).then(|| entry.facts.get(1)).flatten();
        Self {
            name: entry.source(),
            media_type: media_type.map(String::as_str).filter(|fact| fact.contains('/')),
            required: entry.has_fact("required"),
            nullable: entry.has_fact("optional or null")
                || entry.has_fact("required") && entry.rest.starts_with("Option<"),
            default: entry.facts.iter().find_map(default),
        }
    }
}

/// Returns a type without its references and without each enclosing `Option`.
pub(super) fn value_type(ty: &str) -> &str {
    match ty.strip_prefix("Option<").and_then(|inner| inner.strip_suffix('>')) {
        Some(inner) => value_type(inner),
        None => ty.trim_start_matches('&'),
    }
}

/// The effects of one change.
#[derive(Default)]
pub(super) struct Effects {
    texts: Vec<String>,
    breaks: bool,
}

impl Effects {
    /// Adds an effect that does not fail calls.
    fn note(&mut self, text: impl Into<String>) {
        self.texts.push(text.into());
    }

    /// Adds an effect that may fail calls.
    fn breaking(&mut self, text: impl Into<String>) {
        self.breaks = true;
        self.note(text);
    }

    fn append(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.breaks |= other.breaks;
    }

    pub(super) fn into_wire(self) -> Option<OnTheWire> {
        let Self { texts, breaks } = self;
        (!texts.is_empty()).then(|| OnTheWire { text: texts.join("; "), breaks })
    }
}

const NOT_DECODED: &str = "a response without it does not decode";

/// Returns the effects of a new field or parameter.
pub(super) fn new_field(field: &Entry, direction: Direction) -> Option<OnTheWire> {
    let attributes = WireAttributes::of(field);
    let mut effects = Effects::default();
    if attributes.required && direction.sent {
        match attributes.default {
            Some(default) => {
                effects.breaking(format!("`{default}` is sent by default; calls without it may be rejected"));
            }
            None => effects.breaking("requests without it may be rejected"),
        }
    }
    if attributes.required && direction.received {
        effects.note(NOT_DECODED);
    }
    effects.into_wire()
}

/// Returns the effects of a removed field or parameter.
pub(super) fn removed_field(direction: Direction) -> Option<OnTheWire> {
    let text = match (direction.sent, direction.received) {
        (true, true) => "it is no longer sent, and is ignored in responses",
        (true, false) => "it is no longer sent",
        (false, true) => "it is ignored in responses",
        (false, false) => return None,
    };
    Some(OnTheWire { text: text.to_owned(), breaks: false })
}

/// Returns the effects of a changed field or parameter.
pub(super) fn changed_field<'a>(
    old: &'a Entry,
    new: &'a Entry,
    direction: Direction,
    values: &Values<'a>,
) -> Option<OnTheWire> {
    let mut effects = changed_name(old, new);
    let (before, now) = (value_type(&old.rest), value_type(&new.rest));
    if before != now && !values.are_equal(before, now) {
        let text = format!("its value is `{now}`, and was `{before}`");
        if values.are_compatible(before, now, direction) {
            effects.note(text);
        } else {
            effects.breaking(text);
        }
    }
    effects.append(changed_presence(old, new, direction));
    effects.into_wire()
}

/// Returns the effects of another name or media type.
fn changed_name(old: &Entry, new: &Entry) -> Effects {
    let (before, now) = (WireAttributes::of(old), WireAttributes::of(new));
    let mut effects = Effects::default();
    if before.name != now.name {
        effects.breaking(format!("its name is `{}`, and was `{}`", now.name, before.name));
    }
    if let (Some(before), Some(now)) = (before.media_type, now.media_type)
        && before != now
    {
        effects.breaking(format!("it is sent as `{now}`, and was sent as `{before}`"));
    }
    effects
}

/// Returns the effects of another presence or default of a field or parameter.
pub(super) fn changed_presence(old: &Entry, new: &Entry, direction: Direction) -> Effects {
    let (before, now) = (WireAttributes::of(old), WireAttributes::of(new));
    let mut effects = Effects::default();
    match (before.required, now.required) {
        (false, true) if direction.sent => effects.breaking("requests without it are rejected"),
        (false, true) if direction.received => effects.note(NOT_DECODED),
        (true, false) if direction.received => {
            effects.breaking("responses may omit it, which older versions do not decode");
        }
        _ => {}
    }
    match (before.nullable, now.nullable) {
        (true, false) if direction.sent => effects.breaking("it must not be `null`"),
        (false, true) if direction.received => {
            effects.breaking("it may be `null`, which older versions do not decode");
        }
        _ => {}
    }
    match (before.default, now.default) {
        (before, now) if before == now => {}
        (Some(before), Some(now)) => effects.note(format!("its default is `{now}`, and was `{before}`")),
        (None, Some(now)) => effects.note(format!("its default is `{now}`, and it had none")),
        (Some(before), None) => effects.note(format!("it has no default, and `{before}` was its default")),
        (None, None) => {}
    }
    effects
}

/// Returns the effects of a new enum value or union member.
pub(super) fn new_variant(keeps_others: bool, direction: Direction) -> Option<OnTheWire> {
    let text = "older versions decode it as the variant for any other value";
    (keeps_others && direction.received).then(|| OnTheWire { text: text.to_owned(), breaks: false })
}

/// Returns the effects of a removed enum value or union member.
pub(super) fn removed_variant(keeps_others: bool, direction: Direction) -> Option<OnTheWire> {
    let mut effects = Effects::default();
    if keeps_others && direction.received {
        effects.note("in a response, it decodes as the variant for any other value");
    }
    if keeps_others && direction.sent {
        effects.breaking("requests with it may be rejected");
    }
    effects.into_wire()
}

/// Returns the effects of a variant with another value.
pub(super) fn changed_value(old: &Entry, new: &Entry) -> OnTheWire {
    let text = format!("its value is `{}`, and was `{}`", facts(new), facts(old));
    OnTheWire { text, breaks: true }
}

/// Returns the effects of an operation's new route, credential or server.
pub(super) fn changed_call(old: &Entry, new: &Entry) -> Option<OnTheWire> {
    let mut effects = Effects::default();
    if old.source() != new.source() {
        effects.breaking(format!("it is `{}`, and was `{}`", new.source(), old.source()));
    }
    let fact = |entry: &Entry, prefix: &str| {
        entry.facts.iter().find_map(|fact| fact.strip_prefix(prefix)).map(str::to_owned)
    };
    let [before, now] = [old, new].map(|entry| fact(entry, "needs "));
    if before != now {
        let text =
            |needs: &Option<String>| needs.as_ref().map_or("none".to_owned(), |needs| format!("`{needs}`"));
        let sentence = format!("the required credential is {}, and was {}", text(&now), text(&before));
        let alternatives = |needs: &Option<String>| -> Vec<String> {
            needs.as_deref().unwrap_or("nothing").split(" or ").map(str::to_owned).collect()
        };
        if now.is_none() || alternatives(&before).iter().all(|one| alternatives(&now).contains(one)) {
            effects.note(sentence);
        } else {
            effects.breaking(sentence);
        }
    }
    let [before, now] = [old, new].map(|entry| fact(entry, "polls "));
    if before != now {
        let text = |polls: Option<String>| {
            polls.map_or("not polled".to_owned(), |by| format!("polled by `{}`", by.trim_matches('"')))
        };
        effects.note(format!("it is {}, and was {}", text(now), text(before)));
    }
    let [before, now] = [old, new].map(|entry| fact(entry, "at "));
    if before != now {
        let text = |at: Option<String>| at.map_or("the base URL".to_owned(), |url| format!("`{url}`"));
        effects.note(format!("its server is {}, and was {}", text(now), text(before)));
    }
    effects.into_wire()
}

/// Returns the effects of responses with other documented statuses.
pub(super) fn changed_statuses(old: &Entry, new: &Entry) -> Option<OnTheWire> {
    let only_in = |one: &Entry, other: &Entry| -> Vec<String> {
        let statuses = one.facts.iter().filter(|status| !other.has_fact(status));
        statuses.map(|status| format!("`{status}`")).collect()
    };
    let (added, removed) = (only_in(new, old), only_in(old, new));
    let mut effects = Effects::default();
    if !added.is_empty() {
        let text = format!("it may have the status {}, which older versions do not expect", added.join(", "));
        if old.path.ends_with("::Output") { effects.breaking(text) } else { effects.note(text) }
    }
    if !removed.is_empty() {
        effects.note(format!("it no longer has the status {}", removed.join(", ")));
    }
    effects.into_wire()
}

/// Returns all facts of an item as one text.
pub(super) fn facts(entry: &Entry) -> String {
    if entry.facts.is_empty() { "none".to_owned() } else { entry.facts.join(", ") }
}
