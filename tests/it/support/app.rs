//! imhook in this process, over real sockets.

use super::callback::Callback;
use super::eventually;
use super::postgres::Database;
use clap::Parser as _;
use imhook::{Config, Router, Server};
use reqwest::StatusCode;
use serde_json::Value;
use tempfile::TempDir;

pub const APP: u64 = 1_400_555_001;
pub const TOKEN: &str = "fixture-token-0001";

#[derive(clap::Parser)]
struct Cli {
    #[command(flatten)]
    config: Config,
}

/// The configuration of these flags. (No variable of the environment is set in tests.)
pub fn config(flags: &[&str]) -> Config {
    let fixed = ["imhook", "--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0"];
    Cli::parse_from(fixed.iter().chain(flags)).config
}

/// The configuration of the environment, in a process of its own.
pub fn config_of_environment() -> Config {
    Cli::parse_from(["imhook"]).config
}

/// The secret of development mode in this data folder.
pub fn development_secret(data: &std::path::Path) -> String {
    std::fs::read_to_string(data.join("development-secret")).unwrap().trim().to_owned()
}

/// A running service with a database of its own.
pub struct TestApp {
    pub server: Server,
    pub database: Database,
    /// Goes with the service.
    pub data: TempDir,
    /// The path of the callback URL.
    pub path: String,
    pub client: reqwest::Client,
}

impl TestApp {
    /// One app with one token.
    pub async fn start() -> Self {
        Self::with(&[&format!("--sdk-app-id={APP}"), &format!("--callback-token={TOKEN}")]).await
    }

    /// With other flags; the database and the data folder are given.
    pub async fn with(flags: &[&str]) -> Self {
        Self::with_router(Router::new(), flags).await
    }

    /// The same, with handlers.
    pub async fn with_router(router: Router, flags: &[&str]) -> Self {
        Self::start_in(Database::new().await, super::folder(), router, flags).await
    }

    /// Stops it, and starts another one in its place.
    pub async fn restart(self, router: Router, flags: &[&str]) -> Self {
        self.server.stop().await;
        Self::start_in(self.database, self.data, router, flags).await
    }

    /// On this database and this data folder.
    pub async fn start_in(database: Database, data: TempDir, router: Router, flags: &[&str]) -> Self {
        let given =
            [format!("--database-url={}", database.url), format!("--data-dir={}", data.path().display())];
        let flags: Vec<&str> = given.iter().map(String::as_str).chain(flags.iter().copied()).collect();
        let server = Server::start(&config(&flags), router).await.unwrap();
        let named = |flag: &&&str| flag.starts_with("--sdk-app-id") || flag.starts_with("--apps");
        let path = match flags.iter().find(named) {
            Some(_) => "/callback".to_owned(),
            None => format!("/callback/{}", development_secret(data.path())),
        };
        Self { server, database, data, path, client: super::client().build().unwrap() }
    }

    /// The callback URL with this query.
    pub fn url(&self, query: &str) -> String {
        format!("http://{}{}?{query}", self.server.address(), self.path)
    }

    /// Posts a callback; the status and the answer, which must be Tencent's form of JSON.
    pub async fn post(&self, callback: &Callback) -> (StatusCode, Value) {
        self.post_to(&callback.query(), callback.body.clone()).await
    }

    /// Posts any body to any query.
    pub async fn post_to(&self, query: &str, body: impl Into<reqwest::Body>) -> (StatusCode, Value) {
        self.send(self.client.post(self.url(query)).body(body)).await
    }

    /// Posts a callback that is taken; the answer, whatever it decides.
    pub async fn decide(&self, query: &str, body: impl Into<reqwest::Body>) -> Value {
        let answer = self.client.post(self.url(query)).body(body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.unwrap()
    }

    /// Sends any request; the status and the answer, which must be Tencent's form of JSON.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> (StatusCode, Value) {
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let json: Value = answer.json().await.unwrap();
        let ok = status == StatusCode::OK;
        assert_eq!(json["ActionStatus"], if ok { "OK" } else { "FAIL" }, "{status} {json}");
        assert_eq!(json["ErrorCode"] == 0, ok, "{status} {json}");
        assert!(json["ErrorInfo"].is_string(), "{json}");
        (status, json)
    }

    /// Posts these one by one and waits until they are recorded.
    pub async fn record(&self, callbacks: &[Callback]) {
        let before = self.database.count("imhook.callbacks").await;
        for callback in callbacks {
            assert_eq!(self.post(callback).await.0, StatusCode::OK, "{callback:?}");
        }
        self.database.wait_for("imhook.callbacks", before + i64::try_from(callbacks.len()).unwrap()).await;
    }

    /// The same, but the recorder gets them as one batch.
    pub async fn record_together(&self, callbacks: &[Callback]) {
        let other = Callback::new("Test.Other", &serde_json::json!({}));
        self.record(std::slice::from_ref(&other)).await;
        let mut lock = self.database.pool.begin().await.unwrap();
        sqlx::query("lock table imhook.journals").execute(&mut *lock).await.unwrap();
        let before = self.database.count("imhook.callbacks").await;
        assert_eq!(self.post(&other).await.0, StatusCode::OK);
        // It writes; handlers, who may wait here as well, read.
        let waiting = "pg_locks where relation = 'imhook.journals'::regclass and mode = 'RowExclusiveLock'
                       and database = (select oid from pg_database where datname = current_database())";
        eventually("the recorder waits", async || (self.database.count(waiting).await == 1).then_some(()))
            .await;
        for callback in callbacks {
            assert_eq!(self.post(callback).await.0, StatusCode::OK, "{callback:?}");
        }
        lock.rollback().await.unwrap();
        self.database
            .wait_for("imhook.callbacks", before + 1 + i64::try_from(callbacks.len()).unwrap())
            .await;
    }
}
