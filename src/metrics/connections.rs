//! The connections of the callback endpoint and of the admin address: how many, and how many were closed to bound them.

use super::register::{Labels, add, labels};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use std::sync::atomic::AtomicU64;

type Gauges = Family<Labels<1>, Gauge<u64, AtomicU64>>;

/// The metrics of all addresses.
#[derive(Debug, Clone)]
pub(super) struct AllConnections {
    open: Gauges,
    max: Gauges,
    closed: Family<Labels<2>, Counter>,
}

impl AllConnections {
    pub(super) fn new(registry: &mut Registry) -> Self {
        Self {
            open: add(registry, "connections", "Open connections, by address: callbacks or admin"),
            max: add(registry, "connections_max", "Connections that may be open at a time, by address"),
            closed: add(
                registry,
                "connections_closed",
                "Connections that imhook closed to bound their number, by address and reason: silent (no request \
                 within 5 s), full (idle longest when all places were taken), or share (idle longest of a client \
                 address that had too many)",
            ),
        }
    }

    pub(super) fn of(&self, address: &'static str) -> Connections {
        let place = labels([("address", address)]);
        let closed =
            |reason| self.closed.get_or_create_owned(&labels([("address", address), ("reason", reason)]));
        Connections {
            open: self.open.get_or_create_owned(&place),
            max: self.max.get_or_create_owned(&place),
            silent: closed("silent"),
            full: closed("full"),
            share: closed("share"),
        }
    }
}

/// The metrics of the connections of one address.
#[derive(Debug, Clone)]
pub struct Connections {
    /// Open connections.
    pub open: Gauge<u64, AtomicU64>,
    /// Connections that may be open.
    pub max: Gauge<u64, AtomicU64>,
    /// Closed, because no request came.
    pub silent: Counter,
    /// Closed, because all places were taken.
    pub full: Counter,
    /// Closed, because the client's address had too many.
    pub share: Counter,
}
