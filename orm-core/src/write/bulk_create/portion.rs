//! How the rows of a portion travel: those that give the same columns together.

use std::marker::PhantomData;

use diesel::query_builder::{QueryFragment, QueryId};

use super::{Gather, TOGETHER};
use crate::Result;
use crate::model::{Model, ReadModel};
use crate::write::conflict::{Conflict, of_other_key};
use crate::write::create::{gives, places, reread};
use crate::write::insert::{
    AnyColumns, Form, Insert, InsertColumns, InsertOn, Nothing, Read, Rest, Rows, Usual,
};
use crate::write::new::{New, WriteNew};
use crate::write::session::Session;

/// Whether any number of the rows is one statement.
pub(super) fn as_columns<N: New, DB: InsertOn>(places: &[usize]) -> bool {
    DB::COLUMNS && !N::LISTS && !places.is_empty()
}

pub(super) fn is_one_statement<N: New, DB: InsertOn>(groups: &[Group<N>]) -> bool {
    let group = match groups {
        [] => return true,
        [group] => group,
        _ => return false,
    };
    let (rows, places) = (group.rows.0.len(), &group.places);
    let few = rows == 1 || (rows <= TOGETHER && !places.is_empty());
    DB::RETURNING && (as_columns::<N, DB>(places) || few)
}

/// The rows of a portion, if all of them give the same columns.
pub(super) fn alike<N: New>(rows: Vec<N>) -> std::result::Result<Group<N>, Vec<N>> {
    let Some(first) = rows.first() else {
        return Err(rows);
    };
    let places = places(first);
    if !rows.iter().all(|row| gives(row, &places)) {
        return Err(rows);
    }
    Ok(Group {
        places,
        at: Vec::new(),
        rows: Rows(rows),
    })
}

/// The rows of a portion, by the columns that they give.
pub(super) fn grouped<N: New>(rows: Vec<N>) -> Vec<Group<N>> {
    let mut groups: Vec<Group<N>> = Vec::new();
    // As good as always; then no row is moved.
    let rows = match alike(rows) {
        Ok(group) => return vec![group],
        Err(rows) => rows,
    };
    for (at, row) in rows.into_iter().enumerate() {
        match groups.iter_mut().find(|group| gives(&row, &group.places)) {
            Some(group) => group.push(at, row),
            None => groups.push(Group {
                places: self::places(&row),
                at: vec![at],
                rows: Rows(vec![row]),
            }),
        }
    }
    groups
}

/// Creates the rows of a portion.
pub(super) async fn insert<N, B, C, S>(
    groups: &[Group<N>],
    all: &mut B::Output,
    session: &mut S,
) -> Result<()>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    B: Gather<N>,
    C: Conflict<N::Model> + Default,
    S: Session<Db: InsertOn>,
{
    if let [group] = groups {
        return group
            .insert::<B, C, S>(session, &mut |more| more.gather::<B>(all))
            .await;
    }
    let mut created: Vec<(usize, N::Model)> = Vec::new();
    for group in groups {
        let mut places = group.at.iter().copied();
        let mut take = |more: Created<N>| match more {
            Created::Rows(models) => created.extend(places.by_ref().zip(models)),
            counted => counted.gather::<B>(all),
        };
        group.insert::<B, C, S>(session, &mut take).await?;
    }
    created.sort_unstable_by_key(|(at, _)| *at);
    B::rows(all, created.into_iter().map(|(_, model)| model).collect());
    Ok(())
}

/// What came of some rows.
pub(super) enum Created<N: New> {
    Rows(Vec<N::Model>),
    Count(usize),
}
impl<N: New> Created<N> {
    pub(super) fn gather<B: Gather<N>>(self, all: &mut B::Output) {
        match self {
            Self::Rows(models) => B::rows(all, models),
            Self::Count(count) => B::count(all, count),
        }
    }
}

/// Rows that give the same columns.
pub(super) struct Group<N> {
    pub(super) places: Vec<usize>,
    /// Where each stood among the rows of the portion. Nothing, where this is all of them.
    at: Vec<usize>,
    pub(super) rows: Rows<N>,
}

impl<N: New> Group<N> {
    fn push(&mut self, at: usize, row: N) {
        self.at.push(at);
        self.rows.0.push(row);
    }

    async fn insert<B, C, S>(
        &self,
        session: &mut S,
        take: &mut (dyn FnMut(Created<N>) + Send),
    ) -> Result<()>
    where
        N: WriteNew<S::Db>,
        N::Model: ReadModel<S::Db> + Send,
        B: Gather<N>,
        C: Conflict<N::Model> + Default,
        S: Session<Db: InsertOn>,
    {
        let conflict = &C::default();
        let usual = self.places == N::USUAL;
        if as_columns::<N, S::Db>(&self.places) {
            let created = if usual {
                let statement = self.columns::<Usual<0>, B, C>(conflict);
                run::<N, _, B, S>(&statement, &self.rows.0, session).await
            } else {
                let statement = self.columns::<AnyColumns, B, C>(conflict);
                run::<N, _, B, S>(&statement, &self.rows.0, session).await
            };
            take(created?);
            return Ok(());
        }
        for rows in self.chunks() {
            take(self.some_of::<B, C, S>(rows, conflict, session).await?);
        }
        Ok(())
    }

    /// The rows, as many at a time as one VALUES holds: of nothing but defaults, one.
    pub(super) fn chunks(&self) -> std::slice::Chunks<'_, N> {
        let together = if self.places.is_empty() { 1 } else { TOGETHER };
        self.rows.0.chunks(together)
    }

    /// Creates some of the rows, by one VALUES.
    pub(super) async fn some_of<B, C, S>(
        &self,
        rows: &[N],
        conflict: &C,
        session: &mut S,
    ) -> Result<Created<N>>
    where
        N: WriteNew<S::Db>,
        N::Model: ReadModel<S::Db> + Send,
        B: Gather<N>,
        C: Conflict<N::Model>,
        S: Session<Db: InsertOn>,
    {
        match (self.places == N::USUAL, rows.len()) {
            (true, 1) => {
                self.some::<Usual<1>, B, C, S>(rows, conflict, session)
                    .await
            }
            (true, TOGETHER) => {
                self.some::<Usual<TOGETHER>, B, C, S>(rows, conflict, session)
                    .await
            }
            (false, 1 | TOGETHER) => {
                self.some::<AnyColumns, B, C, S>(rows, conflict, session)
                    .await
            }
            _ => self.some::<Rest, B, C, S>(rows, conflict, session).await,
        }
    }

    fn columns<'r, F: Form, B: Gather<N>, C>(
        &'r self,
        conflict: &'r C,
    ) -> InsertColumns<'r, N, F, C, B> {
        InsertColumns {
            rows: &self.rows,
            places: &self.places,
            conflict,
            types: PhantomData,
        }
    }

    async fn some<F, B, C, S>(
        &self,
        rows: &[N],
        conflict: &C,
        session: &mut S,
    ) -> Result<Created<N>>
    where
        N: WriteNew<S::Db>,
        N::Model: ReadModel<S::Db> + Send,
        F: Form,
        B: Gather<N>,
        C: Conflict<N::Model>,
        S: Session<Db: InsertOn>,
    {
        let places = &self.places[..];
        let types = PhantomData;
        if <S::Db as InsertOn>::RETURNING {
            let statement = Insert::<N, F, C, B> {
                rows,
                places,
                conflict,
                types,
            };
            return run::<N, _, B, S>(&statement, rows, session).await;
        }
        let statement = Insert::<N, F, C, Nothing> {
            rows,
            places,
            conflict,
            types: PhantomData,
        };
        let upserts = !C::KEY.is_empty();
        let count = match session.execute(&statement).await {
            // (A row that is updated counts as two there.)
            Ok(_) if upserts => rows.len(),
            Err(error) if upserts => return Err(of_other_key(error, N::Model::META)),
            done => done?,
        };
        if B::ROWS {
            return Ok(Created::Rows(reread(rows, C::KEY, session).await?));
        }
        Ok(Created::Count(count))
    }
}

/// Runs a statement that gives rows back by itself, or none.
async fn run<N, St, B, S>(statement: &St, rows: &[N], session: &mut S) -> Result<Created<N>>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    St: QueryFragment<S::Db> + QueryId + Sync,
    B: Gather<N>,
    S: Session,
{
    if !B::ROWS {
        return Ok(Created::Count(session.execute(statement).await?));
    }
    let read: Vec<Read<N::Model>> = session.load(statement).await?;
    let mut models = Vec::with_capacity(rows.len());
    models.extend(read.into_iter().map(|read| read.0));
    Ok(Created::Rows(models))
}
