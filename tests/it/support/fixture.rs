//! The samples in `tests/fixtures/callbacks`.

use serde_json::Value;
use std::path::Path;

/// One sample: the query's parameters, the body, and the acks that Tencent documents.
#[derive(Debug, serde::Deserialize)]
pub struct Fixture {
    #[serde(skip)]
    pub name: String,
    pub query: std::collections::BTreeMap<String, String>,
    pub body: Value,
    pub acks: Vec<Value>,
}

impl Fixture {
    /// All of them, by name.
    pub fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/callbacks");
        let mut fixtures: Vec<Self> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                let text = std::fs::read_to_string(&path).unwrap();
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                Self { name, ..serde_json::from_str(&text).unwrap() }
            })
            .collect();
        fixtures.sort_by(|a, b| a.name.cmp(&b.name));
        assert!(fixtures.len() > 100);
        fixtures
    }

    /// One of them.
    pub fn named(name: &str) -> Self {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/callbacks/{name}.json"));
        let text = std::fs::read_to_string(path).unwrap();
        Self { name: name.to_owned(), ..serde_json::from_str(&text).unwrap() }
    }

    pub fn command(&self) -> &str {
        &self.query["CallbackCommand"]
    }

    /// The query without its authentication, which is of another day.
    pub fn unsigned_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.query {
            if name != "Sign" && name != "RequestTime" {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}
