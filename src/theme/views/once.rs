//! What stands in many places of a view.

use std::ops::Deref;

use serde::{Serialize, Serializer};

/// The name under which it is serialized.
pub(in crate::theme) const ONCE: &str = "once";

/// A value that many parts of a view share, such as the date of thirty cards: it is written into the
/// tree of the view once, and to any other serializer as if it stood there by itself.
#[derive(Debug, Clone, Copy)]
pub struct Once<'v, T>(pub &'v T);

impl<T> Deref for Once<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0
    }
}

impl<T: Serialize> Serialize for Once<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(ONCE, self.0)
    }
}
