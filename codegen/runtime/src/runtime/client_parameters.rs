//! Parameters that nearly every operation takes: their value is set once, on the client.

use super::{error::RequestError, request::Request};

/// A parameter whose value is set once, on the client. A call can replace it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientParameter {
    pub(super) place: Place,
    /// The name in the request, that of a header in lower case.
    pub(super) name: &'static str,
    /// The method of the builder that sets the value.
    method: &'static str,
    required: bool,
}

/// The place of a parameter in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
}

impl ClientParameter {
    /// Returns a parameter of the path.
    #[must_use]
    pub const fn path(name: &'static str, method: &'static str) -> Self {
        Self { place: Place::Path, name, method, required: true }
    }

    /// Returns a parameter of the query.
    #[must_use]
    pub const fn query(name: &'static str, method: &'static str) -> Self {
        Self { place: Place::Query, name, method, required: true }
    }

    /// Returns a header. Its name is in lower case.
    #[must_use]
    pub const fn header(name: &'static str, method: &'static str) -> Self {
        Self { place: Place::Header, name, method, required: true }
    }

    /// Returns the same parameter, which a request can be without.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// Returns the error for a request without a value.
    fn missing(&self) -> RequestError {
        let Self { name, method, .. } = self;
        let place = match self.place {
            Place::Path => "path parameter",
            Place::Query => "query parameter",
            Place::Header => "header",
        };
        let remedy = format!("set it with `ClientBuilder::{method}`, or on the call");
        RequestError::Call(format!("the {place} `{name}` has no value; {remedy}"))
    }
}

impl Request {
    /// Sets the parameters that the operation has not set. `value` returns their values.
    pub(super) fn fill<'v>(
        &mut self,
        parameters: &[ClientParameter],
        value: impl Fn(&ClientParameter) -> Option<&'v str>,
    ) {
        for parameter in parameters {
            let ClientParameter { place, name, required, .. } = *parameter;
            let is_set = match place {
                Place::Path => !self.has_placeholder(name),
                Place::Query => self.has_query(name),
                Place::Header => self.has_header(name),
            };
            match value(parameter) {
                _ if is_set => {}
                Some(value) => match place {
                    Place::Path => self.path(name, &value),
                    Place::Query => self.query(name, &[value]),
                    Place::Header => self.header(name, &[value]),
                },
                None if required => self.fail(parameter.missing()),
                None => {}
            }
        }
    }
}

#[cfg(feature = "client")]
impl super::builder::ClientBuilder {
    /// Sets the value of a parameter that nearly every operation takes. `method` is the method of the builder that does
    /// the same.
    #[allow(clippy::needless_pass_by_value, reason = "a number needs no reference")]
    pub fn parameter(mut self, method: &'static str, value: impl std::fmt::Display) -> Self {
        self.parameters.insert(method, value.to_string());
        self
    }
}

#[cfg(feature = "client")]
impl super::exchange::ClientInner {
    /// Returns the value of a client-wide parameter. A mock has a value for each required one.
    pub(super) fn parameter(&self, parameter: &ClientParameter) -> Option<&str> {
        let value = self.parameters.get(parameter.method).map(String::as_str);
        let has_placeholder = parameter.required && self.credentials.is_optional();
        value.or_else(|| has_placeholder.then_some(parameter.method))
    }
}
