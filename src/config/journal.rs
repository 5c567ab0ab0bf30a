//! The journal between the callback endpoint and Postgres.

use bytesize::ByteSize;

/// How large the journal may grow.
#[derive(Debug, Clone, clap::Args)]
pub struct JournalOptions {
    /// Unrecorded bytes that the journal may hold while Postgres is away.
    #[arg(id = "journal-max", long, env = "IMHOOK_JOURNAL_MAX", value_name = "SIZE", default_value = "4GiB")]
    pub max: ByteSize,
}
