//! `imhook completions`: completion scripts for shells.

use clap_complete::Shell;
use std::io::Write as _;

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook completions bash > /etc/bash_completion.d/imhook
  imhook completions fish > ~/.config/fish/completions/imhook.fish";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(args: &Args, command: &mut clap::Command) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "imhook", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(())
}
