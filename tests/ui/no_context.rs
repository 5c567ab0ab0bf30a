//! Every handler takes the callback and its context.

use imhook::callback::{Received, c2c};
use imhook::{Router, anyhow};

async fn greet(_: c2c::AfterSendMessage) -> anyhow::Result<Received> {
    Ok(Received)
}

fn main() {
    let _ = Router::new().on(greet);
}

//~ error[E0593]: function is expected to take 2 arguments, but it takes 1 argument
//~ no_context.rs:11:30
//~ expected function that takes 2 arguments
