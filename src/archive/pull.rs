//! Pulling history: messages whose callback never came, and what is missing of those that did.

use super::{Archive, Error};
use crate::journal::Record;
use crate::meaning;
use crate::model::{GroupId, TopicId, UserId};
use crate::rest::{Paged, c2c, group};
use crate::store::{Batch, Pull};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use std::pin::pin;

/// How far back Tencent keeps one-to-one messages, unless more is booked.
const KEPT: TimeDelta = TimeDelta::days(7);
/// `MsgFlagBits` of a recalled message.
const RECALLED: i64 = 8;
/// `IsPlaceMsg` of a recalled message.
const RECALLED_PLACE: i64 = 2;

/// Which history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum History {
    /// What two users wrote to each other, as both sides have it.
    C2c {
        /// One of them.
        one: UserId,
        /// The other.
        other: UserId,
        /// From when on; `None`: as far back as Tencent keeps it unless more is booked, 7 days.
        since: Option<DateTime<Utc>>,
        /// Until when; `None`: now.
        until: Option<DateTime<Utc>>,
    },
    /// What was written in a group, as far back as Tencent keeps it.
    Group {
        /// The group.
        group: GroupId,
        /// The topic, to pull that of a community.
        topic: Option<TopicId>,
    },
}

/// How far a pull has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Messages that were not kept before; with those of a pull that this one goes on with.
    pub new: u64,
    /// Messages that were.
    pub known: u64,
    /// When the last message of the page was sent: pulls go back in time.
    pub reached: Option<DateTime<Utc>>,
}

impl Archive<'_> {
    /// Pulls a history into the store, newest first, and goes on where a pull of the same history broke off. What is
    /// kept already is completed, never doubled or overwritten. `tell` hears of each page.
    ///
    /// # Errors
    /// When Tencent or Postgres refuses or cannot be reached; the pages before are kept.
    pub async fn pull(&self, history: &History, mut tell: impl FnMut(Progress)) -> Result<Progress, Error> {
        let mut progress = Progress::default();
        match history {
            History::C2c { one, other, since, until } => {
                let end = until.unwrap_or_else(Utc::now);
                let times = since.unwrap_or(end - KEPT).timestamp()..=end.timestamp();
                // Either side may lack what the other has.
                for (operator, peer) in [(one, other), (other, one)] {
                    let what = json!(["c2c", operator, peer, since, until]).to_string();
                    let first = c2c::GetRoamMessages::new(operator.clone(), peer.clone(), times.clone());
                    self.whole(what, first, until.is_none(), &mut progress, &mut tell, c2c_told).await?;
                    if one == other {
                        break;
                    }
                }
            }
            History::Group { group, topic } => {
                let what = json!(["group", group, topic]).to_string();
                let mut first = group::message::Get::new(group.clone());
                first.topic_id.clone_from(topic);
                first.with_recalled_msg = Some(1);
                let told = |message| group_told(group, topic.as_ref(), &message);
                self.whole(what, first, true, &mut progress, &mut tell, told).await?;
            }
        }
        Ok(progress)
    }

    /// All pages, from where the last pull broke off. Where the history is `open`, there may be newer messages than
    /// that pull began with: then it is gone through once more.
    async fn whole<E: Paged>(
        &self,
        what: String,
        first: E,
        open: bool,
        progress: &mut Progress,
        tell: &mut impl FnMut(Progress),
        told: impl Fn(E::Item) -> Vec<(&'static str, Value)>,
    ) -> Result<(), Error> {
        let pull = Pull { app_id: self.app_id, what };
        let broken_off = self.store.pull(&pull).await?;
        // What another imhook left and this one cannot read: from the start.
        let next = |next: &str| serde_json::from_str::<E>(next).ok();
        if let Some((next, kept)) = broken_off.and_then(|(text, kept)| next(&text).zip(Some(kept))) {
            progress.new += kept;
            self.pages(&pull, next, progress, tell, &told).await?;
            if !open {
                return Ok(());
            }
        }
        self.pages(&pull, first, progress, tell, &told).await
    }

    async fn pages<E: Paged>(
        &self,
        pull: &Pull,
        request: E,
        progress: &mut Progress,
        tell: &mut impl FnMut(Progress),
        told: impl Fn(E::Item) -> Vec<(&'static str, Value)>,
    ) -> Result<(), Error> {
        let mut pages = pin!(self.client.pages(request));
        while let Some(page) = pages.try_next().await? {
            let next = page.next.as_ref().and_then(|next| serde_json::to_string(next).ok());
            let batch = self.read(E::items(page.response).into_iter().flat_map(&told));
            let kept = self.store.keep(pull, &batch, next.as_deref()).await?;
            progress.new += kept.new as u64;
            progress.known += kept.known as u64;
            progress.reached = batch.messages.last().map(|message| message.row.sent_at).or(progress.reached);
            tell(*progress);
        }
        // Also where Tencent leads in a circle: next time from the start.
        self.store.keep(pull, &Batch::default(), None).await?;
        Ok(())
    }

    /// Reads what history tells as if callbacks had told it: one way to a message, whatever road it came by.
    fn read(&self, told: impl Iterator<Item = (&'static str, Value)>) -> Batch {
        let now = Utc::now();
        let records: Vec<_> = told
            .map(|(command, body)| {
                let record = Record {
                    app_id: self.app_id,
                    received_at: now,
                    command: Some(command.to_owned()),
                    query: String::new(),
                    body: body.to_string().into_bytes(),
                    verdict_code: None,
                    decided_by: None,
                    took_us: 0,
                    unsigned: false,
                };
                (0, record)
            })
            .collect();
        let mut batch = meaning::batch(&records);
        for message in &mut batch.messages {
            message.row.source = "roaming";
        }
        batch
    }
}

/// A message, and that it was recalled, if it was.
fn c2c_told(message: c2c::RoamMessage) -> Vec<(&'static str, Value)> {
    let key = message.msg_key.map(String::from);
    let recalled = message.msg_flag_bits.is_some_and(|bits| bits & RECALLED != 0);
    let recall = recalled.then(|| {
        let body = json!({ "From_Account": message.from, "To_Account": message.to, "MsgKey": key });
        ("C2C.CallbackAfterMsgWithDraw", body)
    });
    let body = without_nulls(json!({
        "From_Account": message.from, "To_Account": message.to, "MsgSeq": message.msg_seq,
        "MsgRandom": message.msg_random, "MsgTime": message.msg_time_stamp, "MsgKey": key, "MsgBody": message.body,
        "CloudCustomData": message.cloud_custom_data,
    }));
    [("C2C.CallbackAfterSendMsg", body)].into_iter().chain(recall).collect()
}

/// The same in a group; of what has expired or was deleted there is nothing to keep.
fn group_told(
    group: &GroupId,
    topic: Option<&TopicId>,
    message: &group::message::HistoryMessage,
) -> Vec<(&'static str, Value)> {
    match message.is_place_msg {
        None | Some(0) => {
            let body = without_nulls(json!({
                "GroupId": group, "TopicId": topic, "From_Account": message.from, "MsgSeq": message.msg_seq,
                "Random": message.msg_random, "MsgTime": message.msg_time_stamp, "MsgBody": message.body,
                "CloudCustomData": message.cloud_custom_data,
            }));
            vec![("Group.CallbackAfterSendMsg", body)]
        }
        Some(RECALLED_PLACE) => {
            let body = without_nulls(json!({
                "GroupId": group, "TopicId": topic, "MsgSeqList": [{ "MsgSeq": message.msg_seq }],
            }));
            vec![("Group.CallbackAfterRecallMsg", body)]
        }
        Some(_) => Vec::new(),
    }
}

fn without_nulls(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    body
}
