//! What is the same for every operation and every model, written once.

pub mod basic;
#[cfg(feature = "client")]
pub mod client;
pub mod credentials;
pub mod error;
pub mod locate;
pub mod model;
pub mod open_enum;
pub mod operation;
pub mod reply;
pub mod request;
pub mod response;
pub mod slots;
pub mod union;

pub(crate) use self::{model::model, open_enum::open_enum, union::union};
