//! A server on loopback that reuses connections and does not allocate per request.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use serde_json::json;

/// Starts a server that responds to every request with this number of created records. Returns its URL.
pub(crate) fn created(records: usize) -> String {
    let record = |row: usize| {
        json!({
            "id": row.to_string(),
            "archived": false,
            "createdAt": "2023-11-07T05:31:56Z",
            "updatedAt": "2023-11-07T05:31:56Z",
            "objectWriteTraceId": row.to_string(),
            "properties": { "hs_name": format!("Window cleaning {row}"), "hs_object_id": row.to_string() },
        })
    };
    let body = json!({
        "completedAt": "2023-11-07T05:31:56Z",
        "startedAt": "2023-11-07T05:31:55Z",
        "results": (0..records).map(record).collect::<Vec<_>>(),
        "status": "COMPLETE",
    })
    .to_string();
    let head = format!(
        "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let response = format!("{head}{body}").into_bytes();
    serve(move |stream, _| stream.write_all(&response))
}

/// Starts a server that accepts bodies of any size, and responds to `GET` with this number of bytes. Returns its URL.
pub(crate) fn gigabytes(length: u64) -> String {
    static CHUNK: [u8; 64 * 1024] = [0; 64 * 1024];
    serve(move |stream, is_get| {
        if !is_get {
            return stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n");
        }
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length:";
        write!(stream, "{head} {length}\r\n\r\n")?;
        let mut left = length;
        while left > 0 {
            let part = left.min(CHUNK.len() as u64);
            stream.write_all(&CHUNK[..usize::try_from(part).unwrap_or_default()])?;
            left -= part;
        }
        Ok(())
    })
}

fn serve(respond: impl Fn(&mut TcpStream, bool) -> std::io::Result<()> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
    let url = format!("http://{}", listener.local_addr().expect("the address of the listener"));
    let respond = Arc::new(respond);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let respond = Arc::clone(&respond);
            thread::spawn(move || serve_connection(stream, &*respond));
        }
    });
    url
}

fn serve_connection(mut stream: TcpStream, respond: &dyn Fn(&mut TcpStream, bool) -> std::io::Result<()>) {
    let _ = stream.set_nodelay(true);
    let mut buffer = vec![0; 256 * 1024];
    let mut filled = 0;
    loop {
        let Some(end) = buffer[..filled].windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            match stream.read(&mut buffer[filled..]) {
                Ok(count) if count > 0 => filled += count,
                _ => return,
            }
            continue;
        };
        let head = &buffer[..end + 4];
        let is_get = head.starts_with(b"GET");
        let mut left = content_length(head).saturating_sub((filled - head.len()) as u64);
        while left > 0 {
            match stream.read(&mut buffer) {
                Ok(count) if count > 0 => left = left.saturating_sub(count as u64),
                _ => return,
            }
        }
        filled = 0;
        if respond(&mut stream, is_get).is_err() {
            return;
        }
    }
}

fn content_length(head: &[u8]) -> u64 {
    let name = b"content-length:";
    let at = head.windows(name.len()).position(|bytes| bytes.eq_ignore_ascii_case(name));
    let digits = at.map(|at| &head[at + name.len()..]).unwrap_or_default();
    let digits = digits.iter().skip_while(|byte| **byte == b' ').take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |length, digit| length * 10 + u64::from(digit - b'0'))
}
