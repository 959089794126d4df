use clap::Args;
use crate::Failure;
#[derive(Debug, Args)]
pub(crate) struct Options {}
pub(crate) fn run(_: &Options) -> Result<(), Failure> { Ok(()) }
