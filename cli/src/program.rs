//! The name of the command, as messages and help show it.

use std::sync::OnceLock;

static NAME: OnceLock<&'static str> = OnceLock::new();

/// Sets the name for a program that has the commands under another one. Only the first call has an effect.
pub fn set_name(name: &'static str) {
    let _ = NAME.set(name);
}

/// Returns the name: `clientwright`, if no other one is set.
pub fn name() -> &'static str {
    NAME.get().copied().unwrap_or("clientwright")
}
