//! Tencent Cloud IM (Chat, 即时通信) in types: what its callbacks say, what its REST interface takes, and a client
//! that calls it.
//!
//! | module | what is in it |
//! |---|---|
//! | [`model`] | words of both directions: ids, message elements, platforms |
//! | [`callback`] | what Tencent says: one struct a callback command; query, Sign, body |
//! | [`rest`] | what we say: one struct an endpoint of the REST interface |
//! | [`client`] | the REST client: signs, sends, retries, keeps to the rates |
//! | [`usersig`] | UserSig: sign and verify |

pub mod callback;
pub mod client;
pub mod model;
#[doc(hidden)]
pub mod report;
pub mod rest;
pub mod usersig;
