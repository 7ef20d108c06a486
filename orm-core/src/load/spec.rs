//! What a queryset loads with its rows, as a type: one spec a relation, in a list.
//!
//! A spec knows the type of the slot it fills, the joins and columns it adds to the
//! query, and how many queries of its own it takes.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;

use super::count::{Flag, Nat, No, S, Z};
use super::pick::{Pick, PickRow};
use super::slot::NotLoaded;
use crate::ast::{Condition, Slice};
use crate::backend::{Backend, push_number};
use crate::model::ExactlyOne;
use crate::model::{
    Arity, FieldMask, FieldValues, Item, Many, Maybe, Model, ModelMeta, Partial, Record, Relation,
};
use crate::path::{Hop, Joins, LeadOf, Path, Quoted};
use crate::queryset::{Refined, Selection};

/// Load it by JOIN, and with it what `L` says.
#[derive(Clone, Copy, Default)]
pub struct Join<L>(pub L);

/// Load it by a batched query: this queryset's rows.
#[derive(Clone, Copy)]
pub struct Batch<Q>(pub Q);

/// Reads nothing: the slot waits for its batched query.
pub struct Waits<S>(PhantomData<fn() -> S>);

/// Names of result columns, where a derived table needs them.
pub type Names<'n> = Option<&'n mut usize>;

/// Writes the columns of the rows that `P` leads to that are among `chosen`.
pub(crate) fn push_row<P: Path, DB: Backend>(
    chosen: u128,
    first: bool,
    names: &mut Names<'_>,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let lead = LeadOf::<P>::LEAD;
    push_columns(P::Model::META, chosen, lead, first, names, out)
}

/// Writes the model's columns that are among `chosen`, with a comma before each but the very
/// first of a SELECT.
fn push_columns<DB: Backend>(
    meta: &ModelMeta,
    chosen: u128,
    lead: &Quoted,
    mut first: bool,
    names: &mut Names<'_>,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let dialect = out.backend().dialect();
    let (lead, quote) = (lead.of(dialect), dialect.quote());
    for (at, column) in meta.columns.iter().enumerate() {
        if chosen.checked_shr(at as u32).unwrap_or(1) & 1 == 0 {
            continue;
        }
        if !first {
            out.push_sql(", ");
        }
        first = false;
        if column.has_quotes {
            out.push_sql(lead.trim_end_matches(quote));
            out.push_identifier(column.column)?;
        } else {
            out.push_sql(lead);
            out.push_sql(column.column);
            out.push_sql(quote);
        }
        push_name(names, out);
    }
    Ok(())
}

/// ` AS c7`.
pub(crate) fn push_name<DB: DieselBackend>(names: &mut Names<'_>, out: &mut AstPass<'_, '_, DB>) {
    let Some(next) = names else { return };
    out.push_sql(" AS ");
    push_place(**next, out);
    **next += 1;
}

/// `c7`.
pub(crate) fn push_place<DB: DieselBackend>(place: usize, out: &mut AstPass<'_, '_, DB>) {
    out.push_sql("c");
    push_number(place as u64, out);
}

/// All columns.
pub(crate) const ALL: u128 = u128::MAX;

/// How one relation is loaded.
pub trait Spec<R: Relation> {
    /// The slot in the row.
    type Loaded: 'static;
    /// The queries it takes.
    type Batches: Nat;
    /// The same without its values: what reads the slot, and stands for the text it adds
    /// to the query.
    type Reader: 'static;
    /// Writes its joins.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins<P: Path<Model = R::From>, DB: DieselBackend>(
        joins: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()>;
    /// Writes its columns.
    ///
    /// # Errors
    /// Those of the query builder.
    fn columns<P: Path<Model = R::From>, DB: Backend>(
        names: &mut Names<'_>,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()>;
}

/// How the relations of `M` are loaded: `(first, (second, ()))`.
pub trait SpecList<M: Model, Rels = <M as Model>::Relations> {
    /// The row's slots.
    type Loaded: 'static;
    /// The queries they take.
    type Batches: Nat;
    /// The same without their values: what reads the slots, and stands for the text they
    /// add to the query.
    type Reader: 'static;
    /// Writes all joins.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins<P: Path<Model = M>, DB: DieselBackend>(
        joins: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()>;
    /// Writes all columns.
    ///
    /// # Errors
    /// Those of the query builder.
    fn columns<P: Path<Model = M>, DB: Backend>(
        names: &mut Names<'_>,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()>;
}

impl<M: Model> SpecList<M, ()> for () {
    type Loaded = ();
    type Batches = Z;
    type Reader = ();
    fn joins<P: Path<Model = M>, DB: DieselBackend>(
        _: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
    fn columns<P: Path<Model = M>, DB: Backend>(
        _: &mut Names<'_>,
        _: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
}

impl<M, R, Rest, H, T> SpecList<M, (R, Rest)> for (H, T)
where
    M: Model,
    R: Relation<From = M>,
    H: Spec<R>,
    T: SpecList<M, Rest>,
{
    type Loaded = (H::Loaded, T::Loaded);
    type Batches = <H::Batches as Nat>::Plus<T::Batches>;
    type Reader = (H::Reader, T::Reader);
    fn joins<P: Path<Model = M>, DB: DieselBackend>(
        joins: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        H::joins::<P, DB>(joins)?;
        T::joins::<P, DB>(joins)
    }
    fn columns<P: Path<Model = M>, DB: Backend>(
        names: &mut Names<'_>,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        H::columns::<P, DB>(names, out)?;
        T::columns::<P, DB>(names, out)
    }
}

impl<R: Relation> Spec<R> for NotLoaded {
    type Loaded = NotLoaded;
    type Batches = Z;
    type Reader = NotLoaded;
    fn joins<P: Path<Model = R::From>, DB: DieselBackend>(
        _: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
    fn columns<P: Path<Model = R::From>, DB: Backend>(
        _: &mut Names<'_>,
        _: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
}

/// The row of a target with slots.
pub type RowOf<M, L, H = M> = <M as Model>::Row<L, Item, H>;
/// The row of a target that is loaded as `L` says.
pub type RowWith<M, L> = RowOf<M, <L as RowSpec<M>>::Loaded, <L as RowSpec<M>>::Record>;

/// How rows of `M` are loaded: their own fields, and their relations.
pub trait RowSpec<M: Model> {
    /// What is read of the model.
    type Record: Record<Model = M>;
    /// The row's slots.
    type Loaded: 'static;
    /// The queries they take.
    type Batches: Nat;
    /// What reads the row, and stands for the text it adds to the query.
    type Reader: 'static;
    /// How the relations are loaded.
    type List: SpecList<M, Loaded = Self::Loaded>;
    /// How the relations are loaded.
    fn list(&self) -> &Self::List;
    /// Writes all joins.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins<P: Path<Model = M>, DB: DieselBackend>(
        joins: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        <Self::List as SpecList<M>>::joins::<P, DB>(joins)
    }
    /// Writes all columns, with a comma before each but the very first of a SELECT.
    ///
    /// # Errors
    /// Those of the query builder.
    fn columns<P: Path<Model = M>, DB: Backend>(
        first: bool,
        names: &mut Names<'_>,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()>;
}

macro_rules! whole_rows {
    ($(<$($param:ident),*> $specs:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M: Model $(, $param)*> RowSpec<M> for $specs
        where
            $specs: SpecList<M>,
        {
            type Record = M;
            type Loaded = <$specs as SpecList<M>>::Loaded;
            type Batches = <$specs as SpecList<M>>::Batches;
            type Reader = <$specs as SpecList<M>>::Reader;
            type List = Self;
            fn list(&self) -> &Self {
                self
            }
            fn columns<P: Path<Model = M>, DB: Backend>(
                first: bool,
                names: &mut Names<'_>,
                out: &mut AstPass<'_, '_, DB>,
            ) -> QueryResult<()> {
                push_row::<P, DB>(ALL, first, names, out)?;
                <$specs as SpecList<M>>::columns::<P, DB>(names, out)
            }
        }
    )* };
}
whole_rows! {
    <> ();
    <H, T> (H, T);
}

/// Rows of which some fields are left out: those that `F` says.
pub struct Partly<F, L> {
    pub(crate) list: L,
    pub(crate) fields: PhantomData<fn() -> F>,
}
impl<F, L: Clone> Clone for Partly<F, L> {
    fn clone(&self) -> Self {
        Self {
            list: self.list.clone(),
            fields: PhantomData,
        }
    }
}
impl<F, L: Copy> Copy for Partly<F, L> {}

/// What reads them.
pub struct PartlyReader<F, L>(PhantomData<fn() -> (F, L)>);

#[diagnostic::do_not_recommend]
impl<M, F, L> RowSpec<M> for Partly<F, L>
where
    M: Partial<F>,
    F: FieldMask + FieldValues<M, 0>,
    L: SpecList<M>,
{
    type Record = <M as Partial<F>>::Record;
    type Loaded = L::Loaded;
    type Batches = L::Batches;
    type Reader = PartlyReader<F, L::Reader>;
    type List = L;
    fn list(&self) -> &L {
        &self.list
    }
    fn columns<P: Path<Model = M>, DB: Backend>(
        first: bool,
        names: &mut Names<'_>,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        const {
            assert!(
                F::LEN <= 128,
                "fields of 128 columns at most can be left out"
            )
        };
        push_row::<P, DB>(F::BITS, first, names, out)?;
        L::columns::<P, DB>(names, out)
    }
}

impl<R, L> Spec<R> for Join<L>
where
    R: Relation,
    L: RowSpec<R::To>,
{
    type Loaded = <R::Arity as Arity>::Joined<RowWith<R::To, L>>;
    type Batches = L::Batches;
    type Reader = Join<L::Reader>;
    fn joins<P: Path<Model = R::From>, DB: DieselBackend>(
        joins: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        <Hop<P, R> as Path>::join(joins)?;
        L::joins::<Hop<P, R>, DB>(joins)
    }
    fn columns<P: Path<Model = R::From>, DB: Backend>(
        names: &mut Names<'_>,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        L::columns::<Hop<P, R>, DB>(false, names, out)
    }
}

/// Whether a queryset leaves rows out.
pub type Limits<Q> = <<<Q as Refined>::Where as Condition>::Limits as Flag>::Or<
    <<Q as Refined>::Slice as Slice>::Limits,
>;

/// How a relation's rows are kept when they come by a batched query: all of them, or part.
#[diagnostic::on_unimplemented(
    message = "a to-one relation cannot be loaded in part",
    label = "a filter or a slice leaves rows out here",
    note = "filter the rows of the queryset itself by a path: `.filter(relation.field == …)`"
)]
pub trait BatchedAs<F, T> {
    /// The slot.
    type Slot: super::slot::BatchStore<T> + 'static;
}
impl<T: 'static> BatchedAs<No, T> for ExactlyOne {
    type Slot = <Self as Arity>::Batched<T>;
}
impl<T: 'static> BatchedAs<No, T> for Maybe {
    type Slot = <Self as Arity>::Batched<T>;
}
impl<F: Flag, T: 'static> BatchedAs<F, T> for Many {
    type Slot = F::Many<T>;
}

/// The row type of a queryset.
pub type SelectedRow<Q> = <<Q as Selection>::Slots as Pick<<Q as Selection>::Model>>::Row;
/// The same while its relations are still to come.
pub type SelectedRaw<Q> = <<Q as Selection>::Slots as Pick<<Q as Selection>::Model>>::Raw;
/// What reads it.
pub type ReaderOf<Q> = <<Q as Selection>::Slots as Pick<<Q as Selection>::Model>>::Reader;

impl<R, Q> Spec<R> for Batch<Q>
where
    R: Relation,
    Q: Refined<Model = R::To, Slots: PickRow<R::To>>,
    R::Arity: BatchedAs<Limits<Q>, SelectedRow<Q>>,
{
    type Loaded = <R::Arity as BatchedAs<Limits<Q>, SelectedRow<Q>>>::Slot;
    type Batches = S<<Q::Slots as Pick<R::To>>::Batches>;
    type Reader = Waits<Self::Loaded>;
    fn joins<P: Path<Model = R::From>, DB: DieselBackend>(
        _: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
    fn columns<P: Path<Model = R::From>, DB: Backend>(
        _: &mut Names<'_>,
        _: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
}
