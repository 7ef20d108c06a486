//! Fields left out of a row: which, as a type, and what stands in their place.

use std::fmt;
use std::marker::PhantomData;

use diesel::deserialize;
use diesel::row::Row;

use super::{Model, Record};

/// In place of a field that `only` or `defer` left out of the row. It has no value: whatever
/// would read the field does not compile.
///
/// ```
/// # orm_core::doctest_models!();
/// let tracks = queryset!(Track.only(name).order_by(id)).load(&mut connection())?;
/// assert_eq!(tracks[0].name, "Go Down");
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// ```compile_fail
/// # orm_core::doctest_models!();
/// let tracks = queryset!(Track.only(name).order_by(id)).load(&mut connection())?;
/// println!("{}", tracks[0].milliseconds); // this field was not loaded
/// # Ok::<(), orm_core::Error>(())
/// ```
pub struct Deferred<T>(PhantomData<fn() -> T>);

impl<T> Clone for Deferred<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Deferred<T> {}
impl<T> PartialEq for Deferred<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl<T> fmt::Debug for Deferred<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deferred")
    }
}

/// A field that was loaded. Of one that was not, each use that is written below answers so.
#[diagnostic::on_unimplemented(
    message = "this field was not loaded: `only` or `defer` left it out of the row",
    label = "left out of the row",
    note = "name it in `only(…)`, or take it out of `defer(…)`: the query then reads it with the others"
)]
pub trait WasLoaded {}

/// Why it cannot be shown.
#[diagnostic::do_not_recommend]
impl<T> fmt::Display for Deferred<T>
where
    Deferred<T>: WasLoaded,
{
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

/// Whether a field is in the row.
pub trait Choose: 'static {
    /// The field: its type, or [`Deferred`].
    type Of<T: 'static>: 'static;
    /// The same field, where it is named in `only`.
    type Named: Choose;
    /// The same field, where others are named in `only`.
    type Others: Choose;
    /// It is in the row.
    const IN_ROW: bool;
    /// Reads the field, whose column is at `at` if it has one, and moves `at` behind it.
    ///
    /// # Errors
    /// Those of `read`.
    fn read<T>(
        at: &mut usize,
        read: impl FnOnce(usize) -> deserialize::Result<T>,
    ) -> deserialize::Result<Self::Of<T>>;
}

/// A key, by which rows are put together: always in the row.
pub struct Kept;
/// In the row.
pub struct Chosen;
/// Not in the row.
pub struct Omitted;

macro_rules! in_row {
    ($choice:ty, $others:ty) => {
        impl Choose for $choice {
            type Of<T: 'static> = T;
            type Named = Self;
            type Others = $others;
            const IN_ROW: bool = true;
            #[inline]
            fn read<T>(
                at: &mut usize,
                read: impl FnOnce(usize) -> deserialize::Result<T>,
            ) -> deserialize::Result<T> {
                let place = *at;
                *at += 1;
                read(place)
            }
        }
    };
}
in_row!(Kept, Kept);
in_row!(Chosen, Omitted);

impl Choose for Omitted {
    type Of<T: 'static> = Deferred<T>;
    type Named = Chosen;
    type Others = Omitted;
    const IN_ROW: bool = false;
    #[inline]
    fn read<T>(
        _: &mut usize,
        _: impl FnOnce(usize) -> deserialize::Result<T>,
    ) -> deserialize::Result<Deferred<T>> {
        Ok(Deferred(PhantomData))
    }
}

/// A [`Choose`] for each field: `(first, (second, ()))`.
pub trait FieldMask: 'static {
    /// The keys alone.
    type KeysAlone: FieldMask;
    /// Which fields are in the row, a bit each.
    const BITS: u128;
    /// How many fields there are.
    const LEN: usize;
}
impl FieldMask for () {
    type KeysAlone = ();
    const BITS: u128 = 0;
    const LEN: usize = 0;
}
impl<H: Choose, T: FieldMask> FieldMask for (H, T) {
    type KeysAlone = (H::Others, T::KeysAlone);
    const BITS: u128 = (H::IN_ROW as u128) | (T::BITS << 1);
    const LEN: usize = 1 + T::LEN;
}

/// The fields of a model that are in a row where `F` says which. Written by the derive.
pub trait Partial<F: FieldMask>: Model {
    /// They.
    type Record: Record<Model = Self>;
}

/// Reading them. Written by the derive.
pub trait ReadPartial<F: FieldMask, DB: diesel::backend::Backend>: Partial<F> {
    /// Reads them, from the column at `at` on, and moves `at` behind them.
    ///
    /// # Errors
    /// [`Error::Field`](crate::Error::Field), boxed.
    fn read_partial<'r, R: Row<'r, DB>>(
        row: &R,
        at: &mut usize,
    ) -> deserialize::Result<Self::Record>;
}
