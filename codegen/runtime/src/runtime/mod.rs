//! What is the same for every operation and every model, written once.

pub mod base64;
pub mod basic;
#[cfg(feature = "client")]
pub mod client;
pub mod content;
pub mod credentials;
pub mod date_time;
pub mod error;
pub mod locate;
pub mod model;
pub mod open_enum;
pub mod open_value;
pub mod operation;
pub mod reply;
pub mod request;
pub mod response;
pub mod secret;
pub mod slots;
pub mod span;
pub mod time_of_day;
pub mod union;

pub(crate) use self::{model::model, open_enum::open_enum, open_value::open_value, union::union};
