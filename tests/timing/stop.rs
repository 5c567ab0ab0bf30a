//! How soon the service ends when it is told to.

use crate::support::callback::message;
use crate::support::folder;
use crate::support::load::Load;
use crate::support::postgres::Database;
use crate::support::process::Process;
use crate::{in_time, one_round_holds};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

/// Requests in flight have 10 s: what is idle must not use them up.
#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_does_not_hold_up_the_end() {
    one_round_holds(async || {
        let data = folder();
        let none = [("DATABASE_URL", "postgres:///imhook?host=/nonexistent")];
        let process = Process::start(data.path(), &none);
        let mut used = TcpStream::connect(("127.0.0.1", process.port)).unwrap();
        let (callback, _) = message("hello");
        let (query, length) = (callback.query(), callback.body.len());
        let head = format!("POST /callback?{query} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n");
        used.write_all(&[head.as_bytes(), &callback.body].concat()).unwrap();
        let mut answer = [0; 15];
        used.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        let _unused = TcpStream::connect(("127.0.0.1", process.port)).unwrap();
        let asked = Instant::now();
        assert_eq!(process.terminate().await.code(), Some(0));
        in_time("the end", asked.elapsed(), Duration::from_secs(8))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_under_load_takes_less_than_ten_seconds() {
    let (database, data) = (Database::new().await, folder());
    one_round_holds(async || {
        let service = Process::start(data.path(), &[("DATABASE_URL", &database.url)]);
        service.until_postgres_is(true).await;
        let load = Load::start(service.port, 8);
        load.acks(200).await;
        let asked = Instant::now();
        assert!(service.terminate().await.success());
        let took = asked.elapsed();
        load.stop().await;
        in_time("the end", took, Duration::from_secs(10))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_is_stopped_within_three_seconds() {
    let slow = folder();
    for (program, script) in [("postgres", "echo 'postgres (PostgreSQL) 15.0'"), ("initdb", "exec sleep 600")]
    {
        let path = slow.path().join(program);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    one_round_holds(async || {
        let data = folder();
        let process = Process::start(data.path(), &[("IMHOOK_PG_BIN", slow.path().to_str().unwrap())]);
        let asked = Instant::now();
        assert_eq!(process.terminate().await.code(), Some(0));
        in_time("the end", asked.elapsed(), Duration::from_secs(3))
    })
    .await;
}
