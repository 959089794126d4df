//! The crypto provider of rustls.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

use super::error::RequestError;

/// Returns the crypto provider that the program installed, or else the one of the feature `rustls`.
///
/// # Errors
/// [`RequestError::Client`] if there is none: the transports would panic.
pub fn crypto_provider() -> Result<Arc<CryptoProvider>, RequestError> {
    let provider = CryptoProvider::get_default().cloned();
    #[cfg(feature = "rustls")]
    let provider = provider.or_else(|| Some(Arc::new(rustls::crypto::aws_lc_rs::default_provider())));
    provider.ok_or_else(|| {
        let why = "rustls has no crypto provider; call `CryptoProvider::install_default`, or enable `rustls`";
        RequestError::Client(why.into())
    })
}
