//! The package as others use it: its example runs, and it brings no service along.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use tencent_im::usersig::{self, Buffer, Signer};

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.arg(arguments[0]).arg("--offline").args(&arguments[1..]).current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo
}

/// Answers one request; its first line and its body.
fn answer_one(listener: &TcpListener, answer: &Value) -> (String, Value) {
    let mut stream = BufReader::new(listener.accept().unwrap().0);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        head.push(line.to_ascii_lowercase());
        if head.len() == 1 {
            head[0] = line;
        }
    }
    let length = head.iter().find_map(|line| line.strip_prefix("content-length:")).unwrap().trim();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    let answer = answer.to_string();
    write!(stream.get_mut(), "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{answer}", answer.len()).unwrap();
    (head.swap_remove(0), serde_json::from_slice(&body).unwrap())
}

#[test]
fn the_example_signs_and_sends_and_prints_the_key() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        answer_one(&listener, &json!({ "ActionStatus": "OK", "ErrorCode": 0, "MsgKey": "1_2_3" }))
    });
    let mut example = cargo(&["run", "-q", "--example", "send", "--", "ben", "good morning", &host]);
    let output = example.env("IM_APP", "1400000000").env("IM_KEY", "a key").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1_2_3\n");

    let (line, body) = server.join().unwrap();
    assert!(
        line.starts_with("POST /v4/openim/sendmsg?sdkappid=1400000000&identifier=administrator&"),
        "{line}"
    );
    let sig = line.split("usersig=").nth(1).unwrap().split('&').next().unwrap();
    let signer = Signer::new(1_400_000_000, "a key").unwrap();
    signer.verify("administrator", sig, Buffer::Absent, usersig::now()).unwrap();
    assert_eq!(body["To_Account"], "ben");
    assert_eq!(
        body["MsgBody"],
        json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "good morning" } }])
    );
}

#[test]
fn the_package_needs_no_web_server_no_database_and_no_command_line() {
    let tree = cargo(&["tree", "-e", "normal", "--prefix", "none"]).output().unwrap();
    let tree = String::from_utf8(tree.stdout).unwrap();
    let names: Vec<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"reqwest"), "{tree}");
    for name in ["axum", "sqlx", "rusqlite", "libsqlite3-sys", "clap", "h2"] {
        assert!(!names.contains(&name), "{name}");
    }
}
