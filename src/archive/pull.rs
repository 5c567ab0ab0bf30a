//! Pulling history: messages whose callback never came, and what is missing of those that did.

use super::{Archive, Error};
use crate::meaning;
use crate::model::{GroupId, SdkAppId, TopicId, UserId};
use crate::rest::{Paged, c2c, group};
use crate::store::{Batch, Pull};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::TryStreamExt as _;
use serde_json::json;
use std::pin::pin;

/// How far back Tencent keeps one-to-one messages, unless more is booked.
const KEPT: TimeDelta = TimeDelta::days(7);

/// A history that Tencent keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum History {
    /// The messages between two users, as both sides have them.
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
    /// The messages in a group, as far back as Tencent keeps them.
    Group {
        /// The group.
        group: GroupId,
        /// The topic of a community; `None`: the group's own messages.
        topic: Option<TopicId>,
    },
}

/// How far a pull has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PullProgress {
    /// Messages that were not kept before. A pull that goes on with an earlier one counts that one's, too.
    pub new: u64,
    /// Messages that were kept before.
    pub known: u64,
    /// When the last message of the page was sent: pulls go back in time.
    pub reached: Option<DateTime<Utc>>,
}

impl Archive<'_> {
    /// Pulls a history into the store, newest first, and goes on where a pull of the same history broke off. Messages
    /// that are kept already are completed, never doubled or overwritten. `on_page` is called behind each page.
    ///
    /// # Errors
    /// When Tencent or Postgres refuses or cannot be reached; the pages before are kept.
    pub async fn pull(
        &self,
        history: &History,
        on_page: impl FnMut(PullProgress),
    ) -> Result<PullProgress, Error> {
        let mut run = Run { archive: self, progress: PullProgress::default(), on_page };
        match history {
            History::C2c { one, other, since, until } => {
                let end = until.unwrap_or_else(Utc::now);
                let times = since.unwrap_or(end - KEPT).timestamp()..=end.timestamp();
                // Either side may lack what the other has.
                for (operator, peer) in [(one, other), (other, one)] {
                    let what = json!(["c2c", operator, peer, since, until]).to_string();
                    let first = c2c::GetRoamMessages::new(operator.clone(), peer.clone(), times.clone());
                    run.all_pages(what, first, until.is_none(), meaning::c2c_page).await?;
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
                let decode =
                    |app, now, page: &[_]| meaning::group_page(app, now, group, topic.as_ref(), page);
                run.all_pages(what, first, true, decode).await?;
            }
        }
        Ok(run.progress)
    }
}

/// A pull under way.
struct Run<'a, F> {
    archive: &'a Archive<'a>,
    progress: PullProgress,
    on_page: F,
}

impl<F: FnMut(PullProgress)> Run<'_, F> {
    /// Pulls all pages, from where the last pull of `what` broke off. Where the history is `open`, there may be newer
    /// messages than that pull began with: then all pages are pulled once more.
    async fn all_pages<E: Paged>(
        &mut self,
        what: String,
        first: E,
        open: bool,
        decode: impl Fn(SdkAppId, DateTime<Utc>, &[E::Item]) -> Batch,
    ) -> Result<(), Error> {
        let pull = Pull { app_id: self.archive.app_id, what };
        let broken_off = self.archive.store.pull(&pull).await?;
        // A position that another version of imhook left may be unreadable: then from the start.
        let position =
            broken_off.and_then(|(next, kept)| Some((serde_json::from_str::<E>(&next).ok()?, kept)));
        if let Some((next, kept)) = position {
            self.progress.new += kept;
            self.pages_from(next, &pull, &decode).await?;
            if !open {
                return Ok(());
            }
        }
        self.pages_from(first, &pull, &decode).await
    }

    async fn pages_from<E: Paged>(
        &mut self,
        request: E,
        pull: &Pull,
        decode: impl Fn(SdkAppId, DateTime<Utc>, &[E::Item]) -> Batch,
    ) -> Result<(), Error> {
        let Archive { app_id, client, store } = *self.archive;
        let mut pages = pin!(client.pages(request));
        while let Some(page) = pages.try_next().await? {
            let next = page.next.as_ref().and_then(|next| serde_json::to_string(next).ok());
            let batch = decode(app_id, Utc::now(), &E::items(page.response));
            let kept = store.keep(pull, &batch, next.as_deref()).await?;
            let progress = &mut self.progress;
            progress.new += kept.new as u64;
            progress.known += kept.known as u64;
            progress.reached = batch.messages.last().map(|message| message.row.sent_at).or(progress.reached);
            (self.on_page)(*progress);
        }
        // The position goes also where the pages led in a circle: the next pull begins at the start.
        store.keep(pull, &Batch::default(), None).await?;
        Ok(())
    }
}
