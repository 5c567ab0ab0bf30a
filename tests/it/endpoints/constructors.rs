//! What a constructor is called is what its request asks for.

use imhook::rest::{account, c2c, conversation, extension, group, live};
use serde::Serialize;
use serde_json::{Value, json};

/// The request has all of these fields with these values.
#[track_caller]
fn asks(request: impl Serialize, expected: &Value) {
    let request = serde_json::to_value(request).unwrap();
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(request.get(name), Some(value), "{name} in {request}");
    }
}

#[test]
fn constructors_of_messages_take_what_is_required() {
    asks(
        c2c::ImportMessage::history("amy", "ben", 9, vec![]),
        &json!({"SyncFromOldSystem": 2, "MsgTimeStamp": 9}),
    );
    asks(
        c2c::ImportMessage::live("amy", "ben", 9, vec![]),
        &json!({"SyncFromOldSystem": 5, "From_Account": "amy", "To_Account": "ben"}),
    );
    asks(group::message::ListReaders::new("g", 5), &json!({"Filter": 0, "MsgSeq": 5, "Count": 200}));
    asks(group::message::ListReaders::not_yet("g", 5), &json!({"Filter": 1, "MsgSeq": 5}));
    asks(group::message::Mention::everybody(), &json!({"GroupAtAllFlag": 1}));
    asks(group::message::Mention::member("amy"), &json!({"GroupAtAllFlag": 0, "GroupAt_Account": "amy"}));
    asks(extension::SetC2c::new("ben", "k", vec![]), &json!({"OperateType": 1}));
    asks(extension::SetC2c::delete("ben", "k", vec![]), &json!({"OperateType": 2, "MsgKey": "k"}));
    asks(extension::SetC2c::clear("ben", "k"), &json!({"OperateType": 3, "ExtensionList": []}));
    asks(extension::SetGroup::new("g", 5, vec![]), &json!({"OperateType": 1}));
    asks(extension::SetGroup::delete("g", 5, vec![]), &json!({"OperateType": 2, "MsgSeq": 5}));
    asks(extension::SetGroup::clear("g", 5), &json!({"OperateType": 3, "ExtensionList": []}));
}

#[test]
fn constructors_of_members_take_what_is_required() {
    asks(group::mute::Set::lift("g", ["amy"]), &json!({"MuteTime": 0, "Members_Account": ["amy"]}));
    asks(group::member::List::of_community("g"), &json!({"Next": ""}));
    asks(live::Mark::put("g", vec![]), &json!({"CommandType": 1}));
    asks(live::Mark::take("g", vec![]), &json!({"CommandType": 2}));
    asks(live::SetAdmins::appoint("g", ["amy"]), &json!({"CommandType": 1, "Admin_Account": ["amy"]}));
    asks(live::SetAdmins::dismiss("g", ["amy"]), &json!({"CommandType": 2, "Admin_Account": ["amy"]}));
    asks(account::ImportMany::new(["amy"]), &json!({"Accounts": ["amy"]}));
    let amy = account::Account::new("amy");
    asks(account::ImportMany::with_profiles(vec![amy]), &json!({"AccountList": [{"UserID": "amy"}]}));
}

#[test]
fn constructors_of_conversations_take_what_is_required() {
    use conversation::{Contact, Delete, Marking, Pin, Pinned};
    let (user, group) = (json!({"Type": 1, "To_Account": "ben"}), json!({"Type": 2, "ToGroupId": "g"}));
    asks(Contact::c2c("ben"), &user);
    asks(Contact::group("g"), &group);
    asks(Delete::c2c("amy", "ben"), &user);
    asks(Delete::group("amy", "g"), &json!({"Type": 2, "ToGroupid": "g"}));
    asks(
        Pin::new("amy", vec![Pinned::c2c("ben")]),
        &json!({"OperationType": 1, "RecentContactItem": [user]}),
    );
    let pinned = json!([{"Type": 2, "GroupId": "g"}]);
    asks(
        Pin::undo("amy", vec![Pinned::group("g")]),
        &json!({"OperationType": 2, "RecentContactItem": pinned}),
    );
    asks(
        Marking::standard(Contact::group("g"), vec![1], vec![2]),
        &json!({"OptType": 1, "SetMark": [1], "ClearMark": [2], "ContactItem": group}),
    );
    asks(Marking::custom(Contact::group("g"), "m"), &json!({"OptType": 2, "CustomMark": "m"}));
}

#[test]
fn constructors_of_conversation_groups_take_what_is_required() {
    use conversation::Contact;
    use conversation::group::{ContactChange, Update};
    let change = json!({"UpdateGroupType": 1, "OldGroupName": "old", "NewGroupName": "new"});
    asks(Update::rename("amy", "old", "new"), &json!({"UpdateType": 1, "UpdateGroup": change}));
    let contact =
        |kind: i64| json!({"ContactOptType": kind, "ContactItem": {"Type": 1, "To_Account": "ben"}});
    let changes = vec![ContactChange::put(Contact::c2c("ben")), ContactChange::take(Contact::c2c("ben"))];
    let change =
        json!({"UpdateGroupType": 2, "OldGroupName": "n", "ContactUpdateItem": [contact(1), contact(2)]});
    asks(Update::contacts("amy", "n", changes), &json!({"UpdateType": 1, "UpdateGroup": change}));
}
