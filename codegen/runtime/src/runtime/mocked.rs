//! How what an operation is answered with is written, the other way round of how it is read.

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    body::Body,
    operation::Operation,
    reply::{Binary, Empty, Json, Text},
};

/// Why something is no body.
pub type BodyError = Box<dyn std::error::Error + Send + Sync>;

/// An operation that a mock can answer.
pub trait Mocked: Operation + Sized + 'static {
    /// The body of its requests: the model where it is JSON, and bytes where it is anything else.
    type Body;

    /// Reads the body of a request.
    ///
    /// # Errors
    /// When it is not what the description says.
    fn body(body: &Bytes) -> Result<Self::Body, BodyError>;

    /// The answer that has this output.
    ///
    /// # Errors
    /// When it does not serialize.
    fn success(output: Self::Output) -> Result<Written, BodyError>;

    /// The answer that has this error.
    ///
    /// # Errors
    /// When it does not serialize.
    fn failure(error: Self::Error) -> Result<Written, BodyError>;
}

/// An answer as it is sent: its status in the description, its media type, its body.
#[derive(Debug)]
pub struct Written(pub &'static str, pub &'static str, pub Body);

/// A way to write a body, the other way round of [`Decode`](super::reply::Decode).
pub trait Encode<T> {
    /// The bytes of `body`.
    ///
    /// # Errors
    /// When it does not serialize.
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

/// The body of a request as JSON; one that is not there is `null`.
///
/// # Errors
/// When it is other JSON, or none.
pub fn json<T: DeserializeOwned>(body: &Bytes) -> Result<T, BodyError> {
    Ok(serde_json::from_slice(if body.is_empty() { b"null" } else { body })?)
}

/// The body of a request as it is.
///
/// # Errors
/// None.
pub fn raw(body: &Bytes) -> Result<Bytes, BodyError> {
    Ok(body.clone())
}

/// What makes an operation one that a mock can answer, and gives [`MockClient`](super::mock::MockClient) a method for it: a table of its answers.
macro_rules! mock {
    ($function:ident $operation:ty {
        body: $body:ty as $how:ident,
        $(success $success:tt: $success_type:literal $($success_variant:path)? $(=> $success_kind:path)?,)*
        $(failure $failure:tt: $failure_type:literal $($failure_variant:path)? $(=> $failure_kind:path)?,)*
    }) => {
        impl $crate::runtime::mocked::Mocked for $operation {
            type Body = $body;

            fn body(
                body: &::bytes::Bytes,
            ) -> ::std::result::Result<Self::Body, $crate::runtime::mocked::BodyError> {
                $crate::runtime::mocked::$how(body)
            }

            #[allow(unreachable_patterns, reason = "the first of several statuses with the same body is taken")]
            fn success(
                output: Self::Output,
            ) -> ::std::result::Result<$crate::runtime::mocked::Written, $crate::runtime::mocked::BodyError> {
                $crate::runtime::mocked::written_by!(output {
                    $($success $success_type [$($success_variant)?] [$($success_kind)?])*
                })
            }

            #[allow(unreachable_patterns, reason = "the first of several statuses with the same body is taken")]
            fn failure(
                error: Self::Error,
            ) -> ::std::result::Result<$crate::runtime::mocked::Written, $crate::runtime::mocked::BodyError> {
                $crate::runtime::mocked::written_by!(error {
                    $($failure $failure_type [$($failure_variant)?] [$($failure_kind)?])*
                })
            }
        }

        impl $crate::runtime::mock::MockClient {
            #[doc = concat!("Has calls of `", stringify!($function), "` answered by a function, from now on.")]
            pub fn $function(
                &self,
                answer: impl FnMut(
                    $crate::runtime::mock::MockRequest<$operation>,
                ) -> $crate::runtime::mock::MockAnswer<$operation>
                    + ::std::marker::Send
                    + 'static,
            ) -> &Self {
                self.desk.answer(answer);
                self
            }
        }
    };
}

/// The answer that has this body, by a table of what bodies there are.
macro_rules! written_by {
    ($value:ident { $($row:tt)* }) => {
        $crate::runtime::mocked::written_by!(@ $value {} $($row)*)
    };
    // A status, its media type, the variant, how its body is written.
    (@ $value:ident { $($arms:tt)* } $status:tt $media_type:literal [$variant:path] [$kind:path] $($row:tt)*) => {
        $crate::runtime::mocked::written_by!(@ $value {
            $($arms)*
            $variant(body) => $crate::runtime::mocked::written_as::<$kind, _>(stringify!($status), $media_type, body),
        } $($row)*)
    };
    (@ $value:ident { $($arms:tt)* } $status:tt $media_type:literal [$variant:path] [] $($row:tt)*) => {
        $crate::runtime::mocked::written_by!(@ $value {
            $($arms)*
            $variant => $crate::runtime::mocked::written_as::<$crate::runtime::Empty, _>(stringify!($status), $media_type, ()),
        } $($row)*)
    };
    (@ $value:ident { $($arms:tt)* } $status:tt $media_type:literal [] [$kind:path] $($row:tt)*) => {
        $crate::runtime::mocked::written_by!(@ $value {
            $($arms)*
            body => $crate::runtime::mocked::written_as::<$kind, _>(stringify!($status), $media_type, body),
        } $($row)*)
    };
    (@ $value:ident { $($arms:tt)* }) => {
        match $value { $($arms)* }
    };
}

pub(crate) use mock;
pub(crate) use written_by;

/// An answer with a body that is written in a way.
///
/// # Errors
/// When it does not serialize.
pub fn written_as<K: Encode<T>, T>(
    status: &'static str,
    media_type: &'static str,
    body: T,
) -> Result<Written, BodyError> {
    Ok(Written(status, media_type, K::encode(body)?))
}
