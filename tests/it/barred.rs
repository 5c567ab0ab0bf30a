//! A private Postgres whose way somebody bars, and the subcommands that wait for it.

use crate::support::callback::message;
use crate::support::folder;
use crate::support::process::{Process, command, free_port, stderr_lines};
use imhook::internals::postgres;
use std::path::Path;
use std::process::Stdio;

/// Runs `imhook db url`: whether it succeeded, and what it printed.
async fn db_url(data: &Path, more: &[&'static str]) -> (bool, String) {
    let mut command = command(data, free_port(), free_port(), &[]);
    command.args(["db", "url"]).args(more).stdout(Stdio::piped());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_are_taken_while_somebody_bars_the_way_of_the_private_postgres() {
    let home = folder();
    let data = home.path().join("x".repeat(90));
    let url = postgres::url(&data);
    let socket_folder = url.split("host=").nth(1).unwrap().split('&').next().unwrap();
    assert!(socket_folder.starts_with("/tmp/imhook-"), "{url}");
    std::fs::write(socket_folder, "in the way").unwrap();

    let ports = (free_port(), free_port());
    let mut service = Process::spawn(command(&data, ports.0, ports.1, &[]).stderr(Stdio::piped()), ports);
    let mut lines = stderr_lines(&mut service.child);
    let told = lines.find(|line| line.contains("the private Postgres cannot start, trying again"));
    assert!(told.unwrap().contains(socket_folder));
    std::thread::spawn(move || lines.for_each(drop));
    assert_eq!(service.post(&message("hello").0).await.0, 200);
    assert_eq!(db_url(&data, &["--no-wait"]).await, (false, String::new()));

    std::fs::remove_file(socket_folder).unwrap();
    assert_eq!(db_url(&data, &[]).await, (true, url));
    service.until_postgres_is(true).await;
    assert!(service.terminate().await.success());
}
