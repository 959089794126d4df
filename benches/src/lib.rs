//! The benchmarks are in `benches/benches`: `cargo bench -p benches`.
