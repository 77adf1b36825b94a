//! As what an export of the audit log comes: CSV by RFC 4180, or a JSON object a line.

use serde::Deserialize;
use serde_json::Value;

use super::EntryOut;

/// As what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum Format {
    Csv,
    Ndjson,
}

/// What the columns of CSV are called, in their order.
const HEAD: &str = "id,position,at,kind,subject,actor,actor_name,door,before,after\r\n";

impl Format {
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// How the names of its files end.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// What stands before all entries.
    pub(super) const fn head(self) -> &'static str {
        match self {
            Self::Csv => HEAD,
            Self::Ndjson => "",
        }
    }

    /// One entry, with its end of line.
    pub(super) fn line(self, entry: &EntryOut) -> String {
        match self {
            Self::Csv => csv(entry),
            Self::Ndjson => serde_json::to_string(entry).unwrap_or_default() + "\n",
        }
    }
}

fn csv(entry: &EntryOut) -> String {
    let EntryOut { id, position, at, kind, subject, actor, actor_name, door, before, after } = entry;
    let position = position.map(|position| position.to_string()).unwrap_or_default();
    let door = serde_json::to_value(door).ok().and_then(|door| door.as_str().map(str::to_owned)).unwrap_or_default();
    let [before, after] = [before, after].map(|fields| Value::Object(fields.clone()).to_string());
    let cells: [&str; 10] = [id, &position, at, kind, subject, actor, actor_name, &door, &before, &after];
    cells.map(cell).join(",") + "\r\n"
}

/// One cell. What a spreadsheet would take for a formula is made a text by a `'` in front.
pub(in crate::http) fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_all_else_comes_back_as_it_was() {
        for (text, expected) in [
            ("=1+1", r#""'=1+1""#),
            ("+1", r#""'+1""#),
            ("-1", r#""'-1""#),
            ("@x", r#""'@x""#),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""),
            ("a=1", r#""a=1""#),
            ("say \"hi\", then\r\ngo", "\"say \"\"hi\"\", then\r\ngo\""),
            ("", r#""""#),
            ("ünï", r#""ünï""#),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
