//! What imhook is measured against: `bench-baseline bare` is an axum route that reads the body and answers the fixed
//! ack; `bench-baseline insert URL` inserts the same rows in one transaction a request, with a pool of 16.

use anyhow::{Context as _, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::post;
use imhook::callback::{self, c2c};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

const ACK: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let address = "127.0.0.1:8090";
    let router = match args.next().as_deref() {
        Some("bare") => Router::new().route("/callback", post(bare)),
        Some("insert") => {
            let url = args.next().context("the database's URL")?;
            let pool = PgPoolOptions::new().max_connections(16).connect(&url).await?;
            Router::new().route("/callback", post(insert)).with_state(pool)
        }
        _ => bail!("usage: bench-baseline bare | bench-baseline insert URL"),
    };
    axum::serve(tokio::net::TcpListener::bind(address).await?, router).await?;
    Ok(())
}

async fn bare(_body: Bytes) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], ACK)
}

async fn insert(State(pool): State<PgPool>, body: Bytes) -> Result<impl IntoResponse, String> {
    match keep(&pool, &body).await {
        Ok(()) => Ok(([(header::CONTENT_TYPE, "application/json")], ACK)),
        Err(error) => Err(error.to_string()),
    }
}

async fn keep(pool: &PgPool, body: &[u8]) -> anyhow::Result<()> {
    let text = std::str::from_utf8(body)?;
    let event: c2c::AfterSendMessage = callback::decode(text)?;
    let (identity, key) = (Uuid::new_v4(), event.key().map(|key| key.as_str().to_owned()));
    let mut transaction = pool.begin().await?;
    sqlx::query("insert into imhook.message_identities (identity, sent_at) values ($1, now())")
        .bind(identity)
        .execute(&mut *transaction)
        .await?;
    sqlx::query(
        "insert into imhook.callbacks (journal_id, journal_offset, app_id, command, received_at, client_ip, platform,
             query, body, took_ms, identity)
         values (0, $1, 1, 'C2C.CallbackAfterSendMsg', now(), '203.0.113.24', 'iOS', 'SdkAppid=1', $2::json, 0.1, $3)",
    )
    .bind(i64::from_ne_bytes(identity.as_u64_pair().0.to_ne_bytes()))
    .bind(text)
    .bind(identity)
    .execute(&mut *transaction)
    .await?;
    sqlx::query(
        "insert into imhook.messages (identity, app_id, kind, conversation, msg_key, msg_seq, msg_random, sent_at,
             sender, recipient, text, element_types, body, cloud_custom_data, online_only, send_result, source,
             received_at)
         values ($1, 1, 'c2c', $2, $3, $4, $5, now(), $6, $7, $8, '{TIMTextElem}', $9::json, $10, false, 0,
             'callback', now())",
    )
    .bind(identity)
    .bind(format!("c2c:{}:{}", event.from, event.to))
    .bind(key)
    .bind(event.msg_seq.map(i64::from))
    .bind(event.msg_random.map(i64::from))
    .bind(event.from.as_str())
    .bind(event.to.as_str())
    .bind(imhook::model::texts(&event.body))
    .bind(serde_json::to_string(&event.body)?)
    .bind(event.cloud_custom_data.as_deref())
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(())
}
