//! What the scenarios have in common.

use std::{error::Error, future::Future};

/// Why a scenario is none that passes.
pub(crate) type Failure = Box<dyn Error>;

/// The scenarios that are called at a server.
pub(crate) struct Scenarios {
    url: String,
}

impl Scenarios {
    pub(crate) fn new(url: String) -> Self {
        Self { url }
    }

    /// Where the server is.
    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// Makes the calls of a scenario, and prints what came of it: a line of JSON, its name and what went wrong.
    pub(crate) async fn run(&mut self, scenario: &str, calls: impl Future<Output = Result<(), Failure>>) {
        let said = calls.await.err().map(|error| error.to_string()).unwrap_or_default();
        println!("{}", serde_json::json!([scenario, said]));
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
