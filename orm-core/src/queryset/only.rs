//! `only` and `defer`: which fields of the rows are read.

use std::marker::PhantomData;

use super::slots::ListOf;
use super::{All, Apply, Combined, Groups, PutInto, QuerySet, Ranked, Selection, Windows};
use crate::ast::{Col, Ex, NoSlice};
use crate::load::pick_listed::WithRows;
use crate::load::pick_values::With;
use crate::load::slot::NotLoaded;
use crate::load::spec::{Batch, Join, Partly};
use crate::model::{Choose, Chosen, FieldMask, Model, Omitted, PartialModel, Relation};
use crate::path::{IntoHop, Path, PathList};

/// Field number `AT` of a model.
#[derive(Clone, Copy, Default)]
pub struct FieldPlace<const AT: usize>;

/// A field, in `only` and `defer`.
#[diagnostic::on_unimplemented(
    message = "`only` and `defer` name fields, and this is none",
    label = "a field of the model goes here",
    note = "what is calculated is left out by not asking for it; a relation by not loading it"
)]
pub trait NamedField {
    /// The model that has it.
    type Of;
    /// Which one.
    type Place: Default;
}
#[diagnostic::do_not_recommend]
impl<P: Path, S, const AT: usize> NamedField for Ex<Col<P, S, AT>> {
    type Of = P::Model;
    type Place = FieldPlace<AT>;
}

/// A field that may be left out of a row.
#[diagnostic::on_unimplemented(
    message = "a key cannot be left out: rows and their relations are put together by it",
    label = "a key, which is in every row",
    note = "keys are the primary key, foreign keys and the tenant"
)]
pub trait Deferrable {}
#[diagnostic::do_not_recommend]
impl<P, S, const AT: usize> Deferrable for Ex<Col<P, S, AT>> where
    P: Path<Model: PartialModel<Mask: DeferAt<AT, Field: NoKey>>>
{
}

/// A field that `only` names.
pub fn only_field<E: NamedField<Of: PartialModel>>(_: E) -> E::Place {
    Default::default()
}

/// A field that `defer` names.
pub fn defer_field<E: NamedField<Of: PartialModel> + Deferrable>(_: E) -> E::Place {
    Default::default()
}

/// The mask in which field `AT` is chosen.
pub trait NameAt<const AT: usize>: FieldMask {
    /// The mask.
    type Mask: FieldMask;
}
/// The mask in which field `AT` is left out, where it may be.
pub trait DeferAt<const AT: usize>: FieldMask {
    /// The mask.
    type Mask: FieldMask;
    /// The field before.
    type Field: Choose;
}

/// A field that is no key.
pub trait NoKey: Choose {}
impl NoKey for Chosen {}
impl NoKey for Omitted {}

impl<H: Choose, T: FieldMask> NameAt<0> for (H, T) {
    type Mask = (H::Named, T);
}
// A model whose rows are always whole has no mask, and its fields have been told so.
impl<const AT: usize> NameAt<AT> for () {
    type Mask = ();
}
impl<const AT: usize> DeferAt<AT> for () {
    type Mask = ();
    type Field = Chosen;
}
impl<H: Choose, T: FieldMask> DeferAt<0> for (H, T) {
    type Mask = (H::Others, T);
    type Field = H;
}

macro_rules! behind {
    ($($before:literal $at:literal)*) => { $(
        impl<H: Choose, T: NameAt<$before>> NameAt<$at> for (H, T) {
            type Mask = (H, T::Mask);
        }
        impl<H: Choose, T: DeferAt<$before>> DeferAt<$at> for (H, T) {
            type Mask = (H, T::Mask);
            type Field = T::Field;
        }
    )* };
}
behind! {
    0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10 10 11 11 12 12 13 13 14 14 15 15 16 16 17 17 18
    18 19 19 20 20 21 21 22 22 23 23 24 24 25 25 26 26 27 27 28 28 29 29 30 30 31 31 32 32 33
    33 34 34 35 35 36 36 37 37 38 38 39 39 40 40 41 41 42 42 43 43 44 44 45 45 46 46 47 47 48
    48 49 49 50 50 51 51 52 52 53 53 54 54 55 55 56 56 57 57 58 58 59 59 60 60 61 61 62 62 63
    63 64 64 65 65 66 66 67 67 68 68 69 69 70 70 71 71 72 72 73 73 74 74 75 75 76 76 77 77 78
    78 79 79 80 80 81 81 82 82 83 83 84 84 85 85 86 86 87 87 88 88 89 89 90 90 91 91 92 92 93
    93 94 94 95 95 96 96 97 97 98 98 99 99 100 100 101 101 102 102 103 103 104 104 105 105 106
    106 107 107 108 108 109 109 110 110 111 111 112 112 113 113 114 114 115 115 116 116 117
    117 118 118 119 119 120 120 121 121 122 122 123 123 124 124 125 125 126 126 127
}

/// A mask `F` after fields were named in `only`: `(first, (second, ()))`.
pub trait Named<F> {
    /// The mask.
    type Mask: FieldMask;
}
impl<F: FieldMask> Named<F> for () {
    type Mask = F;
}
impl<F, T, const AT: usize> Named<F> for (FieldPlace<AT>, T)
where
    F: NameAt<AT>,
    T: Named<F::Mask>,
{
    type Mask = T::Mask;
}

/// A mask `F` after fields were named in `defer`.
pub trait Left<F> {
    /// The mask.
    type Mask: FieldMask;
}
impl<F: FieldMask> Left<F> for () {
    type Mask = F;
}
impl<F, T, const AT: usize> Left<F> for (FieldPlace<AT>, T)
where
    F: DeferAt<AT>,
    T: Left<F::Mask>,
{
    type Mask = T::Mask;
}

/// The rows hold these fields.
pub struct OnlyThese<Fs>(PhantomData<fn() -> Fs>);
/// The rows do not hold these fields.
pub struct Without<Fs>(PhantomData<fn() -> Fs>);

impl<Fs> Default for OnlyThese<Fs> {
    fn default() -> Self {
        Self(PhantomData)
    }
}
impl<Fs> Default for Without<Fs> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

/// Rows whose fields can be chosen.
pub trait Narrow<M, Op> {
    /// The rows with the fields.
    type Out;
    /// Chooses them.
    fn narrow(self) -> Self::Out;
}

macro_rules! whole_rows {
    ($(<$($param:ident),*> $specs:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M: Model, Fs $(, $param)*> Narrow<M, OnlyThese<Fs>> for $specs
        where
            Fs: Named<<M::Mask as FieldMask>::KeysAlone>,
        {
            type Out = <Fs::Mask as FieldMask>::Rows<Self>;
            fn narrow(self) -> Self::Out {
                Fs::Mask::rows(self)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M: Model, Fs $(, $param)*> Narrow<M, Without<Fs>> for $specs
        where
            Fs: Left<M::Mask>,
        {
            type Out = <Fs::Mask as FieldMask>::Rows<Self>;
            fn narrow(self) -> Self::Out {
                Fs::Mask::rows(self)
            }
        }
    )* };
}
whole_rows! {
    <> ();
    <H, T> (H, T);
}

/// A second `only` replaces the first.
#[diagnostic::do_not_recommend]
impl<M: Model, Fs, F, L> Narrow<M, OnlyThese<Fs>> for Partly<F, L>
where
    Fs: Named<<M::Mask as FieldMask>::KeysAlone>,
{
    type Out = <Fs::Mask as FieldMask>::Rows<L>;
    fn narrow(self) -> Self::Out {
        Fs::Mask::rows(self.list)
    }
}
#[diagnostic::do_not_recommend]
impl<M, Fs, F, L> Narrow<M, Without<Fs>> for Partly<F, L>
where
    Fs: Left<F>,
{
    type Out = <Fs::Mask as FieldMask>::Rows<L>;
    fn narrow(self) -> Self::Out {
        Fs::Mask::rows(self.list)
    }
}

// What stands beside the rows stays.

#[diagnostic::do_not_recommend]
impl<M, Op, L: Narrow<M, Op>, N, E, F> Narrow<M, Op> for With<L, N, E, F> {
    type Out = With<L::Out, N, E, F>;
    fn narrow(self) -> Self::Out {
        With {
            pick: self.pick.narrow(),
            exprs: self.exprs,
            beside: self.beside,
            names: PhantomData,
        }
    }
}
#[diagnostic::do_not_recommend]
impl<M, Op, L: Narrow<M, Op>, R, Q, F> Narrow<M, Op> for WithRows<L, R, Q, F> {
    type Out = WithRows<L::Out, R, Q, F>;
    fn narrow(self) -> Self::Out {
        WithRows {
            pick: self.pick.narrow(),
            batch: self.batch,
            beside: self.beside,
            relation: PhantomData,
        }
    }
}

/// A relation that is loaded, so that its rows' fields can be chosen.
#[diagnostic::on_unimplemented(
    message = "this relation is not loaded, so none of its fields can be chosen",
    label = "of a relation that is not loaded",
    note = "load it first: `.select_related(…)` or `.prefetch_related(…)` before `only` and `defer`"
)]
pub trait LoadedBefore {}

/// `only` and `defer`.
pub trait OfFields {}
impl<R: LoadedBefore, Rest, Op: OfFields> Apply<R, Rest, Op> for NotLoaded {
    type Out = Self;
    fn apply(self, _: Op) -> Self {
        self
    }
}

macro_rules! at_the_end {
    ($($op:ident)*) => { $(
        impl<Fs> OfFields for $op<Fs> {}
        #[diagnostic::do_not_recommend]
        impl<R, Fs, L> Apply<R, (), $op<Fs>> for Join<L>
        where
            R: Relation,
            L: Narrow<R::To, $op<Fs>>,
        {
            type Out = Join<L::Out>;
            fn apply(self, _: $op<Fs>) -> Self::Out {
                Join(self.0.narrow())
            }
        }
        #[diagnostic::do_not_recommend]
        impl<R, Fs, M, W, O, D, S, L> Apply<R, (), $op<Fs>> for Batch<QuerySet<M, W, O, D, S, L>>
        where
            L: Narrow<M, $op<Fs>>,
        {
            type Out = Batch<QuerySet<M, W, O, D, S, L::Out>>;
            fn apply(self, _: $op<Fs>) -> Self::Out {
                Batch(self.0.with_slots(L::narrow))
            }
        }
    )* };
}
at_the_end!(OnlyThese Without);

/// Fields of rows `L` of `M`. They are the `Self` here: while they are not known the compiler
/// does not know that there is no impl, and so gives the text below.
#[diagnostic::on_unimplemented(
    message = "`only` and `defer` speak of the fields of rows, and these are values",
    label = "not rows",
    note = "values are what was asked for, and nothing else: ask for fewer"
)]
pub trait FieldsIn<M, L, Op> {
    /// The rows with the fields.
    type Out;
    /// Chooses them.
    fn choose(rows: L) -> Self::Out;
}
#[diagnostic::do_not_recommend]
impl<Fs, M, L: Narrow<M, Op>, Op> FieldsIn<M, L, Op> for Fs {
    type Out = L::Out;
    fn choose(rows: L) -> L::Out {
        rows.narrow()
    }
}

/// What is no queryset of rows that are still to be read: nothing is.
#[diagnostic::on_unimplemented(
    message = "`only` and `defer` choose what is read of rows, and here no rows are to be read",
    label = "no rows that are still to be read",
    note = "they are steps of a queryset that gives rows: `Model.only(field).load(…)`"
)]
pub trait StillToRead<C> {}

/// What gives rows, which can be other rows of the same model.
pub trait GivesRows {
    /// The model.
    type Model;
    /// What is loaded.
    type Rows;
    /// The same of other rows.
    type With<L>;
    /// Changes what is loaded.
    fn with_rows<L>(self, change: impl FnOnce(Self::Rows) -> L) -> Self::With<L>;
}

/// The model of a queryset.
type ModelIn<Q> = <Q as Selection>::Model;

macro_rules! steps {
    ($(<$($param:ident $(: $bound:ident)?),*> $builder:ty, $model:ty, $with:ty, |$self:ident, $change:ident| $changed:expr;)*) => { $(
        impl<$($param $(: $bound)?),*> GivesRows for $builder {
            type Model = $model;
            type Rows = L;
            type With<NewRows> = $with;
            fn with_rows<NewRows>($self, $change: impl FnOnce(L) -> NewRows) -> $with {
                $changed
            }
        }

        impl<$($param $(: $bound)?),*> $builder {
            /// Of each row only these fields are read, and the keys, by which rows are put
            /// together. The others are not in the row: whatever reads one does not compile.
            /// A second `only` replaces the first.
            ///
            /// `queryset!` takes fields of loaded relations as well; what of a relation no
            /// field is named stays whole:
            ///
            /// ```
            /// # orm_core::doctest_models!();
            /// let albums = queryset!(
            ///     Album
            ///         .select_related(artist)
            ///         .prefetch_related(tracks)
            ///         .only(title, tracks.name)
            ///         .order_by(id)
            /// );
            /// let albums = albums.load(&mut connection())?; // 2 queries
            /// assert_eq!(albums[0].title, "Let There Be Rock");
            /// assert_eq!(albums[0].artist().name, "AC/DC");
            /// assert_eq!(albums[0].tracks()[1].name, "Dog Eat Dog");
            /// # Ok::<(), orm_core::Error>(())
            /// ```
            ///
            /// SQL: `SELECT keys, fields FROM …`.
            pub fn only<Fs>(self, fields: Fs) -> <Self as GivesRows>::With<Fs::Out>
            where
                Fs: FieldsIn<<Self as GivesRows>::Model, L, OnlyThese<Fs>>,
            {
                let _ = fields;
                self.with_rows(Fs::choose)
            }

            /// The same of a relation's rows.
            pub fn only_of<R, Fs>(
                self,
                relation: R,
                fields: Fs,
            ) -> <Self as GivesRows>::With<<R as PutInto<L, ListOf<R>, OnlyThese<Fs>>>::Out>
            where
                R: IntoHop,
                R::Parent: PathList<(R::Rel, ())>,
                R: PutInto<L, ListOf<R>, OnlyThese<Fs>>,
            {
                let _ = (relation, fields);
                self.with_rows(|rows| R::put_into(rows, OnlyThese::default()))
            }

            /// Of each row these fields are not read, and are not in the row.
            ///
            /// ```
            /// # orm_core::doctest_models!();
            /// let tracks = queryset!(Track.defer(milliseconds, unit_price).order_by(id));
            /// assert_eq!(tracks.load(&mut connection())?[1].name, "Dog Eat Dog");
            /// # Ok::<(), orm_core::Error>(())
            /// ```
            ///
            /// SQL: `SELECT other fields FROM …`.
            pub fn defer<Fs>(self, fields: Fs) -> <Self as GivesRows>::With<Fs::Out>
            where
                Fs: FieldsIn<<Self as GivesRows>::Model, L, Without<Fs>>,
            {
                let _ = fields;
                self.with_rows(Fs::choose)
            }

            /// The same of a relation's rows.
            pub fn defer_of<R, Fs>(
                self,
                relation: R,
                fields: Fs,
            ) -> <Self as GivesRows>::With<<R as PutInto<L, ListOf<R>, Without<Fs>>>::Out>
            where
                R: IntoHop,
                R::Parent: PathList<(R::Rel, ())>,
                R: PutInto<L, ListOf<R>, Without<Fs>>,
            {
                let _ = (relation, fields);
                self.with_rows(|rows| R::put_into(rows, Without::default()))
            }
        }
    )* };
}
steps! {
    <M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>, M, QuerySet<M, W, O, D, S, NewRows>,
        |self, change| self.with_slots(change);
    <M, W, O, L> Windows<QuerySet<M, W, O, All, NoSlice, L>>, M,
        Windows<QuerySet<M, W, O, All, NoSlice, NewRows>>,
        |self, change| Windows(self.0.with_slots(change));
    <Q: Selection, L, H, O, S> Ranked<Q, L, H, O, S>, ModelIn<Q>, Ranked<Q, NewRows, H, O, S>,
        |self, change| self.with_pick(change);
}

macro_rules! no_rows {
    ($(<$($param:ident),*> $builder:ty;)*) => { $(
        /// Answers that nothing is read of rows here.
        impl<$($param),*> $builder {
            #[doc(hidden)]
            pub fn only<Fs: StillToRead<Self>>(self, _: Fs) -> Self {
                self
            }
            #[doc(hidden)]
            pub fn only_of<R, Fs: StillToRead<Self>>(self, _: R, _: Fs) -> Self {
                self
            }
            #[doc(hidden)]
            pub fn defer<Fs: StillToRead<Self>>(self, _: Fs) -> Self {
                self
            }
            #[doc(hidden)]
            pub fn defer_of<R, Fs: StillToRead<Self>>(self, _: R, _: Fs) -> Self {
                self
            }
        }
    )* };
}
no_rows! {
    <M, W, K, L, H, O, S> Groups<M, W, K, L, H, O, S>;
    <Op, A, B, O, S> Combined<Op, A, B, O, S>;
}
