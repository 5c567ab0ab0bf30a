//! Registering metrics, and the types that several of them have.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry, Unit};
use std::sync::Arc;

pub(super) type Labels<const N: usize> = [(&'static str, Arc<str>); N];
pub(super) type Counters<const N: usize> = Family<Labels<N>, Counter>;
pub(super) type Histograms<const N: usize> = Family<Labels<N>, Histogram>;

pub(super) fn labels<const N: usize>(pairs: [(&'static str, &str); N]) -> Labels<N> {
    pairs.map(|(name, value)| (name, value.into()))
}

/// Registers a metric and returns a handle to it. The crate adds `_total` and the unit to the name, and a full stop to
/// the meaning.
pub(super) fn register<M: Metric + Clone>(
    registry: &mut Registry,
    name: &str,
    unit: Option<Unit>,
    meaning: &str,
    metric: M,
) -> M {
    match unit {
        Some(unit) => registry.register_with_unit(name, meaning, unit, metric.clone()),
        None => registry.register(name, meaning, metric.clone()),
    }
    metric
}

/// Registers a metric without a unit that starts as its default.
pub(super) fn add<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, meaning: &str) -> M {
    register(registry, name, None, meaning, M::default())
}
