//! What goes wrong on the way: each in words of its own, in time, and tried as often as is safe.

use super::{KINDS, client_of_nobody};
use crate::support::process::free_port;
use crate::support::tencent::{Answer, Tencent, client};
use imhook::rest::{ErrorKind, Retry};
use serde_json::json;
use std::time::{Duration, Instant};

type Is = fn(&ErrorKind) -> bool;

const PATH: &str = "v4/some/call";

#[tokio::test]
async fn each_fault_has_its_error_and_its_tries() {
    let tencent = Tencent::start().await;
    let client = tencent.client().timeout(Duration::from_millis(400)).build().unwrap();
    let slow = |answer| Answer::After(Duration::from_secs(5), Box::new(answer));
    let faults: [(Answer, Is, u32); 12] = [
        (Answer::Reset, |e| matches!(e, ErrorKind::Transport(_)), 4),
        (Answer::Truncated, |e| matches!(e, ErrorKind::Transport(_)), 4),
        (Answer::Html(502), |e| matches!(e, ErrorKind::Status(502)), 4),
        (Answer::Html(404), |e| matches!(e, ErrorKind::Status(404)), 4),
        (Answer::Html(200), |e| matches!(e, ErrorKind::NotJson), 4),
        (Answer::Text(""), |e| matches!(e, ErrorKind::NotJson), 4),
        (Answer::Text("[]"), |e| matches!(e, ErrorKind::NotJson), 4),
        (slow(Answer::ok()), |e| matches!(e, ErrorKind::TimedOut(_)), 4),
        (Answer::Text("{}"), |e| matches!(e, ErrorKind::NoCode(_)), 1),
        (Answer::Text(r#"{"ActionStatus":"FAIL"}"#), |e| matches!(e, ErrorKind::NoCode(_)), 1),
        (Answer::Redirect(tencent.url() + "/v4/other/call"), |e| matches!(e, ErrorKind::Status(307)), 4),
        (Answer::Long(17 << 20), |e| matches!(e, ErrorKind::TooLong(_) | ErrorKind::TimedOut(_)), 0),
    ];
    for (answer, is, tries) in faults {
        for retry in KINDS {
            let before = tencent.seen(PATH).len();
            tencent.answer(PATH, [answer.clone()]);
            let started = Instant::now();
            let error = client.call(PATH, retry, 200, json!({})).await.unwrap_err();
            let what = format!("{retry:?} {answer:.60?}: {error}");
            assert!(is(error.kind()), "{what}");
            assert!(started.elapsed() < Duration::from_secs(3), "{what}");
            let expected = if retry == Retry::Never { tries.min(1) } else { tries };
            if expected > 0 {
                assert_eq!(error.tries(), expected, "{what}");
                assert_eq!(tencent.seen(PATH).len() - before, expected as usize, "{what}");
            }
            assert_eq!(error.code(), None);
        }
    }
    assert!(tencent.seen("v4/other/call").is_empty(), "the UserSig goes nowhere else");
}

#[tokio::test]
async fn a_long_answer_is_not_read_to_its_end() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    tencent.answer(PATH, [Answer::Long(15 << 20), Answer::Long(17 << 20)]);
    let error = client.call(PATH, Retry::Safe, 200, json!({})).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoCode(_)), "within the bound: {error}");
    let error = client.call(PATH, Retry::Safe, 200, json!({})).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooLong(_)) && error.tries() == 1, "{error}");
}

#[tokio::test]
async fn where_there_is_no_connection_nothing_was_done() {
    let client = client_of_nobody();
    for retry in KINDS {
        let error = client.call(PATH, retry, 200, json!({})).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Connect { host, .. } if host == "127.0.0.1"), "{error}");
        assert_eq!(error.tries(), 4);
        assert!(error.to_string().contains("refused"), "{error}");
    }
}

#[tokio::test]
async fn the_backup_host_is_called_where_the_other_cannot_be_reached() {
    let backup = Tencent::start().await;
    let port = free_port();
    let main = format!("http://127.0.0.1:{port}");
    let waits = Duration::from_secs(20);
    let client = client().host(main).backup_host(backup.url()).backoff(waits, waits).build().unwrap();
    client.call(PATH, Retry::Never, 200, json!({})).await.unwrap();
    assert_eq!(backup.seen(PATH).len(), 1, "at once");
    let main = Tencent::start_on(&format!("127.0.0.1:{port}")).await;
    client.call(PATH, Retry::Never, 200, json!({})).await.unwrap();
    assert_eq!((main.seen(PATH).len(), backup.seen(PATH).len()), (0, 2), "still preferred");
}

#[tokio::test]
async fn the_backup_host_is_not_called_for_anything_else() {
    let (main, backup) = (Tencent::start().await, Tencent::start().await);
    let client = main.client().backup_host(backup.url()).timeout(Duration::from_millis(100)).build().unwrap();
    let slow = Answer::After(Duration::from_secs(5), Box::new(Answer::ok()));
    for answer in [Answer::Html(502), Answer::Reset, Answer::Truncated, slow, Answer::code(60007)] {
        main.answer(PATH, [answer]);
        assert!(client.call(PATH, Retry::Safe, 200, json!({})).await.is_err());
    }
    assert_eq!((main.seen(PATH).len(), backup.seen("").len()), (20, 0));
}

#[tokio::test]
async fn both_hosts_away_is_told_in_time() {
    let host = || format!("http://127.0.0.1:{}", free_port());
    let client = client().host(host()).backup_host(host()).build().unwrap();
    let error = client.call(PATH, Retry::Never, 200, json!({})).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Connect { .. }) && error.tries() == 4, "{error}");
}

#[tokio::test]
async fn a_call_ends_within_its_budget() {
    let tencent = Tencent::start().await;
    let wait = Duration::from_millis(600);
    let client = tencent.client().budget(Duration::from_millis(1700)).backoff(wait, wait).build().unwrap();
    tencent.answer(PATH, [Answer::code(20004)]);
    let started = Instant::now();
    let error = client.call(PATH, Retry::Safe, 200, json!({})).await.unwrap_err();
    assert_eq!((error.code(), error.tries()), (Some(20004), 3), "the last wait would be too long");
    assert!(started.elapsed() < Duration::from_millis(1700), "{:?}", started.elapsed());

    tencent.answer(PATH, [Answer::After(Duration::from_mins(1), Box::new(Answer::ok()))]);
    let started = Instant::now();
    let error = client.call(PATH, Retry::Never, 200, json!({})).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TimedOut(_)), "{error}");
    let took = started.elapsed();
    assert!((Duration::from_millis(1690)..Duration::from_millis(2400)).contains(&took), "{took:?}");
}
