//! What the project promises about itself: layers, columns.

use crate::support::app::TestApp;
use imhook::internals::Flag;
use std::path::{Path, PathBuf};
use strum::VariantNames as _;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The Rust files of `src`, by path below it, without the tests inside.
fn sources() -> Vec<(PathBuf, String)> {
    sources_below("src")
}

/// The Rust files of the SDK, by path below its `src`.
fn sdk_sources() -> Vec<(PathBuf, String)> {
    sources_below("crates/tencent-im/src")
}

fn sources_below(top: &str) -> Vec<(PathBuf, String)> {
    let mut folders = vec![root().join(top)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(root().join(top)).unwrap().to_owned(), text));
            }
        }
    }
    assert!(files.len() > 50);
    files
}

fn without_tests(sources: Vec<(PathBuf, String)>) -> Vec<(PathBuf, String)> {
    let shipped =
        sources.into_iter().filter(|(path, _)| path.file_name().is_none_or(|name| name != "tests.rs"));
    shipped
        .map(|(path, text)| {
            let tests = text.find("#[cfg(test)]\nmod tests {").or_else(|| {
                let module = text.find("\nmod tests {")?;
                text[..module].rfind("#[cfg(test)]")
            });
            let text = text[..tests.unwrap_or(text.len())].to_owned();
            (path, text)
        })
        .collect()
}

/// The module right below the crate that a file belongs to.
fn room(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// A room may use those of the lines above its own. A new one is put where it belongs.
const LAYERS: [&[&str]; 11] = [
    // The SDK, which Cargo keeps apart.
    &["callback", "client", "model", "rest", "usersig"],
    &["config"],
    &["metrics"],
    &["journal", "postgres"],
    &["store"],
    &["meaning"],
    &["recorder", "handlers"],
    &["archive", "error"],
    &["http"],
    &["server"],
    &["cli"],
];

#[test]
fn rooms_use_each_other_in_one_direction() {
    let layer = |room: &str| LAYERS.iter().position(|rooms| rooms.contains(&room));
    let mut checked = 0;
    for (path, text) in without_tests(sources()) {
        let room = room(&path);
        if room == "lib" || room == "main" {
            continue;
        }
        let own = layer(&room).unwrap_or_else(|| panic!("{room} has no layer"));
        for rest in text.split("crate::").skip(1) {
            let used: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let Some(theirs) = layer(&used) else { panic!("{}: crate::{used}", path.display()) };
            assert!(used == room || theirs < own, "{} uses {used}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 30, "{checked}");
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut seen = [0; 3];
    for (path, text) in without_tests(sources()) {
        let code: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        let homes = [
            (code.contains("axum::"), path.starts_with("http") || path.starts_with("simulator")),
            (code.contains("sqlx::"), path.starts_with("store") || path.starts_with("postgres")),
            (code.contains("env::var") || code.contains("env::vars"), path.starts_with("config")),
        ];
        for (seen, (used, at_home)) in seen.iter_mut().zip(homes) {
            assert!(!used || at_home, "{}: axum, sqlx or the environment", path.display());
            *seen += u32::from(used);
        }
    }
    assert!(seen.iter().all(|seen| *seen > 0), "{seen:?}");
}

#[test]
fn no_source_file_is_long() {
    for (path, text) in sources().into_iter().chain(sdk_sources()) {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}

#[tokio::test]
async fn the_analysts_columns_are_those_of_the_list() {
    let app = TestApp::with(&[]).await;
    crate::support::eventually("the views are there", async || {
        app.database.value::<i64>("select count(*) from analytics.callbacks").await
    })
    .await;
    let columns = "select c.table_name || '.' || c.column_name || ' ' ||
                          case c.data_type when 'ARRAY' then substr(c.udt_name, 2) || '[]' else c.data_type end as line,
                          coalesce(col_description(('analytics.' || c.table_name)::regclass, c.ordinal_position), '') as comment,
                          coalesce(obj_description(('analytics.' || c.table_name)::regclass, 'pg_class'), '') as view_comment
                   from information_schema.columns c where c.table_schema = 'analytics'
                   order by c.table_name, c.ordinal_position";
    let rows = app.database.rows(columns).await;
    let lines: Vec<_> = rows.iter().map(|row| row["line"].as_str().unwrap()).collect();
    let list = read("tests/fixtures/analytics.txt");
    assert_eq!(lines, list.lines().collect::<Vec<_>>(), "\n{}", lines.join("\n"));
    for row in &rows {
        assert!(row["comment"] != "" && row["view_comment"] != "", "{row}");
    }
}

#[test]
fn every_flag_that_analysts_are_told_of_exists() {
    let migrations = read("migrations/0006_comments.sql");
    let comment = migrations.lines().find(|line| line.contains("analytics.callbacks.flags is")).unwrap();
    let listed = comment.split_once("odd about it: ").unwrap().1.trim_end_matches("';");
    assert_eq!(listed, Flag::VARIANTS.join(", "));
    let guides = ["README.md", "README.zh-CN.md"].map(|guide| (guide, read(guide)));
    for flag in Flag::VARIANTS {
        for (guide, text) in &guides {
            assert!(text.contains(&format!("`{flag}`")), "{guide} does not tell of the flag {flag}");
        }
    }
}
