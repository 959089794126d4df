//! The time of each stage for a large description, next to a lower bound: reading the same text into openapiv3's types,
//! and printing the same output with prettyplease.
//!
//! The description is the file that `CODEGEN_BENCH_SPEC` names, or `stripe-api.yaml` of the corpus beside the
//! workspace. Without that file the benchmark is skipped.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clientwright_codegen::{Settings, Source, Texts, diagnostics::Diagnostics, load, lower, plan, render};
use criterion::{Criterion, criterion_group, criterion_main};
use openapiv3::OpenAPI;
use rayon::prelude::*;

fn spec() -> PathBuf {
    std::env::var_os("CODEGEN_BENCH_SPEC").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/real/stripe-api.yaml"),
        PathBuf::from,
    )
}

/// Returns `true` for the path of a Rust file.
fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

fn stages(criterion: &mut Criterion) {
    let path = spec();
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {} does not exist", path.display());
        return;
    };
    let source = Source::new("spec", &text);
    let settings = Settings { name: "bench".to_owned(), version: "0.1.0".to_owned(), ..Settings::default() };
    let mut diagnostics = Diagnostics::default();
    let document = load::load(&source, &mut Texts::new(), &mut diagnostics).expect("a description");
    let api = lower::lower(&document, &mut diagnostics);
    let krate = plan::plan(&api, &settings, &mut diagnostics).krate;
    let files = render::render(&krate, usize::MAX).expect("Rust").expect("a small crate").files;
    let parsed: Vec<syn::File> = files
        .iter()
        .filter(|(path, _)| is_rust(path) && !path.starts_with("src/runtime/"))
        .map(|(_, text)| syn::parse_file(text).expect("Rust"))
        .collect();
    // Syntax trees cannot be sent to other threads, so that each thread parses a text.
    let texts: Vec<String> = parsed.iter().map(prettyplease::unparse).collect();

    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10);
    group.bench_function("alone: parse", |bencher| bencher.iter(|| parse_alone(&text)));
    group.bench_function("floor: read", |bencher| bencher.iter(|| floor_read(&text)));
    group.bench_function("floor: print, one thread", |bencher| {
        bencher.iter(|| parsed.iter().map(|file| prettyplease::unparse(file).len()).sum::<usize>());
    });
    group.bench_function("floor: parse and print, all cores", |bencher| {
        bencher.iter(|| {
            let print = |text: &String| prettyplease::unparse(&syn::parse_file(text).expect("Rust")).len();
            texts.par_iter().map(print).sum::<usize>()
        });
    });
    group.bench_function("load", |bencher| {
        bencher.iter(|| load::load(&source, &mut Texts::new(), &mut Diagnostics::default()));
    });
    group.bench_function("lower", |bencher| {
        bencher.iter(|| lower::lower(&document, &mut Diagnostics::default()));
    });
    group.bench_function("plan", |bencher| {
        bencher.iter(|| plan::plan(&api, &settings, &mut Diagnostics::default()));
    });
    group.bench_function("emit and render", |bencher| bencher.iter(|| render::render(&krate, usize::MAX)));
    group.bench_function("generate", |bencher| {
        bencher.iter(|| clientwright_codegen::generate(&source, &settings));
    });
    group.finish();
}

/// Parses the text into an untyped value.
fn parse_alone(text: &str) -> bool {
    if text.trim_start().starts_with('{') {
        serde_json::from_str::<serde_json::Value>(text).is_ok()
    } else {
        serde_yaml::from_str::<serde_yaml::Value>(text).is_ok()
    }
}

/// Parses the text into openapiv3's types.
fn floor_read(text: &str) -> Option<OpenAPI> {
    if text.trim_start().starts_with('{') {
        serde_json::from_str(text).ok()
    } else {
        serde_yaml::from_str(text).ok()
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
