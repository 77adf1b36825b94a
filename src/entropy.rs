//! The operating system's randomness.

use std::io;

use rand::TryRng;
use rand::rngs::SysRng;

/// A number to begin with where randomness need not be secret.
pub fn random_seed() -> io::Result<u64> {
    SysRng.try_next_u64().map_err(io::Error::other)
}

/// So many random bytes.
pub fn random_bytes<const BYTES: usize>() -> io::Result<[u8; BYTES]> {
    let mut bytes = [0_u8; BYTES];
    SysRng.try_fill_bytes(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

/// So many random bytes, as hex.
pub fn random_hex<const BYTES: usize>() -> io::Result<String> {
    let digits = random_bytes::<BYTES>()?.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
}
