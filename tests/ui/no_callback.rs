//! What is no callback has no handler.

use imhook::callback::Received;
use imhook::{Context, Router, anyhow};

async fn greet(_: String, _: Context) -> anyhow::Result<Received> {
    Ok(Received)
}

fn main() {
    let _ = Router::new().on(greet);
}

//~ error[E0277]: the trait bound `String: Callback` is not satisfied
//~ no_callback.rs:11:27
//~ the trait `Callback` is not implemented for `String`
