//! Text to `Document`: any bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = fuzz::load(&String::from_utf8_lossy(data));
});
