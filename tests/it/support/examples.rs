//! Programs that depend on the library as a third party's do: the examples.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// Folder of this build's artefacts, `target/debug` as a rule.
static BUILT: LazyLock<PathBuf> =
    LazyLock::new(|| Path::new(env!("CARGO_BIN_EXE_imhook")).parent().unwrap().to_owned());

/// `cargo build --examples` with the features of the tests: where `cargo test` has built them there is nothing to do.
/// What cargo says is one JSON object an artefact.
static ARTEFACTS: LazyLock<Vec<serde_json::Value>> = LazyLock::new(|| {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--offline", "--quiet", "--examples", "--message-format=json"]);
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).env("CARGO_TARGET_DIR", BUILT.parent().unwrap());
    let output = cargo.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
});

/// The program of an example.
pub fn example(name: &str) -> PathBuf {
    assert!(!ARTEFACTS.is_empty());
    BUILT.join("examples").join(name)
}

/// What the compiler says of a program that is to be linked with this library.
pub fn compile(source: &Path) -> std::process::Output {
    let library = ARTEFACTS.iter().find(|artefact| {
        artefact["target"]["name"] == "imhook" && artefact["target"]["kind"] == serde_json::json!(["lib"])
    });
    let files = library.expect("imhook is built")["filenames"].as_array().unwrap();
    let mut files = files.iter().map(|file| Path::new(file.as_str().unwrap()));
    let rlib = files.find(|file| file.extension().is_some_and(|kind| kind == "rlib")).unwrap();
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--edition=2024", "--emit=metadata", "--crate-type=bin", "--error-format=human", "-o"]);
    rustc.arg(BUILT.join("ui-test.rmeta")).arg("-L").arg(format!("dependency={}/deps", BUILT.display()));
    rustc
        .args(["--extern", &format!("imhook={}", rlib.display())])
        .arg(source)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    rustc.stdin(Stdio::null()).output().unwrap()
}
