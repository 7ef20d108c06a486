//! Rows that are to be created are asked whether the rules of their model are kept.

use super::create::IntoNew;
use super::new::New;
use crate::Result;
use crate::error::{Invalid, InvalidField};
use crate::model::Model;

/// One row.
///
/// # Errors
/// [`Error::Invalid`](crate::Error::Invalid).
pub(super) fn valid<N: New>(new: &N) -> Result<()> {
    let fields = new.faults();
    if fields.is_empty() {
        return Ok(());
    }
    Err(Invalid::new(N::Model::META.name, fields).into())
}

/// What is wrong with rows that come one after the other.
pub(super) struct Faults {
    /// Otherwise no row is asked.
    asks: bool,
    /// How many rows have come.
    seen: usize,
    /// How many of them are invalid.
    rows: usize,
    fields: Vec<InvalidField>,
}

impl Faults {
    pub(super) fn new(asks: bool) -> Self {
        Self {
            asks,
            seen: 0,
            rows: 0,
            fields: Vec::new(),
        }
    }

    /// The next row.
    pub(super) fn ask<N: New>(&mut self, new: &N) {
        let at = self.seen;
        self.seen += 1;
        if !self.asks {
            return;
        }
        let mut found = new.faults();
        if !found.is_empty() {
            for field in &mut found {
                field.row = Some(at);
            }
            self.rows += 1;
            self.fields.append(&mut found);
        }
    }

    /// Nothing was wrong until now; otherwise the rows that are left are asked as well, so that
    /// all that is wrong is told at once.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid).
    pub(super) fn none<N: New>(
        &mut self,
        rest: &mut impl Iterator<Item: IntoNew<N>>,
    ) -> Result<()> {
        if self.fields.is_empty() {
            return Ok(());
        }
        let mut more = false;
        for new in rest {
            if self.rows == Invalid::ROWS {
                more = true;
                break;
            }
            let mut new = new.into_new();
            new.prepare();
            self.ask(&new);
        }
        let fields = std::mem::take(&mut self.fields);
        let mut invalid = Invalid::new(N::Model::META.name, fields);
        invalid.more = more;
        Err(invalid.into())
    }

    /// As many rows are invalid as are told.
    pub(super) fn are_enough(&self) -> bool {
        self.rows >= Invalid::ROWS
    }
}

/// What the derive writes for a validated model, or else for one that is not: the derive does not
/// know whether the feature `garde` is on.
#[cfg(feature = "garde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_rules {
    ($(quietly)? { $($with:tt)* } { $($without:tt)* }) => { $($with)* };
}
/// The same, with words for those who forgot the feature.
#[cfg(not(feature = "garde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_rules {
    (quietly { $($with:tt)* } { $($without:tt)* }) => { $($without)* };
    ({ $($with:tt)* } { $($without:tt)* }) => {
        ::core::compile_error!(
            "a validated model needs the feature `garde` of orm-core, which is off"
        );
        $($without)*
    };
}
