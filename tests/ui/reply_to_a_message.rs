//! Only a question has content for an answer.

use imhook::callback::ack::{Ack, Reply};
use imhook::callback::bot::AfterMessage;

fn main() {
    let _ = <Reply as Ack<AfterMessage>>::refuse_unread();
}
