//! Revoking a message at Tencent, and writing that down.

use super::{Archive, Error};
use crate::meaning::identity;
use crate::model::{GroupId, MsgKey, OfficialAccountId, TopicId, UserId};
use crate::rest::{Failure, Response, c2c, group, official};
use crate::store::{Found, Kind, Revocation};
use chrono::Utc;
use uuid::Uuid;

/// `ErrorCode` where the message had been revoked before.
const ALREADY: i64 = 20023;

/// The message to revoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A one-to-one message.
    C2c {
        /// The sender.
        from: UserId,
        /// The recipient.
        to: UserId,
        /// Its key.
        key: MsgKey,
    },
    /// A message in a group.
    Group {
        /// The group.
        group: GroupId,
        /// The topic, where it belongs to one.
        topic: Option<TopicId>,
        /// Its number in the group.
        seq: u32,
    },
    /// A message of an official account.
    Official {
        /// The account.
        account: OfficialAccountId,
        /// Its key.
        key: MsgKey,
    },
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// The message is revoked now.
    Now,
    /// The message had been revoked before.
    Already,
}

impl Archive<'_> {
    /// The kept message that has this key.
    ///
    /// # Errors
    /// When no message has it, or several have: senders choose the key.
    pub async fn find(&self, key: &str) -> Result<Target, Error> {
        let found = self.store.messages_by_key(Some(self.app_id), key).await?;
        let targets: Vec<Target> = found.into_iter().filter_map(|found| target(found, key)).collect();
        match <[Target; 1]>::try_from(targets) {
            Ok([target]) => Ok(target),
            Err(none) if none.is_empty() => Err(Error::NotFound(key.to_owned())),
            Err(several) => {
                let pairs = several.iter().map(Target::to_string).collect();
                Err(Error::Several { key: key.to_owned(), pairs })
            }
        }
    }

    /// Revokes a message on all sides and records that. A message that had been revoked before is a success, too.
    ///
    /// # Errors
    /// When Tencent does not revoke the message, or Postgres does not take the record of it.
    pub async fn revoke(&self, target: &Target) -> Result<Revoked, Error> {
        let revoked = self.ask_tencent(target).await?;
        let revocation = Revocation {
            identity: self.identity(target),
            app_id: self.app_id,
            revoked_at: (revoked == Revoked::Now).then(Utc::now),
            revoked_by: None,
        };
        self.store.revoke(revocation).await?;
        Ok(revoked)
    }

    async fn ask_tencent(&self, target: &Target) -> Result<Revoked, Error> {
        let (unanswered, failures) = match target {
            Target::C2c { from, to, key } => {
                let request = c2c::RecallMessage::new(from.clone(), to.clone(), key.clone());
                return match self.client.send(request).await {
                    Ok(_) => Ok(Revoked::Now),
                    Err(error) if error.code() == Some(ALREADY) => Ok(Revoked::Already),
                    Err(error) => Err(error.into()),
                };
            }
            Target::Group { group, topic, seq } => {
                let mut request = group::message::Recall::new(group.clone(), [i64::from(*seq)]);
                request.topic_id.clone_from(topic);
                let answer = self.client.send(request).await?;
                (answer.recall_ret_list.is_empty(), answer.failures())
            }
            Target::Official { account, key } => {
                let request = official::message::Recall::new(account.clone(), [key.clone()]);
                let answer = self.client.send(request).await?;
                (answer.recall_ret_list.is_empty(), answer.failures())
            }
        };
        match failures.into_iter().next() {
            None if unanswered => Err(Error::NoAnswer),
            None => Ok(Revoked::Now),
            Some(Failure { code: Some(ALREADY), .. }) => Ok(Revoked::Already),
            Some(failure) => Err(Error::NotRevoked(failure)),
        }
    }

    fn identity(&self, target: &Target) -> Uuid {
        match target {
            Target::C2c { from, to, key } => {
                identity::c2c(self.app_id, from.as_str(), to.as_str(), key.as_str(), key.time())
            }
            Target::Group { group, topic, seq } => {
                let topic = topic.as_ref().map_or("", TopicId::as_str);
                identity::group(self.app_id, group.as_str(), topic, *seq)
            }
            Target::Official { account, key } => {
                identity::official(self.app_id, account.as_str(), key.as_str(), key.time())
            }
        }
    }
}

fn target(found: Found, key: &str) -> Option<Target> {
    let sender = found.sender?;
    match found.kind {
        Kind::C2c => Some(Target::C2c { from: sender.into(), to: found.recipient?.into(), key: key.into() }),
        Kind::Official => Some(Target::Official { account: sender.into(), key: key.into() }),
        Kind::Group => None,
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::C2c { from, to, .. } => write!(f, "{from} to {to}"),
            Self::Group { group, topic: None, seq } => write!(f, "{seq} in {group}"),
            Self::Group { topic: Some(topic), seq, .. } => write!(f, "{seq} in {topic}"),
            Self::Official { account, .. } => write!(f, "{account}"),
        }
    }
}
