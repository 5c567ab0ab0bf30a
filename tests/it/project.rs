//! What the project promises about itself: columns, flags. Its layers are in `directions.rs`.

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

/// The Rust files of `src`, by path below it.
pub fn sources() -> Vec<(PathBuf, String)> {
    sources_below("src")
}

/// The Rust files of the SDK, by path below its `src`.
pub fn sdk_sources() -> Vec<(PathBuf, String)> {
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

/// The same without the unit tests inside.
pub fn without_tests(sources: Vec<(PathBuf, String)>) -> Vec<(PathBuf, String)> {
    let shipped =
        sources.into_iter().filter(|(path, _)| path.file_name().is_none_or(|name| name != "tests.rs"));
    shipped
        .map(|(path, text)| {
            // Behind whichever attributes it has.
            let tests = text.find("\nmod tests {");
            let text = text[..tests.unwrap_or(text.len())].to_owned();
            (path, text)
        })
        .collect()
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

/// The files of the endpoints' services are named by their folder only.
#[test]
fn architecture_names_every_file_of_the_code() {
    let map = read("ARCHITECTURE.md");
    let named = |name: &str| map.lines().any(|line| line.split_whitespace().next() == Some(name));
    for (path, _) in sources().into_iter().chain(sdk_sources()) {
        let inside_a_service = path.starts_with("rest") && path.components().count() > 2;
        let name = path.file_name().unwrap().to_str().unwrap();
        let folder =
            path.parent().and_then(Path::file_name).map(|folder| format!("{}/", folder.to_str().unwrap()));
        let shown = match name {
            "tests.rs" => continue,
            "mod.rs" => folder.unwrap(),
            _ => name.to_owned(),
        };
        assert!(inside_a_service || named(&shown), "ARCHITECTURE.md does not name {}", path.display());
    }
}
