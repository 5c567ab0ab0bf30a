//! What failed inside of a call that succeeded as a whole: every form that a reply tells it in.

use super::{full, pairs};
use imhook::rest::{Failure, endpoint};
use serde_json::{Value, json};

fn failures(path: &str, reply: &Value) -> Vec<(String, Option<i64>, Option<String>)> {
    let told = endpoint(path).unwrap_or_else(|| panic!("{path}")).failures(reply);
    told.into_iter().map(|Failure { subject, code, info }| (subject, code, info)).collect()
}

/// Replies in which one part went well, if there is one, and one failed: about what, code, words.
fn replies() -> Vec<(&'static str, Value, (&'static str, Option<i64>, Option<&'static str>))> {
    let account = |code| json!({"To_Account": "ben", "ResultCode": code, "ResultInfo": "no"});
    let contact = |code| {
        let contact = json!({"Type": 2, "ToGroupId": "@TGS#1"});
        json!({"ContactItem": contact, "ResultCode": code, "ResultInfo": "no"})
    };
    let topic = |code| json!({"TopicId": "t", "ErrorCode": code, "ErrorInfo": "no"});
    let results = json!({"ResultItem": [account(0), account(30001)], "Fail_Account": ["ben"]});
    let ben = |code| ("ben", Some(code), Some("no"));
    let accounts =
        json!({"ResultItem": [{"UserID": "amy", "ResultCode": 0}, {"UserID": "ben", "ResultCode": "70107"}]});
    let errors = json!({"ErrorList": [{"To_Account": "ben", "ErrorCode": 70107}]});
    let members = json!({"MemberList": [{"Member_Account": "amy", "Result": 1}, {"Member_Account": "eve", "Result": 2},
        {"Member_Account": "ben", "Result": 0}]});
    let recalled = json!({"RecallRetList": [{"MsgSeq": 3, "RetCode": 0}, {"MsgSeq": 4, "RetCode": 10030}]});
    let topics = json!({"TopicPermissionResultList": [topic(0), topic(10010)]});
    let subscribers = json!({"SubscriberList": [{"Subscriber_Account": "amy", "Result": 1},
        {"Subscriber_Account": "ben", "Result": 0}]});
    vec![
        ("im_open_login_svc/account_delete", accounts.clone(), ("ben", Some(70107), None)),
        ("im_open_login_svc/account_check", accounts, ("ben", Some(70107), None)),
        ("im_open_login_svc/multiaccount_import", json!({"FailAccounts": ["ben"]}), ("ben", None, None)),
        ("openim/query_online_status", errors.clone(), ("ben", Some(70107), None)),
        ("openim/querystate", errors.clone(), ("ben", Some(70107), None)),
        ("openim/batchsendmsg", errors.clone(), ("ben", Some(70107), None)),
        ("timpush/batch", errors, ("ben", Some(70107), None)),
        (
            "openim/get_c2c_unread_msg_num",
            json!({"ErrorList": [{"Peer_Account": "ben", "ErrorCode": 70107}]}),
            ("ben", Some(70107), None),
        ),
        ("profile/portrait_get", json!({"UserProfileItem": [account(0), account(40003)]}), ben(40003)),
        ("sns/friend_add", results.clone(), ben(30001)),
        ("sns/friend_import", results.clone(), ben(30001)),
        ("sns/friend_update", results.clone(), ben(30001)),
        ("sns/friend_delete", results.clone(), ben(30001)),
        ("sns/black_list_add", results.clone(), ben(30001)),
        ("sns/black_list_delete", results.clone(), ben(30001)),
        ("sns/group_add", results.clone(), ben(30001)),
        ("sns/friend_add", json!({"Invalid_Account": ["ben"]}), ("ben", None, None)),
        ("sns/group_add", json!({"Fail_Account": ["ben"]}), ("ben", None, None)),
        ("sns/friend_check", json!({"InfoItem": [account(0), account(30003)]}), ben(30003)),
        ("sns/friend_get_list", json!({"InfoItem": [account(0), account(30003)]}), ben(30003)),
        ("sns/black_list_check", json!({"BlackListCheckItem": [account(0), account(30003)]}), ben(30003)),
        ("follow/follow_add", results.clone(), ben(30001)),
        ("follow/follow_delete", results.clone(), ben(30001)),
        ("follow/follow_check", results, ben(30001)),
        ("follow/follow_get_info", json!({"FollowInfo": [account(0), account(30003)]}), ben(30003)),
        ("openim/delete_c2c_msg_ramble", json!({"InvalidMsgKeyList": ["1_2_3"]}), ("1_2_3", None, None)),
        (
            "openim_msg_ext_http_svc/set_key_values",
            json!({"ExtensionList": [{"ErrorCode": 0},
            {"ErrorCode": 23001, "Extension": {"Key": "k"}}]}),
            ("k", Some(23001), None),
        ),
        (
            "openim_msg_ext_http_svc/group_set_key_values",
            json!({"ExtensionList": [{"ErrorCode": 0},
            {"ErrorCode": 23001, "Extension": {"Key": "k"}}]}),
            ("k", Some(23001), None),
        ),
        ("group_open_http_svc/group_msg_recall", recalled, ("4", Some(10030), None)),
        (
            "group_open_http_svc/group_msg_recall",
            json!({"Results": [{"MsgSeq": 4, "RetCode": 10030}]}),
            ("4", Some(10030), None),
        ),
        (
            "group_open_http_svc/import_group_msg",
            json!({"ImportMsgResult": [{"MsgSeq": 5, "Result": 0},
            {"MsgSeq": 0, "Result": 10004}]}),
            ("#2", Some(10004), None),
        ),
        (
            "group_open_http_svc/get_group_msg_receipt",
            json!({"GroupMsgReceiptList": [{"MsgSeq": 5, "Code": 10101}]}),
            ("5", Some(10101), None),
        ),
        (
            "group_open_http_svc/get_group_info",
            json!({"GroupInfo": [{"GroupId": "a", "ErrorCode": 0},
            {"GroupId": "b", "ErrorCode": 10010, "ErrorInfo": "no"}]}),
            ("b", Some(10010), Some("no")),
        ),
        ("group_open_http_svc/add_group_member", members.clone(), ("ben", None, None)),
        ("group_open_http_svc/import_group_member", members, ("ben", None, None)),
        (
            "million_group_open_http_svc/get_topic",
            json!({"TopicAndSelfInfo": [{"ErrorCode": 0},
            {"ErrorCode": 10010, "TopicInfo": {"TopicId": "t"}}]}),
            ("t", Some(10010), None),
        ),
        (
            "million_group_open_http_svc/destroy_topic",
            json!({"DestroyResultItem": [topic(0), topic(10010)]}),
            ("t", Some(10010), Some("no")),
        ),
        ("group_open_http_svc/add_topic_permission_group", topics.clone(), ("t", Some(10010), Some("no"))),
        ("group_open_http_svc/set_topic_permission_group", topics.clone(), ("t", Some(10010), Some("no"))),
        ("group_open_http_svc/delete_topic_permission_group", topics, ("t", Some(10010), Some("no"))),
        (
            "group_open_http_svc/get_permission_group",
            json!({"PermissionGroupInfoList": [
            {"PermissionGroupId": "@PMG#1", "ErrorCode": 10010, "ErrorInfo": ""}]}),
            ("@PMG#1", Some(10010), None),
        ),
        (
            "group_open_http_svc/add_permission_group_member",
            json!({"MemberList": [
            {"Member_Account": "amy", "Result": 0}, {"Member_Account": "eve", "Result": 10013},
            {"Member_Account": "ben", "Result": 10007}]}),
            ("ben", Some(10007), None),
        ),
        (
            "recentcontact/create_contact_group",
            json!({"GroupResultItem": [{"ResultItem": [contact(0), contact(51008)]}]}),
            ("@TGS#1", Some(51008), Some("no")),
        ),
        (
            "recentcontact/update_contact_group",
            json!({"UpdateGroupResult": {"ContactResultItem": [contact(0), contact(51008)]}}),
            ("@TGS#1", Some(51008), Some("no")),
        ),
        (
            "recentcontact/mark_contact",
            json!({"ResultItem": [contact(0), contact(51006)]}),
            ("@TGS#1", Some(51006), Some("no")),
        ),
        (
            "official_account_open_http_svc/official_account_msg_recall",
            json!({"RecallRetList": [{"MsgKey": "1_2_3", "RetCode": 10030}]}),
            ("1_2_3", Some(10030), None),
        ),
        ("official_account_open_http_svc/add_subscriber", subscribers.clone(), ("ben", None, None)),
        ("official_account_open_http_svc/delete_subscriber", subscribers, ("ben", None, None)),
        (
            "im_msg_audit/batch_content_moderation",
            json!({"AuditResults": [{"ContentId": 1, "ErrorCode": 0},
            {"ContentId": 2, "ErrorCode": 60008, "ErrorInfo": "no"}]}),
            ("2", Some(60008), Some("no")),
        ),
        (
            "im_msg_audit_mgr/delete_cloud_audit_keywords",
            json!({"Details": [{"Keyword": "a", "Deleted": true},
            {"Keyword": "b", "Deleted": false, "ErrorInfo": "no"}]}),
            ("b", None, Some("no")),
        ),
        (
            "im_cos_msg/get_cos_sig",
            json!({"PreSigURLs": [{"ResourceID": 1, "Code": 0},
            {"ResourceID": 2, "Code": 1, "Desc": "no"}]}),
            ("2", Some(1), Some("no")),
        ),
    ]
}

#[test]
fn each_failed_part_is_named_once() {
    for (path, reply, (subject, code, info)) in replies() {
        let expected = vec![(subject.to_owned(), code, info.map(str::to_owned))];
        assert_eq!(failures(path, &reply), expected, "{path}");
        assert_eq!(failures(path, &json!({"ErrorList": [], "Fail_Account": null})), [], "{path}");
    }
}

#[test]
fn every_form_of_partial_failure_is_found() {
    let tried: Vec<_> = replies().into_iter().map(|(path, ..)| format!("v4/{path}")).collect();
    let mut found = 0;
    for (listed, entry) in pairs() {
        let inner = |name: &str| {
            listed.response.iter().any(|field| field.field.contains("[].") && field.name() == name)
        };
        let whole = |name: &str| listed.response.iter().any(|field| field.field == name);
        let codes = ["ResultCode", "RetCode", "ErrorCode", "Code"].into_iter().any(inner);
        let names = ["FailAccounts", "Fail_Account", "InvalidMsgKeyList"].into_iter().any(whole);
        if codes || names || inner("Result") && !inner("Score") {
            assert!(tried.contains(&listed.path), "{}", listed.path);
            found += 1;
        }
        if codes || names {
            assert!(!entry.failures(&full(&listed.response)).is_empty(), "{}", listed.path);
        }
    }
    assert!(found > 35, "{found}");
}

#[test]
fn an_unreadable_reply_names_no_failed_part() {
    assert_eq!(failures("sns/friend_add", &json!({"ResultItem": 5})), []);
    assert_eq!(failures("openim/sendmsg", &json!({"ErrorCode": 0})), []);
}
