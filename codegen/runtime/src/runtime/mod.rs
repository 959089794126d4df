//! What is the same for every operation and every model, written once.

pub mod base64;
pub mod basic;
pub mod body;
#[cfg(feature = "client")]
pub mod builder;
pub mod check;
#[cfg(feature = "client")]
pub mod client;
pub mod content;
pub mod credentials;
pub mod date_time;
pub mod error;
pub mod headers;
pub mod locate;
pub mod model;
pub mod multipart;
pub mod open_enum;
pub mod open_value;
pub mod operation;
#[cfg(feature = "client")]
mod redirects;
pub mod reply;
pub mod request;
pub mod response;
pub mod secret;
pub mod server;
pub mod slots;
pub mod span;
pub mod stream;
pub mod style;
pub mod time_of_day;
pub mod tree;
pub mod union;

pub(crate) use self::{
    headers::headers, model::model, multipart::parts, open_enum::open_enum, open_value::open_value,
    server::server, union::union,
};
