//! How fast things happen, one test at a time: `cargo test --test timing -- --test-threads=1`.
//!
//! `cargo test` does not run these, for it is no use to tell a newcomer of a slow machine. A delay of the machine spoils
//! one round of a test, or its calm as well as what is compared with it; what is slow by itself spoils every round.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]
#![allow(
    clippy::too_many_lines,
    unreachable_pub,
    reason = "the harness is a module, and tests are read in one place"
)]

#[allow(dead_code, reason = "tests/it has use for the rest")]
#[path = "../it/support/mod.rs"]
mod support;

mod after_handlers;
mod before_handlers;
mod client;
mod pace;
mod recorder;
mod restarts;
mod sql;
mod start;
mod stop;
mod storm;
mod vanishing;

use std::time::Duration;

const ROUNDS: usize = 5;

/// Runs rounds until one of them holds; fails with what every one of them said.
async fn one_round_holds(mut round: impl AsyncFnMut() -> anyhow::Result<()>) {
    let mut said = Vec::new();
    while said.len() < ROUNDS {
        match round().await {
            Ok(()) => return,
            Err(why) => said.push(why.to_string()),
        }
    }
    panic!("no round held: {said:#?}");
}

/// An error that says how long it took, unless it took less than `most`.
fn in_time(what: &str, took: Duration, most: Duration) -> anyhow::Result<()> {
    anyhow::ensure!(took < most, "{what} took {took:?}, at most {most:?} is right");
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
