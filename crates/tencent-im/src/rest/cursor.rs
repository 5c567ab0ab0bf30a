//! Where the next page starts, in the ways that several calls have in common.

/// Behind `received` items from `offset` on; None if there were none, or if `total` is reached.
pub(super) fn behind(offset: Option<i64>, received: usize, total: Option<i64>) -> Option<i64> {
    let received = i64::try_from(received).ok().filter(|received| *received > 0)?;
    let next = offset.unwrap_or_default() + received;
    total.is_none_or(|total| next < total).then_some(next)
}

/// A text cursor; the empty one means the end.
pub(super) fn filled(cursor: Option<&String>) -> Option<String> {
    cursor.filter(|cursor| !cursor.is_empty()).cloned()
}
