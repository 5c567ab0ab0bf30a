//! What `/metrics` says, taken apart.

use std::collections::{BTreeMap, BTreeSet};

/// One answer of `/metrics`.
pub struct Scrape {
    /// In the order of the text.
    pub families: Vec<Family>,
    /// By name and labels, the labels in the order of their names.
    series: BTreeMap<String, String>,
}

#[derive(Default)]
pub struct Family {
    /// As in queries.
    pub name: String,
    pub kind: String,
    pub meaning: String,
    pub labels: BTreeSet<String>,
    pub sampled: bool,
}

impl Scrape {
    pub async fn of(answer: reqwest::Response) -> Self {
        assert_eq!(answer.status(), 200);
        let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        assert_eq!(answer.headers()["content-type"], kind);
        Self::parse(&answer.text().await.unwrap())
    }

    pub fn parse(text: &str) -> Self {
        let (mut families, mut series) = (Vec::<Family>::new(), BTreeMap::new());
        let text = text.strip_suffix("# EOF\n").expect("the end");
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                let (name, meaning) = rest.split_once(' ').unwrap();
                families.push(Family {
                    name: name.to_owned(),
                    meaning: meaning.to_owned(),
                    ..Family::default()
                });
                continue;
            }
            let family = families.last_mut().unwrap();
            if let Some(rest) = line.strip_prefix("# TYPE ") {
                rest.rsplit_once(' ').unwrap().1.clone_into(&mut family.kind);
                family.name += match family.kind.as_str() {
                    "counter" => "_total",
                    "info" => "_info",
                    _ => "",
                };
            } else if !line.starts_with('#') {
                let (name, value) = line.rsplit_once(' ').unwrap();
                assert!(name.starts_with(&family.name), "{line} under {}", family.name);
                let (name, labels) = sorted(name);
                family.labels.extend(labels.filter(|label| label != "le"));
                family.sampled = true;
                assert_eq!(series.insert(name, value.to_owned()), None, "twice: {line}");
            }
        }
        Self { families, series }
    }

    /// The value of a series.
    pub fn value(&self, series: &str) -> f64 {
        self.text(series).parse().unwrap()
    }

    /// The same of what is a whole number.
    pub fn count(&self, series: &str) -> u64 {
        let text = self.text(series);
        whole(text).unwrap_or_else(|| panic!("{series} {text}"))
    }

    fn text(&self, series: &str) -> &str {
        self.series.get(series).unwrap_or_else(|| panic!("no {series}"))
    }

    /// The counters of imhook, and the counts of histograms, that are not 0.
    pub fn counted(&self) -> BTreeMap<String, u64> {
        let is_count = |series: &str| {
            let name = series.split('{').next().unwrap();
            name.starts_with("imhook_") && (name.ends_with("_total") || name.ends_with("_count"))
        };
        let counts = self.series.keys().filter(|series| is_count(series));
        counts.map(|series| (series.clone(), self.count(series))).filter(|(_, count)| *count > 0).collect()
    }
}

fn whole(number: &str) -> Option<u64> {
    number.strip_suffix(".0").unwrap_or(number).parse().ok()
}

/// A series with its labels in order, and their names.
fn sorted(series: &str) -> (String, impl Iterator<Item = String>) {
    let (name, labels) = match series.split_once('{') {
        Some((name, rest)) => (name, rest.strip_suffix('}').unwrap()),
        None => (series, ""),
    };
    // No value of ours holds a comma.
    let labels: BTreeSet<_> = labels.split(',').filter(|label| !label.is_empty()).collect();
    let joined: Vec<_> = labels.iter().copied().collect();
    let sorted = if joined.is_empty() { name.to_owned() } else { format!("{name}{{{}}}", joined.join(",")) };
    let names: Vec<_> = labels.iter().map(|label| label.split_once('=').unwrap().0.to_owned()).collect();
    (sorted, names.into_iter())
}
