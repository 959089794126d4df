//! Functions that the scenarios share.

use std::{error::Error, fs, future::Future, io, path::Path};

use bytes::Bytes;

/// The error of a scenario.
pub(crate) type Failure = Box<dyn Error>;

/// The scenarios that are called at a server.
pub(crate) struct Scenarios {
    url: String,
    png: Bytes,
    jpeg: Bytes,
}

impl Scenarios {
    /// Creates the scenarios of the server at this URL, with the files of this folder.
    pub(crate) fn new(url: String, assets: &Path) -> io::Result<Self> {
        let read = |name| fs::read(assets.join(name)).map(Bytes::from);
        Ok(Self { url, png: read("image.png")?, jpeg: read("image.jpg")? })
    }

    /// Returns the URL of the server.
    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// Returns the picture that they send and receive.
    pub(crate) fn png(&self) -> Bytes {
        self.png.clone()
    }

    /// Returns the other picture.
    pub(crate) fn jpeg(&self) -> Bytes {
        self.jpeg.clone()
    }

    /// Makes the calls of a scenario, and prints a line of JSON: the name and the error, empty without one.
    pub(crate) async fn run(&mut self, scenario: &str, calls: impl Future<Output = Result<(), Failure>>) {
        let error = calls.await.err().map(|error| error.to_string()).unwrap_or_default();
        println!("{}", serde_json::json!([scenario, error]));
    }
}

/// The reasons of scenarios that the compiler accepts and OpenAPI cannot express.
#[derive(Debug)]
pub(crate) enum Inexpressible {
    /// A list that is one part of a form.
    ListInOnePart,
    /// A response without a required property.
    LacksRequired,
    /// A list in an element of its own, which the compiler leaves out.
    UnsaidWrapper,
    /// A property that is the text between tags.
    TextOfElement,
    /// Bytes in another notation than the document's.
    OtherEncoding,
}

impl Scenarios {
    /// Prints the reason of a scenario without a call.
    pub(crate) fn inexpressible(&mut self, scenario: &str, why: Inexpressible) {
        let code = match why {
            Inexpressible::ListInOnePart => "list-in-one-part",
            Inexpressible::LacksRequired => "lacks-required",
            Inexpressible::UnsaidWrapper => "unsaid-wrapper",
            Inexpressible::TextOfElement => "text-of-element",
            Inexpressible::OtherEncoding => "other-encoding",
        };
        println!("{}", serde_json::json!([scenario, { "inexpressible": code }]));
    }
}

/// Ends a scenario with an error if two values differ.
macro_rules! equal {
    ($found:expr, $expected:expr) => {
        let (found, expected) = (&$found, &$expected);
        if found != expected {
            return Err(format!("found {found:?} where {expected:?} was expected").into());
        }
    };
}

/// Sends a request and expects a success.
macro_rules! sends {
    ($scenarios:ident, $($scenario:literal: $call:expr;)*) => {$(
        $scenarios
            .run($scenario, async {
                $call.send().await?;
                Ok(())
            })
            .await;
    )*};
}

/// Sends a request and expects this body.
macro_rules! receives {
    ($scenarios:ident, $($scenario:literal: $call:expr => $body:expr;)*) => {$(
        $scenarios
            .run($scenario, async {
                equal!($call.send().await?.body, $body);
                Ok(())
            })
            .await;
    )*};
}

/// Expects a value from one operation, and sends it with another.
macro_rules! both_ways {
    ($scenarios:ident, $client:ident, $($get:literal $put:literal: $getter:ident $putter:ident $value:expr;)*) => {$(
        $scenarios
            .run($get, async {
                equal!($client.$getter().send().await?.body, $value);
                Ok(())
            })
            .await;
        $scenarios
            .run($put, async {
                $client.$putter(&$value).send().await?;
                Ok(())
            })
            .await;
    )*};
}
