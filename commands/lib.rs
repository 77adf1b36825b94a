//! All that a Discord user can type, press or fill in.
