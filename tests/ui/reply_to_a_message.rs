//! Only a question has content for an answer.

use imhook::callback::ack::{Ack, Reply};
use imhook::callback::bot::AfterMessage;

fn main() {
    let _ = <Reply as Ack<AfterMessage>>::refuse_unread();
}

//~ error[E0277]: the trait bound `AfterMessage: Question` is not satisfied
//~ reply_to_a_message.rs:7:14
//~ the trait `Question` is not implemented for `AfterMessage`
