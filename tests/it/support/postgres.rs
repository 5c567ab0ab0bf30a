//! One private server a run, one database a test.

use super::process::{command, free_port};
use super::{folder, folder_named};
use imhook::internals::{DataDir, postgres};
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// The server's URL. It stops with the test process.
static SERVER: LazyLock<String> = LazyLock::new(|| {
    let start = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        remove_old();
        // Kept: the server needs it until the process ends. The next run removes it.
        let folder = folder_named(SERVER_FOLDER).keep();
        let data = DataDir::open(&folder).unwrap();
        let settings = postgres::Settings { bin_dir: None, path: std::env::var_os("PATH"), durable: false };
        let server = runtime.block_on(postgres::Private::start(&data, settings)).unwrap();
        let url = server.url().to_owned();
        std::mem::forget((server, data));
        url
    };
    std::thread::spawn(start).join().unwrap()
});

const SERVER_FOLDER: &str = "imhook-it-server-";

/// Removes what earlier runs left: a folder whose lock is free.
fn remove_old() {
    for entry in std::fs::read_dir("/tmp").unwrap().map_while(Result::ok) {
        let ours = entry.file_name().to_string_lossy().starts_with(SERVER_FOLDER);
        // Only its owner may open it.
        if ours && let Ok(free) = DataDir::open(&entry.path()) {
            let _ = std::fs::remove_dir_all(free.path());
        }
    }
}

/// A database of one test.
pub struct Database {
    pub url: String,
    pub pool: PgPool,
}

impl Database {
    /// A new one with the schema: a copy of one that was migrated once.
    pub async fn new() -> Self {
        static MIGRATED: OnceCell<()> = OnceCell::const_new();
        let migrate = async || {
            let (template, data) = (Self::named("migrated", "").await, folder());
            let mut migrate =
                command(data.path(), free_port(), free_port(), &[("DATABASE_URL", &template.url)]);
            assert!(migrate.arg("migrate").status().unwrap().success());
        };
        MIGRATED.get_or_init(migrate).await;
        Self::numbered("template migrated").await
    }

    /// A new one without a schema.
    pub async fn empty() -> Self {
        Self::numbered("").await
    }

    async fn numbered(how: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        Self::named(&format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed)), how).await
    }

    async fn named(name: &str, how: &str) -> Self {
        let server = tokio::task::spawn_blocking(|| SERVER.clone()).await.unwrap();
        let admin = PgPoolOptions::new().max_connections(1).connect(&server).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("create database {name} {how}"))).execute(&admin).await.unwrap();
        admin.close().await;
        let url = server.replace("/imhook?", &format!("/{name}?"));
        assert_ne!(url, server);
        let pool = PgPoolOptions::new().max_connections(2).connect_lazy(&url).unwrap();
        Self { url, pool }
    }

    /// One value; `None` also while the schema is not there yet.
    pub async fn value<T>(&self, sql: &str) -> Option<T>
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
    {
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_optional(&self.pool).await.ok().flatten()
    }

    /// The rows of a select, each as a JSON object.
    pub async fn rows(&self, select: &str) -> Vec<serde_json::Value> {
        let sql = format!("select coalesce(jsonb_agg(to_jsonb(q)), '[]') from ({select}) q");
        let rows: serde_json::Value =
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&self.pool).await.unwrap();
        serde_json::from_value(rows).unwrap()
    }

    /// A row count; 0 while the schema is not there yet.
    pub async fn count(&self, from: &str) -> i64 {
        self.value(&format!("select count(*) from {from}")).await.unwrap_or(0)
    }

    /// Waits until `from` has a row.
    pub async fn wait_for_some(&self, from: &str) {
        super::eventually(&format!("a row in {from}"), async || (self.count(from).await > 0).then_some(()))
            .await;
    }

    /// Waits until `from` has `rows` rows, and a little longer, lest there come more.
    pub async fn wait_for(&self, from: &str, rows: i64) {
        super::eventually(&format!("{rows} rows in {from}"), async || {
            (self.count(from).await >= rows).then_some(())
        })
        .await;
        assert_eq!(self.count(from).await, rows, "rows in {from}");
    }
}
