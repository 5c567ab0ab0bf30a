//! Refuses a message whose sender sent ten others into the conversation within the last ten seconds.

use imhook::callback::ack::{C2cCode, Verdict};
use imhook::callback::{Callback as _, c2c};
use imhook::{Context, ExitCode, Router, anyhow};
use std::time::Duration;

const MOST: u64 = 10;
const WINDOW: Duration = Duration::from_secs(10);
const SLOW_DOWN: C2cCode = C2cCode::at::<120_001>();

async fn slow_down(message: c2c::BeforeSendMessage, context: Context) -> anyhow::Result<Verdict<C2cCode>> {
    let Some(conversation) = message.conversation() else { return Ok(Verdict::allow()) };
    let since = context.received_at() - WINDOW;
    let sent = context.store().messages_since(context.app_id(), &conversation, since, Some(&message.from));
    // Where Postgres takes more than half of the remaining time, the message passes.
    let patience = context.remaining().unwrap_or_default() / 2;
    let sent = tokio::time::timeout(patience, sent).await.unwrap_or(Ok(0))?;
    Ok(if sent >= MOST { Verdict::refuse_with(SLOW_DOWN, "please slow down") } else { Verdict::allow() })
}

fn main() -> ExitCode {
    imhook::run(Router::new().on(slow_down))
}
