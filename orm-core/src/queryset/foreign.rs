//! Diesel's terminals on a queryset: they would run one query and hand out rows without what
//! the others load, so they are here by name only, to say what is written instead.

use super::QuerySet;
use crate::Result;

/// Loaded by Diesel itself: nothing of ours is.
#[diagnostic::on_unimplemented(
    message = "Diesel's terminals run one query, and a queryset's rows may need more",
    label = "this is Diesel's",
    note = "write `.load(&mut conn)`, `.get(&mut conn)`, `.first(&mut conn)` or `.iterator(&mut conn)`, which are the queryset's own"
)]
pub trait LoadedByDiesel<U> {}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    /// Diesel's; write [`load`](Self::load).
    #[doc(hidden)]
    pub fn get_results<U, C>(&self, _: &mut C) -> Result<Vec<U>>
    where
        Self: LoadedByDiesel<U>,
    {
        Ok(Vec::new())
    }

    /// Diesel's; write [`get`](Self::get).
    #[doc(hidden)]
    pub fn get_result<U, C>(&self, conn: &mut C) -> Result<U>
    where
        Self: LoadedByDiesel<U>,
    {
        let rows = self.get_results(conn)?;
        rows.into_iter()
            .next()
            .ok_or(crate::Error::DoesNotExist { model: "" })
    }

    /// Diesel's; write [`iterator`](Self::iterator).
    #[doc(hidden)]
    pub fn load_iter<U, C>(&self, conn: &mut C) -> Result<std::vec::IntoIter<U>>
    where
        Self: LoadedByDiesel<U>,
    {
        self.get_results(conn).map(Vec::into_iter)
    }
}
