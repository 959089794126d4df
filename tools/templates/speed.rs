//! Decodes and encodes a list of objects, and prints the nanoseconds that one of them takes: the
//! best of several rounds.

use std::{hint::black_box, time::Instant};

use bench::M8;

fn main() {
    let object = |number: u32| {
        format!(
            r#"{{"fieldName0":"hello world {number}","fieldName1":{number},"fieldName2":true,"fieldName3":["a","bb","ccc"],"fieldName4":1.5,"fieldName5":"text","unknown":3,"fieldName7":null}}"#
        )
    };
    let json = format!("[{}]", (0..50).map(object).collect::<Vec<_>>().join(","));
    let list: Vec<M8> = serde_json::from_str(&json).expect("a list");
    let best = |work: &dyn Fn()| {
        let round = || {
            let start = Instant::now();
            (0..2000).for_each(|_| work());
            start.elapsed().as_nanos() / 2000 / 50
        };
        (0..7).map(|_| round()).min().unwrap_or_default()
    };
    let decode = best(&|| {
        black_box(serde_json::from_str::<Vec<M8>>(black_box(&json)).expect("a list"));
    });
    let encode = best(&|| {
        black_box(serde_json::to_vec(black_box(&list)).expect("JSON"));
    });
    println!("{decode} {encode}");
}
