//! The whole service, over real sockets and against a real Postgres.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]
#![allow(
    clippy::cmp_owned,
    clippy::struct_field_names,
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "tables of what is expected are long, and read in one place"
)]
#![allow(unreachable_pub, reason = "the harness is a module")]

mod support;

mod admin;
mod archive;
mod auth;
mod barred;
mod batches;
mod bodies;
mod catalogue;
mod client;
mod command_line;
mod connections;
mod crash;
mod development;
mod directions;
mod doctor;
mod documents;
mod elements;
mod endpoints;
mod fixtures;
mod fsync;
mod gaps;
mod handlers_cli;
mod journal;
mod limits;
mod marks;
mod merging;
mod messages;
mod metrics;
mod outage;
mod project;
mod properties;
mod reactors;
mod reload;
mod restarts;
mod router;
mod spoiled;
mod sql;
mod startup;
mod tail;
mod takeover;
mod third_party;
mod times;
mod upgrade;
mod usersig;
mod vanishing;
