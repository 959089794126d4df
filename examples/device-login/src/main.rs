//! Lists the channels of the user. The first run asks the user to log in with another device, and the next ones have
//! the tokens of the first one.
//!
//! The variables `DEVICE_URL`, `TOKEN_URL`, `BASE_URL` and `TOKENS` replace the URLs of the description and the file of
//! the tokens, for a test server.

mod store;

use std::{env, error::Error};

use device_login::{
    ACCOUNT_DEVICE_URL, ACCOUNT_TOKEN_URL, BASE_URL, Client, ClientBuilder, FlowError, OAuth2, TokenStore,
};

use self::store::FileStore;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let store = FileStore::new(variable("TOKENS", "tokens.json"));
    let application = OAuth2::application(variable("TOKEN_URL", ACCOUNT_TOKEN_URL), "television");
    let mut application = application.scope("channels");
    if store.load().await.map_err(|error| error.to_string())?.is_none() {
        application = log_in(application).await?;
    }
    // The store has the tokens of the last run, and receives those of each renewal.
    let client = builder().account(application.store(store)).build()?;
    for channel in client.channels().list().send().await?.body {
        println!("{} {}", channel.number, channel.name);
    }
    Ok(())
}

/// Asks the user to authorize this program. The tokens are stored by the first call.
async fn log_in(application: OAuth2) -> Result<OAuth2, Box<dyn Error>> {
    let anonymous = builder().build()?;
    let device_url = variable("DEVICE_URL", ACCOUNT_DEVICE_URL);
    let device = application.device_authorization(&device_url, &anonymous).await?;
    println!("Open {} and enter the code {}.", device.verification_uri, device.user_code);
    match device.tokens(&application, &anonymous).await {
        Ok(tokens) => Ok(application.tokens(tokens)),
        Err(FlowError::Denied { .. }) => Err("You refused the access. Nothing was changed.".into()),
        Err(FlowError::Expired) => Err("The code is no longer valid. Start the program again.".into()),
        Err(error) => Err(error.into()),
    }
}

fn builder() -> ClientBuilder {
    Client::builder().base_url(variable("BASE_URL", BASE_URL))
}

fn variable(name: &str, default: &str) -> String {
    env::var(name).unwrap_or_else(|_| default.to_owned())
}
