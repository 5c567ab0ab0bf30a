//! What is no callback has no handler.

use imhook::callback::Received;
use imhook::{Context, Router, anyhow};

async fn greet(_: String, _: Context) -> anyhow::Result<Received> {
    Ok(Received)
}

fn main() {
    let _ = Router::new().on(greet);
}
