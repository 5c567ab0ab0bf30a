//! Handlers behind the answer.

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::{C2C, Callback};
use crate::support::eventually;
use imhook::Router;
use imhook::callback::{Received, c2c};
use imhook::model::texts;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What handlers were given, in order.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn add(&self, text: &str) -> usize {
        let mut seen = self.0.lock().unwrap();
        seen.push(text.to_owned());
        seen.iter().filter(|other| *other == text).count()
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    async fn wait_for(&self, count: usize) -> Vec<String> {
        eventually(&format!("{count} runs"), async || (self.all().len() >= count).then_some(())).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
        self.all()
    }

    /// By conversation, the numbers behind it: `amy-7` is the seventh of amy.
    fn by_conversation(&self) -> BTreeMap<String, Vec<usize>> {
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for text in self.all() {
            let (who, number) = text.split_once('-').unwrap();
            found.entry(who.to_owned()).or_default().push(number.parse().unwrap());
        }
        found
    }
}

fn text(message: &c2c::AfterSendMessage) -> String {
    texts(&message.body).unwrap_or_default()
}

/// The message number `number` that `who` sends to ben.
fn message(who: &str, number: usize) -> Callback {
    let text = format!("{who}-{number}");
    Callback::sample(
        C2C,
        &json!({
            "From_Account": who, "MsgSeq": number, "MsgKey": format!("{number}_2_{}", 1_735_700_400),
            "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }],
        }),
    )
}

async fn start(router: Router) -> TestApp {
    start_with(&[], router).await
}

async fn start_with(more: &[&str], router: Router) -> TestApp {
    let app = [format!("--sdk-app-id={APP}"), format!("--callback-token={TOKEN}")];
    let flags: Vec<&str> = app.iter().map(String::as_str).chain(more.iter().copied()).collect();
    TestApp::handling(&flags, router).await
}

#[tokio::test]
async fn what_is_posted_right_after_the_start_is_handled_soon() {
    let (seen, times) = (Seen::default(), Seen::default());
    let given = (seen.clone(), times.clone());
    let router = Router::new().on_as("see", move |message: c2c::AfterSendMessage, context| {
        let (seen, times) = given.clone();
        async move {
            let age = chrono::Utc::now() - context.received_at();
            seen.add(&text(&message));
            times.add(&age.num_milliseconds().to_string());
            Ok(Received)
        }
    });
    let app = start(router).await;
    app.post(&message("amy", 0)).await;
    assert_eq!(seen.wait_for(1).await, ["amy-0"]);
    let mut ages = Vec::new();
    for number in 1..=20 {
        let posted = Instant::now();
        app.post(&message("amy", number)).await;
        eventually("the run", async || (seen.all().len() > number).then_some(())).await;
        ages.push(posted.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    ages.sort();
    assert!(ages[10] <= Duration::from_millis(100), "{ages:?}");
    assert_eq!(seen.by_conversation()["amy"], (0..=20).collect::<Vec<_>>());
    app.server.stop().await;
}
