//! Which process runs which handler.

use super::AfterHandlers;
use crate::store::rows::signed;
use crate::store::{Error, timely};
use sqlx::postgres::PgListener;
use std::time::Duration;
use tokio::time::timeout;
use uuid::Uuid;

/// The channel that is notified with each recorded batch, and whenever handlers have something new to do.
pub(in crate::store) const RECORDED: &str = "imhook_recorded";

/// A process that runs handlers.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    /// The process's identity, new with every start.
    pub id: Uuid,
    /// Its journal's location: host and data folder.
    pub location: String,
    /// Its own journal, and where that ended when the process started.
    pub journal: (Uuid, u64),
    /// How long it counts as alive after each sign of life.
    pub life: Duration,
}

/// A handler, as far as this process may run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    /// The handler's number.
    pub handler_id: i32,
    /// Its name.
    pub name: String,
    /// Whether this process owns it.
    pub owned: bool,
    /// Whether it belongs to this process, as handlers are spread over the processes that are alive.
    pub placed: bool,
}

/// A connection that listens for something new to do.
#[derive(Debug)]
pub(crate) struct Wakeups {
    listener: PgListener,
    /// After so much silence, Postgres is asked whether it is still there, and has as long to answer.
    silence: Duration,
}

impl Wakeups {
    /// Waits for the next notification. A host that vanished is silent, too, and one that may no longer be written to
    /// has nothing to notify of.
    pub(crate) async fn next(&mut self) -> Result<(), Error> {
        let Self { listener, silence } = self;
        loop {
            if let Ok(received) = timeout(*silence, listener.recv()).await {
                received?;
                break;
            }
            let question = sqlx::query_scalar("select current_setting('transaction_read_only') = 'on'");
            let read_only = timely(*silence, async { Ok(question.fetch_one(&mut *listener).await?) }).await?;
            if read_only {
                return Err(Error::ReadOnly);
            }
        }
        // One notification is as good as many.
        while self.listener.next_buffered().is_some() {}
        Ok(())
    }
}

impl AfterHandlers {
    /// Listens for what is recorded, on a connection of its own.
    pub(crate) async fn wakeups(&self) -> Result<Wakeups, Error> {
        let listener = self.0.listen(RECORDED).await?;
        Ok(Wakeups { listener, silence: self.0.patience() / 2 })
    }

    /// Makes handlers known, given by name and command. A new one starts at the end of what is recorded, in the
    /// process's own journal at the latest where that ended when the process started.
    pub(crate) async fn register(&self, handlers: &[(&str, &str)], process: &Process) -> Result<(), Error> {
        let (names, commands): (Vec<_>, Vec<_>) = handlers.iter().copied().unzip();
        let (journal, end) = process.journal;
        let insert = sqlx::query(
            "with wanted as (select * from unnest($1::text[], $2::text[]) as w (name, command)),
             changed as (
                 update imhook.handlers h set command = w.command from wanted w
                 where h.name = w.name and h.command <> w.command
             ),
             new as (
                 insert into imhook.handlers (name, command) select * from wanted
                 on conflict (name) do nothing returning id
             )
             insert into imhook.cursors (handler_id, journal_id, handled)
             select new.id, j.id, case when j.uuid = $3 then least(j.recorded, $4) else j.recorded end
             from new cross join imhook.journals j",
        )
        .bind(names)
        .bind(commands)
        .bind(journal)
        .bind(signed(end));
        self.0.execute(insert).await.map(drop)
    }

    /// Gives a sign of life, takes the handlers that belong to this process and that no other one runs, and says
    /// how all of `names` stand. Those that are missing in the answer are not registered. An answer that takes longer
    /// than the process's life would be out of date.
    pub(crate) async fn leases(&self, process: &Process, names: &[&str]) -> Result<Vec<Lease>, Error> {
        let (leases, taken) = self
            .0
            .within(process.life)
            .transaction(async |mut transaction| {
                let connection = transaction.connection()?;
                // One process at a time: two that do not see each other yet would both take a handler.
                sqlx::query("select pg_advisory_xact_lock(hashtext('imhook.reactors'))")
                    .execute(&mut *connection)
                    .await?;
                sqlx::query(
                    "with predecessor as (delete from imhook.reactors where journal = $5 and id <> $1)
                     insert into imhook.reactors (id, home, handlers, expires_at, journal)
                     values ($1, $2, array(select id from imhook.handlers where name = any($3)),
                         now() + make_interval(secs => $4), $5)
                     on conflict (id) do update
                     set handlers = excluded.handlers, expires_at = excluded.expires_at",
                )
                .bind(process.id)
                .bind(&process.location)
                .bind(names)
                .bind(process.life.as_secs_f64())
                .bind(process.journal.0)
                .execute(&mut *connection)
                .await?;
                // In the order of their numbers, handlers go round the processes that are alive and have them.
                let leases: Vec<(i32, String, Option<Uuid>, bool, bool)> = sqlx::query_as(
                    "select h.id, h.name, h.owner, (array_agg(r.id order by r.id))[(1 + h.id % count(*))::int] = $1,
                         coalesce(bool_or(r.id = h.owner), false)
                     from imhook.handlers h
                     join imhook.reactors r on h.id = any(r.handlers) and r.expires_at > now()
                     where h.name = any($2) group by h.id",
                )
                .bind(process.id)
                .bind(names)
                .fetch_all(&mut *connection)
                .await?;
                let free = leases.iter().filter(|(.., placed, run)| *placed && !run);
                let taken: Vec<i32> = sqlx::query_scalar(
                    "update imhook.handlers h set owner = $1
                     where id = any($2) and not exists
                         (select from imhook.reactors r where r.id = h.owner and r.expires_at > now())
                     returning id",
                )
                .bind(process.id)
                .bind(free.map(|(id, ..)| *id).collect::<Vec<_>>())
                .fetch_all(connection)
                .await?;
                transaction.commit().await?;
                Ok((leases, taken))
            })
            .await?;
        let lease = |(handler_id, name, owner, placed, _)| Lease {
            handler_id,
            name,
            owned: owner == Some(process.id) || taken.contains(&handler_id),
            placed,
        };
        Ok(leases.into_iter().map(lease).collect())
    }

    /// Gives a handler back, for another process to take.
    pub(crate) async fn release(&self, process: &Process, handler_id: i32) -> Result<(), Error> {
        let update = sqlx::query("update imhook.handlers set owner = null where id = $1 and owner = $2")
            .bind(handler_id)
            .bind(process.id);
        self.0.execute(update).await.map(drop)
    }

    /// Signs off: what this process runs is free at once. Long gone processes are cleared away.
    pub(crate) async fn sign_off(&self, process: &Process) -> Result<(), Error> {
        let delete = sqlx::query(
            "delete from imhook.reactors where id = $1 or expires_at < now() - interval '1 hour'",
        );
        self.0.execute(delete.bind(process.id)).await.map(drop)
    }
}
