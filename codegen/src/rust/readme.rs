/// The contents of `README.md`.
#[derive(Debug, Clone, Default)]
pub struct Readme {
    /// The parts, in order. An empty line separates them.
    pub blocks: Vec<ReadmeBlock>,
}

/// A part of `README.md`.
#[derive(Debug, Clone)]
pub enum ReadmeBlock {
    /// Lines of Markdown.
    Text(Vec<String>),
    /// Items of Rust, which are not formatted yet.
    Rust(String),
}
