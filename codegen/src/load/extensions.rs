//! The extensions that pass constructs to `lower` for which OpenAPI 3.0 has no field.

/// `true` on a schema whose properties are the elements of an array, in order (`prefixItems`).
pub(crate) const TUPLE: &str = "x-codegen-tuple";
/// The `xml` object of a schema.
pub(crate) const XML: &str = "x-codegen-xml";
/// The separator of the elements of a list, on a parameter or encoding (`collectionFormat`).
pub(crate) const DELIMITER: &str = "x-codegen-delimiter";
/// `true` on a query parameter that is the whole query (`in: querystring`).
pub(crate) const QUERY_STRING: &str = "x-codegen-querystring";
/// `true` on a cookie parameter whose value is not percent-encoded (`style: cookie`).
pub(crate) const PLAIN_COOKIE: &str = "x-codegen-cookie";
/// `true` on a path parameter whose reserved characters (RFC 3986) are not percent-encoded (`allowReserved`).
pub(crate) const RESERVED: &str = "x-codegen-reserved";
/// The name of a server.
pub(crate) const SERVER_NAME: &str = "x-codegen-name";
/// `true` on a security scheme of HTTP that is `mutualTLS`.
pub(crate) const MUTUAL_TLS: &str = "x-codegen-mutual-tls";
/// The parent of a tag.
pub(crate) const TAG_PARENT: &str = "x-codegen-parent";
/// The union member for values with an unknown tag or without one, on a discriminator (`defaultMapping`).
pub(crate) const DEFAULT_MEMBER: &str = "x-codegen-default";
