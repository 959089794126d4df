//! The request of a call for people to look at: without secrets, or as a command line.

use std::fmt::Write;

use http::{HeaderName, HeaderValue, Method, header};

use super::{
    body::Body,
    error::RequestError,
    exchange::{CallContext, ClientInner},
};

/// The text in the place of a secret. It needs no encoding, wherever it is.
const HIDDEN: &str = "HIDDEN";
/// The headers that are shown although they are default headers.
const SHOWN: [HeaderName; 3] = [header::ACCEPT, header::ACCEPT_LANGUAGE, header::USER_AGENT];
/// The longest body in a command line, in bytes. Linux limits an argument to 128 KiB.
const MAX_ARGUMENT: usize = 64 * 1024;

impl ClientInner {
    /// Returns a request as it would be sent, with placeholders for secrets.
    pub(super) fn preview(
        &self,
        mut request: http::Request<Body>,
        context: &CallContext,
    ) -> Result<http::Request<Body>, RequestError> {
        let hidden = HeaderValue::from_static(HIDDEN);
        for (name, value) in request.headers_mut() {
            if value.is_sensitive() || is_credential(name) {
                value.clone_from(&hidden);
            }
        }
        for (name, value) in &self.headers {
            let shown = if SHOWN.contains(name) { value } else { &hidden };
            request.headers_mut().entry(name).or_insert_with(|| shown.clone());
        }
        self.credentials.apply_placeholder(context.security, HIDDEN, &mut request)?;
        // No value is a secret now, so `Debug` shows all of them.
        request.headers_mut().values_mut().for_each(|value| value.set_sensitive(false));
        Ok(request)
    }
}

/// Returns `true` for the name of a header that usually has a credential.
fn is_credential(name: &HeaderName) -> bool {
    const WORDS: [&str; 6] = ["auth", "cookie", "password", "secret", "signature", "token"];
    let name = name.as_str();
    WORDS.iter().any(|word| name.contains(word)) || name.ends_with("key") && name != "idempotency-key"
}

/// Returns the command line that sends a request with `curl`.
pub(super) fn curl(request: &http::Request<Body>) -> String {
    let mut line = "curl".to_owned();
    let method = request.method();
    let bytes = request.body().as_bytes();
    let is_empty = bytes.is_some_and(bytes::Bytes::is_empty);
    match *method {
        Method::GET if is_empty => {}
        Method::HEAD => line.push_str(" --head"),
        _ => line.extend([" --request ", &quoted(method.as_str())]),
    }
    let url = request.uri().to_string();
    // curl takes brackets and braces for ranges and lists.
    if url.contains(['[', ']', '{', '}']) {
        line.push_str(" --globoff");
    }
    line.extend([" ", &quoted(&url)]);
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        // A semicolon sends a header without a value.
        let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        line.extend([" \\\n  --header ", &quoted(&header)]);
    }
    if is_empty {
        return line;
    }
    if !request.headers().contains_key(header::CONTENT_TYPE) {
        // curl would say that the body is a form.
        line.push_str(" \\\n  --header 'content-type:'");
    }
    match bytes.map(|bytes| (bytes.len(), shell_text(bytes))) {
        Some((_, Some(text))) => line.extend([" \\\n  --data-raw ", &quoted(text)]),
        Some((length, None)) => {
            // Writing to a `String` does not fail.
            let _ = write!(line, " \\\n  --data-binary @- # the body: {length} bytes");
        }
        None => line.push_str(" \\\n  --data-binary @- # the body is a stream"),
    }
    line
}

/// Returns the text of a body, if it can be an argument of a command.
fn shell_text(bytes: &[u8]) -> Option<&str> {
    let is_plain = |char: char| !char.is_control() || matches!(char, '\n' | '\r' | '\t');
    let text = std::str::from_utf8(bytes).ok()?;
    (text.len() <= MAX_ARGUMENT && text.chars().all(is_plain)).then_some(text)
}

/// Returns an argument for a POSIX shell, in single quotes if it needs them (POSIX.1-2017, volume 3, section 2.2.2).
fn quoted(text: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_./:@%+,".contains(char);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
