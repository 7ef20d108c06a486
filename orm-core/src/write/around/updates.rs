//! What hooks do around updates, and what the rules of a validated model say of them.
//!
//! An update calculates in the database, so its rows are asked by the rules when they are read
//! again, in the same transaction. An update may not make a row invalid; of what was wrong before,
//! only columns that it sets are told.

use std::collections::HashMap;

use diesel::query_builder::QueryFragment;

use super::{Around, call, each};
use crate::Result;
use crate::ast::Condition;
use crate::error::{Invalid, InvalidField};
use crate::model::{Key, KeyList, KeyRef, Model, ReadModel};
use crate::queryset::KeyedSelect;
use crate::write::assign::{Assignments, bit};
use crate::write::bulk_update::BulkUpdate;
use crate::write::hooks::{CallHooks, Event};
use crate::write::insert::Read;
use crate::write::new::{Creatable, New};
use crate::write::returning::{OfKeys, UpdateReturning};
use crate::write::rows::RowsOf;
use crate::write::session::{AsSession, Session};
use crate::write::this_row::{ThisRow, UpdateRow};
use crate::write::touched::Touched;
use crate::write::unique::Places;
use crate::write::update::{Update, refuse_key};

/// Rows that are updated, and what is remembered of them until they are.
pub struct Watched<M: Model> {
    keys: Vec<M::Key>,
    /// Where rules are asked.
    rules: Option<Asked<M>>,
}

/// What rules are asked of rows that are updated.
pub struct Asked<M: Model> {
    /// The columns that are set, a bit each.
    sets: u128,
    /// What was wrong before with which rows.
    before: HashMap<M::Key, Vec<InvalidField>>,
    named: Named<M>,
}

/// How a row is named to whoever updates it.
enum Named<M: Model> {
    /// There is one.
    Not,
    ByKey,
    /// By its place among those that were given.
    ByPlace(HashMap<M::Key, usize>),
}

/// What is wrong with a row.
fn faults<M: Creatable>(row: M) -> Vec<InvalidField> {
    M::New::of_row(row).map_or_else(Vec::new, |row| row.faults())
}

impl<M: Creatable> Watched<M> {
    fn none() -> Self {
        Self {
            keys: Vec::new(),
            rules: None,
        }
    }

    /// Before the update. Where rules are asked: which columns are set, and how rows are named.
    fn new(rows: Vec<M>, rules: Option<(u128, Named<M>)>) -> Self {
        let keys: Vec<M::Key> = rows.iter().map(|row| Key::owned(row.key())).collect();
        let rules = rules.map(|(sets, named)| {
            let before = keys.iter().zip(rows.into_iter().map(faults));
            let before = before.filter(|(_, faults)| !faults.is_empty());
            Asked {
                sets,
                before: before.map(|(key, faults)| (key.clone(), faults)).collect(),
                named,
            }
        });
        Self { keys, rules }
    }

    /// After it.
    async fn updated<C, K>(self, conn: &mut C) -> Result<()>
    where
        M: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync,
        C: AsSession<K>,
    {
        let rows = of_keys::<M, C, K>(&self.keys, false, conn).await?;
        call(M::UPDATE.then_some(Event::Updated), &rows, conn).await?;
        match self.rules {
            Some(rules) => rules.ask(rows),
            None => Ok(()),
        }
    }
}

impl<M: Creatable> Asked<M> {
    /// Of one row, as it is before.
    pub(super) fn of(row: M, sets: u128) -> Self {
        let key = Key::owned(row.key());
        Self {
            sets,
            before: HashMap::from([(key, faults(row))]),
            named: Named::Not,
        }
    }

    /// It is read again, as the update has left it.
    pub(super) async fn ask_again<C, K>(self, row: &M, conn: &mut C) -> Result<()>
    where
        M: ReadModel<C::Db> + Send + Sync,
        C: AsSession<K>,
    {
        let key = Key::owned(row.key());
        self.ask(of_keys::<M, C, K>(&[key], false, conn).await?)
    }

    fn ask(self, rows: Vec<M>) -> Result<()> {
        let mut told = Vec::new();
        let mut count = 0;
        let mut more = false;
        for row in rows {
            let key: M::Key = Key::owned(row.key());
            let mut faults = faults(row);
            let before = self.before.get(&key).map_or(&[][..], |faults| faults);
            faults.retain(|fault| self.is_set(fault) || !before.contains(fault));
            if faults.is_empty() {
                continue;
            }
            if count == Invalid::ROWS {
                more = true;
                break;
            }
            count += 1;
            for fault in &mut faults {
                match &self.named {
                    Named::Not => {}
                    Named::ByKey => fault.key = Some(key.borrowed().describe()),
                    Named::ByPlace(places) => fault.row = places.get(&key).copied(),
                }
            }
            told.append(&mut faults);
        }
        if told.is_empty() {
            return Ok(());
        }
        if let Named::ByPlace(_) = self.named {
            told.sort_by_key(|fault| fault.row);
        }
        let mut invalid = Invalid::new(M::META.name, told);
        invalid.more = more;
        Err(invalid.into())
    }

    fn is_set(&self, fault: &InvalidField) -> bool {
        let field = fault.field();
        let at = M::META
            .columns
            .iter()
            .position(|column| column.field == field);
        at.is_some_and(|at| self.sets & bit(at) != 0)
    }
}

/// The rows of these keys.
async fn of_keys<M, C, K>(keys: &[M::Key], held: bool, conn: &mut C) -> Result<Vec<M>>
where
    M: ReadModel<C::Db> + Send + Sync,
    C: AsSession<K>,
{
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let list = KeyList::new(keys.iter().map(Key::borrowed).collect());
    let these = match held {
        true => OfKeys::<M, _>::held(&list),
        false => OfKeys::<M, _>::new(&list),
    };
    let read: Vec<Read<M>> = conn.session().load(&these).await?;
    Ok(read.into_iter().map(|read| read.0).collect())
}

macro_rules! updates {
    ($([$($param:ident),*] $filter:ty, $write:ty, |$this:ident| $update:expr, $named:expr;)*) => { $(
        impl<M, A, C, K, O, $($param),*> Around<C, K, O> for $write
        where
            Self: Send,
            M: ReadModel<C::Db> + Touched + CallHooks<C, K> + Send + Sync,
            A: Assignments<M>,
            $filter: Condition + QueryFragment<C::Db> + Sync,
            RowsOf<M, $filter>: KeyedSelect<C::Db> + Sync,
            C: AsSession<K>,
            O: Send,
        {
            type Before = Watched<M>;
            fn is_active(&self) -> bool {
                let $this = &**self;
                M::UPDATE || $update.validates()
            }
            async fn before(&mut self, conn: &mut C) -> Result<Watched<M>> {
                let (rows, rules) = {
                    let $this = &**self;
                    let update = $update;
                    update.check_all()?;
                    if update.is_empty() {
                        return Ok(Watched::none());
                    }
                    refuse_key::<M>(update.sets())?;
                    (&update.rows, update.validates().then(|| (update.sets(), $named)))
                };
                let event = M::UPDATE.then_some(Event::Updating);
                let rows = each::<M, $filter, C, K, false>(event, rows, conn).await?;
                Ok(Watched::new(rows, rules))
            }
            async fn after(before: Watched<M>, _: &mut O, conn: &mut C) -> Result<()> {
                before.updated(conn).await
            }
        }
    )* };
}
updates! {
    [W] W, &Update<M, W, A>, |this| this, Named::ByKey;
    [W] W, &UpdateReturning<M, W, A>, |this| this.update(), Named::ByKey;
    [] ThisRow<M>, &UpdateRow<M, A>, |this| this.update(), Named::Not;
}

impl<M, F, I, A, C, K, O> Around<C, K, O> for BulkUpdate<M, F, I, A>
where
    Self: Send,
    M: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync,
    F: Places,
    I: Iterator,
    A: Assignments<M>,
    C: AsSession<K>,
    O: Send,
{
    type Before = Watched<M>;
    fn is_active(&self) -> bool {
        M::UPDATE || self.validates()
    }
    async fn before(&mut self, conn: &mut C) -> Result<Watched<M>> {
        self.check()?;
        refuse_key::<M>(self.sets())?;
        let keys = self.keys();
        let rows = of_keys::<M, C, K>(&keys, true, conn).await?;
        call(M::UPDATE.then_some(Event::Updating), &rows, conn).await?;
        let rules = self.validates().then(|| {
            let places = keys.into_iter().enumerate().map(|(at, key)| (key, at));
            (self.sets(), Named::ByPlace(places.collect()))
        });
        Ok(Watched::new(rows, rules))
    }
    async fn after(before: Watched<M>, _: &mut O, conn: &mut C) -> Result<()> {
        before.updated(conn).await
    }
}
