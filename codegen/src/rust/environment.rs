//! The variables of the environment that a client is created from.

/// The variables of the environment, except those of security schemes.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// The variable with the base URL.
    pub base_url: String,
    /// The alternatives of security schemes that operations need. One of them is sufficient.
    pub needed: Vec<Vec<String>>,
    /// The documentation of all variables: a list.
    pub docs: Vec<String>,
}

/// The variables of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Variables {
    /// The value that the method of the builder takes.
    Value(String),
    /// The user name and the password that the method of the builder takes.
    UserAndPassword([String; 2]),
    /// The ID and the secret of an application, which are exchanged for tokens.
    Application([String; 2]),
}

impl Variables {
    /// Returns the names of the variables.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::Value(name) => std::slice::from_ref(name),
            Self::UserAndPassword(names) | Self::Application(names) => names,
        }
    }
}
