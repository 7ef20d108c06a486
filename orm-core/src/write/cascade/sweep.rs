//! Rows, by their keys, and all that goes with them: counted, or deleted.

use std::collections::HashSet;

use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::row::{NamedRow, Row};
use diesel::sql_types::{Nullable, Text};

use super::statement::{Does, Step};
use super::{Graph, Rule};
use crate::backend::Backend;
use crate::load::read::{Number, PendingKey};
use crate::model::{Key, KeyList, KeyRefOf, ModelMeta, ReadModel};
use crate::write::Session;
use crate::write::deleted::{Deleted, DeletionPlan, Fate, Planned};
use crate::{Error, Restriction, Result};

/// A row's key, for people.
struct Shown(String);

impl<DB> QueryableByName<DB> for Shown
where
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        // A text that is none (bytes of a key whose type is the user's own) is not worth an
        // error in place of the one that it is shown in.
        let part =
            |at: usize| match Row::get_value::<Nullable<Text>, Option<String>, usize>(row, at) {
                Ok(Some(text)) => text,
                Ok(None) | Err(_) => "?".to_owned(),
            };
        let parts: Vec<String> = (0..row.field_count()).map(part).collect();
        Ok(Self(parts.join(", ")))
    }
}

/// Rows of a model and those that go with them.
pub(in crate::write) struct Sweep<'g, M: crate::model::Model> {
    graph: &'g Graph,
    /// The keys of the model's own rows.
    keys: Vec<M::Key>,
    /// Where each round of them begins: those behind point at those before.
    rounds: Vec<usize>,
}

fn list<M: crate::model::Model>(keys: &[M::Key]) -> KeyList<KeyRefOf<'_, M>> {
    KeyList::new(keys.iter().map(Key::borrowed).collect())
}

impl<'g, M> Sweep<'g, M>
where
    M: crate::model::Model,
{
    /// Finds the rows of the same model that go with these.
    pub(in crate::write) async fn of<S>(
        session: &mut S,
        graph: &'g Graph,
        keys: Vec<M::Key>,
    ) -> Result<Self>
    where
        S: Session,
        M: ReadModel<S::Db>,
    {
        let mut all = Self {
            graph,
            keys,
            rounds: vec![0],
        };
        if !graph.circular {
            return Ok(all);
        }
        let mut seen: HashSet<M::Key> = all.keys.iter().cloned().collect();
        while let Some(&last) = all.rounds.last() {
            let further: Vec<PendingKey<M>> = {
                let keys = list::<M>(&all.keys[last..]);
                let step = Step {
                    graph,
                    keys: &keys,
                    does: Does::Further,
                };
                session.load(&step).await?
            };
            let round = all.keys.len();
            let new = further.into_iter().map(|key| key.0);
            all.keys.extend(new.filter(|key| seen.insert(key.clone())));
            if all.keys.len() == round {
                break;
            }
            all.rounds.push(round);
        }
        Ok(all)
    }

    /// What would become of what.
    pub(in crate::write) async fn plan<S: Session>(&self, session: &mut S) -> Result<DeletionPlan> {
        let keys = list::<M>(&self.keys);
        let graph = self.graph;
        let mut planned = Vec::new();
        for &model in [0].iter().chain(&graph.order) {
            let rows = count(session, graph, &keys, Does::CountGoing(model)).await?;
            planned.push(Planned {
                model: graph.models[model].name,
                relation: None,
                fate: Fate::Deleted,
                rows,
            });
        }
        for edge in &graph.edges {
            let (fate, does) = match edge.rule {
                Rule::Cascade | Rule::Leave => continue,
                Rule::Restrict | Rule::Protect => (Fate::Restricts, Does::CountRestricting(edge)),
                Rule::SetNull => (Fate::SetNull, Does::CountEmptied(edge)),
                Rule::SetDefault => (Fate::SetDefault, Does::CountEmptied(edge)),
            };
            planned.push(Planned {
                model: graph.models[edge.child].name,
                relation: Some(edge.relation),
                fate,
                rows: count(session, graph, &keys, does).await?,
            });
        }
        planned.retain(|planned| planned.rows > 0);
        Ok(DeletionPlan::new(planned))
    }

    /// Deletes it. Where hooks are `heard`, rows of models that have some stand in the way: their
    /// hooks ask for rows, and none are loaded here.
    pub(in crate::write) async fn delete<S>(&self, heard: bool, session: &mut S) -> Result<Deleted>
    where
        S: Session,
        String: FromSql<Text, S::Db>,
    {
        let keys = list::<M>(&self.keys);
        let graph = self.graph;
        self.refuse_restricted(session, &keys).await?;
        for edge in &graph.edges {
            if matches!(edge.rule, Rule::SetNull | Rule::SetDefault) {
                let does = Does::Empty(edge);
                let keys = &keys;
                let child = graph.models[edge.child];
                if heard && child.hooks.update {
                    // Those that do not go themselves.
                    let changed = Does::CountRestricting(edge);
                    let rows = count(session, graph, keys, changed).await?;
                    self.refuse_unheard(rows > 0, child)?;
                }
                session.execute(&Step { graph, keys, does }).await?;
            }
        }
        let mut deleted = Deleted::default();
        for &model in &graph.order {
            let does = Does::Delete(model);
            let keys = &keys;
            let rows = session.execute(&Step { graph, keys, does }).await?;
            let meta = graph.models[model];
            self.refuse_unheard(heard && meta.hooks.delete && rows > 0, meta)?;
            deleted.add(meta, rows);
        }
        let more = self.rounds.len() > 1;
        self.refuse_unheard(
            heard && graph.models[0].hooks.delete && more,
            graph.models[0],
        )?;
        // MySQL looks at each row by itself: what points at others of the model goes first.
        let mut end = self.keys.len();
        let mut own = 0;
        for &start in self.rounds.iter().rev() {
            let keys = &list::<M>(&self.keys[start..end]);
            let does = Does::Delete(0);
            own += session.execute(&Step { graph, keys, does }).await?;
            end = start;
        }
        deleted.add_first(graph.models[0], own);
        Ok(deleted)
    }

    fn refuse_unheard(&self, refuses: bool, other: &ModelMeta) -> Result<()> {
        if !refuses {
            return Ok(());
        }
        Err(Error::UncalledHooks {
            model: self.graph.models[0].name,
            other: other.name,
        })
    }

    /// Looks for what stands in the way.
    async fn refuse_restricted<S>(
        &self,
        session: &mut S,
        keys: &KeyList<KeyRefOf<'_, M>>,
    ) -> Result<()>
    where
        S: Session,
        String: FromSql<Text, S::Db>,
    {
        let graph = self.graph;
        let mut by = Vec::new();
        for edge in graph.edges.iter().filter(|edge| edge.rule.refuses()) {
            let rows = count(session, graph, keys, Does::CountRestricting(edge)).await?;
            if rows == 0 {
                continue;
            }
            let does = Does::ShowRestricting(edge);
            let shown: Vec<Shown> = session.load(&Step { graph, keys, does }).await?;
            by.push(Restriction {
                model: graph.models[edge.child].name,
                relation: edge.relation,
                rows,
                keys: shown.into_iter().map(|key| key.0).collect(),
            });
        }
        if by.is_empty() {
            return Ok(());
        }
        Err(Error::Restricted {
            model: graph.models[0].name,
            by,
        })
    }
}

async fn count<S: Session, K>(
    session: &mut S,
    graph: &Graph,
    keys: &KeyList<K>,
    does: Does<'_>,
) -> Result<usize>
where
    K: crate::model::KeyRef,
{
    let counted: Vec<Number> = session.load(&Step { graph, keys, does }).await?;
    let rows = counted.first().map_or(0, |number| number.0);
    Ok(usize::try_from(rows).unwrap_or(0))
}
