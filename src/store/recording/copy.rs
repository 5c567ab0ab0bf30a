//! `COPY … FROM STDIN (FORMAT BINARY)`: how the two large tables are filled. Values are encoded by sqlx; only
//! the frame around them is ours (<https://www.postgresql.org/docs/current/sql-copy.html>, "Binary Format").

use crate::store::Error;
use sqlx::encode::{Encode, IsNull};
use sqlx::postgres::{PgArgumentBuffer, PgConnection, Postgres};

const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const TRAILER: i16 = -1;

/// A column: its name, and how a row gives its value.
pub(super) type Column<R> = (&'static str, fn(&R, &mut Values) -> sqlx::Result<()>);

/// Copies rows into these columns of `table`.
pub(super) async fn copy<R>(
    connection: &mut PgConnection,
    table: &str,
    columns: &[Column<R>],
    rows: impl IntoIterator<Item = R>,
) -> Result<(), Error> {
    let mut values = Values(PgArgumentBuffer::default());
    values.0.extend_from_slice(HEADER);
    let count = i16::try_from(columns.len()).unwrap_or(i16::MAX);
    for row in rows {
        values.0.extend_from_slice(&count.to_be_bytes());
        columns.iter().try_for_each(|(_, give)| give(&row, &mut values))?;
    }
    values.0.extend_from_slice(&TRAILER.to_be_bytes());
    let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
    let statement = format!("copy {table} ({}) from stdin (format binary)", names.join(", "));
    let mut copy = connection.copy_in_raw(&statement).await?;
    copy.send(values.0.as_slice()).await?;
    copy.finish().await?;
    Ok(())
}

/// Encoded values, each behind its length.
pub(super) struct Values(PgArgumentBuffer);

impl Values {
    /// Adds the value of the next column.
    pub(super) fn add<'q>(&mut self, value: impl Encode<'q, Postgres>) -> sqlx::Result<()> {
        let at = self.0.len();
        self.0.extend_from_slice(&[0; 4]);
        let length = match value.encode_by_ref(&mut self.0).map_err(sqlx::Error::Encode)? {
            IsNull::Yes => -1,
            IsNull::No => {
                i32::try_from(self.0.len() - at - 4).map_err(|error| sqlx::Error::Encode(Box::new(error)))?
            }
        };
        if let Some(prefix) = self.0.get_mut(at..at + 4) {
            prefix.copy_from_slice(&length.to_be_bytes());
        }
        Ok(())
    }
}
