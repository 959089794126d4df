/// The metadata of the package in `Cargo.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// `true` if the package may be published.
    pub publish: bool,
    /// The texts: key and value, in the order of the manifest.
    pub texts: Vec<(&'static str, String)>,
    /// The lists: key and values.
    pub lists: Vec<(&'static str, Vec<String>)>,
}
