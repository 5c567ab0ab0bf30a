//! Moderation of one-to-one messages.

use imhook::callback::ack::{C2cCode, Rewrite, Verdict};
use imhook::callback::c2c::BeforeSendMessage;
use imhook::model::texts;
use imhook::{Context, ExitCode, Router, anyhow};

async fn moderate(message: BeforeSendMessage, _: Context) -> anyhow::Result<Verdict<C2cCode>> {
    let text = texts(&message.body).unwrap_or_default();
    Ok(match text.as_str() {
        "fast" => Verdict::refuse_with(C2cCode::at::<120_001>(), "please slow down"),
        "spam" => Verdict::drop_silently(),
        rude if rude.contains("damn") => Verdict::rewrite(Rewrite::body([rude.replace("damn", "***")])),
        _ => Verdict::allow(),
    })
}

fn main() -> ExitCode {
    imhook::run(Router::new().on(moderate))
}
