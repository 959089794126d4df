//! Decodes and encodes an instance of each model, and prints the nanoseconds: the best of several rounds.

use std::{hint::black_box, time::Instant};

fn speed<T: serde::Serialize + serde::de::DeserializeOwned>(json: &str) {
    let value: T = serde_json::from_str(json).expect("an instance");
    let best = |work: &dyn Fn()| {
        let round = || {
            let start = Instant::now();
            (0..2000).for_each(|_| work());
            start.elapsed().as_nanos() / 2000
        };
        (0..9).map(|_| round()).min().unwrap_or_default()
    };
    let decode = best(&|| {
        black_box(serde_json::from_str::<T>(black_box(json)).expect("an instance"));
    });
    let encode = best(&|| {
        black_box(serde_json::to_vec(black_box(&value)).expect("JSON"));
    });
    println!("{decode} {encode}");
}

