//! How much Discord takes of anything that is sent, and the one place that cuts what is longer.
//!
//! Discord counts Unicode code points (<https://github.com/discord/discord-api-docs/issues/1315>), which Rust calls
//! characters. More than it takes is no shorter message but an error, and the member is told nothing.

/// Of a message's text (<https://docs.discord.com/developers/resources/message#create-message>).
pub const CONTENT: usize = 2000;

/// Of an embed's title (<https://docs.discord.com/developers/resources/message#embed-object-embed-limits>).
pub const EMBED_TITLE: usize = 256;

/// Of an embed's description.
pub const EMBED_DESCRIPTION: usize = 4096;

/// Of the name of an embed's field.
pub const FIELD_NAME: usize = 256;

/// Of the value of an embed's field.
pub const FIELD_VALUE: usize = 1024;

/// The fields of an embed.
pub const FIELDS: usize = 25;

/// Of all texts of all embeds in a message.
pub const EMBEDS: usize = 6000;

/// The buttons of a row, and the rows of a message
/// (<https://docs.discord.com/developers/components/reference#action-row>).
pub const ROW: usize = 5;

/// Of a button's label (<https://docs.discord.com/developers/components/reference#button>).
pub const BUTTON_LABEL: usize = 80;

/// The options of a select menu (<https://docs.discord.com/developers/components/reference#string-select>).
pub const OPTIONS: usize = 25;

/// Of the label of a menu's option.
pub const OPTION: usize = 100;

/// Of what a menu says while nothing is chosen.
pub const PLACEHOLDER: usize = 150;

/// Of all texts that are displayed in a message of components
/// (<https://docs.discord.com/developers/components/reference#text-display>).
pub const DISPLAYED: usize = 4000;

/// Of a form's title
/// (<https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal>).
pub const FORM_TITLE: usize = 45;

/// Of the label of a form's input (<https://docs.discord.com/developers/components/reference#label>).
pub const INPUT_LABEL: usize = 45;

/// Of what stands below that label.
pub const INPUT_DESCRIPTION: usize = 100;

/// The inputs of a form.
pub const INPUTS: usize = 5;

/// Of what is written into a form's input (<https://docs.discord.com/developers/components/reference#text-input>).
pub const INPUT_TEXT: usize = 4000;

/// Of a number that is written into one.
pub const INPUT_NUMBER: usize = 30;

/// Of a pattern and what is said where an answer does not match it, a line each: as much as a form takes of both.
pub const INPUT_PATTERN: usize = 401;

/// The choices offered while an option is typed
/// (<https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete>).
pub const CHOICES: usize = 25;

/// Of a choice's name.
pub const CHOICE_NAME: usize = 100;

/// A text that is at most so long; one that was longer ends in an ellipsis.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    let end = if most == 0 { "" } else { "…" };
    format!("{}{end}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_and_what_does_not_ends_in_an_ellipsis() {
        assert_eq!(cut("hello", 5), "hello");
        assert_eq!(cut("hello", 4), "hel…");
        assert_eq!(cut("🦀🦀🦀", 2), "🦀…");
        assert_eq!(cut("hello there", 7), "hello…");
        assert_eq!((cut("x", 0), cut("xy", 1), cut("", 0)), (String::new(), "…".into(), String::new()));
    }
}
