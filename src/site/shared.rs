//! Values that many articles have alike, held once for all of them.
//!
//! A newspaper has a few hundred reporters, a dozen columns and districts, and an archive names them
//! in every article. They are looked up by the form in which the cache stores them, so that taking
//! up a hundred thousand articles makes none of them anew. They stay until the process ends: what
//! it has read of names is all they are.

use std::{
    borrow::Borrow,
    cell::Cell,
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
};

use internment::Intern;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error, Visitor},
};

/// One of those values.
pub struct Shared<T: 'static>(Intern<Stored<T>>);

/// A value with its stored form, by which it is found.
struct Stored<T> {
    bytes: Box<[u8]>,
    value: T,
}

/// What can be shared.
pub trait Share: Serialize + DeserializeOwned + Default + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Default + Send + Sync + 'static> Share for T {}

impl<T: Share> Shared<T> {
    /// The one that is like this; `value` is stored like `T`, of which it may be a view.
    pub fn new(value: &impl Serialize) -> Self {
        thread_local!(static BYTES: Cell<Vec<u8>> = const { Cell::new(Vec::new()) });
        let mut bytes = BYTES.take();
        bytes.clear();
        // Plain data always has this form.
        let bytes = postcard::to_extend(value, bytes).unwrap_or_default();
        let shared = Self(Intern::from_ref(bytes.as_slice()));
        BYTES.set(bytes);
        shared
    }
}

impl<T: Share> From<&[u8]> for Stored<T> {
    /// What is stored has been told from damage by a hash before; nothing is made of what is no value.
    fn from(bytes: &[u8]) -> Self {
        Self { bytes: bytes.into(), value: postcard::from_bytes(bytes).unwrap_or_default() }
    }
}

impl<T> Borrow<[u8]> for Stored<T> {
    fn borrow(&self) -> &[u8] {
        &self.bytes
    }
}

impl<T> PartialEq for Stored<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> Eq for Stored<T> {}

impl<T> Hash for Stored<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shared<T> {}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.as_ref().value
    }
}

// Equal ones are the same one.
impl<T: Share> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: Share> Eq for Shared<T> {}

impl<T: Share> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0.as_ref().bytes)
    }
}

impl<'de, T: Share> Deserialize<'de> for Shared<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl<'de> Visitor<'de> for Bytes {
            type Value = &'de [u8];

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
                Ok(bytes)
            }
        }

        deserializer.deserialize_bytes(Bytes).map(|bytes| Self(Intern::from_ref(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::Shared;

    #[test]
    fn equal_values_are_one_and_come_back() {
        let names = |names: &[&str]| Shared::<Vec<String>>::new(&names);
        let (a, b, c) = (names(&["甲", "乙"]), names(&["甲", "乙"]), names(&["甲乙"]));
        assert!(std::ptr::eq(&*a, &*b) && a == b && a != c);
        assert_eq!(*a, ["甲", "乙"]);
        let stored = postcard::to_stdvec(&(a, c)).unwrap();
        assert_eq!(postcard::from_bytes::<(Shared<Vec<String>>, Shared<Vec<String>>)>(&stored).unwrap(), (a, c));
        assert!(postcard::from_bytes::<Shared<Vec<String>>>(&[5, 1]).is_err());
        assert!(postcard::from_bytes::<Shared<Vec<String>>>(&[2, 9, 9]).unwrap().is_empty());
    }
}
