//! A lower bound for the cost of a generator: it reads a description into openapiv3's types once, and prints the files
//! of a generated crate once. `cargo xtask bench --spec` compares the generator with it.

use std::{env, fs, path::Path};

use openapiv3::OpenAPI;
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [spec, folder] =
        env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "a file and a folder")?;
    let text = fs::read_to_string(&spec)?;
    let description = read(&text);
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files)?;
    // Syntax trees cannot be sent to other threads, so that each thread parses a file.
    let print = |text: &String| syn::parse_file(text).map_or(0, |file| prettyplease::unparse(&file).len());
    let bytes: usize = files.par_iter().map(print).sum();
    // openapiv3 rejects some descriptions that a generator accepts, but only after it has parsed the text.
    let paths = description.map_or(0, |description| description.paths.paths.len());
    println!("{paths} paths, {bytes} bytes");
    Ok(())
}

fn read(text: &str) -> Option<OpenAPI> {
    if text.trim_start().starts_with('{') {
        serde_json::from_str(text).ok()
    } else {
        serde_yaml::from_str(text).ok()
    }
}

fn collect(folder: &Path, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("runtime") && !path.ends_with("target") {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(fs::read_to_string(path)?);
        }
    }
    Ok(())
}
