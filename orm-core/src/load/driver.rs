//! The driver on a sync connection: the only place where a statement runs.

use diesel::RunQueryDsl;
use diesel::backend::Backend as DieselBackend;
use diesel::connection::{DefaultLoadingMode, LoadConnection};
use diesel::deserialize::QueryableByName;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;

use super::fill::FillList;
use super::read::{Pending, Readable};
use super::spec::{SelectedRow, SpecList};
use crate::Result;
use crate::backend::Backend;
use crate::model::{Model, ReadModel, RowParts};
use crate::queryset::Selection;

/// A backend whose statements can be shown as text, for the check of debug builds.
pub trait CheckedBackend: DieselBackend<QueryBuilder: Default> + Default + 'static {}
impl<DB> CheckedBackend for DB where DB: DieselBackend<QueryBuilder: Default> + Default + 'static {}

/// Runs a statement.
pub(crate) fn run<St, U, C>(statement: St, conn: &mut C) -> Result<Vec<U>>
where
    St: Query<SqlType = Untyped> + QueryFragment<C::Backend> + QueryId + RunQueryDsl<C>,
    U: QueryableByName<C::Backend> + 'static,
    C: LoadConnection<DefaultLoadingMode>,
    C::Backend: CheckedBackend,
{
    #[cfg(debug_assertions)]
    super::query_id::check::<St, C::Backend>(&statement);
    Ok(RunQueryDsl::load(statement, conn)?)
}

/// Runs a statement and gives its rows one after another.
pub(crate) fn stream<'c, St, U, C>(
    statement: St,
    conn: &'c mut C,
) -> Result<impl Iterator<Item = Result<U>> + 'c>
where
    St: Query<SqlType = Untyped> + QueryFragment<C::Backend> + QueryId + RunQueryDsl<C> + 'c,
    U: QueryableByName<C::Backend> + 'static,
    C: LoadConnection<DefaultLoadingMode>,
    C::Backend: CheckedBackend,
{
    #[cfg(debug_assertions)]
    super::query_id::check::<St, C::Backend>(&statement);
    let rows = RunQueryDsl::load_iter::<U, DefaultLoadingMode>(statement, conn)?;
    Ok(rows.map(|row| Ok(row?)))
}

/// Runs the statement for a queryset's rows, and fills their slots.
pub(crate) fn load_rows<Q, St, C>(
    query: &Q,
    statement: St,
    conn: &mut C,
) -> Result<Vec<SelectedRow<Q>>>
where
    Q: Selection,
    Q::Model: ReadModel<C::Backend>,
    Q::Slots:
        Readable<Q::Model, C::Backend> + FillList<Q::Model, <Q::Model as Model>::Relations, C>,
    St: Query<SqlType = Untyped> + QueryFragment<C::Backend> + QueryId + RunQueryDsl<C>,
    C: LoadConnection<DefaultLoadingMode>,
    C::Backend: Backend + CheckedBackend,
{
    let pending: Vec<Pending<Q::Model, _, <Q::Slots as SpecList<Q::Model>>::Reader>> =
        run(statement, conn)?;
    let mut rows: Vec<SelectedRow<Q>> = pending.into_iter().map(|pending| pending.row).collect();
    if <Q::Slots as FillList<Q::Model, _, C>>::ACTIVE {
        query
            .slots()
            .fill(rows.iter_mut().map(RowParts::parts_mut).collect(), conn)?;
    }
    Ok(rows)
}
