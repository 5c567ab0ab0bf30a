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

//~ error[E0271]: type mismatch resolving `<BeforeSendMessage as Callback>::Ack == FriendResults`
//~ friend_answer_to_a_message.rs:16:27
//~ expected `FriendResults`, found `Verdict<C2cCode>`
