//! Dead letters: callbacks that an after-handler gave up on, and records that Postgres refused.

use super::control::{ControlError, check_name};
use crate::store::after::{Content, Letter, RefusedRecord, Which};
use crate::store::{self, Store};
use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A dead letter's number: `12` for one of a handler, `3-1045` for a record that Postgres refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Id {
    Handler(i64),
    Refused { journal_id: i32, offset: u64 },
}

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let id = match text.split_once('-') {
            Some((journal, offset)) => journal
                .parse()
                .ok()
                .zip(offset.parse().ok())
                .map(|(journal_id, offset)| Self::Refused { journal_id, offset }),
            None => text.parse().ok().map(Self::Handler),
        };
        id.ok_or_else(|| "a number such as 12 or 3-1045, as `imhook dead-letters list` shows it".to_owned())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler(id) => write!(f, "{id}"),
            Self::Refused { journal_id, offset } => write!(f, "{journal_id}-{offset}"),
        }
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A dead letter of either kind.
#[derive(Debug, Serialize)]
pub(crate) struct DeadLetter {
    pub id: Id,
    /// The handler's name; `None` for a record that Postgres refused.
    pub handler: Option<String>,
    pub command: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
    /// How often the handler failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tries: Option<i32>,
    /// The last error.
    pub error: String,
    pub received_at: DateTime<Utc>,
    /// When it was given up or refused.
    pub died_at: DateTime<Utc>,
}

/// Dead letters to replay or drop.
#[derive(Debug, Clone)]
pub(crate) enum Selection {
    Ids(Vec<Id>),
    /// All of this handler.
    Handler(String),
    /// All of all handlers.
    All,
}

/// Why dead letters were neither replayed nor dropped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SelectionError {
    #[error("there is no dead letter {0}; nothing was done")]
    Missing(Id),
    #[error("{0} was refused by Postgres: it cannot be replayed, show it instead")]
    Refused(Id),
    #[error(transparent)]
    Handler(#[from] ControlError),
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The newest dead letters, of one handler or of all and of the recorder, the newest first.
pub(crate) async fn list(
    store: &Store,
    handler: Option<&str>,
    limit: u32,
) -> Result<Vec<DeadLetter>, ControlError> {
    let which = match handler {
        Some(handler) => of_handler(store, handler).await?,
        None => Which::All,
    };
    let mut found: Vec<DeadLetter> =
        store.letters(&which, limit).await?.into_iter().map(Into::into).collect();
    if handler.is_none() {
        found.extend(store.refused_records(None, limit).await?.into_iter().map(DeadLetter::from));
    }
    found.sort_by_key(|letter| std::cmp::Reverse(letter.died_at));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// A dead letter and its callback, which may be gone; `None` where there is no such dead letter.
pub(crate) async fn show(
    store: &Store,
    id: Id,
) -> Result<Option<(DeadLetter, Option<Content>)>, store::Error> {
    let (found, content) = match id {
        Id::Handler(id) => {
            let found = store.letters(&Which::Given(vec![id]), 1).await?.pop();
            (found.map(DeadLetter::from), store.letter_content(id).await?)
        }
        Id::Refused { journal_id, offset } => {
            let found = store.refused_records(Some((journal_id, offset)), 1).await?.pop();
            (found.map(DeadLetter::from), store.refused_content(journal_id, offset).await?)
        }
    };
    Ok(found.map(|letter| (letter, content)))
}

/// Hands dead letters to their handlers again, as if those had never failed. Returns how many.
pub(crate) async fn replay(store: &Store, selection: &Selection) -> Result<u64, SelectionError> {
    let (which, refused) = check(store, selection).await?;
    if let [(journal_id, offset), ..] = *refused {
        return Err(SelectionError::Refused(Id::Refused { journal_id, offset }));
    }
    Ok(store.replay_letters(&which).await?)
}

/// Forgets dead letters. Returns how many.
pub(crate) async fn drop(store: &Store, selection: &Selection) -> Result<u64, SelectionError> {
    let (which, refused) = check(store, selection).await?;
    let mut dropped = store.drop_letters(&which).await?;
    for (journal_id, offset) in refused {
        dropped += u64::from(store.drop_refused(journal_id, offset).await?);
    }
    Ok(dropped)
}

/// The selected dead letters of handlers and refused records, all of which are there.
async fn check(store: &Store, selection: &Selection) -> Result<(Which, Vec<(i32, u64)>), SelectionError> {
    let ids = match selection {
        Selection::Handler(handler) => return Ok((of_handler(store, handler).await?, Vec::new())),
        Selection::All => return Ok((Which::All, Vec::new())),
        Selection::Ids(ids) => ids,
    };
    let (mut given, mut refused) = (Vec::new(), Vec::new());
    for id in ids {
        match *id {
            Id::Handler(id) => given.push(id),
            Id::Refused { journal_id, offset } => refused.push((journal_id, offset)),
        }
    }
    let which = Which::Given(given.clone());
    let found = store.letters(&which, u32::MAX).await?;
    if let Some(missing) = given.into_iter().find(|id| !found.iter().any(|letter| letter.id == *id)) {
        return Err(SelectionError::Missing(Id::Handler(missing)));
    }
    for &(journal_id, offset) in &refused {
        if store.refused_records(Some((journal_id, offset)), 1).await?.is_empty() {
            return Err(SelectionError::Missing(Id::Refused { journal_id, offset }));
        }
    }
    Ok((which, refused))
}

/// The dead letters of a handler that the database knows.
async fn of_handler(store: &Store, handler: &str) -> Result<Which, ControlError> {
    check_name(store, handler).await?;
    Ok(Which::Of(handler.to_owned()))
}

impl From<Letter> for DeadLetter {
    fn from(letter: Letter) -> Self {
        Self {
            id: Id::Handler(letter.id),
            handler: Some(letter.handler),
            command: Some(letter.command),
            conversation: Some(letter.conversation),
            tries: Some(letter.tries),
            error: letter.error,
            received_at: letter.received_at,
            died_at: letter.died_at,
        }
    }
}

impl From<RefusedRecord> for DeadLetter {
    fn from(record: RefusedRecord) -> Self {
        Self {
            id: Id::Refused { journal_id: record.journal_id, offset: record.offset },
            handler: None,
            command: record.command,
            conversation: None,
            tries: None,
            error: record.error,
            received_at: record.received_at,
            died_at: record.died_at,
        }
    }
}
