//! The process, under the names that every Prometheus client has; on Linux only, read from `/proc` at each scrape.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use rustix::param::{clock_ticks_per_second, page_size};
use rustix::process::{Resource, getrlimit};
use std::fmt;
use std::fs::{read_dir, read_to_string};

#[derive(Debug)]
pub(super) struct Process;

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let mut put = |name: &str, meaning: &str, metric: &dyn EncodeMetric| {
            metric.encode(encoder.encode_descriptor(name, meaning, None, metric.metric_type())?)
        };
        let Some(figures) = Figures::read() else { return Ok(()) };
        let cpu = ConstCounter::new(figures.cpu);
        put("process_cpu_seconds", "Time of processors that the process used.", &cpu)?;
        let gauges = [
            ("process_resident_memory_bytes", "Memory of the process that is in RAM.", figures.resident),
            ("process_virtual_memory_bytes", "Address space of the process.", figures.virtual_memory),
            ("process_start_time_seconds", "When the process started, in Unix time.", figures.started),
            ("process_open_fds", "File descriptors that are open.", figures.open_files),
            ("process_max_fds", "File descriptors that may be open.", figures.max_files),
        ];
        gauges.iter().try_for_each(|(name, meaning, value)| put(name, meaning, &ConstGauge::new(*value)))
    }
}

struct Figures {
    cpu: f64,
    resident: f64,
    virtual_memory: f64,
    started: f64,
    open_files: f64,
    max_files: f64,
}

impl Figures {
    #[expect(
        clippy::cast_precision_loss,
        reason = "metrics are floats, and none of these figures comes to 2^53"
    )]
    fn read() -> Option<Self> {
        let stat = read_to_string("/proc/self/stat").ok()?;
        // The name in brackets may hold spaces; the third field of proc(5) is the first one behind it.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_ascii_whitespace().collect();
        let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
        let seconds = |ticks: u64| ticks as f64 / clock_ticks_per_second() as f64;
        let machine = read_to_string("/proc/stat").ok()?;
        let booted: u64 =
            machine.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
        Some(Self {
            cpu: seconds(field(14)? + field(15)?),
            started: booted as f64 + seconds(field(22)?),
            virtual_memory: field(23)? as f64,
            resident: (field(24)? * page_size() as u64) as f64,
            open_files: read_dir("/proc/self/fd").ok()?.count() as f64,
            max_files: getrlimit(Resource::Nofile).current.map_or(f64::INFINITY, |most| most as f64),
        })
    }
}
