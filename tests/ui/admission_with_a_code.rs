//! Subscribers cannot be given a code of the app's own.

use imhook::callback::ack::{Admission, GroupCode, Subscribers};

fn main() {
    let _ = Admission::<Subscribers>::refuse_with(GroupCode::at::<10_100>(), "no");
}

//~ error[E0308]: mismatched types
//~ admission_with_a_code.rs:6:51
//~ expected `Infallible`, found `GroupCode`
