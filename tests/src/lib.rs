//! Code that tests and tools share: a server on loopback, a clock that tests advance, generated crates under cargo, and
//! mutations of descriptions.

pub mod clock;
pub mod crates;
pub mod mutations;
pub mod rustdoc;
pub mod server;

/// Returns `true` if the tests take all of their inputs, as in `.ci/run`, and not the sample of `cargo test`.
#[must_use]
pub fn takes_all_inputs() -> bool {
    std::env::var_os("TEST_ALL_INPUTS").is_some()
}

/// The programs of the documents, compiled and run as doctests. `tests/generator/documents.rs` checks that
/// none is missing.
#[cfg(doctest)]
mod documents {
    macro_rules! documents {
        ($($name:ident: $path:literal,)*) => {
            $(#[doc = include_str!(concat!("../../", $path))] pub struct $name;)*
        };
    }

    documents! {
        Readme: "README.md",
        UsingAClient: "docs/using-a-client.md",
        Calls: "docs/calls.md",
        GeneratedTypes: "docs/generated-types.md",
        Errors: "docs/errors.md",
        RetriesAndLimits: "docs/retries-and-limits.md",
        Pagination: "docs/pagination.md",
        LongRunningOperations: "docs/long-running-operations.md",
        Credentials: "docs/credentials.md",
        UploadsAndDownloads: "docs/uploads-and-downloads.md",
        Webhooks: "docs/webhooks.md",
        InProduction: "docs/in-production.md",
        Testing: "docs/testing.md",
        Moving: "docs/moving.md",
        OneCrateForAVendor: "docs/one-crate-for-a-vendor.md",
        AsALibrary: "docs/as-a-library.md",
        CodegenPackage: "codegen/README.md",
        MockPackage: "mock/README.md",
        GeneratedCrate: "generated/README.md",
        ResourcesCrate: "tests/resources/README.md",
        VendorCrate: "tests/vendor/README.md",
        WireCrate: "tests/wire/README.md",
    }
}
