//! The environment as the source of credentials.

use std::{collections::BTreeSet, env, ffi::OsString};

use super::{builder::ClientBuilder, error::RequestError, operation::Security, secret::Secret};

/// The variables that a client is created from.
#[derive(Debug)]
pub struct Environment {
    /// The variable with the base URL.
    pub base_url: &'static str,
    /// The variables with credentials and with client-wide parameters. Of several for one security scheme, the last one
    /// takes precedence.
    pub credentials: &'static [Variables],
    /// The alternatives of security schemes that operations need. One of them is sufficient.
    pub needed: Security,
}

/// The variables of a credential: a security scheme, their names, and a method of the builder that takes their values.
///
/// The scheme is empty for a client-wide parameter.
#[derive(Debug)]
pub enum Variables {
    /// One variable, such as that of a token.
    One(&'static str, &'static str, fn(ClientBuilder, &str) -> ClientBuilder),
    /// Two variables that belong together, such as those of a user name and a password.
    Two(&'static str, [&'static str; 2], fn(ClientBuilder, &str, &str) -> ClientBuilder),
}

impl Environment {
    /// Sets the values of the variables.
    ///
    /// # Errors
    /// See [`configure_with`](Self::configure_with).
    pub fn configure(&self, builder: ClientBuilder) -> Result<ClientBuilder, RequestError> {
        self.configure_with(builder, |name| env::var_os(name))
    }

    /// Sets the values that `lookup` returns for the names of variables.
    ///
    /// # Errors
    /// [`RequestError::Environment`] if a value is empty or not Unicode, one of two variables that belong together is
    /// missing, or no alternative of credentials is complete. No error contains a value.
    pub fn configure_with(
        &self,
        mut builder: ClientBuilder,
        lookup: impl Fn(&str) -> Option<OsString>,
    ) -> Result<ClientBuilder, RequestError> {
        let value = |name: &str| lookup(name).map(|value| text(name, value)).transpose();
        if let Some(url) = value(self.base_url)? {
            builder = builder.base_url(url.expose());
        }
        let (mut set, mut incomplete) = (BTreeSet::new(), Vec::new());
        for variables in self.credentials {
            match variables {
                Variables::One(scheme, name, apply) => {
                    if let Some(value) = value(name)? {
                        builder = apply(builder, value.expose());
                        set.insert(*scheme);
                    }
                }
                Variables::Two(scheme, [first, second], apply) => match (value(first)?, value(second)?) {
                    (Some(first), Some(second)) => {
                        builder = apply(builder, first.expose(), second.expose());
                        set.insert(*scheme);
                    }
                    (Some(_), None) => incomplete.push((*scheme, first, second)),
                    (None, Some(_)) => incomplete.push((*scheme, second, first)),
                    (None, None) => {}
                },
            }
        }
        if let Some((_, present, missing)) = incomplete.iter().find(|(scheme, ..)| !set.contains(scheme)) {
            return Err(RequestError::Environment(format!("`{present}` is set, but not `{missing}`")));
        }
        let is_complete = |schemes: &&[&str]| schemes.iter().all(|scheme| set.contains(scheme));
        if self.needed.is_empty() || self.needed.iter().any(is_complete) {
            return Ok(builder);
        }
        let alternatives: Vec<String> = self.needed.iter().map(|schemes| self.names(schemes)).collect();
        let needed = alternatives.join(", or ");
        Err(RequestError::Environment(format!("it has no credential; set {needed}")))
    }

    /// Returns the names of the variables of all these security schemes.
    fn names(&self, schemes: &[&str]) -> String {
        let of_scheme = |scheme: &&str| {
            let names = self.credentials.iter().rev().filter_map(|variables| match variables {
                Variables::One(of, name, _) if of == scheme => Some(format!("`{name}`")),
                Variables::Two(of, [first, second], _) if of == scheme => {
                    Some(format!("`{first}` and `{second}`"))
                }
                _ => None,
            });
            let names: Vec<String> = names.collect();
            match names.as_slice() {
                [_, _, ..] if schemes.len() > 1 => format!("({})", names.join(" or ")),
                _ => names.join(" or "),
            }
        };
        schemes.iter().map(of_scheme).collect::<Vec<String>>().join(" and ")
    }
}

/// Returns the value of the variable `name` as text.
fn text(name: &str, value: OsString) -> Result<Secret, RequestError> {
    let invalid = |why| RequestError::Environment(format!("the value of `{name}` is {why}"));
    match value.into_string() {
        Ok(value) if value.is_empty() => Err(invalid("empty")),
        Ok(value) => Ok(value.into()),
        Err(_) => Err(invalid("not Unicode")),
    }
}
