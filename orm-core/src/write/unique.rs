//! Keys that are unique, and lists of columns, as types.

use crate::ast::{Col, Ex};
use crate::model::{FieldAt, ForeignKey, Model};
use crate::path::{Hops, Root};

use super::{MayBeGiven, Place};

/// Columns of a model, as a tuple of [`Place`]s.
pub trait Places: Send + Sync + 'static {
    /// Their places.
    const PLACES: &'static [usize];
}

macro_rules! places {
    ($first:ident $($rest:ident)*) => {
        impl<const $first: usize $(, const $rest: usize)*> Places for (Place<$first>, $(Place<$rest>,)*) {
            const PLACES: &'static [usize] = &[$first $(, $rest)*];
        }
        places!($($rest)*);
    };
    () => {
        impl Places for () {
            const PLACES: &'static [usize] = &[];
        }
    };
}
places!(A B C D E F G H I J K L M N O P Q R S T U V W X);

impl<M: Model, S, const AT: usize> Ex<Col<Root<M>, S, AT>> {
    #[doc(hidden)]
    pub fn place(self) -> Place<AT> {
        Place
    }

    /// The place of a column that is set where a row is there.
    #[doc(hidden)]
    pub fn place_to_set<W>(self) -> Place<AT>
    where
        M: FieldAt<AT, Write = W>,
        W: MayBeGiven,
    {
        Place
    }
}
impl<M: Model, F> Hops<Root<M>, F> {
    #[doc(hidden)]
    pub fn place<const AT: usize>(self) -> Place<AT>
    where
        F: ForeignKey<From = M, Places = Place<AT>>,
    {
        Place
    }

    #[doc(hidden)]
    pub fn place_to_set<W, const AT: usize>(self) -> Place<AT>
    where
        M: FieldAt<AT, Write = W>,
        F: ForeignKey<From = M, Places = Place<AT>>,
        W: MayBeGiven,
    {
        Place
    }
}

/// A model with a unique key of just these columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` declares no unique key of just these columns",
    label = "not unique: two callers at once would each create a row",
    note = "write `#[model(unique)]` on the field, or `#[model(unique(a, b))]` on `{Self}`, and such a constraint in the database"
)]
pub trait UniqueBy<K> {}
