//! Paged calls as streams.

use crate::support::tencent::{Answer, Tencent};
use futures_util::TryStreamExt as _;
use imhook::rest::{Endpoint, Page, Paged, Response, Retry};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetNames {
    limit: u32,
    next: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Names {
    names: Vec<String>,
    next: u32,
}

impl Response for Names {}

impl Endpoint for GetNames {
    const PATH: &'static str = "v4/test/get_names";
    const RETRY: Retry = Retry::Safe;
    type Response = Names;
}

impl Paged for GetNames {
    type Item = String;
    type Cursor = u32;

    fn cursor(&self) -> u32 {
        self.next
    }

    fn next(&self, response: &Names) -> Option<Self> {
        (response.next != 0).then(|| Self { next: response.next, ..self.clone() })
    }

    fn items(response: Names) -> Vec<String> {
        response.names
    }
}

fn page(names: &[&str], next: u32) -> Answer {
    Answer::Json(json!({ "ErrorCode": 0, "Names": names, "Next": next }))
}

const FIRST: GetNames = GetNames { limit: 2, next: 0 };

#[tokio::test]
async fn a_stream_brings_all_pages_in_order() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    tencent.answer(GetNames::PATH, [page(&["a", "b"], 2), page(&[], 4), page(&["c"], 0)]);
    let names: Vec<String> = client.items(FIRST).try_collect().await.unwrap();
    assert_eq!(names, ["a", "b", "c"]);
    let bodies = tencent.seen(GetNames::PATH);
    let cursors: Vec<GetNames> =
        bodies.iter().map(|seen| serde_json::from_slice(&seen.body).unwrap()).collect();
    assert_eq!(
        cursors.iter().map(|request| (request.limit, request.next)).collect::<Vec<_>>(),
        [(2, 0), (2, 2), (2, 4)]
    );
}

#[tokio::test]
async fn a_stream_asks_for_no_page_ahead() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    tencent.answer(GetNames::PATH, [page(&["a"], 1), page(&["b"], 2)]);
    let mut pages = Box::pin(client.pages(FIRST));
    assert!(tencent.seen("").is_empty());
    let Page { response, next } = pages.try_next().await.unwrap().unwrap();
    assert_eq!(response.names, ["a"]);
    assert_eq!(next, Some(GetNames { limit: 2, next: 1 }));
    drop(pages);
    assert_eq!(tencent.seen("").len(), 1);
}

#[tokio::test]
async fn the_pages_end_where_they_lead_in_a_circle() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    // The same page again and again, from the start or later on.
    for (answers, names, calls) in [
        (vec![page(&["a"], 1), page(&["b"], 1)], vec!["a", "b"], 2),
        (
            vec![page(&["a"], 1), page(&["b"], 2), page(&["c"], 3), page(&["d"], 3)],
            vec!["a", "b", "c", "d"],
            4,
        ),
    ] {
        let before = tencent.seen("").len();
        tencent.answer(GetNames::PATH, answers);
        let pages: Vec<Page<GetNames>> = client.pages(FIRST).try_collect().await.unwrap();
        assert_eq!(pages.iter().flat_map(|page| page.response.names.clone()).collect::<Vec<_>>(), names);
        assert_eq!(pages.last().unwrap().next, None);
        assert_eq!(tencent.seen("").len() - before, calls);
    }
    // Two pages in turn.
    let turns = (0..50).map(|turn| page(&["x"], 1 + turn % 2));
    tencent.answer(GetNames::PATH, turns);
    let names: Vec<String> = client.items(FIRST).try_collect().await.unwrap();
    assert_eq!(names.len(), 3);
}

#[tokio::test]
async fn an_error_ends_the_pages_and_another_stream_goes_on_there() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    tencent.answer(GetNames::PATH, [page(&["a"], 1), Answer::code(60010), page(&["b"], 0)]);
    let mut pages = Box::pin(client.pages(FIRST));
    let next = pages.try_next().await.unwrap().unwrap().next.unwrap();
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.code(), Some(60010), "{error}");
    assert!(pages.try_next().await.unwrap().is_none());
    let kept = serde_json::to_string(&next).unwrap();
    let next: GetNames = serde_json::from_str(&kept).unwrap();
    let names: Vec<String> = client.items(next).try_collect().await.unwrap();
    assert_eq!(names, ["b"]);
}
