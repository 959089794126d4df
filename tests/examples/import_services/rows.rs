//! The rows of the CSV file, in batches of a hundred.

use std::{collections::BTreeMap, fs::File, io::Read, path::Path};

use hubspot_services::models::{
    BatchInputSimplePublicObjectBatchInputForCreate as Input,
    SimplePublicObjectBatchInputForCreate as Service,
};

use crate::Failure;

/// The maximum number of services in one request to HubSpot.
const BATCH_SIZE: u64 = 100;

/// The rows of one request.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The number of the first row, from 1.
    pub(crate) first: u64,
    /// The body of the request. The trace ID of each service is the number of its row.
    pub(crate) input: Input,
}

impl Batch {
    /// Returns the number of rows.
    pub(crate) fn len(&self) -> u64 {
        u64::try_from(self.input.inputs.len()).unwrap_or_default()
    }

    /// Returns the numbers of the rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u64> + use<> {
        self.first..self.first + self.len()
    }
}

/// The reader of the CSV file.
pub(crate) struct Rows {
    reader: csv::Reader<File>,
    properties: Vec<String>,
    next: u64,
    total: u64,
    fingerprint: String,
}

impl Rows {
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let fingerprint = fingerprint(path).map_err(|error| named(&error))?;
        let open = || csv::Reader::from_path(path);
        let mut reader = open().map_err(|error| named(&error))?;
        let properties = reader.headers()?.iter().map(|name| name.trim().to_owned()).collect();
        // A cell can contain line breaks, so the rows are counted by the CSV reader.
        let mut counting = open().map_err(|error| named(&error))?;
        let mut record = csv::ByteRecord::new();
        let mut total = 0;
        while counting.read_byte_record(&mut record).map_err(|error| named(&error))? {
            total += 1;
        }
        Ok(Self { reader, properties, next: 1, total, fingerprint })
    }

    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// Returns a fingerprint of the file's content.
    pub(crate) fn fingerprint(&self) -> String {
        self.fingerprint.clone()
    }

    pub(crate) fn next_batch(&mut self) -> Result<Option<Batch>, Failure> {
        let first = self.next;
        let mut inputs = Vec::new();
        let mut record = csv::StringRecord::new();
        while self.next < first + BATCH_SIZE && self.reader.read_record(&mut record)? {
            let cells = self.properties.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
            let properties: BTreeMap<String, String> =
                cells.map(|(name, cell)| (name.clone(), cell.to_owned())).collect();
            let row = self.next.to_string();
            inputs.push(Service::new(vec![], properties).with(|it| it.object_write_trace_id = Some(row)));
            self.next += 1;
        }
        Ok((!inputs.is_empty()).then(|| Batch { first, input: Input::new(inputs) }))
    }
}

/// Returns the length of a file and its FNV-1a hash.
fn fingerprint(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let (mut length, mut sum) = (0, 0xcbf2_9ce4_8422_2325_u64);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(format!("{length} bytes, {sum:016x}"));
        }
        length += read;
        for byte in &buffer[..read] {
            sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
