//! The operations that a mock can handle: the inverse of [`Operation::read`].

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    body::Body,
    operation::Operation,
    raw_response::{Binary, Empty, Json, Text},
};

/// The reason why a body does not encode or decode.
pub type BodyError = Box<dyn std::error::Error + Send + Sync>;

/// An operation that a mock can handle.
pub trait MockOperation: Operation + Sized + 'static {
    /// The type of the request body: the model for JSON and XML, otherwise [`Bytes`].
    type Body;

    /// Decodes the body of a request.
    ///
    /// # Errors
    /// If the body does not match the OpenAPI description.
    fn decode_body(body: &Bytes) -> Result<Self::Body, BodyError>;

    /// Encodes a successful response.
    ///
    /// # Errors
    /// If the output does not serialize.
    fn encode_success(output: Self::Output) -> Result<EncodedResponse, BodyError>;

    /// Encodes an error response.
    ///
    /// # Errors
    /// If the error does not serialize.
    fn encode_failure(error: Self::Error) -> Result<EncodedResponse, BodyError>;
}

/// A response of a mock, ready to send.
#[derive(Debug)]
pub struct EncodedResponse {
    /// The status in the OpenAPI description: `200`, `2XX` or `default`.
    pub status: &'static str,
    /// The media type, empty if there is no body.
    pub media_type: &'static str,
    /// The body.
    pub body: Body,
}

/// An encoding of a body: the inverse of [`Decode`](super::raw_response::Decode).
pub trait Encode<T> {
    /// Encodes `body`.
    ///
    /// # Errors
    /// If the body does not serialize.
    fn encode(body: T) -> Result<Body, BodyError>;
}

impl<T: Serialize> Encode<T> for Json {
    fn encode(body: T) -> Result<Body, BodyError> {
        Ok(serde_json::to_vec(&body)?.into())
    }
}

impl Encode<String> for Text {
    fn encode(body: String) -> Result<Body, BodyError> {
        Ok(body.into())
    }
}

impl Encode<Bytes> for Binary {
    fn encode(body: Bytes) -> Result<Body, BodyError> {
        Ok(body.into())
    }
}

impl Encode<()> for Empty {
    fn encode((): ()) -> Result<Body, BodyError> {
        Ok(Body::default())
    }
}

/// Decodes the body of a request from JSON. An empty body is `null`.
///
/// # Errors
/// If the body is not JSON, or does not match the type.
pub fn json<T: DeserializeOwned>(body: &Bytes) -> Result<T, BodyError> {
    Ok(serde_json::from_slice(if body.is_empty() { b"null" } else { body })?)
}

/// Returns the body of a request unchanged.
///
/// # Errors
/// None.
pub fn raw(body: &Bytes) -> Result<Bytes, BodyError> {
    Ok(body.clone())
}

/// Implements [`MockOperation`] for an operation, from a table of its responses, and adds a method that sets its
/// handler: to [`MockClient`](super::mock::MockClient), or to the mock of the operation's resource.
macro_rules! mock {
    ($resource:ty => $function:ident $operation:ty { $($table:tt)* }) => {
        $crate::runtime::mock_operation::mock_table!($operation { $($table)* });

        impl $crate::runtime::mock_resource::MockResource<'_, $resource> {
            #[doc = concat!("Sets the handler of `", stringify!($function), "`. It replaces the previous one.")]
            pub fn $function(
                &self,
                handler: impl FnMut(
                    $crate::runtime::mock::MockRequest<$operation>,
                ) -> $crate::runtime::mock::MockResponse<$operation>
                    + ::std::marker::Send
                    + 'static,
            ) -> Self {
                self.mock.transport.handle(handler);
                *self
            }
        }
    };
    ($function:ident $operation:ty { $($table:tt)* }) => {
        $crate::runtime::mock_operation::mock_table!($operation { $($table)* });

        impl $crate::runtime::mock::MockClient {
            #[doc = concat!("Sets the handler of `", stringify!($function), "`. It replaces the previous one.")]
            pub fn $function(
                &self,
                handler: impl FnMut(
                    $crate::runtime::mock::MockRequest<$operation>,
                ) -> $crate::runtime::mock::MockResponse<$operation>
                    + ::std::marker::Send
                    + 'static,
            ) -> &Self {
                self.transport.handle(handler);
                self
            }
        }
    };
}

/// Implements [`MockOperation`] for an operation, from a table of its responses. The table is empty if another version
/// has the same operation, and implements it.
macro_rules! mock_table {
    ($operation:ty {}) => {};
    ($operation:ty {
        body: $body:ty as $decode:ident $(of $element:path)?,
        $(success $success:tt: $success_type:literal $($success_variant:path)? $(=> $success_kind:path)?,)*
        $(failure $failure:tt: $failure_type:literal $($failure_variant:path)? $(=> $failure_kind:path)?,)*
    }) => {
        impl $crate::runtime::mock_operation::MockOperation for $operation {
            type Body = $body;

            fn decode_body(
                body: &::bytes::Bytes,
            ) -> ::std::result::Result<Self::Body, $crate::runtime::mock_operation::BodyError> {
                $(let body = &$crate::runtime::xml::json($element, body);)?
                $crate::runtime::mock_operation::$decode(body)
            }

            #[allow(unreachable_patterns, reason = "of several statuses with the same body the first is used")]
            fn encode_success(
                output: Self::Output,
            ) -> ::std::result::Result<
                $crate::runtime::mock_operation::EncodedResponse,
                $crate::runtime::mock_operation::BodyError,
            > {
                $crate::runtime::mock_operation::encode_response!(output {
                    $($success $success_type [$($success_variant)?] [$($success_kind)?])*
                })
            }

            #[allow(unreachable_patterns, reason = "of several statuses with the same body the first is used")]
            fn encode_failure(
                error: Self::Error,
            ) -> ::std::result::Result<
                $crate::runtime::mock_operation::EncodedResponse,
                $crate::runtime::mock_operation::BodyError,
            > {
                $crate::runtime::mock_operation::encode_response!(error {
                    $($failure $failure_type [$($failure_variant)?] [$($failure_kind)?])*
                })
            }
        }
    };
}

/// Encodes a value as the response of its variant, from a table of all variants.
macro_rules! encode_response {
    ($value:ident { $($row:tt)* }) => {
        $crate::runtime::mock_operation::encode_response!(@ $value {} $($row)*)
    };
    // A row: the status, the media type, the variant, the encoding.
    (@ $value:ident { $($arms:tt)* } $status:tt $media_type:literal [$variant:path] [$kind:path] $($row:tt)*) => {
        $crate::runtime::mock_operation::encode_response!(@ $value {
            $($arms)*
            $variant(body) => $crate::runtime::mock_operation::encode_as::<$kind, _>(
                stringify!($status),
                $media_type,
                body,
            ),
        } $($row)*)
    };
    (@ $value:ident { $($arms:tt)* } $status:tt $media_type:literal [$variant:path] [] $($row:tt)*) => {
        $crate::runtime::mock_operation::encode_response!(@ $value {
            $($arms)*
            $variant => $crate::runtime::mock_operation::encode_as::<$crate::runtime::Empty, _>(
                stringify!($status),
                $media_type,
                (),
            ),
        } $($row)*)
    };
    (@ $value:ident { $($arms:tt)* } $status:tt $media_type:literal [] [$kind:path] $($row:tt)*) => {
        $crate::runtime::mock_operation::encode_response!(@ $value {
            $($arms)*
            body => $crate::runtime::mock_operation::encode_as::<$kind, _>(
                stringify!($status),
                $media_type,
                body,
            ),
        } $($row)*)
    };
    (@ $value:ident { $($arms:tt)* }) => {
        match $value { $($arms)* }
    };
}

pub(crate) use encode_response;
pub(crate) use mock;
pub(crate) use mock_table;

/// Returns a response with an encoded body.
///
/// # Errors
/// If the body does not serialize.
pub fn encode_as<K: Encode<T>, T>(
    status: &'static str,
    media_type: &'static str,
    body: T,
) -> Result<EncodedResponse, BodyError> {
    Ok(EncodedResponse { status, media_type, body: K::encode(body)? })
}
