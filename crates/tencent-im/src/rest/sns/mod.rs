//! Friends ([`friend`]), blacklists ([`blacklist`]) and friend lists ([`list`]).

pub mod blacklist;
pub mod friend;
pub mod list;
