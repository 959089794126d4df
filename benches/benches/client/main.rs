//! A call with the generated client, compared to the same call written by hand, and the memory for bodies of 1 GB:
//! `cargo bench -p benches --bench client`.

mod by_hand;
mod server;

use std::{
    alloc::System,
    collections::BTreeMap,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use criterion::Criterion;
use hubspot_services::{
    Client,
    models::{
        AssociationCategory, AssociationSpec, BatchInputSimplePublicObjectBatchInputForCreate as Batch,
        PublicAssociationsForObject, PublicObjectId, SimplePublicObjectBatchInputForCreate as Service,
    },
    operations::BatchCreateResponse,
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::runtime::{Builder, Runtime};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const GIGABYTE: u64 = 1 << 30;

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    memory(&runtime);
    let mut criterion = Criterion::default().configure_from_args();
    for records in [1, 100] {
        calls(&runtime, &mut criterion, records);
    }
    criterion.final_summary();
}

fn batch(records: usize) -> Batch {
    let service = |row: usize| {
        let association = AssociationSpec::new(AssociationCategory::HubspotDefined, 123);
        let associations = PublicAssociationsForObject::new(vec![association], PublicObjectId::new("7"));
        let name = ("hs_name".to_owned(), format!("Window cleaning {row}"));
        Service::new(vec![associations], BTreeMap::from([name]))
            .with(|service| service.object_write_trace_id = Some(row.to_string()))
    };
    Batch::new((0..records).map(service))
}

fn calls(runtime: &Runtime, criterion: &mut Criterion, records: usize) {
    let url = server::created(records);
    let batch = batch(records);
    // With a rate limit, a limit of requests in flight, and retries.
    let client = Client::builder()
        .base_url(&*url)
        .oauth2("token")
        .rate_limit(1_000_000_000, Duration::from_secs(1))
        .max_in_flight(8)
        .build()
        .expect("a client");
    let by_hand = by_hand::Client::new(&url, "token");
    let body = by_hand::Batch::of(&batch);

    let generated = || {
        let response = runtime.block_on(client.batch_create(&batch).send()).expect("201 is a success");
        let BatchCreateResponse::Created(created) = response.body else { panic!("not a 207") };
        created.results.len()
    };
    let manual = || runtime.block_on(by_hand.batch_create(&body)).expect("201 is a success").results.len();
    assert_eq!((generated(), manual()), (records, records));
    let count = |call: &dyn Fn() -> usize| {
        const CALLS: usize = 100;
        call();
        let region = Region::new(ALLOCATOR);
        let decoded: usize = (0..CALLS).map(|_| call()).sum();
        assert_eq!(decoded, CALLS * records);
        let change = region.change();
        ((change.allocations + change.reallocations) / CALLS, change.bytes_allocated / CALLS)
    };
    let ((count_generated, bytes_generated), (count_manual, bytes_manual)) =
        (count(&generated), count(&manual));
    println!(
        "{records} records, per call: {count_generated} allocations of {bytes_generated} bytes, by hand {count_manual} of {bytes_manual}"
    );

    let mut group = criterion.benchmark_group(format!("batch_create, {records} records"));
    group.bench_function("generated", |bencher| bencher.iter(generated));
    group.bench_function("by hand", |bencher| bencher.iter(manual));
    group.finish();
}

/// A source of this number of zero bytes.
struct Zeros(u64);

impl wire::Source for Zeros {
    fn poll_chunk(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        static CHUNK: [u8; 64 * 1024] = [0; 64 * 1024];
        let length = self.0.min(CHUNK.len() as u64);
        self.0 -= length;
        let chunk = Bytes::from_static(&CHUNK[..usize::try_from(length).unwrap_or_default()]);
        Poll::Ready((length > 0).then_some(Ok(chunk)))
    }
}

/// Prints the peak memory while a gigabyte is sent, and while it is received.
fn memory(runtime: &Runtime) {
    let client = wire::Client::builder().base_url(server::gigabytes(GIGABYTE)).token("token");
    let client = client.build().expect("a client");
    let peak = peak_of(|| {
        let body = wire::Body::source(Zeros(GIGABYTE), Some(GIGABYTE));
        runtime.block_on(client.replace_file("1", body).send()).expect("204 is a success");
    });
    println!("sending 1 GB: peak memory rises by {peak} kB");
    let peak = peak_of(|| {
        runtime.block_on(async {
            let mut body = client.download_file("1").stream().await.expect("200 is a success").body;
            let mut length = 0;
            while let Some(chunk) = body.chunk().await {
                length += chunk.expect("a chunk").len() as u64;
            }
            assert_eq!(length, GIGABYTE);
        });
    });
    println!("receiving 1 GB: peak memory rises by {peak} kB");
}

/// Returns the increase of the process's peak memory in kB, as reported by Linux.
fn peak_of(run: impl FnOnce()) -> u64 {
    // Resets the peak.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = status("VmRSS:");
    run();
    status("VmHWM:").saturating_sub(before)
}

fn status(key: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse().unwrap_or_default()
}
