//! The text of `/metrics`, in the two formats that scrapers ask for.

use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::registry::Registry;
use std::fmt::{self, Write as _};

/// A text format of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `OpenMetrics` 1.0, which Prometheus asks for.
    OpenMetrics,
    /// Prometheus's own format 0.0.4, for whoever does not ask, such as `curl` in front of `promtool check metrics`.
    Plain,
}

impl Format {
    /// The format that an `Accept` header asks for.
    #[must_use]
    pub fn of_accept(accept: Option<&str>) -> Self {
        let asks = accept.is_some_and(|accept| accept.contains("application/openmetrics-text"));
        if asks { Self::OpenMetrics } else { Self::Plain }
    }

    /// The content type of the text.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Plain => "text/plain; version=0.0.4; charset=utf-8",
        }
    }

    pub(super) fn encode(self, registries: &[&Registry]) -> Result<String, fmt::Error> {
        let mut text = String::new();
        registries.iter().try_for_each(|registry| encode_registry(&mut text, registry))?;
        match self {
            Self::OpenMetrics => encode_eof(&mut text)?,
            Self::Plain => text = plain(&text)?,
        }
        Ok(text)
    }
}

/// The same metrics in format 0.0.4, where a family's name is that of its series, and there are no units and no end.
fn plain(text: &str) -> Result<String, fmt::Error> {
    let (mut plain, mut help) = (String::with_capacity(text.len()), "");
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            help = rest.split_once(' ').map_or("", |(_, help)| help);
        } else if let Some((name, kind)) = line.strip_prefix("# TYPE ").and_then(|rest| rest.split_once(' '))
        {
            let (suffix, kind) = match kind {
                "counter" => ("_total", "counter"),
                "info" => ("_info", "gauge"),
                kind => ("", kind),
            };
            writeln!(plain, "# HELP {name}{suffix} {help}\n# TYPE {name}{suffix} {kind}")?;
        } else if !line.starts_with('#') {
            writeln!(plain, "{line}")?;
        }
    }
    Ok(plain)
}
