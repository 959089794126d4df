//! What OpenAPI 3.0 has no words for, and what it is called on the way to `lower`.

/// On a schema whose properties are the elements of an array, in order (`prefixItems`).
pub(crate) const TUPLE: &str = "x-codegen-tuple";
/// On a schema: what it says of XML (`xml`).
pub(crate) const XML: &str = "x-codegen-xml";
/// On a parameter or encoding: what stands between the elements of a list (`collectionFormat`).
pub(crate) const DELIMITER: &str = "x-codegen-delimiter";
/// On a query parameter that is all of the query (`in: querystring`).
pub(crate) const QUERY_STRING: &str = "x-codegen-querystring";
/// On a cookie parameter whose value is written as it is (`style: cookie`).
pub(crate) const PLAIN_COOKIE: &str = "x-codegen-cookie";
/// On a parameter of the path: what RFC 3986 reserves stands as it is (`allowReserved`).
pub(crate) const RESERVED: &str = "x-codegen-reserved";
/// On a server: its name.
pub(crate) const SERVER_NAME: &str = "x-codegen-name";
/// On a security scheme of HTTP: it is `mutualTLS`.
pub(crate) const MUTUAL_TLS: &str = "x-codegen-mutual-tls";
/// On a tag: the tag that it belongs to.
pub(crate) const TAG_PARENT: &str = "x-codegen-parent";
/// On a discriminator: the member of the union that a value with another tag, or none, is (`defaultMapping`).
pub(crate) const DEFAULT_MEMBER: &str = "x-codegen-default";
