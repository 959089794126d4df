//! The runtime: the code that all operations and models share.

#[cfg(feature = "client")]
pub mod any_request;
pub mod base64;
#[cfg(feature = "client")]
mod base_url;
pub mod basic;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod body;
#[cfg(feature = "client")]
pub mod builder;
#[cfg(feature = "client")]
pub mod call_options;
pub mod check;
#[cfg(feature = "client")]
pub mod client;
pub mod client_parameters;
#[cfg(feature = "client")]
pub mod clock;
pub mod content;
pub mod conversions;
pub mod credentials;
pub mod date_time;
#[cfg(feature = "client")]
pub mod described_headers;
pub mod discriminate;
#[cfg(feature = "client")]
pub mod environment;
pub mod error;
mod error_text;
pub mod error_view;
mod event_parser;
#[cfg(feature = "client")]
mod exchange;
pub mod headers;
pub mod http_date;
#[cfg(feature = "client")]
mod https_only;
pub mod idempotency;
mod lenient;
#[cfg(feature = "client")]
mod limiter;
pub mod locate;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "mock")]
mod mock_clock;
#[cfg(feature = "mock")]
mod mock_examples;
#[cfg(feature = "mock")]
pub mod mock_operation;
#[cfg(feature = "mock")]
pub mod mock_resource;
pub mod model;
pub mod multipart;
#[cfg(feature = "client")]
mod next_page;
#[cfg(feature = "oauth2")]
pub mod oauth2;
#[cfg(feature = "oauth2")]
pub mod oauth2_assertion;
#[cfg(feature = "oauth2-flows")]
pub mod oauth2_authorization;
#[cfg(feature = "oauth2-flows")]
pub mod oauth2_device;
#[cfg(feature = "oauth2-flows")]
pub mod oauth2_error;
#[cfg(feature = "oauth2-flows")]
pub mod oauth2_exchange;
#[cfg(feature = "oauth2-loopback")]
pub mod oauth2_loopback;
#[cfg(feature = "oauth2-flows")]
pub mod oauth2_metadata;
#[cfg(feature = "oauth2")]
mod oauth2_renewal;
#[cfg(feature = "oauth2")]
mod oauth2_request;
pub mod open_enum;
pub mod open_value;
pub mod operation;
#[cfg(feature = "client")]
mod page_count;
#[cfg(feature = "client")]
pub mod pages;
#[cfg(feature = "client")]
pub mod poll_error;
#[cfg(feature = "client")]
mod poll_requests;
#[cfg(feature = "client")]
mod poll_status;
#[cfg(feature = "client")]
pub mod poller;
#[cfg(feature = "client")]
pub mod polling;
mod preview;
pub mod rate_limit;
pub mod raw_response;
#[cfg(feature = "client")]
mod reconnect;
#[cfg(feature = "record")]
mod recorded;
#[cfg(feature = "record")]
mod recorder;
#[cfg(feature = "record")]
pub mod recording;
#[cfg(feature = "record")]
mod redact;
#[cfg(feature = "client")]
mod redirects;
pub mod request;
#[cfg(feature = "metrics")]
mod request_metrics;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
pub mod response;
#[cfg(feature = "client")]
mod response_body;
pub mod responses;
#[cfg(feature = "client")]
pub mod retry;
pub mod secret;
pub mod server;
pub mod setters;
pub mod slots;
pub mod span;
pub mod stream;
pub mod stream_lines;
pub mod style;
pub mod tagged;
pub mod time_of_day;
#[cfg(feature = "rustls-no-provider")]
pub mod tls;
#[cfg(feature = "tower")]
pub mod tower_transport;
#[cfg(feature = "tracing")]
mod trace;
pub mod transport;
pub mod tree;
pub mod union;
pub mod unix_time;
pub mod webhook;
#[cfg(feature = "axum")]
pub mod webhook_axum;
#[cfg(feature = "webhooks")]
pub mod webhook_scheme;
#[cfg(feature = "webhooks")]
pub mod webhook_signature;
pub mod xml;
mod xml_read;
mod xml_write;

pub use self::raw_response::{Binary, Empty, Json, Text};

#[cfg(feature = "mock")]
pub(crate) use self::mock_operation::mock;
pub(crate) use self::{
    conversions::conversions, headers::headers, model::model, multipart::parts, open_enum::open_enum,
    open_value::open_value, responses::responses, server::server, setters::setters, union::union,
    webhook::events, xml::xml,
};
