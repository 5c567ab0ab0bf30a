//! The accounts to answer for are those of the callback.

use imhook::callback::ack::FriendResults;

fn main() {
    let _ = FriendResults::allow_all();
}

//~ error[E0061]: this function takes 1 argument but 0 arguments were supplied
//~ friends_without_the_event.rs:6:13
//~ argument #1 of type `&_` is missing
