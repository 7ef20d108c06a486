//! What hooks do around deletions.

use diesel::query_builder::QueryFragment;

use super::{Around, call, each};
use crate::Result;
use crate::ast::Condition;
use crate::model::{Model, ReadModel};
use crate::queryset::KeyedSelect;
use crate::write::delete::{Delete, DeleteRow, Deleting, How};
use crate::write::hooks::{CallHooks, Event};
use crate::write::new::WriteKey;
use crate::write::rows::{self, RowsOf};
use crate::write::session::AsSession;

impl<M, W, H, C, K, O> Around<C, K, O> for Deleting<'_, Delete<M, W, H>>
where
    Self: Send,
    H: How,
    M: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync,
    W: Condition + QueryFragment<C::Db> + Sync,
    RowsOf<M, W>: KeyedSelect<C::Db> + Sync,
    C: AsSession<K>,
    O: Send,
{
    type Before = Vec<M>;
    fn is_active(&self) -> bool {
        M::DELETE && self.deletion().hears()
    }
    async fn before(&mut self, conn: &mut C) -> Result<Vec<M>> {
        rows::check(self.deletion().rows())?;
        let (event, rows) = (Some(Event::Deleting), self.deletion().rows());
        match H::HARD {
            true => each::<M, W, C, K, false>(event, rows, conn).await,
            false => each::<M, W, C, K, true>(event, rows, conn).await,
        }
    }
    async fn after(before: Vec<M>, _: &mut O, conn: &mut C) -> Result<()> {
        call(Some(Event::Deleted), &before, conn).await
    }
}
impl<M, H, C, K, O> Around<C, K, O> for Deleting<'_, DeleteRow<M, H>>
where
    Self: Send,
    H: How,
    M: ReadModel<C::Db> + WriteKey<C::Db, <M as Model>::Key> + CallHooks<C, K> + Send + Sync,
    C: AsSession<K>,
    O: Send,
{
    type Before = Vec<M>;
    fn is_active(&self) -> bool {
        M::DELETE && self.deletion().hears()
    }
    async fn before(&mut self, conn: &mut C) -> Result<Vec<M>> {
        let row = self.deletion().hold(&mut conn.session()).await?;
        if let Some(row) = &row {
            M::at(Event::Deleting, row, conn).await?;
        }
        Ok(row.into_iter().collect())
    }
    async fn after(before: Vec<M>, _: &mut O, conn: &mut C) -> Result<()> {
        call(Some(Event::Deleted), &before, conn).await
    }
}
