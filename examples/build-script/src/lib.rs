//! A package that is generated when it is built: `build.rs` generates its source from `pets.yaml`.
//!
//! ```
//! use build_script::{Operation, operations::GetPet};
//!
//! let request = GetPet::new(7).request("https://pets.example.com")?;
//! assert_eq!(request.uri(), "https://pets.example.com/pets/7");
//! let response = http::Response::new(bytes::Bytes::from(r#"{"name":"Rex"}"#));
//! assert_eq!(GetPet::decode(response)?.body.name, "Rex");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
