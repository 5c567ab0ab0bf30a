//! Dead letters: callbacks that an after-handler gave up on, and records that Postgres refused.

use super::control::{ControlError, check_name};
use crate::store;
use crate::store::after::{AfterHandlers, CallbackText, DeadLetterFilter};
pub(crate) use crate::store::after::{DeadLetterId, ListedDeadLetter};

/// Dead letters to replay or drop.
#[derive(Debug, Clone)]
pub(crate) enum Selection {
    Ids(Vec<DeadLetterId>),
    /// All of this handler.
    Handler(String),
    /// All of all handlers.
    All,
}

/// Why dead letters were neither replayed nor dropped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SelectionError {
    #[error("there is no dead letter {0}; nothing was done")]
    Missing(DeadLetterId),
    #[error("{0} was refused by Postgres: it cannot be replayed, show it instead")]
    Refused(DeadLetterId),
    #[error(transparent)]
    Handler(#[from] ControlError),
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The newest dead letters, of one handler or of all and of the recorder, the newest first.
pub(crate) async fn list(
    store: &AfterHandlers,
    handler: Option<&str>,
    limit: u32,
) -> Result<Vec<ListedDeadLetter>, ControlError> {
    let filter = match handler {
        Some(handler) => of_handler(store, handler).await?,
        None => DeadLetterFilter::All,
    };
    let mut found = store.dead_letters(&filter, limit).await?;
    if handler.is_none() {
        found.extend(store.refused_records(limit).await?);
    }
    found.sort_by_key(|letter| std::cmp::Reverse(letter.died_at));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// A dead letter and its callback, which may be gone; `None` where there is no such dead letter.
pub(crate) async fn show(
    store: &AfterHandlers,
    id: DeadLetterId,
) -> Result<Option<(ListedDeadLetter, Option<CallbackText>)>, store::Error> {
    match id {
        DeadLetterId::Handler(id) => {
            let found = store.dead_letters(&DeadLetterFilter::Numbers(vec![id]), 1).await?.pop();
            let callback = store.dead_letter_text(id).await?;
            Ok(found.map(|letter| (letter, callback)))
        }
        DeadLetterId::Refused { journal_id, offset } => {
            let found = store.refused_record(journal_id, offset).await?;
            Ok(found.map(|(record, callback)| (record, Some(callback))))
        }
    }
}

/// Hands dead letters to their handlers again, as if those had never failed. Returns how many.
pub(crate) async fn replay(store: &AfterHandlers, selection: &Selection) -> Result<u64, SelectionError> {
    let (filter, refused) = check(store, selection).await?;
    if let [(journal_id, offset), ..] = *refused {
        return Err(SelectionError::Refused(DeadLetterId::Refused { journal_id, offset }));
    }
    Ok(store.replay_dead_letters(&filter).await?)
}

/// Forgets dead letters. Returns how many.
pub(crate) async fn drop(store: &AfterHandlers, selection: &Selection) -> Result<u64, SelectionError> {
    let (filter, refused) = check(store, selection).await?;
    let mut dropped = store.drop_dead_letters(&filter).await?;
    for (journal_id, offset) in refused {
        dropped += u64::from(store.drop_refused_record(journal_id, offset).await?);
    }
    Ok(dropped)
}

/// The selected dead letters of handlers and refused records, all of which are there.
async fn check(
    store: &AfterHandlers,
    selection: &Selection,
) -> Result<(DeadLetterFilter, Vec<(i32, u64)>), SelectionError> {
    let ids = match selection {
        Selection::Handler(handler) => return Ok((of_handler(store, handler).await?, Vec::new())),
        Selection::All => return Ok((DeadLetterFilter::All, Vec::new())),
        Selection::Ids(ids) => ids,
    };
    let numbers = ids.iter().filter_map(|id| match id {
        DeadLetterId::Handler(number) => Some(*number),
        DeadLetterId::Refused { .. } => None,
    });
    let filter = DeadLetterFilter::Numbers(numbers.collect());
    let (found, mut refused) = (store.dead_letters(&filter, u32::MAX).await?, Vec::new());
    for &id in ids {
        let is_there = match id {
            DeadLetterId::Handler(_) => found.iter().any(|letter| letter.id == id),
            DeadLetterId::Refused { journal_id, offset } => {
                refused.push((journal_id, offset));
                store.refused_record(journal_id, offset).await?.is_some()
            }
        };
        if !is_there {
            return Err(SelectionError::Missing(id));
        }
    }
    Ok((filter, refused))
}

/// The dead letters of a handler that the database knows.
async fn of_handler(store: &AfterHandlers, handler: &str) -> Result<DeadLetterFilter, ControlError> {
    check_name(store, handler).await?;
    Ok(DeadLetterFilter::OfHandler(handler.to_owned()))
}
