//! A message is not answered like a friend request.

use imhook::callback::ack::FriendResults;
use imhook::callback::{c2c, sns};
use imhook::{Context, Router, anyhow};

async fn moderate(_: c2c::BeforeSendMessage, _: Context) -> anyhow::Result<FriendResults> {
    Ok(FriendResults::allow_all(&request()))
}

fn request() -> sns::BeforeFriendAdd {
    unreachable!()
}

fn main() {
    let _ = Router::new().on(moderate);
}
