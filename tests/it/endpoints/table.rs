//! `docs/endpoints.md` and `docs/coming-from-go.md`: complete, and true.

use super::listed;
use imhook::rest::{ENDPOINTS, endpoint};
use std::fmt::Write as _;
use std::path::Path;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_list_of_endpoints_is_up_to_date() {
    let mut page = String::from(
        "# Endpoints\n\nEvery endpoint of Tencent's REST interface with its request in `imhook::rest`, what one call \
         takes, and how many calls\na second Tencent takes of one app. Whether a call is sent again when its fate is \
         unknown is told by its `retry`: `safe`\n(reads, and writes that come to the same), `keyed` (Tencent \
         recognizes the second by the first's keys), `never`.\n",
    );
    let mut family = "";
    for entry in ENDPOINTS {
        let module = entry.module().split("::").next().unwrap();
        if module != family {
            family = module;
            let head = "| request | path | title | limits | calls/s | retry |\n| --- | --- | --- | --- | ---: | --- |";
            writeln!(page, "\n## {family}\n\n{head}").unwrap();
        }
        let retry = serde_json::to_value(entry.retry).unwrap();
        let (path, retry) = (entry.path.trim_start_matches("v4/"), retry.as_str().unwrap());
        let (title, limits, rate) = (entry.title, entry.limits, entry.per_second);
        writeln!(page, "| `{}` | `{path}` | {title} | {limits} | {rate} | {retry} |", entry.call).unwrap();
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/endpoints.md"), &page).unwrap();
    }
    assert_eq!(read("docs/endpoints.md"), page, "UPDATE_DOCS=1 writes it");
}

/// The rows of the table whose first cell is a method of the Go SDK: method, path, ours.
fn rows() -> Vec<[String; 3]> {
    let text = read("docs/coming-from-go.md");
    let cells = text.lines().filter_map(|line| {
        let mut cells =
            line.strip_prefix("| `")?.split(" | ").map(|cell| cell.trim_matches(['|', ' ', '`']).to_owned());
        Some([cells.next()?, cells.next()?, cells.next()?])
    });
    cells.filter(|[method, ..]| method.contains('.') && !method.contains(' ')).collect()
}

#[test]
fn every_method_of_the_go_sdk_has_a_row() {
    let rows = rows();
    for listed in listed() {
        for method in listed.go_method.into_iter().flatten() {
            let path = listed.path.trim_start_matches("v4/").to_owned();
            assert!(
                rows.iter().any(|[name, paths, _]| *name == method && paths.contains(&path)),
                "{method} {path}"
            );
        }
    }
    assert!(rows.len() >= 92, "{}", rows.len());
}

/// All that stands in backticks and looks like a path of Rust.
fn names(text: &str) -> Vec<&str> {
    text.split('`').filter(|name| name.contains("::") && !name.contains(' ')).collect()
}

#[test]
fn every_name_of_ours_exists() {
    let text = read("docs/coming-from-go.md");
    let mut seen = 0;
    for name in names(&text) {
        let name = name.split('(').next().unwrap();
        assert!(exists(name), "{name}");
        seen += 1;
    }
    assert!(seen > 90, "{seen}");
}

fn exists(name: &str) -> bool {
    if ENDPOINTS.iter().any(|entry| entry.call == name) {
        return true;
    }
    let (owner, own) = name.rsplit_once("::").unwrap();
    let below = |folder: &str| sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    // A function stands in a block of its type.
    let has = |folder: &str, block: &str| {
        let texts = below(folder);
        let mut blocks = texts.iter().flat_map(|text| text.split(block).skip(1));
        blocks.any(|rest| rest.split("\n}\n").next().unwrap().contains(&format!("fn {own}")))
    };
    if let Some(entry) = ENDPOINTS.iter().find(|entry| entry.call == owner) {
        let (folder, name) = (entry.module().split("::").next().unwrap(), entry.name());
        let folder = format!("crates/tencent-im/src/rest/{folder}");
        let starts =
            |line: &str| line.trim_start_matches("new!(").trim_start().starts_with(&format!("{name}("));
        let made = || below(&folder).iter().any(|text| text.lines().any(starts));
        return has(&folder, &format!("impl {name} {{")) || (own == "new" && made());
    }
    match owner {
        "Client" => has("crates/tencent-im/src/client", "impl Client {"),
        "Response" => has("crates/tencent-im/src/rest/mod", "pub trait Response"),
        "rest" => read("crates/tencent-im/src/rest/mod.rs")
            .lines()
            .any(|line| line.starts_with("pub use") && line.contains(own)),
        "imhook" if own.starts_with(char::is_uppercase) => {
            read("src/lib.rs").lines().any(|line| line.starts_with("pub use") && line.contains(own))
        }
        "imhook" => !below(&room(own)).is_empty(),
        owner => {
            let module = owner.strip_prefix("imhook::").unwrap_or_else(|| panic!("{name}"));
            below(&room(module)).iter().any(|text| text.contains(&format!("pub struct {own}")))
        }
    }
}

/// Where a module of `imhook` stands: in the SDK, else in the service.
fn room(module: &str) -> String {
    let sdk = format!("crates/tencent-im/src/{module}");
    let there = Path::new(env!("CARGO_MANIFEST_DIR")).join(&sdk).exists();
    if there { sdk } else { format!("src/{module}") }
}

/// The Rust files below a folder, or the file of that name.
fn sources(path: &Path) -> Vec<String> {
    if !path.is_dir() {
        return vec![std::fs::read_to_string(path.with_extension("rs")).unwrap()];
    }
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| sources(&path)).collect()
}

#[test]
fn the_call_of_a_row_goes_to_its_path() {
    for [method, path, ours] in rows() {
        let Some(name) = names(&format!("`{ours}")).first().map(|name| (*name).to_owned()) else { continue };
        let Some(entry) = ENDPOINTS
            .iter()
            .find(|entry| name == entry.call || name.starts_with(&format!("{}::", entry.call)))
        else {
            continue;
        };
        let paths: Vec<_> =
            path.split(", ").map(|path| endpoint(path.trim_matches('`')).unwrap().path).collect();
        assert!(paths.contains(&entry.path), "{method}: {}", entry.path);
    }
}
