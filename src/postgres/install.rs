//! The one command that installs Postgres on this system, for error texts.

use super::search_path::SearchPath;

/// Package managers and what each calls the server.
const MANAGERS: [(&str, &str); 6] = [
    ("apt-get", "apt-get install -y postgresql"),
    ("dnf", "dnf install -y postgresql-server"),
    ("apk", "apk add postgresql"),
    ("pacman", "pacman -S --noconfirm postgresql"),
    ("zypper", "zypper install -y postgresql-server"),
    ("brew", "brew install postgresql@17"),
];

pub(super) fn command(path: &SearchPath, root: bool) -> String {
    let Some((manager, command)) = MANAGERS.into_iter().find(|(name, _)| path.tool(name).is_some()) else {
        return "your system's package manager".to_owned();
    };
    // Homebrew refuses to run as root, the others want it.
    if root || manager == "brew" { command.to_owned() } else { format!("sudo {command}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_command_for_this_user() {
        let path = SearchPath::new(None);
        if path.tool("apt-get").is_some() {
            assert_eq!(command(&path, true), "apt-get install -y postgresql");
            assert_eq!(command(&path, false), "sudo apt-get install -y postgresql");
        }
    }
}
