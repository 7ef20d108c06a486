//! A struct of the user's that says what changes: what `#[derive(Patch)]` writes, and `set`.

use std::borrow::Cow;
use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Nullable};

use super::assign::{Assign, Assignments, Perhaps, TakesNull};
use super::given::GiveField;
use super::input::InputColumn;
use super::target::{OneToWrite, RowTarget};
use super::touched::Touched;
use super::{MayBeGiven, NoReadonly, Update, UpdateRow};
use crate::ast::{Asks, Chosen, Col, Filter, Free, LockedSlice, Node, OrderBy, SlicedLock};
use crate::backend::Backend;
use crate::load::pick::Pick;
use crate::model::{FieldAt, Model};
use crate::path::{Joins, Root};
use crate::queryset::{Distinctness, QuerySet, RowSet, ToWrite};

/// What is changed of rows of `M`. Written by [`derive(Patch)`](macro@crate::Patch).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no patch of `{M}`",
    label = "what says how rows of `{M}` change goes here",
    note = "`#[derive(Patch)]` with `#[model(for = {M})]` makes a struct one"
)]
pub trait Patch<M: Model> {
    /// The assignments, whose values are borrowed.
    type Assignments<'p>: Assignments<M>
    where
        Self: 'p;
    /// What is assigned.
    fn assignments(&self) -> Self::Assignments<'_>;
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    O: OrderBy<M>,
    D: Distinctness,
    L: Pick<M>,
{
    /// Changes the rows as a struct of yours with [`derive(Patch)`](macro@crate::Patch) says,
    /// whose fields may be absent. It is borrowed, so that one patch serves several querysets.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// #[derive(Patch)]
    /// #[model(for = Track)]
    /// struct EditTrack {
    ///     name: Option<String>,
    ///     unit_price: Option<f64>,
    ///     genre_id: Option<Option<i32>>,
    /// }
    ///
    /// let patch = EditTrack { name: None, unit_price: Some(1.5), genre_id: Some(None) };
    /// let edit = queryset!(Track.filter(id == 3).set(&patch));
    /// assert_eq!(edit.run(conn)?, 1); // 1 query
    /// let track = queryset!(Track.filter(id == 3)).get(conn)?;
    /// assert_eq!((track.name.as_str(), track.unit_price), ("Balls to the Wall", 1.5));
    /// assert_eq!(track.genre_id, None);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: that of [`update`](Self::update), of the fields that are there; where none is, there
    /// is no query, and 0 rows.
    pub fn set<P>(self, patch: &P) -> Update<M, S::Where, P::Assignments<'_>>
    where
        M: NoReadonly + Touched,
        P: Patch<M>,
        S: ToWrite<M, W, O> + LockedSlice + SlicedLock,
        S::Where: Filter<Says: Chosen<M>>,
    {
        self.update(patch.assignments())
    }
}

impl<M: Model> RowTarget<M> {
    /// Changes the row as a patch says: see [`UpdateRow::run`].
    pub fn set<P>(self, patch: &P) -> UpdateRow<M, P::Assignments<'_>>
    where
        M: NoReadonly + Touched,
        P: Patch<M>,
    {
        self.update(patch.assignments())
    }
}
impl<V, M: Model, L> RowSet<V, M, L> {
    /// Changes the row as a patch says: see [`UpdateRow::run`].
    pub fn set<P, T>(self, patch: &P) -> UpdateRow<M, P::Assignments<'_>>
    where
        V: OneToWrite<Model = M, Key = T>,
        M: NoReadonly + Touched,
        P: Patch<M>,
    {
        self.update(patch.assignments())
    }
}

/// How a patch's value for a field of type `T` is bound: each that [`GiveField`] takes for it.
pub trait PatchValue<T> {
    /// As what it is bound.
    type Bound: ?Sized + 'static;
    /// What is bound.
    fn bound(&self) -> &Self::Bound;
}
#[diagnostic::do_not_recommend]
impl<T: 'static> PatchValue<T> for T {
    type Bound = T;
    fn bound(&self) -> &T {
        self
    }
}
#[diagnostic::do_not_recommend]
impl<T: 'static> PatchValue<T> for &T {
    type Bound = T;
    fn bound(&self) -> &T {
        self
    }
}

macro_rules! unsized_values {
    ($($value:ty => $bound:ty, $field:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl PatchValue<$field> for $value {
            type Bound = $bound;
            fn bound(&self) -> &$bound {
                self
            }
        }
    )* };
}
unsized_values! {
    &str => str, String;
    Cow<'_, str> => str, String;
    &[u8] => [u8], Vec<u8>;
    Cow<'_, [u8]> => [u8], Vec<u8>;
}

/// A value of a patch, or NULL, on its way into field number `AT` of `M`.
pub struct Patched<'p, M, const AT: usize, V> {
    value: Option<&'p V>,
    field: PhantomData<fn() -> M>,
}
impl<M, const AT: usize, V> Clone for Patched<'_, M, AT, V> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M, const AT: usize, V> Copy for Patched<'_, M, AT, V> {}

/// The column, whatever conditions know it as.
pub type PatchColumn<M, const AT: usize> = Col<Root<M>, (), AT>;
/// A field that is always set.
pub type Always<'p, M, const AT: usize, V> = Assign<PatchColumn<M, AT>, Patched<'p, M, AT, V>>;
/// A field that may be left alone.
pub type Sometimes<'p, M, const AT: usize, V> = Perhaps<Always<'p, M, AT, V>>;

fn assigned<'p, M, const AT: usize, V>(value: Option<&'p V>) -> Always<'p, M, AT, V> {
    Assign::new(Patched {
        value,
        field: PhantomData,
    })
}

/// A field that is always set.
pub fn patch<M, V, const AT: usize>(value: &V) -> Always<'_, M, AT, V> {
    assigned(Some(value))
}

/// A field that is left alone where the value is `None`.
pub fn patch_maybe<M, V, const AT: usize>(value: &Option<V>) -> Sometimes<'_, M, AT, V> {
    Perhaps(value.as_ref().map(|value| assigned(Some(value))))
}

/// A field that is left alone where the value is `None`, and set to NULL where it is `Some(None)`.
pub fn patch_null<M, V, const AT: usize>(value: &Option<Option<V>>) -> Sometimes<'_, M, AT, V> {
    Perhaps(value.as_ref().map(|value| assigned(value.as_ref())))
}

// What a field must be is asked beside the list, where its place is known by the column alone: a
// name that the model does not have is then one error, and no wrong type at some other field.

/// Asks whether the value goes into the column.
pub fn can_patch<C, M, V, K, const AT: usize>(_: C, _: &V)
where
    C: InputColumn<M, AT>,
    M: FieldAt<AT, Write: MayBeGiven>,
    V: GiveField<M::Rust, K>,
{
}

/// The same of a value that may be absent.
pub fn can_patch_maybe<C, M, V, K, const AT: usize>(_: C, _: &Option<V>)
where
    C: InputColumn<M, AT>,
    M: FieldAt<AT, Write: MayBeGiven>,
    V: GiveField<M::Rust, K>,
{
}

/// The same of a value that may be NULL.
pub fn can_patch_null<C, M, V, K, const AT: usize>(_: C, _: &Option<Option<V>>)
where
    C: InputColumn<M, AT>,
    M: FieldAt<AT, Null: TakesNull, Write: MayBeGiven>,
    V: GiveField<M::Rust, K>,
{
}

/// Whether a field is part of the key.
pub struct PartOfKey<const IS: bool>;
/// A field that a patch may change.
#[diagnostic::on_unimplemented(
    message = "a patch does not change the key of a row",
    label = "part of the primary key",
    note = "which rows change is said by a filter: `queryset!(Model.filter(…).set(&patch))`"
)]
pub trait OutsideKey {}
#[diagnostic::do_not_recommend]
impl OutsideKey for PartOfKey<false> {}
/// Asks whether it is.
pub const fn outside_key<K: OutsideKey>() {}

/// The type of an assignment to a field.
pub struct PatchedId<M, const AT: usize>(PhantomData<fn() -> M>);

// What is bound for a field has one SQL type, whatever type it has in Rust.
impl<M: 'static, const AT: usize, V> QueryId for Patched<'_, M, AT, V> {
    type QueryId = PatchedId<M, AT>;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M, const AT: usize, V> Node for Patched<'_, M, AT, V> {
    type Scope = Free;
    const ASKS: Asks = Asks::Values;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
/// NULL, wherever a reference to it is asked for.
struct Absent<B: ?Sized>(PhantomData<B>);
impl<B: ?Sized + 'static> Absent<B> {
    const NULL: &'static Option<&'static B> = &None;
}
impl<M, const AT: usize, V, DB> QueryFragment<DB> for Patched<'_, M, AT, V>
where
    M: FieldAt<AT>,
    V: PatchValue<M::Rust>,
    V::Bound: ToSql<M::Stored, DB>,
    DB: Backend + HasSqlType<M::Stored>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (open, close) = out.backend().dialect().around_bind::<M::Stored>();
        out.push_sql(open);
        match self.value {
            Some(value) => out.push_bind_param::<M::Stored, _>(value.bound())?,
            None => out.push_bind_param::<Nullable<M::Stored>, _>(Absent::<V::Bound>::NULL)?,
        }
        out.push_sql(close);
        Ok(())
    }
}
