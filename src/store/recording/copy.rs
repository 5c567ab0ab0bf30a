//! `COPY … FROM STDIN (FORMAT BINARY)`: how the two large tables are filled. Values are encoded by sqlx; only
//! the frame around them is ours (<https://www.postgresql.org/docs/current/sql-copy.html>, "Binary Format").

use sqlx::encode::{Encode, IsNull};
use sqlx::postgres::{PgArgumentBuffer, PgConnection, Postgres};

const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const TRAILER: i16 = -1;

/// Rows on their way into one table.
pub(super) struct Rows {
    buffer: PgArgumentBuffer,
    statement: String,
    columns: i16,
}

impl Rows {
    /// For `table` with these columns; each row then gives its values in this order.
    pub(super) fn into(table: &str, columns: &[&str]) -> Self {
        let mut buffer = PgArgumentBuffer::default();
        buffer.extend_from_slice(HEADER);
        let statement = format!("copy {table} ({}) from stdin (format binary)", columns.join(", "));
        Self { buffer, statement, columns: i16::try_from(columns.len()).unwrap_or(i16::MAX) }
    }

    /// Begins a row.
    pub(super) fn row(&mut self) -> Row<'_> {
        self.buffer.extend_from_slice(&self.columns.to_be_bytes());
        Row(&mut self.buffer)
    }

    /// Sends all rows.
    pub(super) async fn send(mut self, connection: &mut PgConnection) -> sqlx::Result<()> {
        self.buffer.extend_from_slice(&TRAILER.to_be_bytes());
        let mut copy = connection.copy_in_raw(&self.statement).await?;
        copy.send(self.buffer.as_slice()).await?;
        copy.finish().await?;
        Ok(())
    }
}

/// A row that is being written.
pub(super) struct Row<'a>(&'a mut PgArgumentBuffer);

impl Row<'_> {
    /// The next column's value.
    pub(super) fn value<'q>(self, value: impl Encode<'q, Postgres>) -> sqlx::Result<Self> {
        let at = self.0.len();
        self.0.extend_from_slice(&[0; 4]);
        let length = match value.encode_by_ref(self.0).map_err(sqlx::Error::Encode)? {
            IsNull::Yes => -1,
            IsNull::No => {
                i32::try_from(self.0.len() - at - 4).map_err(|error| sqlx::Error::Encode(Box::new(error)))?
            }
        };
        if let Some(prefix) = self.0.get_mut(at..at + 4) {
            prefix.copy_from_slice(&length.to_be_bytes());
        }
        Ok(self)
    }
}
