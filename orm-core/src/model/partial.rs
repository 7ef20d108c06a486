//! Fields left out of a row: which, as a type, and what stands in their place.

use std::fmt;
use std::marker::PhantomData;

use diesel::deserialize::{self, FromSql};
use diesel::row::Row;

use super::{FieldAt, Model, Record, field_error};
use crate::ast::Nullness;
use crate::load::spec::Partly;

/// In place of a field that `only` or `defer` left out of the row. It has no value: whatever
/// would read the field does not compile.
///
/// ```
/// # orm_core::doctest_models!();
/// let tracks = queryset!(Track.only(name).order_by(id)).load(&mut connection())?;
/// assert_eq!(tracks[0].name, "Overdose");
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
/// Of two rows without a field none has another value of it.
impl<T, U: AlsoDeferred<T>> PartialEq<U> for Deferred<T> {
    fn eq(&self, _: &U) -> bool {
        true
    }
}
impl<T> fmt::Debug for Deferred<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deferred")
    }
}

/// A field that was not loaded, as another one to which it is compared.
#[diagnostic::on_unimplemented(
    message = "this field was not loaded: `only` or `defer` left it out of the row",
    label = "left out of the row",
    note = "name it in `only(…)`, or take it out of `defer(…)`: the query then reads it with the others"
)]
pub trait AlsoDeferred<T> {}
impl<T> AlsoDeferred<T> for Deferred<T> {}

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
    /// What is loaded, with these fields.
    type Rows<L>;
    /// What is loaded, with these fields.
    fn rows<L>(list: L) -> Self::Rows<L>;
}
/// No mask: the rows are whole.
impl FieldMask for () {
    type Rows<L> = L;
    fn rows<L>(list: L) -> L {
        list
    }
    type KeysAlone = ();
    const BITS: u128 = 0;
    const LEN: usize = 0;
}
impl<H: Choose, T: FieldMask> FieldMask for (H, T) {
    type KeysAlone = (H::Others, T::KeysAlone);
    const BITS: u128 = (H::IN_ROW as u128) | (T::BITS << 1);
    const LEN: usize = 1 + T::LEN;
    type Rows<L> = Partly<Self, L>;
    fn rows<L>(list: L) -> Partly<Self, L> {
        Partly {
            list,
            fields: PhantomData,
        }
    }
}

/// A model of whose rows fields can be left out: `#[model(partial)]`.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` hold all of its fields",
    label = "none of its fields can be left out",
    note = "write `#[model(partial)]` on `{Self}`: the derive then writes what `only` and `defer` need"
)]
pub trait PartialModel: Model {}

/// The fields of a model that are in a row where `F` says which. Written by the derive.
pub trait Partial<F: FieldMask + FieldValues<Self, 0>>: PartialModel {
    /// They.
    type Record: Record<Model = Self>;
    /// They, out of their values.
    fn partial(values: F::Values) -> Self::Record;
}

/// What field `AT` of a model holds.
type Field<M, const AT: usize> =
    <<M as FieldAt<AT>>::Null as Nullness>::Of<<M as FieldAt<AT>>::Rust>;

/// The values of the fields of `M` from number `AT` on: `(first, (second, ()))`.
pub trait FieldValues<M, const AT: usize> {
    /// The values.
    type Values: 'static;
}
impl<M, const AT: usize> FieldValues<M, AT> for () {
    type Values = ();
}

/// Reading them.
pub trait ReadFields<M, DB, const AT: usize>: FieldValues<M, AT> {
    /// Reads them, from the column at `at` on, and moves `at` behind them.
    ///
    /// # Errors
    /// [`Error::Field`](crate::Error::Field), boxed.
    fn read<'r, R: Row<'r, DB>>(row: &R, at: &mut usize) -> deserialize::Result<Self::Values>
    where
        DB: diesel::backend::Backend;
}
impl<M, DB, const AT: usize> ReadFields<M, DB, AT> for () {
    #[inline]
    fn read<'r, R: Row<'r, DB>>(_: &R, _: &mut usize) -> deserialize::Result<()>
    where
        DB: diesel::backend::Backend,
    {
        Ok(())
    }
}

macro_rules! fields {
    ($($at:literal $next:literal)*) => { $(
        impl<M, H, T> FieldValues<M, $at> for (H, T)
        where
            M: FieldAt<$at>,
            H: Choose,
            T: FieldValues<M, $next>,
        {
            type Values = (H::Of<Field<M, $at>>, T::Values);
        }
        impl<M, DB, H, T> ReadFields<M, DB, $at> for (H, T)
        where
            M: FieldAt<$at> + Model,
            <M as FieldAt<$at>>::Rust: FromSql<<M as FieldAt<$at>>::Stored, DB>,
            H: Choose,
            T: ReadFields<M, DB, $next>,
            DB: diesel::backend::Backend,
        {
            #[inline]
            fn read<'r, R: Row<'r, DB>>(
                row: &R,
                at: &mut usize,
            ) -> deserialize::Result<Self::Values> {
                let value = H::read(at, |place| {
                    <M as FieldAt<$at>>::Null::read::<
                        <M as FieldAt<$at>>::Rust,
                        <M as FieldAt<$at>>::Stored,
                        DB,
                        R,
                    >(row, place)
                    .map_err(|error| field_error(M::META, $at, &*error))
                })?;
                Ok((value, T::read(row, at)?))
            }
        }
    )* };
}
fields! {
    0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10 10 11 11 12 12 13 13 14 14 15 15 16 16 17 17
    18 18 19 19 20 20 21 21 22 22 23 23 24 24 25 25 26 26 27 27 28 28 29 29 30 30 31 31 32
    32 33 33 34 34 35 35 36 36 37 37 38 38 39 39 40 40 41 41 42 42 43 43 44 44 45 45 46 46
    47 47 48 48 49 49 50 50 51 51 52 52 53 53 54 54 55 55 56 56 57 57 58 58 59 59 60 60 61
    61 62 62 63 63 64 64 65 65 66 66 67 67 68 68 69 69 70 70 71 71 72 72 73 73 74 74 75 75
    76 76 77 77 78 78 79 79 80 80 81 81 82 82 83 83 84 84 85 85 86 86 87 87 88 88 89 89 90
    90 91 91 92 92 93 93 94 94 95 95 96 96 97 97 98 98 99 99 100 100 101 101 102 102 103
    103 104 104 105 105 106 106 107 107 108 108 109 109 110 110 111 111 112 112 113 113
    114 114 115 115 116 116 117 117 118 118 119 119 120 120 121 121 122 122 123 123 124
    124 125 125 126 126 127 127 128
}
