//! `imhook usersig …`: signatures of accounts, made and checked on this machine.

use super::escape::printable;
use crate::config::Config;
use crate::config::apps::App;
use crate::usersig::{self, Buffer, Claims, Grant, Privileges, Room, instant};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::{Map, Value};
use std::io::{self, Write as _};
use std::time::Duration;

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook usersig sign amy                              for 180 days
  imhook usersig sign amy --expire 12h --json
  imhook usersig sign amy --room 4711 --privileges enter-room,receive-audio
  imhook usersig sign amy | imhook usersig verify amy -

Exit status: 0 done, or the UserSig is good; 1 it is not; 2 wrong usage.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print a UserSig for an account.
    Sign(Sign),
    /// Say whether a UserSig is good; if so what it holds, else what is wrong with it.
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The account.
    user: String,
    /// How long the UserSig is good, such as 180d or 12h.
    #[arg(long, value_name = "DURATION", default_value = "180d", value_parser = humantime::parse_duration)]
    expire: Duration,
    /// Number of the room that the UserSig is for.
    #[arg(long, value_name = "NUMBER", group = "any_room")]
    room: Option<u32>,
    /// Name of the string room that the UserSig is for.
    #[arg(long, value_name = "TEXT", group = "any_room")]
    room_name: Option<String>,
    #[arg(long, value_name = "NAMES", help = privileges_help(), requires = "any_room")]
    #[arg(value_delimiter = ',', value_parser = privileges)]
    privileges: Vec<Privileges>,
    /// Print JSON: one object, with what the UserSig holds.
    #[arg(long)]
    json: bool,
    /// SDKAppID, where several apps are configured.
    #[arg(long, value_name = "ID")]
    app: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The account.
    user: String,
    /// The UserSig, or - for standard input: other users of this machine can see arguments, and log in with them.
    sig: String,
    /// SDKAppID, where several apps are configured.
    #[arg(long, value_name = "ID")]
    app: Option<u64>,
}

pub(super) fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Sign(sign) => sign.run(config),
        Command::Verify(verify) => verify.run(config),
    }
}

impl Sign {
    fn run(&self, config: &Config) -> anyhow::Result<()> {
        let signer = App::choose(config, self.app)?.signer()?;
        let now = usersig::now();
        let sig = match self.grant() {
            Some(grant) => signer.sign_with(&self.user, now, self.expire, &grant)?,
            None => signer.sign(&self.user, now, self.expire)?,
        };
        if self.json {
            let mut object = described(&signer.verify(&self.user, sig.as_str(), Buffer::Any, now)?);
            object.insert("usersig".to_owned(), sig.as_str().into());
            writeln!(io::stdout(), "{}", Value::from(object))?;
        } else {
            writeln!(io::stdout(), "{}", sig.as_str())?;
        }
        Ok(())
    }

    fn grant(&self) -> Option<Grant> {
        let room = self.room.map(Room::Number).or_else(|| self.room_name.clone().map(Room::Name))?;
        let given = self.privileges.iter().copied().reduce(|all, one| all | one);
        Some(Grant { room, privileges: given.unwrap_or(Privileges::EVERYTHING) })
    }
}

impl Verify {
    fn run(&self, config: &Config) -> anyhow::Result<()> {
        let signer = App::choose(config, self.app)?.signer()?;
        let sig = match self.sig.as_str() {
            "-" => io::read_to_string(io::stdin()).context("cannot read standard input")?,
            sig => sig.to_owned(),
        };
        let claims = signer.verify(&self.user, sig.trim_end(), Buffer::Any, usersig::now())?;
        let mut out = io::stdout().lock();
        writeln!(out, "The UserSig is good.")?;
        for (name, value) in described(&claims) {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            writeln!(out, "  {name:<12} {}", printable(&text))?;
        }
        Ok(())
    }
}

fn described(claims: &Claims) -> Map<String, Value> {
    let mut object = Map::new();
    let mut say = |name: &str, value: Value| object.insert(name.to_owned(), value);
    say("sdk_app_id", claims.sdk_app_id.into());
    say("user", claims.user.clone().into());
    say("signed_at", instant(claims.time).into());
    say("expires_at", instant(claims.expires_at()).into());
    match (claims.grant(), &claims.userbuf) {
        (Some(Grant { room, privileges }), _) => {
            match room {
                Room::Number(number) => say("room", number.into()),
                Room::Name(name) => say("room_name", name.into()),
            };
            say("privileges", spelled(privileges).into());
        }
        (None, Some(bytes)) => _ = say("userbuf", hex::encode(bytes).into()),
        (None, None) => {}
    }
    object
}

fn spelling(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

/// The names of the privileges, and the number of the bits that have none.
fn spelled(privileges: Privileges) -> String {
    let mut rest = privileges.bits();
    let mut names = Vec::new();
    for (name, bit) in privileges.iter_names() {
        rest &= !bit.bits();
        names.push(spelling(name));
    }
    if rest != 0 {
        names.push(rest.to_string());
    }
    names.join(",")
}

fn names() -> String {
    let names: Vec<_> = Privileges::EVERYTHING.iter_names().map(|(name, _)| spelling(name)).collect();
    names.join(", ")
}

fn privileges_help() -> String {
    format!(
        "What may be done in the room, with commas between: all (the default), {}, or a number of bits",
        names()
    )
}

fn privileges(text: &str) -> Result<Privileges, String> {
    let known = Privileges::EVERYTHING.iter_names().find(|(name, _)| spelling(name) == text);
    match (text, known) {
        ("all", _) => Ok(Privileges::EVERYTHING),
        (_, Some((_, bit))) => Ok(bit),
        (_, None) => text
            .parse()
            .map(Privileges::from_bits_retain)
            .map_err(|_| format!("the privileges are all, {}, or a number of bits", names())),
    }
}
