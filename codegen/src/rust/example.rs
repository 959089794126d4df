/// A program in documentation, which `cargo test --doc` compiles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Example {
    /// The features that it needs, in addition to those of its item.
    pub features: Vec<String>,
    /// The recursion limit of rustc, if the default one is too small for the depth of the types.
    pub recursion_limit: Option<usize>,
    /// The hidden import of the items that it names.
    pub import: Option<String>,
    /// The parameters of the hidden function around the statements.
    pub parameters: String,
    /// The lines of the statements.
    pub lines: Vec<String>,
}

impl Example {
    /// Returns the lines of its code block. Readers do not see those that start with `#`.
    #[must_use]
    pub fn block(&self) -> Vec<String> {
        let mut block = vec!["```no_run".to_owned()];
        block.extend(self.recursion_limit.map(|limit| format!("# #![recursion_limit = \"{limit}\"]")));
        block.extend(self.import.iter().map(|import| format!("# {import}")));
        let features: Vec<String> = self.features.iter().map(|name| format!("feature = {name:?}")).collect();
        match features.as_slice() {
            [] => {}
            [only] => block.push(format!("# #[cfg({only})]")),
            all => block.push(format!("# #[cfg(all({}))]", all.join(", "))),
        }
        let parameters = &self.parameters;
        block.push(format!("# async fn example({parameters}) -> Result<(), Box<dyn std::error::Error>> {{"));
        block.extend(self.lines.iter().cloned());
        block.extend(["# Ok(()) }".to_owned(), "```".to_owned()]);
        block
    }
}
