//! The whole service: callback endpoint, admin address, journal, recorder, handlers and, by default, a private
//! Postgres. [`parts`] makes them, [`start`] starts them in order, [`reload`] replaces settings
//! meanwhile, [`stop`] stops them in order.

mod database;
mod parts;
mod reload;
mod start;
mod stop;

pub use start::Server;
