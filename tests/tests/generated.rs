//! The committed crates are what would be generated now.

use std::process::Command;

#[test]
fn the_committed_crates_are_up_to_date() {
    let output = Command::new(env!("CARGO"))
        .args(["xtask", "generate", "--check"])
        .current_dir(xtask::workspace())
        .output()
        .expect("cargo runs");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{out}{err}");
}
