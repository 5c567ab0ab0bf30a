//! The accounts to answer for are those of the callback.

use imhook::callback::ack::FriendResults;

fn main() {
    let _ = FriendResults::allow_all();
}
