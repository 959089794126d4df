//! What the scenarios have in common.

use std::{error::Error, fs, future::Future, io, path::Path};

use bytes::Bytes;

/// Why a scenario is none that passes.
pub(crate) type Failure = Box<dyn Error>;

/// The scenarios that are called at a server.
pub(crate) struct Scenarios {
    url: String,
    png: Bytes,
    jpeg: Bytes,
}

impl Scenarios {
    /// Those of the server at this URL, with the files of this folder.
    pub(crate) fn new(url: String, assets: &Path) -> io::Result<Self> {
        let read = |name| fs::read(assets.join(name)).map(Bytes::from);
        Ok(Self { url, png: read("image.png")?, jpeg: read("image.jpg")? })
    }

    /// Where the server is.
    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// The picture that they send and receive.
    pub(crate) fn png(&self) -> Bytes {
        self.png.clone()
    }

    /// The other one.
    pub(crate) fn jpeg(&self) -> Bytes {
        self.jpeg.clone()
    }

    /// Makes the calls of a scenario, and prints what came of it: a line of JSON, its name and what went wrong.
    pub(crate) async fn run(&mut self, scenario: &str, calls: impl Future<Output = Result<(), Failure>>) {
        let said = calls.await.err().map(|error| error.to_string()).unwrap_or_default();
        println!("{}", serde_json::json!([scenario, said]));
    }
}

/// What the standard says to a scenario that the compiler takes and OpenAPI cannot say.
#[derive(Debug)]
pub(crate) enum Unsayable {
    /// A list that is one part of a form.
    ListInOnePart,
    /// An answer that lacks what its description says is always there.
    LacksRequired,
    /// A list in an element of its own, where the compiler leaves out that it is.
    UnsaidWrapper,
    /// A property that is the text between tags.
    TextOfElement,
    /// Bytes in another notation than the compiler says.
    OtherEncoding,
}

impl Scenarios {
    /// Says why there is nothing to call.
    pub(crate) fn unsayable(&mut self, scenario: &str, why: Unsayable) {
        let code = match why {
            Unsayable::ListInOnePart => "list-in-one-part",
            Unsayable::LacksRequired => "lacks-required",
            Unsayable::UnsaidWrapper => "unsaid-wrapper",
            Unsayable::TextOfElement => "text-of-element",
            Unsayable::OtherEncoding => "other-encoding",
        };
        println!("{}", serde_json::json!([scenario, { "unsayable": code }]));
    }
}

/// Leaves a scenario when two things are not equal.
macro_rules! equal {
    ($found:expr, $expected:expr) => {
        let (found, expected) = (&$found, &$expected);
        if found != expected {
            return Err(format!("found {found:?} where {expected:?} was expected").into());
        }
    };
}

/// What is sent, and answered with a success.
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

/// What is sent, and answered with a body that is known.
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

/// What gets a value that is known, and sends it.
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
