//! `imhook usersig`.

use super::{KEY, vectors};
use imhook::usersig::{self, Buffer, Grant, Privileges, Room, Signer};
use serde_json::Value;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// `imhook usersig …` with an environment of its own.
fn command(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imhook"));
    command.env_clear().envs(variables.iter().copied()).arg("usersig").args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn imhook(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    command(arguments, variables).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const ONE: [(&str, &str); 2] = [("IMHOOK_SDK_APP_ID", "1400000000"), ("IMHOOK_SECRET_KEY", KEY)];

#[test]
fn the_command_line_signs_and_verifies() {
    let signer = Signer::new(1_400_000_000, KEY).unwrap();
    // Nothing of what serving wants is asked for.
    let public = [ONE[0], ONE[1], ("IMHOOK_LISTEN", "0.0.0.0:8080")];
    let output = imhook(&["sign", "amy", "--expire", "2h 30m"], &public);
    let sig = text(&output.stdout).trim_end().to_owned();
    let claims = signer.verify("amy", &sig, Buffer::Absent, usersig::now()).unwrap();
    assert_eq!(claims.expire, 9000);
    let output = imhook(&["verify", "amy", &sig], &ONE);
    let said = text(&output.stdout);
    assert!(output.status.success() && said.contains("good") && said.contains("1400000000"), "{said}");

    let flags =
        ["sign", "amy", "--room-name", "lobby", "--privileges", "enter-room,send-audio,256", "--json"];
    let output = imhook(&flags, &ONE);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let grant =
        Grant { room: Room::Name("lobby".to_owned()), privileges: Privileges::from_bits_retain(256 + 2 + 4) };
    let sig = json["usersig"].as_str().unwrap();
    let claims = signer.verify("amy", sig, Buffer::Of(&grant), usersig::now()).unwrap();
    assert_eq!(Duration::from_secs(claims.expire), usersig::LIFETIME);
    assert_eq!(
        (&json["room_name"], &json["privileges"]),
        (&"lobby".into(), &"enter-room,send-audio,256".into())
    );
    let said = text(&imhook(&["verify", "amy", sig], &ONE).stdout);
    assert!(said.contains("lobby") && said.contains("send-audio"), "{said}");
    let mut verify = command(&["verify", "amy", "-"], &ONE).stdin(Stdio::piped()).spawn().unwrap();
    writeln!(verify.stdin.take().unwrap(), "{sig}").unwrap();
    assert_eq!(text(&verify.wait_with_output().unwrap().stdout), said);

    let output = imhook(&["sign", "amy", "--room", "4294967295"], &ONE);
    let grant = Grant { room: Room::Number(u32::MAX), privileges: Privileges::EVERYTHING };
    let sig = text(&output.stdout);
    signer.verify("amy", sig.trim_end(), Buffer::Of(&grant), usersig::now()).unwrap();
}

#[test]
fn the_command_line_says_what_is_wrong() {
    let negative = vectors().negative;
    for (id, word) in [
        ("wrong_sdkappid", "1400000001"),
        ("expired_by_one_second", "expired at 2019-11-06T09:38:46Z"),
        ("garbage_text", "no UserSig"),
        ("zip_bomb", "inflates"),
    ] {
        let vector = negative.iter().find(|vector| vector.id == id).unwrap();
        let app = vector.sdkappid.to_string();
        let variables = [("IMHOOK_SDK_APP_ID", app.as_str()), ("IMHOOK_SECRET_KEY", vector.key.as_str())];
        let output = imhook(&["verify", &vector.userid, &vector.sig], &variables);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{id}");
        assert!(said.contains(word) && !said.contains(KEY), "{id}: {said}");
    }
    for (arguments, variables, code, word) in [
        (&["sign", "amy"][..], &[][..], 1, "IMHOOK_SDK_APP_ID"),
        (&["sign", "amy"], &ONE[..1], 1, "IMHOOK_SECRET_KEY"),
        (&["sign", "amy", "--privileges", "all"], &ONE, 2, "--room"),
        (&["sign", "amy", "--app", "7"], &ONE, 1, "the app 7"),
        (&["sign", ""], &ONE, 1, "empty"),
        (&["sign", "amy", "--room", "1", "--privileges", "dance"], &ONE, 2, "enter-room"),
        (&["sign", "amy", "--expire", "soon"], &ONE, 2, "--expire"),
        (&["sign", "amy", "--room", "1", "--room-name", "x"], &ONE, 2, "--room-name"),
    ] {
        let output = imhook(arguments, variables);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(word) && !said.contains(KEY), "{arguments:?}: {said}");
    }
}

#[test]
fn one_app_of_several_is_chosen() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let apps = format!(
        "[[app]]\nsdk_app_id = 1400000000\nsecret_key = \"{KEY}\"\n\
         [[app]]\nsdk_app_id = 20000001\nsecret_key = \"other\"\nadmin = \"root\"\nregion = \"silicon-valley\"\n"
    );
    std::fs::write(file.path(), apps).unwrap();
    let variables = [("IMHOOK_APPS", file.path().to_str().unwrap())];
    let output = imhook(&["sign", "amy"], &variables);
    assert!(text(&output.stderr).contains("--app"), "{output:?}");
    let output = imhook(&["sign", "amy", "--app", "20000001"], &variables);
    let signer = Signer::new(20_000_001, "other").unwrap();
    signer.verify("amy", text(&output.stdout).trim_end(), Buffer::Absent, usersig::now()).unwrap();
}

#[test]
fn foreign_text_in_a_usersig_does_not_steer_the_terminal() {
    let flags = ["sign", "amy", "--room-name", "lobby\u{1b}[2J"];
    let sig = text(&imhook(&flags, &ONE).stdout);
    let said = imhook(&["verify", "amy", sig.trim_end()], &ONE).stdout;
    assert!(text(&said).contains("lobby\\u{1b}[2J") && !said.contains(&0x1b), "{said:?}");
    // In an error, too.
    let said = imhook(&["verify", "\u{9b}2J", ""], &[("IMHOOK_APPS", "/\u{9b}2J")]).stderr;
    assert!(text(&said).contains("\\u{9b}2J") && !text(&said).contains('\u{9b}'), "{said:?}");
}

#[test]
fn a_closed_stdout_is_no_error() {
    for arguments in [&["sign", "amy"][..], &["sign", "amy", "--json"]] {
        let mut child = command(arguments, &ONE).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{arguments:?}");
    }
}
