use super::Example;

/// The documentation at the top of a file.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The paragraphs, headings and examples, in order. An empty line separates them.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// Lines of Markdown.
    Text(Vec<String>),
    /// An example.
    Example(Example),
}

impl Page {
    /// Creates a page of one line.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self::text(vec![text.to_owned()])
    }

    /// Creates a page of these lines.
    #[must_use]
    pub fn text(lines: Vec<String>) -> Self {
        Self { blocks: vec![Block::Text(lines)] }
    }
}
