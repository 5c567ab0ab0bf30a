//! How long an analyst waits, in a year of three million messages.

use crate::support::postgres::Database;
use crate::support::process::{command, free_port};
use crate::{in_time, one_round_holds};
use sqlx::{AssertSqlSafe, Executor as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// Filled without the indexes that `imhook migrate` builds.
const YEAR: &str = "
    drop index imhook.messages_sent_at, imhook.messages_sender;
    select imhook.ensure_month('messages', (date_trunc('month', now()) - make_interval(months => m))::date)
    from generate_series(-1, 12) m;
    with times as (
        select n, date_trunc('second', now() - interval '360 days' * (1 - n / 3000000.0)) as at,
            'u' || n * 7919 % 20000 as a, 'u' || n * 1049 % 20011 as b
        from generate_series(1::bigint, 3000000) n)
    insert into imhook.messages (identity, app_id, kind, conversation, msg_key, msg_seq, sent_at, sender, recipient,
        text, element_types, source, received_at)
    select lpad(to_hex(n), 32, '0')::uuid, 1, 'c2c', 'c2c:' || a || ':' || b,
        n || '_1_' || extract(epoch from at)::bigint, n, at, a, b, 'hello', '{}', 'callback', at from times;
    insert into imhook.revocations (identity, app_id, revoked_at, source, sent_at)
    select identity, 1, sent_at, 'callback', sent_at from imhook.messages where msg_seq % 100 = 0;
    insert into imhook.read_marks
    select app_id, recipient, sender, sent_at, sent_at from imhook.messages where msg_seq % 20 = 0;
    vacuum analyze imhook.messages, imhook.revocations, imhook.read_marks";

const QUESTIONS: [&str; 5] = [
    "select sent_at, revoked_at, conversation, text from analytics.messages
     where revoked_at >= now() - interval '7 days' order by revoked_at desc",
    "select recipient, count(*), min(sent_at) from analytics.messages where kind = 'c2c' and read_at is null
     and revoked_at is null and sent_at >= now() - interval '1 day' group by recipient order by 2 desc",
    "select * from analytics.messages where sender = 'u7919' and sent_at >= now() - interval '2 hours'",
    "select conversation, count(*) from analytics.messages where sent_at >= now() - interval '1 hour'
     group by 1 order by 2 desc limit 10",
    "select * from analytics.messages where msg_key = '2999999_1_0'",
];

#[tokio::test(flavor = "multi_thread")]
async fn an_analyst_does_not_wait() {
    let database = Database::new().await;
    for statement in YEAR.split(';') {
        database.pool.execute(statement).await.unwrap();
    }
    let mut migrate =
        command(Path::new("/nonexistent"), free_port(), free_port(), &[("DATABASE_URL", &database.url)]);
    assert!(migrate.arg("migrate").status().unwrap().success());
    one_round_holds(async || {
        for question in QUESTIONS {
            let begun = Instant::now();
            let rows = sqlx::query(AssertSqlSafe(question)).fetch_all(&database.pool).await?;
            in_time(question, begun.elapsed(), Duration::from_millis(200))?;
            drop(rows);
        }
        Ok(())
    })
    .await;
}
