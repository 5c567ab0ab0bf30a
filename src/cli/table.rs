//! Columns for people.

use super::escape::printable;
use std::io::{self, Write};

/// Rows in columns, the first row as heads. What comes from outside cannot steer the terminal.
pub(super) fn write<const N: usize>(out: &mut impl Write, rows: &[[String; N]]) -> io::Result<()> {
    let rows: Vec<_> = rows.iter().map(|row| row.each_ref().map(|cell| printable(cell))).collect();
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    for row in &rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

/// Prints to standard output.
pub(super) fn print<const N: usize>(rows: &[[String; N]]) -> io::Result<()> {
    write(&mut io::stdout().lock(), rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_must_be() {
        let mut out = Vec::new();
        let rows = [["NAME", "LAG"], ["greet", "0"], ["a\u{1b}[31m", "17"]];
        write(&mut out, &rows.map(|row| row.map(str::to_owned))).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "NAME         LAG\ngreet        0\na\\u{1b}[31m  17\n");
    }
}
