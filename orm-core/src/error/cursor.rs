//! What may be wrong with a cursor.

use std::fmt;

/// What is wrong with the text of a [`Cursor`](crate::queryset::Cursor).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CursorFault {
    /// It is no text of a cursor.
    Malformed,
    /// It is of another version of this crate, which wrote cursors in another way.
    Version,
    /// It was changed, or signed with another key, or not signed where it must be.
    Tampered,
    /// It is of another order, or of another model.
    OtherOrder,
}

impl fmt::Display for CursorFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this text is no cursor",
            Self::Version => "this cursor is of another version: begin at the first page",
            Self::Tampered => "this cursor was changed since it was given out",
            Self::OtherOrder => "this cursor is of another list, or of another order of it",
        })
    }
}
