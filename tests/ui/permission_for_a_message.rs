//! A message is not answered with a permission.

use imhook::callback::ack::{Ack, GroupCode, Permission};
use imhook::callback::group::BeforeSendMessage;

fn main() {
    let _ = <Permission<GroupCode> as Ack<BeforeSendMessage>>::refuse_unread();
}

//~ error[E0277]: the trait bound `imhook::callback::group::BeforeSendMessage: Wish` is not satisfied
//~ permission_for_a_message.rs:7:14
//~ the trait `Wish` is not implemented for `imhook::callback::group::BeforeSendMessage`
