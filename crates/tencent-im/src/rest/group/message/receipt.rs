//! Who has read what in a group.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::cursor::filled;
use crate::rest::define::{batch, endpoint, failures, outcome};
use crate::rest::{Done, Paged, Response};

/// Sends read receipts for messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("group_msg_receipt", "send_group_msg_read_receipt"))]
pub struct SendReceipts {
    /// The group.
    pub group_id: GroupId,
    /// Who has read them.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The messages.
    pub msg_seq_list: Vec<ReadSeq>,
}

impl SendReceipts {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        from: impl Into<UserId>,
        msg_seqs: impl IntoIterator<Item = i64>,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            from: from.into(),
            msg_seq_list: msg_seqs.into_iter().map(|msg_seq| ReadSeq { msg_seq: Some(msg_seq) }).collect(),
        }
    }
}

endpoint!(SendReceipts => Done, "v4/group_open_http_svc/group_msg_receipt", "发送群消息已读回执", Safe,
    "50 messages a call.");
batch!(SendReceipts, 50 of msg_seq_list: ReadSeq);

/// A message that was read.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReadSeq {
    /// The message.
    pub msg_seq: Option<i64>,
}

/// Counts the members who have read messages and who have not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_group_msg_receipt")]
pub struct GetReceipts {
    /// The group.
    pub group_id: GroupId,
    /// The messages.
    pub msg_seq_list: Vec<ReceiptSeq>,
}

impl GetReceipts {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, msg_seqs: impl IntoIterator<Item = i64>) -> Self {
        Self {
            group_id: group_id.into(),
            msg_seq_list: msg_seqs.into_iter().map(|msg_seq| ReceiptSeq { msg_seq }).collect(),
        }
    }
}

endpoint!(GetReceipts => GetReceiptsResponse, "v4/group_open_http_svc/get_group_msg_receipt",
    "拉取群消息已读回执信息", Safe, "Several messages a call.");

/// A message to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReceiptSeq {
    /// The message.
    pub msg_seq: i64,
}

/// The answer to [`GetReceipts`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetReceiptsResponse {
    /// The counts, for each message.
    pub group_msg_receipt_list: Vec<Receipt>,
}

failures!(GetReceiptsResponse: group_msg_receipt_list);

/// The counts of a message.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Receipt {
    /// 0, or the code of the failure.
    pub code: Option<i64>,
    /// The message.
    pub msg_seq: Option<i64>,
    /// Members who have read it.
    pub read_num: Option<i64>,
    /// Members who have not.
    pub unread_num: Option<i64>,
}

outcome!(Receipt: msg_seq, code);

/// Tells who has read a message, or who has not, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_group_msg_receipt_detail")]
pub struct ListReaders {
    /// The group.
    pub group_id: GroupId,
    /// The message.
    pub msg_seq: Option<i64>,
    /// 0: who has read it; 1: who has not.
    pub filter: i64,
    /// The start of the page: empty at first, then the cursor of the page before.
    pub cursor: String,
    /// Members a page at most.
    pub count: i64,
}

impl ListReaders {
    /// The first page of those who have read a message.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, msg_seq: i64) -> Self {
        Self {
            group_id: group_id.into(),
            msg_seq: Some(msg_seq),
            filter: 0,
            cursor: String::new(),
            count: 200,
        }
    }

    /// The first page of those who have not.
    #[must_use]
    pub fn not_yet(group_id: impl Into<GroupId>, msg_seq: i64) -> Self {
        Self { filter: 1, ..Self::new(group_id, msg_seq) }
    }
}

endpoint!(ListReaders => ListReadersResponse, "v4/group_open_http_svc/get_group_msg_receipt_detail",
    "拉取群消息已读回执详情", Safe, "200 members a page.");

impl Paged for ListReaders {
    type Item = UserId;
    type Cursor = String;

    fn cursor(&self) -> String {
        self.cursor.clone()
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        let cursor = filled(response.cursor.as_ref()).filter(|_| response.is_finished != Some(1))?;
        Some(Self { cursor, ..self.clone() })
    }

    fn items(response: Self::Response) -> Vec<UserId> {
        let readers = response.read_list.into_iter().filter_map(|reader| reader.member);
        readers.chain(response.unread_list.into_iter().filter_map(|other| other.member)).collect()
    }
}

/// The answer to [`ListReaders`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListReadersResponse {
    /// 1 on the last page.
    #[serde(alias = "IsFinish")]
    pub is_finished: Option<i64>,
    /// The message.
    pub msg_seq: Option<i64>,
    /// Who has read it, if that was asked.
    pub read_list: Vec<Reader>,
    /// Who has not read it, if that was asked.
    pub unread_list: Vec<NonReader>,
    /// The start of the next page.
    pub cursor: Option<String>,
}

impl Response for ListReadersResponse {}

/// A member who has not read it.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NonReader {
    /// The member.
    #[serde(rename = "Unread_Account")]
    pub member: Option<UserId>,
}

/// A member who has read it.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reader {
    /// The member.
    #[serde(rename = "Read_Account")]
    pub member: Option<UserId>,
}
