//! Prints the users in the responses of three operations.
//!
//! The description repeats the schema of a user in each response. It is one type, so that one function shows them all.

use std::error::Error;

use shared_type::{
    Operation,
    models::User,
    operations::{issues::GetIssue, pulls::GetPull, users::GetUser},
    types::bytes::Bytes,
};

/// Returns the name of a user with the login.
fn label(user: &User) -> String {
    match &user.name {
        Some(name) => format!("{name} (@{})", user.login),
        None => format!("@{}", user.login),
    }
}

/// Decodes the body of a response.
fn decode<O: Operation<Error: std::fmt::Debug>>(body: &'static str) -> Result<O::Output, Box<dyn Error>> {
    let response = O::decode(http::Response::new(Bytes::from(body)));
    Ok(response.map_err(|error| format!("{error:?}"))?.body)
}

/// Returns the labels of the users that three operations return.
fn labels() -> Result<[String; 3], Box<dyn Error>> {
    let issue =
        decode::<GetIssue>(r#"{ "title": "It crashes", "creator": { "login": "ada", "name": "Ada" } }"#)?;
    let pull = decode::<GetPull>(r#"{ "branch": "fix", "owner": { "login": "grace" } }"#)?;
    let user = decode::<GetUser>(r#"{ "login": "mary", "name": "Mary" }"#)?;
    Ok([&issue.creator, &pull.owner, &user].map(label))
}

fn main() -> Result<(), Box<dyn Error>> {
    for label in labels()? {
        println!("{label}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::labels;

    #[test]
    fn one_function_shows_the_users_of_three_operations() {
        assert_eq!(labels().expect("JSON"), ["Ada (@ada)", "@grace", "Mary (@mary)"]);
    }
}
