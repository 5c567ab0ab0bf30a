//! Columns for people.

use super::escape::printable;
use comfy_table::{Row, Table, presets};
use std::io::{self, Write as _};

/// Prints rows, below heads if there are any, to standard output.
pub(super) fn print<const N: usize>(
    heads: Option<[&str; N]>,
    rows: impl IntoIterator<Item = [String; N]>,
) -> io::Result<()> {
    let heads = heads.map(|heads| heads.map(str::to_owned));
    let mut out = io::stdout().lock();
    lines(heads.into_iter().chain(rows)).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Columns with two spaces between them; a wide character takes two places. Control characters in foreign texts are
/// escaped, so that they cannot reach the terminal.
fn lines<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.add_rows(rows.map(|row| Row::from(row.map(|cell| printable(&cell)))));
    table.column_iter_mut().for_each(|column| _ = column.set_padding((0, 2)));
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_begin_at_one_place_also_behind_wide_characters() {
        let rows = [["NAME", "BY", "LAG"], ["问候", "", "0"], ["a\u{1b}[31m\n", "", "17"]];
        let lines = lines(rows.map(|row| row.map(str::to_owned)).into_iter());
        assert_eq!(lines, ["NAME           BY  LAG", "问候               0", "a\\u{1b}[31m\\n      17"]);
    }
}
