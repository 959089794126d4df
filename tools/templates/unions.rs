//! Decodes lists of a union's values, and prints the nanoseconds that one of them takes: the best of several
//! rounds.

use std::{hint::black_box, time::Instant};

fn speed<T: serde::de::DeserializeOwned>(members: u32) -> u128 {
    let value = |number: u32| {
        let member = number % members;
        format!(
            r#"{{"kind":"m{member}","key{member}":{number},"name":"hello world","tags":["a","bb","ccc"],"ratio":1.5,"open":true}}"#
        )
    };
    let json = format!("[{}]", (0..60).map(value).collect::<Vec<_>>().join(","));
    let round = || {
        let start = Instant::now();
        for _ in 0..1000 {
            black_box(serde_json::from_str::<Vec<T>>(black_box(&json)).expect("a list"));
        }
        start.elapsed().as_nanos() / 1000 / 60
    };
    (0..9).map(|_| round()).min().unwrap_or_default()
}

fn main() {
    println!("{} {}", speed::<bench::table::Tagged>(6), speed::<bench::table::Tagged>(1));
    println!("{} {}", speed::<bench::table::Discriminated>(6), speed::<bench::table::Discriminated>(1));
    println!("{} {}", speed::<bench::derive::Untagged>(6), speed::<bench::derive::Untagged>(1));
    println!("{} {}", speed::<bench::derive::Tagged>(6), speed::<bench::derive::Tagged>(1));
}
