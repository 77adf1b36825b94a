//! What a body weighs as BSON, found without taking it apart: its text is walked once and nothing of it is kept.

use std::fmt::{self, Formatter};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use tickit_domain::store::{StoreError, StoreResult};

use super::limits::LONGEST_NAME;

/// How deep a body may nest. MongoDB refuses documents that nest deeper than 100.
const DEEPEST: usize = 64;

/// The size of a body as BSON, in bytes (<https://bsonspec.org/spec.html>); `Invalid` where it is no object, or holds what
/// some engine could not store and give back as it was.
pub(super) fn of_body(text: &str) -> StoreResult<usize> {
    let mut json = serde_json::Deserializer::from_str(text);
    Weighed { depth: 1 }.deserialize(&mut json).map_err(|error| StoreError::Invalid(error.to_string()))
}

/// A value, so deep in its body.
#[derive(Clone, Copy)]
struct Weighed {
    depth: usize,
}

/// A key of an object.
struct Key;

impl Weighed {
    fn leaf<E: Error>(self, weight: usize) -> Result<usize, E> {
        if self.depth == 1 { Err(E::custom("its body is not an object")) } else { self.inner().map(|_| weight) }
    }

    fn inner<E: Error>(self) -> Result<Self, E> {
        if self.depth > DEEPEST {
            return Err(E::custom(format!("its body nests over {DEEPEST} deep")));
        }
        Ok(Self { depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Weighed {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Weighed {
    type Value = usize;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<usize, E> {
        self.leaf(0)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<usize, E> {
        self.leaf(1)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<usize, E> {
        self.leaf(8)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<usize, E> {
        if i64::try_from(number).is_err() {
            return Err(E::custom(format!("{number} is over the largest whole number of 64 bits with a sign")));
        }
        self.leaf(8)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<usize, E> {
        self.leaf(8)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<usize, E> {
        self.leaf(5 + text.len())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<usize, A::Error> {
        let (mut weight, inner) = (self.leaf(5)?, self.inner()?);
        for place in 0_usize.. {
            let Some(item) = items.next_element_seed(inner)? else { break };
            weight += 2 + decimal_digits(place) + item;
        }
        Ok(weight)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<usize, A::Error> {
        let (mut weight, inner) = (5, self.inner()?);
        while let Some(key) = fields.next_key_seed(Key)? {
            weight += 2 + key + fields.next_value_seed(inner)?;
        }
        Ok(weight)
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = usize;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        let identifier = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if identifier && key.len() <= LONGEST_NAME {
            return Ok(key.len());
        }
        let start: String = key.chars().take(32).collect();
        Err(E::custom(format!("{start:?} is not a key: only letters, digits and _ are")))
    }
}

/// The length of an array element's key: its place in decimal.
fn decimal_digits(place: usize) -> usize {
    place.checked_ilog10().map_or(1, |power| power as usize + 1)
}
