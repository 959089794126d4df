use std::sync::Arc;

/// A security scheme.
#[derive(Debug)]
pub struct Scheme {
    /// Its key in `components.securitySchemes`.
    pub name: String,
    /// The name of the first part that has it, if the API has parts.
    pub part: Option<Arc<str>>,
    /// The documentation.
    pub description: Option<String>,
    /// The kind of credentials.
    pub kind: SchemeKind,
    /// The token URL of the authorization server.
    pub token_url: Option<String>,
    /// `true` if the application itself can request a token there, with its ID and its secret.
    pub client_credentials: bool,
    /// `true` if its tokens are those of OAuth 2.0 or OpenID Connect.
    pub is_oauth2: bool,
    /// Other URLs of the authorization server.
    pub endpoints: Vec<(Endpoint, String)>,
}

/// The purpose of a URL of an authorization server, beside the token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// The user authorizes an application there.
    Authorization,
    /// A device requests its codes there.
    Device,
    /// Refresh tokens are used there, and not at the token endpoint.
    Refresh,
    /// The metadata of RFC 8414.
    Metadata,
    /// The metadata of OpenID Connect.
    OpenIdConnect,
}

/// The credentials of a security scheme.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SchemeKind {
    /// A token in `Authorization: Bearer …`, with the kind of token for the documentation.
    Bearer(&'static str),
    /// A user name and a password.
    Basic,
    /// Credentials of another scheme of `Authorization`.
    Authorization(String),
    /// A key in the header of this name.
    HeaderKey(String),
    /// A key in the query parameter of this name.
    QueryKey(String),
    /// A key in the cookie of this name.
    CookieKey(String),
}
