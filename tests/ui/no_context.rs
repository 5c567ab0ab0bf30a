//! Every handler takes the callback and its context.

use imhook::callback::{Received, c2c};
use imhook::{Router, anyhow};

async fn greet(_: c2c::AfterSendMessage) -> anyhow::Result<Received> {
    Ok(Received)
}

fn main() {
    let _ = Router::new().on(greet);
}
