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
use super::read::{ReadList, Readable, read_row};
use super::spec::{Names, RowOf, SpecList, push_columns};
use crate::Result;
use crate::backend::Backend;
use crate::model::{Model, One, ReadModel, RowParts};
use crate::path::{Joins, LeadOf, Root};

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
    /// The model of what was read.
    fn model(raw: &Self::Raw) -> &M;
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

// Rows, and what is loaded with them: `()`, where a model has no relations, and `(first, rest)`.
// (Of all that is a `SpecList` the compiler would not take it: whoever has a model could make
// one of values as well.)

macro_rules! rows {
    ($(<$($h:ident, $t:ident)?> $specs:ty, $reader:ty, <$($hr:ident, $tr:ident)?>;)*) => { $(
        impl<M: Model $(, $h, $t)?> Pick<M> for $specs
        where
            $specs: SpecList<M>,
        {
            type Fields = M::Fields<Root<M>>;
            type Raw = RowOf<M, <$specs as SpecList<M>>::Loaded>;
            type Row = RowOf<M, <$specs as SpecList<M>>::Loaded>;
            type One = One<RowOf<M, <$specs as SpecList<M>>::Loaded>>;
            type Batches = <$specs as SpecList<M>>::Batches;
            type Reader = <$specs as SpecList<M>>::Reader;
            type Id = <$specs as SpecList<M>>::Reader;
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
                <$specs as SpecList<M>>::joins::<Root<M>, DB>(joins)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M: Model $(, $h, $t)?> PickRow<M> for $specs
        where
            $specs: SpecList<M>,
        {
            fn model(raw: &Self::Raw) -> &M {
                &raw.data().model
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M: ReadModel<DB>, DB: Backend $(, $h, $t)?> PickOn<M, DB> for $specs
        where
            $specs: Readable<M, DB>,
            <$specs as SpecList<M>>::Reader: ReadPick<M, DB, Raw = RowOf<M, <$specs as SpecList<M>>::Loaded>>,
        {
            fn columns<'b>(
                &'b self,
                first: bool,
                names: &mut Names<'_>,
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                push_columns(M::META, LeadOf::<Root<M>>::LEAD, first, names, &mut out)?;
                <$specs as SpecList<M>>::columns::<Root<M>, DB>(names, &mut out)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M, DB $(, $hr, $tr)?> ReadPick<M, DB> for $reader
        where
            M: ReadModel<DB>,
            $reader: ReadList<M, M::Relations, DB>,
            DB: Backend,
        {
            type Raw = RowOf<M, <$reader as ReadList<M, M::Relations, DB>>::Loaded>;
            #[inline]
            fn read<'r, Rw: Row<'r, DB>>(row: &Rw, at: &mut usize) -> deserialize::Result<Self::Raw> {
                read_row::<M, $reader, DB, Rw>(row, at)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M, DB $(, $h, $t)?> FillPick<M, DB> for $specs
        where
            M: ReadModel<DB>,
            $specs: Readable<M, DB> + FillList<M, M::Relations, DB> + PickOn<M, DB>,
            <$specs as Pick<M>>::Raw: RowParts<Model = M, Slots = <$specs as SpecList<M>>::Loaded>,
            DB: Backend,
        {
            const ACTIVE: bool = <$specs as FillList<M, M::Relations, DB>>::ACTIVE;
            fn fill<C: LoadConnection<Backend = DB>>(
                &self,
                raws: Vec<&mut Self::Raw>,
                conn: &mut C,
            ) -> Result<()> {
                let waiting = raws.into_iter().map(RowParts::parts_mut).collect();
                FillList::fill(self, waiting, conn)
            }
        }
        #[cfg(feature = "async")]
        #[diagnostic::do_not_recommend]
        impl<M, DB $(, $h, $t)?> FillPickAsync<M, DB> for $specs
        where
            M: ReadModel<DB>,
            $specs: Readable<M, DB> + FillListAsync<M, M::Relations, DB> + PickOn<M, DB>,
            <$specs as Pick<M>>::Raw: RowParts<Model = M, Slots = <$specs as SpecList<M>>::Loaded> + Send,
            DB: Backend,
        {
            const ACTIVE: bool = <$specs as FillListAsync<M, M::Relations, DB>>::ACTIVE;
            fn fill<'a, Ln: Lane<Backend = DB>>(
                &'a self,
                raws: Vec<&'a mut Self::Raw>,
                lane: &'a mut Ln,
            ) -> BoxFuture<'a, Result<()>> {
                let waiting = raws.into_iter().map(RowParts::parts_mut).collect();
                FillListAsync::fill(self, waiting, lane)
            }
        }
    )* };
}
rows! {
    <> (), (), <>;
    <H, T> (H, T), (H, T), <H, T>;
}
