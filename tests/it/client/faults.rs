//! What goes wrong on the way: each in words of its own, in time, and tried as often as is safe.

use super::{KINDS, client_of_nobody};
use crate::support::process::free_port;
use crate::support::tencent::{Answer, Tencent, client};
use imhook::rest::{ErrorKind, Retry};
use serde_json::json;
use std::time::Duration;

type Is = fn(&ErrorKind) -> bool;

const PATH: &str = "v4/some/call";

#[tokio::test]
async fn each_fault_has_its_error_and_its_tries() {
    let tencent = Tencent::start().await;
    let (patient, hasty) = (tencent.client(), tencent.client().timeout(Duration::from_millis(400)));
    let (patient, hasty) = (patient.build().unwrap(), hasty.build().unwrap());
    let slow = |answer| Answer::After(Duration::from_mins(10), Box::new(answer));
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
            let client = if matches!(answer, Answer::After(..)) { &hasty } else { &patient };
            let error = client.call(PATH, retry, 200, json!({})).await.unwrap_err();
            let what = format!("{retry:?} {answer:.60?}: {error}");
            assert!(is(error.kind()), "{what}");
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
async fn a_refused_connection_is_tried_again_whatever_the_request() {
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
    let client = |timeout| main.client().backup_host(backup.url()).timeout(timeout).build().unwrap();
    let (patient, hasty) = (client(Duration::from_secs(30)), client(Duration::from_millis(400)));
    let slow = Answer::After(Duration::from_mins(10), Box::new(Answer::ok()));
    for answer in [Answer::Html(502), Answer::Reset, Answer::Truncated, slow, Answer::code(60007)] {
        let client = if matches!(answer, Answer::After(..)) { &hasty } else { &patient };
        main.answer(PATH, [answer]);
        assert!(client.call(PATH, Retry::Safe, 200, json!({})).await.is_err());
    }
    assert_eq!((main.seen(PATH).len(), backup.seen("").len()), (20, 0));
}

#[tokio::test]
async fn with_both_hosts_away_the_call_fails() {
    let host = || format!("http://127.0.0.1:{}", free_port());
    let client = client().host(host()).backup_host(host()).build().unwrap();
    let error = client.call(PATH, Retry::Never, 200, json!({})).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Connect { .. }) && error.tries() == 4, "{error}");
}
