//! Enums of the bodies of successful responses.

/// Implements `Serialize` for an enum of bodies, from a table of its variants. It writes the body alone, and `null` for
/// a response without a body.
macro_rules! responses {
    ($name:ident { $(body: $body:ident,)* $(empty: $empty:ident,)* }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$body(body) => ::serde::Serialize::serialize(body, serializer),)*
                    $(Self::$empty => serializer.serialize_unit(),)*
                }
            }
        }
    };
}

pub(crate) use responses;
