//! What a bot must be allowed to in a guild for tickets to work.

/// The names in Discord's role settings, and the bits:
/// <https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags>
const NEEDED: [(&str, u64); 7] = [
    ("View Channels", 1 << 10),
    ("Manage Channels", 1 << 4),
    ("Manage Permissions", 1 << 28),
    ("Send Messages", 1 << 11),
    ("Embed Links", 1 << 14),
    ("Attach Files", 1 << 15),
    ("Read Message History", 1 << 16),
];
const ADMINISTRATOR: u64 = 1 << 3;

/// The names of what is needed and not granted.
pub fn missing(granted: u64) -> Vec<&'static str> {
    if granted & ADMINISTRATOR != 0 {
        return Vec::new();
    }
    NEEDED.iter().filter(|(_, bit)| granted & bit == 0).map(|(name, _)| *name).collect()
}

/// All of what is needed, as an invitation asks for it.
pub fn needed() -> u64 {
    NEEDED.iter().fold(0, |all, (_, bit)| all | bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_lack_nothing_and_others_what_they_lack() {
        assert_eq!(missing(ADMINISTRATOR), Vec::<&str>::new());
        assert_eq!(missing(needed()), Vec::<&str>::new());
        assert_eq!(missing(needed() & !(1 << 4)), ["Manage Channels"]);
        assert_eq!(missing(0).len(), NEEDED.len());
    }
}
