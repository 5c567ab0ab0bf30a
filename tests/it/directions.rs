//! Who uses whom: rooms in one direction, files without circles, libraries in their rooms.

mod uses;

use crate::project::{sdk_sources, sources, without_tests};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use uses::{Crate, circles};

/// The rooms of `src` by layers: each uses what stands above its own layer, and nothing beside or below it. A new one is
/// put where it belongs. (The SDK, which all may use, is kept apart by Cargo.)
const LAYERS: [&[&str]; 10] = [
    // What is asked for; and a stand-in for Tencent, which reaches a receiver by sockets only.
    &["config", "simulator"],
    // What is counted.
    &["metrics"],
    // A supervised child process, which knows nothing of the tables in it; callbacks on their way into the tables.
    &["postgres", "journal"],
    // The tables.
    &["store"],
    // What a callback says, as rows of the tables.
    &["meaning"],
    // What moves callbacks, decides, acts on them.
    &["recorder", "handlers", "analytics", "archive"],
    // What can be wrong at a start with any of these.
    &["error"],
    // The way in.
    &["http"],
    // All parts together, started and stopped.
    &["server"],
    &["cli"],
];

/// The module right below the crate that a file belongs to.
fn room(path: &Path) -> &str {
    let first = path.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs")
}

#[test]
fn rooms_use_each_other_in_one_direction() {
    let layer = |file: &Path| LAYERS.iter().position(|rooms| rooms.contains(&room(file)));
    let uses = Crate::read(&without_tests(sources())).uses();
    assert!(uses.len() > 100, "{}", uses.len());
    let mut wrong = Vec::new();
    for ((from, to), names) in uses.iter().filter(|((from, to), _)| room(from) != room(to)) {
        match (layer(from), layer(to)) {
            // Names for users.
            _ if room(from) == "lib" || room(to) == "lib" => {}
            (Some(own), Some(theirs)) if theirs < own => {}
            _ => wrong.push(format!("{} uses {} of {}", from.display(), join(names), to.display())),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn join(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// A parent that declares its children and passes their names on uses none of them. A name counts where it is defined: who
/// takes one from `super` that another child defines uses that child.
#[test]
fn no_files_use_each_other_in_a_circle() {
    let mut wrong = Vec::new();
    for (place, files) in [("src", sources()), ("crates/tencent-im/src", sdk_sources())] {
        let uses = Crate::read(&without_tests(files)).uses();
        for circle in circles(&uses) {
            wrong.push(format!("{place}: {} files", circle.len()));
            for ((from, to), names) in &uses {
                if circle.contains(from) && circle.contains(to) {
                    wrong.push(format!("    {} uses {} of {}", from.display(), join(names), to.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_circle_is_found_however_names_travel() {
    let files = |texts: &[(&str, &str)]| -> Vec<(PathBuf, String)> {
        texts.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
    };
    let found = |texts: &[(&str, &str)]| circles(&Crate::read(&files(texts)).uses()).len();
    let root = ("lib.rs", "mod a; mod b;");
    // Passed on by the parent, taken from there under another name, by a path in the code.
    let parent = ("a/mod.rs", "mod x; mod y; pub(crate) use x::{One, Two as Other};");
    let one = ("a/x.rs", "use super::y::Y; pub struct One(Y); pub struct Two;");
    assert_eq!(
        found(&[root, parent, one, ("a/y.rs", "pub struct Y; fn f() -> super::Other { todo!() }")]),
        1
    );
    assert_eq!(found(&[root, parent, one, ("a/y.rs", "use crate::a::{self}; pub struct Y(a::One);")]), 1);
    assert_eq!(
        found(&[
            root,
            parent,
            one,
            ("a/y.rs", "// use super::One;\npub struct Y; const T: &str = \"super::One\";")
        ]),
        0
    );
    // A parent's own item, used by a child that the parent uses.
    let child = ("a/x.rs", "use super::Limit; pub fn f(_: Limit) {}");
    assert_eq!(found(&[root, ("a/mod.rs", "mod x; pub struct Limit; fn g() { x::f(Limit) }"), child]), 1);
    assert_eq!(found(&[root, ("a/mod.rs", "mod x; pub use x::f; pub struct Limit;"), child]), 0);
    // Over the rooms, and through a star.
    let b = ("b.rs", "use crate::a::*; pub struct B(Thing);");
    assert_eq!(
        found(&[
            root,
            ("a/mod.rs", "mod t; pub use t::*;"),
            ("a/t.rs", "pub struct Thing; use crate::b::B;"),
            b
        ]),
        0
    );
    let b = ("b.rs", "use crate::a::Thing; pub struct B(Thing);");
    assert_eq!(
        found(&[
            root,
            ("a/mod.rs", "mod t; pub use t::*;"),
            ("a/t.rs", "pub struct Thing; use crate::b::B;"),
            b
        ]),
        1
    );
}

#[test]
fn libraries_stay_in_their_rooms() {
    let rooms: [(&str, &[&str]); 4] = [
        ("axum::", &["http", "simulator"]),
        ("sqlx::", &["store", "postgres"]),
        // The error of journal/mod.rs has to go.
        ("rusqlite::", &["journal/sqlite", "journal/mod.rs"]),
        ("env::var", &["config"]),
    ];
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    let sdk = sdk_sources().into_iter().map(|(path, text)| (Path::new("tencent-im").join(path), text));
    for (path, text) in without_tests(sources().into_iter().chain(sdk).collect()) {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            for (library, rooms) in rooms.iter().filter(|(library, _)| line.contains(library)) {
                if !rooms.iter().any(|room| path.starts_with(room)) {
                    wrong.push(format!("{}: {line}", path.display()));
                }
                seen.insert(library);
            }
        }
    }
    assert_eq!(seen.len(), rooms.len(), "{seen:?}");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_source_file_is_long() {
    for (path, text) in sources().into_iter().chain(sdk_sources()) {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}
