//! The state that all steps of a rewrite share.

use super::{dialect::Dialect, source_map::SourceMap};
use crate::diagnostics::Diagnostics;

/// The version of a description, with the diagnostics and the source map that rewriting it adds to.
pub(super) struct Context<'c> {
    pub(super) dialect: Dialect,
    pub(super) diagnostics: &'c mut Diagnostics,
    pub(super) source_map: &'c mut SourceMap,
}
