//! A message is not answered with a permission.

use imhook::callback::ack::{Ack, GroupCode, Permission};
use imhook::callback::group::BeforeSendMessage;

fn main() {
    let _ = <Permission<GroupCode> as Ack<BeforeSendMessage>>::refuse_unread();
}
