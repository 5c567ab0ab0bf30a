//! A service with handlers, for bench/run. HANDLERS says which:
//!
//! - `allow`: one before-handler that allows every one-to-one message;
//! - `trivial`: one after-handler that notes how long after its receipt a message reached it;
//! - `hangs`, `panics`, `obstructs`: one before-handler that never answers, panics, or blocks its thread for a minute;
//! - `awaits`, `blocks`, `computes`: one after-handler that does so for a second at each message;
//! - `none`.
//!
//! At its end it prints a RESULT line of what `trivial` noted.

use imhook::anyhow::{self, bail};
use imhook::callback::ack::{C2cCode, Verdict};
use imhook::callback::{Received, c2c};
use imhook::{Context, ExitCode, Router};
use std::hint::black_box;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const WORK: Duration = Duration::from_secs(1);

async fn allow(_: c2c::BeforeSendMessage, _: Context) -> anyhow::Result<Verdict<C2cCode>> {
    Ok(Verdict::allow())
}

async fn hangs(_: c2c::BeforeSendMessage, _: Context) -> anyhow::Result<Verdict<C2cCode>> {
    std::future::pending().await
}

#[expect(clippy::panic, reason = "what it is there for")]
async fn panics(_: c2c::BeforeSendMessage, _: Context) -> anyhow::Result<Verdict<C2cCode>> {
    panic!("as the benchmark wants it")
}

async fn obstructs(_: c2c::BeforeSendMessage, _: Context) -> anyhow::Result<Verdict<C2cCode>> {
    std::thread::sleep(Duration::from_mins(1));
    Ok(Verdict::allow())
}

async fn awaits(_: c2c::AfterSendMessage, _: Context) -> anyhow::Result<Received> {
    tokio::time::sleep(WORK).await;
    Ok(Received)
}

async fn blocks(_: c2c::AfterSendMessage, _: Context) -> anyhow::Result<Received> {
    std::thread::sleep(WORK);
    Ok(Received)
}

async fn computes(message: c2c::AfterSendMessage, _: Context) -> anyhow::Result<Received> {
    let begin = Instant::now();
    while begin.elapsed() < WORK {
        black_box(imhook::model::texts(&message.body));
    }
    Ok(Received)
}

/// Milliseconds from the receipt to the handler.
type Noted = Arc<Mutex<Vec<f64>>>;

fn notes(noted: &Noted) -> Router {
    let noted = Arc::clone(noted);
    Router::new().on_as("trivial", move |_: c2c::AfterSendMessage, context: Context| {
        let since = chrono::Utc::now() - context.received_at();
        let noted = Arc::clone(&noted);
        async move {
            let since = since.to_std().unwrap_or_default().as_secs_f64() * 1000.0;
            noted.lock().unwrap_or_else(PoisonError::into_inner).push(since);
            anyhow::Ok(Received)
        }
    })
}

fn report(noted: &Noted) {
    let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
    noted.sort_by(f64::total_cmp);
    let at = |part: usize| noted.get(noted.len() * part / 100).copied().unwrap_or_default();
    println!("RESULT handled={} p50_ms={:.2} p99_ms={:.2}", noted.len(), at(50), at(99));
}

fn main() -> anyhow::Result<ExitCode> {
    let noted = Noted::default();
    let router = match std::env::var("HANDLERS").as_deref() {
        Ok("allow") => Router::new().on(allow),
        Ok("trivial") => notes(&noted),
        Ok("hangs") => Router::new().on(hangs),
        Ok("panics") => Router::new().on(panics),
        Ok("obstructs") => Router::new().on(obstructs),
        Ok("awaits") => Router::new().on(awaits),
        Ok("blocks") => Router::new().on(blocks),
        Ok("computes") => Router::new().on(computes),
        Ok("none") => Router::new(),
        other => bail!("HANDLERS is {other:?}: see the head of bench/handlers.rs"),
    };
    let code = imhook::run(router);
    report(&noted);
    Ok(code)
}
