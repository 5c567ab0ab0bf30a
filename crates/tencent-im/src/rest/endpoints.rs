//! All endpoints.

use super::entry::Entry;
use super::{
    account, audit, c2c, community, conversation, extension, file, follow, group, live, mute, official,
    operation, profile, push, robot, search, sns, timpush,
};

macro_rules! endpoints {
    ($($call:path,)+) => {
        /// All endpoints, each once, by module.
        pub const ENDPOINTS: &[Entry] = &[$(Entry::of::<$call>(stringify!($call)),)+];
    };
}

endpoints! {
    account::Import, account::ImportMany, account::Delete, account::Check, account::Kick,
    account::GetOnlineStatus, account::GetState,
    profile::Set, profile::Get,
    sns::friend::Add, sns::friend::Import, sns::friend::Update, sns::friend::Delete,
    sns::friend::DeleteAll, sns::friend::Check, sns::friend::List, sns::friend::Get,
    sns::blacklist::Add, sns::blacklist::Remove, sns::blacklist::List, sns::blacklist::Check,
    sns::list::Create, sns::list::Delete, sns::list::Get,
    follow::Add, follow::Delete, follow::Check, follow::List, follow::Count,
    c2c::SendMessage, c2c::SendMessages, c2c::ImportMessage, c2c::GetRoamMessages, c2c::RecallMessage,
    c2c::ModifyMessage, c2c::DeleteMessages, c2c::SetRead, c2c::GetUnreadCount, c2c::SendReadReceipts,
    extension::GetC2c, extension::SetC2c, extension::GetGroup, extension::SetGroup,
    group::message::Send, group::message::Notify, group::message::Broadcast, group::message::Import,
    group::message::Get, group::message::Recall, group::message::DeleteBySender, group::message::Modify,
    group::message::Clear, group::message::SendReceipts, group::message::GetReceipts,
    group::message::ListReaders,
    group::Create, group::Destroy, group::ChangeOwner, group::Import, group::List, group::Get,
    group::Modify, group::ListJoined,
    group::member::List, group::member::Get, group::member::Add, group::member::Delete,
    group::member::Modify, group::member::GetRoles, group::member::Import, group::member::SetUnreadCount,
    group::mute::Set, group::mute::Get, group::mute::GetShutted,
    group::ban::Add, group::ban::Remove, group::ban::List,
    group::attribute::Get, group::attribute::Modify, group::attribute::Clear, group::attribute::Set,
    group::attribute::Delete,
    group::counter::Get, group::counter::Update, group::counter::Delete,
    live::CountOnline, live::List, live::Mark, live::SetAdmins, live::ListAdmins, live::Check,
    live::AddRobots, live::DeleteRobots,
    community::topic::Create, community::topic::Get, community::topic::Modify, community::topic::Destroy,
    community::topic::Import,
    community::permission::Create, community::permission::Destroy, community::permission::Modify,
    community::permission::List, community::permission::AddMembers, community::permission::DeleteMembers,
    community::permission::ListMembers,
    community::topic_permission::Add, community::topic_permission::Set, community::topic_permission::Get,
    community::topic_permission::Delete,
    community::CountOnline,
    conversation::List, conversation::Delete, conversation::Pin, conversation::Mark,
    conversation::group::Create, conversation::group::Update, conversation::group::Delete,
    conversation::group::Search, conversation::group::List,
    push::Send,
    push::attribute::SetNames, push::attribute::GetNames, push::attribute::Get, push::attribute::Set,
    push::attribute::Remove,
    push::tag::Get, push::tag::Add, push::tag::Remove, push::tag::Clear,
    timpush::Send, timpush::SendTo, timpush::Revoke,
    timpush::attribute::SetNames, timpush::attribute::GetNames, timpush::attribute::Get,
    timpush::attribute::Set, timpush::attribute::Remove,
    timpush::tag::Get, timpush::tag::Add, timpush::tag::Remove, timpush::tag::Clear,
    timpush::task::Add, timpush::task::Modify, timpush::task::Delete, timpush::task::Get,
    timpush::task::List,
    timpush::trace::OfTask, timpush::trace::OfMessage,
    timpush::figures::OfTasks, timpush::figures::OfMessages,
    timpush::loss::OfTasks, timpush::loss::OfMessages,
    official::account::Create, official::account::Destroy, official::account::Modify,
    official::account::Get,
    official::message::Send, official::message::Recall, official::message::Get,
    official::subscriber::Add, official::subscriber::Delete, official::subscriber::Modify,
    official::subscriber::List, official::subscriber::ListSubscribed,
    robot::Create, robot::Delete, robot::GetAll, robot::SendChunk,
    audit::moderation::Check, audit::moderation::CheckMany,
    audit::local::Add, audit::local::Delete, audit::local::List,
    audit::cloud::Add, audit::cloud::Delete, audit::cloud::List, audit::cloud::ListLibraries,
    search::Groups, search::Members,
    mute::Set, mute::Get,
    operation::GetFigures, operation::GetHistory, operation::GetIpList,
    file::Forbid, file::Allow, file::Sign,
}

/// The endpoint of a path, with or without `/` or `v4/` in front.
#[must_use]
pub fn endpoint(path: &str) -> Option<&'static Entry> {
    let path = path.trim_start_matches('/');
    let path = path.strip_prefix("v4/").unwrap_or(path);
    ENDPOINTS.iter().find(|entry| entry.path.strip_prefix("v4/") == Some(path))
}
