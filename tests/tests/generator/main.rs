//! Tests of the generator: one program, so that they are linked once and run in parallel.

mod api_txt;
mod builds;
mod cases;
mod changes;
mod documents;
mod generated;
mod hostile;
mod mutations;
mod properties;
mod stable_names;
