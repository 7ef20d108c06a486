//! What a queryset gives for each of its rows: the model's row with what is loaded, values,
//! or both.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::connection::LoadConnection;
use diesel::deserialize;
use diesel::query_builder::AstPass;
use diesel::row::Row;
#[cfg(feature = "async")]
use futures_util::future::BoxFuture;

use super::count::Nat;
use super::fill::FillList;
#[cfg(feature = "async")]
use super::fill_async::FillListAsync;
#[cfg(feature = "async")]
use super::lane::Lane;
use super::read::ReadRow;
use super::spec::{Names, Partly, PartlyReader, RowSpec, RowWith};
use crate::Result;
use crate::backend::Backend;
use crate::model::{FieldsOf, KeysOf, Model, One, ReadModel, Record, RowParts};
use crate::path::{Joins, Root};

/// What a queryset of `M` gives for each of its rows.
pub trait Pick<M: Model> {
    /// The names by which later steps speak of it.
    type Fields;
    /// What is read, while its relations are still to come.
    type Raw: 'static;
    /// What `load` gives.
    type Row: 'static;
    /// What `get` gives.
    type One: 'static;
    /// The queries of its own.
    type Batches: Nat;
    /// What reads it.
    type Reader: 'static;
    /// The types of the model's fields that are read: [`FieldsOf`], or nothing.
    type Types;
    /// What stands for the text it adds to the query.
    type Id: 'static;
    /// The type decides the text.
    const STATIC: bool;
    /// Each is a row of the model, with its key.
    const ROWS: bool;
    /// How many values it has, where it is no row.
    const WIDTH: usize = 0;
    /// The names by which later steps speak of it.
    fn fields(&self) -> Self::Fields;
    /// What is given for what was read.
    fn shape(&self, raw: Self::Raw) -> Self::Row;
    /// What is given where it is the only one.
    fn alone(row: Self::Row) -> Self::One;
    /// Writes its joins.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// Refuses slices that have no meaning, in subqueries among the values.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check(&self) -> Result<()> {
        Ok(())
    }
}

/// The same, of which each is a row of the model: it can be batched and found by its key.
#[diagnostic::on_unimplemented(
    message = "these are values, and rows of the model go here",
    label = "values have no key by which they could be found",
    note = "`annotate` gives rows and values beside them"
)]
pub trait PickRow<M: Model>: Pick<M> {
    /// The keys of what was read.
    fn keys(raw: &Self::Raw) -> KeysOf<'_, M>;
}

/// The same, on a database.
pub trait PickOn<M: Model, DB: Backend>: Pick<M, Reader: ReadPick<M, DB, Raw = Self::Raw>> {
    /// Writes its columns.
    ///
    /// # Errors
    /// Those of the query builder.
    fn columns<'b>(
        &'b self,
        first: bool,
        names: &mut Names<'_>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}

/// Reading what is picked.
pub trait ReadPick<M: Model, DB: Backend> {
    /// What is read.
    type Raw: 'static;
    /// Which of the model's fields are read, a bit each, where it is a row.
    const FIELDS: u128 = u128::MAX;
    /// Reads it, and moves `at` behind its columns.
    ///
    /// # Errors
    /// A value that does not fit its field, a foreign key that points nowhere.
    fn read<'r, Rw: Row<'r, DB>>(row: &Rw, at: &mut usize) -> deserialize::Result<Self::Raw>;
}

/// Loading what is batched with it.
pub trait FillPick<M: Model, DB: Backend>: PickOn<M, DB> {
    /// There is something to load.
    const ACTIVE: bool;
    /// Loads it.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        raws: Vec<&mut Self::Raw>,
        conn: &mut C,
    ) -> Result<()>;
}

/// Loading what is batched with it, on an async connection.
#[cfg(feature = "async")]
pub trait FillPickAsync<M: Model, DB: Backend>: PickOn<M, DB, Raw: Send> + Sync {
    /// There is something to load.
    const ACTIVE: bool;
    /// Loads it.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill<'a, Ln: Lane<Backend = DB>>(
        &'a self,
        raws: Vec<&'a mut Self::Raw>,
        lane: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>>;
}

// Rows, and what is loaded with them: `()`, where a model has no relations, and `(first, rest)`;
// and the same with fields left out.
// (Of all that is a `SpecList` the compiler would not take it: whoever has a model could make
// one of values as well.)

macro_rules! rows {
    ($(<$($param:ident),*> $specs:ty, $types:ty;)*) => { $(
        impl<M: Model $(, $param)*> Pick<M> for $specs
        where
            $specs: RowSpec<M>,
        {
            type Fields = M::Fields<Root<M>>;
            type Raw = RowWith<M, $specs>;
            type Row = RowWith<M, $specs>;
            type One = One<RowWith<M, $specs>>;
            type Batches = <$specs as RowSpec<M>>::Batches;
            type Reader = <$specs as RowSpec<M>>::Reader;
            type Types = $types;
            type Id = <$specs as RowSpec<M>>::Reader;
            const STATIC: bool = true;
            const ROWS: bool = true;
            fn fields(&self) -> Self::Fields {
                M::fields::<Root<M>>()
            }
            #[inline]
            fn shape(&self, raw: Self::Raw) -> Self::Row {
                raw
            }
            fn alone(row: Self::Row) -> Self::One {
                RowParts::from_data(row.into_data())
            }
            fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                <$specs as RowSpec<M>>::joins::<Root<M>, DB>(joins)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M: Model $(, $param)*> PickRow<M> for $specs
        where
            $specs: RowSpec<M>,
        {
            #[inline]
            fn keys(raw: &Self::Raw) -> KeysOf<'_, M> {
                raw.data().model.keys()
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M: ReadModel<DB>, DB: Backend $(, $param)*> PickOn<M, DB> for $specs
        where
            $specs: RowSpec<M>,
            <$specs as RowSpec<M>>::Reader: ReadPick<M, DB, Raw = RowWith<M, $specs>>,
        {
            fn columns<'b>(
                &'b self,
                first: bool,
                names: &mut Names<'_>,
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                <$specs as RowSpec<M>>::columns::<Root<M>, DB>(first, names, &mut out)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M, DB $(, $param)*> FillPick<M, DB> for $specs
        where
            M: ReadModel<DB>,
            $specs: RowSpec<M, List: FillList<M, M::Relations, DB>> + PickOn<M, DB>,
            <$specs as Pick<M>>::Raw: RowParts<Model = M, Slots = <$specs as RowSpec<M>>::Loaded>,
            DB: Backend,
        {
            const ACTIVE: bool =
                <<$specs as RowSpec<M>>::List as FillList<M, M::Relations, DB>>::ACTIVE;
            fn fill<C: LoadConnection<Backend = DB>>(
                &self,
                raws: Vec<&mut Self::Raw>,
                conn: &mut C,
            ) -> Result<()> {
                let waiting = raws.into_iter().map(RowParts::parts_mut).collect();
                FillList::fill(self.list(), waiting, conn)
            }
        }
        #[cfg(feature = "async")]
        #[diagnostic::do_not_recommend]
        impl<M, DB $(, $param)*> FillPickAsync<M, DB> for $specs
        where
            M: ReadModel<DB>,
            $specs: RowSpec<M, List: FillListAsync<M, M::Relations, DB>> + PickOn<M, DB> + Sync,
            <$specs as Pick<M>>::Raw:
                RowParts<Model = M, Slots = <$specs as RowSpec<M>>::Loaded> + Send,
            DB: Backend,
        {
            const ACTIVE: bool =
                <<$specs as RowSpec<M>>::List as FillListAsync<M, M::Relations, DB>>::ACTIVE;
            fn fill<'a, Ln: Lane<Backend = DB>>(
                &'a self,
                raws: Vec<&'a mut Self::Raw>,
                lane: &'a mut Ln,
            ) -> BoxFuture<'a, Result<()>> {
                let waiting = raws.into_iter().map(RowParts::parts_mut).collect();
                FillListAsync::fill(self.list(), waiting, lane)
            }
        }
    )* };
}
rows! {
    <> (), FieldsOf<M>;
    <H, T> (H, T), FieldsOf<M>;
    <F, L> Partly<F, L>, ();
}

macro_rules! readers {
    ($(<$($param:ident),*> $reader:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, DB $(, $param)*> ReadPick<M, DB> for $reader
        where
            M: Model,
            $reader: ReadRow<M, DB>,
            DB: Backend,
        {
            type Raw = <$reader as ReadRow<M, DB>>::Row;
            const FIELDS: u128 = <$reader as ReadRow<M, DB>>::FIELDS;
            #[inline]
            fn read<'r, Rw: Row<'r, DB>>(row: &Rw, at: &mut usize) -> deserialize::Result<Self::Raw> {
                <$reader as ReadRow<M, DB>>::read_row(row, at)
            }
        }
    )* };
}
readers! {
    <> ();
    <H, T> (H, T);
    <F, L> PartlyReader<F, L>;
}
