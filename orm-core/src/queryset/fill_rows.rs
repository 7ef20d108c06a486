//! Filling rows that are there, on sync and async connections.

use diesel::connection::LoadConnection;

use super::rows::Container;
use crate::Result;
use crate::backend::Backend;
use crate::driver::{Driver, SyncDriver};
use crate::load::fill::FillList;
use crate::load::spec::SpecList;
use crate::model::Model;

/// The rows of a container with what is loaded into them.
pub type Grown<V, L> = <V as Container>::With<
    <L as SpecList<<V as Container>::Model, <<V as Container>::Model as Model>::Relations>>::Loaded,
>;

/// What can be loaded into rows on a connection. The driver `K` is found by the connection.
#[diagnostic::on_unimplemented(
    message = "nothing can be loaded into these rows on `{C}`",
    label = "not a connection on which anything can be loaded",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives",
    note = "its database must be one of orm-core's features, able to hold the fields' types and do the lookups (`distinct_on` is PostgreSQL's); for an enum of connections write `orm_core::multi_connection!`, for a generic one `where AllOf<Model>: LoadOn<C>`"
)]
pub trait FillRowsOn<V: Container, C, K: Driver = SyncDriver>:
    SpecList<V::Model, <V::Model as Model>::Relations> + Sized
{
    /// Fills the rows.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill_rows<'c>(
        self,
        rows: Grown<V, Self>,
        conn: &'c mut C,
    ) -> K::Out<'c, (Self, Grown<V, Self>)>
    where
        Self: 'c,
        V: 'c;
}

#[diagnostic::do_not_recommend]
impl<V, C, L> FillRowsOn<V, C, SyncDriver> for L
where
    V: Container,
    L: FillList<V::Model, <V::Model as Model>::Relations, C::Backend>,
    C: LoadConnection,
    C::Backend: Backend,
{
    fn fill_rows<'c>(
        self,
        mut rows: Grown<V, Self>,
        conn: &'c mut C,
    ) -> Result<(Self, Grown<V, Self>)>
    where
        Self: 'c,
        V: 'c,
    {
        self.fill(V::grown_mut(&mut rows), conn)?;
        Ok((self, rows))
    }
}

#[cfg(feature = "async")]
mod asynchronous {
    use diesel_async::AsyncConnectionCore;
    use futures_util::future::BoxFuture;

    use super::{Container, FillRowsOn, Grown, Model};
    use crate::Result;
    use crate::backend::Backend;
    use crate::driver::AsyncDriver;
    use crate::load::fill_async::FillListAsync;
    use crate::load::lane::AsLane;

    #[diagnostic::do_not_recommend]
    impl<V, C, L, P, DB> FillRowsOn<V, C, AsyncDriver<P>> for L
    where
        V: Container<Model: Sync>,
        L: FillListAsync<V::Model, <V::Model as Model>::Relations, DB> + Send,
        C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
        DB: Backend + 'static,
        Grown<V, L>: Send,
        P: 'static,
    {
        fn fill_rows<'c>(
            self,
            mut rows: Grown<V, Self>,
            conn: &'c mut C,
        ) -> BoxFuture<'c, Result<(Self, Grown<V, Self>)>>
        where
            Self: 'c,
            V: 'c,
        {
            Box::pin(async move {
                self.fill(V::grown_mut(&mut rows), &mut conn.lane()).await?;
                Ok((self, rows))
            })
        }
    }
}
