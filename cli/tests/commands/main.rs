//! Tests of the commands: one program, so that it is linked once and its tests run in parallel.

mod changes;
mod cli;
mod diagnostics;
mod fetch;
mod input;
mod interrupted;
mod mock;
mod new;
mod parts;
mod place;
mod publish;
mod shared_folder;
