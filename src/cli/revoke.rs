//! `imhook revoke`: revokes a message by its key.

use super::connect::Connection;
use super::usage::Usage;
use crate::archive::{Archive, Revoked, Target};
use crate::config::Config;
use crate::config::apps::App;
use crate::store::Archiving;
use anyhow::anyhow;
use std::io::{self, Write as _};

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook revoke 881200_4294967290_1735700400
  imhook revoke 881200_4294967290_1735700400 --from amy --to ben
  imhook revoke --group @TGS#2J4SZEAEL --seq 4711
  psql \"$(imhook db url)\" -Atc \"select msg_key from analytics.messages where text like '%casino%'\" | xargs -n1 imhook revoke

A message that had been recalled before is a success. Exit status: 0 recalled, 1 not recalled, 2 wrong usage.";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Key of the message, as in analytics.messages.
    #[arg(value_name = "MSGKEY", required_unless_present = "group", conflicts_with_all = ["group", "seq", "topic"])]
    key: Option<String>,
    /// Sender, needed where several messages have the key or the archive has none.
    #[arg(long, value_name = "USERID", requires_all = ["key", "to"])]
    from: Option<String>,
    /// Recipient, with --from.
    #[arg(long, value_name = "USERID", requires_all = ["key", "from"])]
    to: Option<String>,
    /// Group of the message, with --seq in place of a key.
    #[arg(long, value_name = "GROUPID", requires = "seq")]
    group: Option<String>,
    /// Number of the message in the group (`msg_seq`).
    #[arg(long, value_name = "N", requires = "group")]
    seq: Option<u32>,
    /// Topic of the group that the message belongs to.
    #[arg(long, value_name = "TOPICID", requires = "group")]
    topic: Option<String>,
    /// SDKAppID, where several apps are configured.
    #[arg(long, value_name = "ID")]
    app: Option<u64>,
}

pub(super) async fn run(args: &Args, config: &Config) -> anyhow::Result<()> {
    let app = App::choose(config, args.app)?;
    let client = app.client()?.build()?;
    let connection = Connection::open(config).await?;
    let archiving = Archiving::new(&connection.database);
    let outcome = revoke(args, Archive::new(app.sdk_app_id, &client, &archiving)).await;
    connection.close().await;
    let outcome = match outcome? {
        Revoked::Now => "recalled",
        Revoked::Already => "had been recalled before",
    };
    Ok(writeln!(io::stdout(), "{outcome}")?)
}

async fn revoke(args: &Args, archive: Archive<'_>) -> anyhow::Result<Revoked> {
    let target = match (&args.key, &args.from, &args.to, &args.group, args.seq) {
        (Some(key), Some(from), Some(to), ..) => {
            Target::C2c { from: from.as_str().into(), to: to.as_str().into(), key: key.as_str().into() }
        }
        (Some(key), ..) => archive.find(key).await?,
        (None, _, _, Some(group), Some(seq)) => {
            Target::Group { group: group.as_str().into(), topic: args.topic.as_deref().map(Into::into), seq }
        }
        _ => return Err(Usage::new(anyhow!("name a message by its key, or by --group and --seq")).into()),
    };
    Ok(archive.revoke(&target).await?)
}
