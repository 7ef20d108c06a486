//! What goes with rows that are deleted: the models that point at theirs, and by which rules.

use std::ptr;

mod statement;
mod sweep;

pub(super) use statement::{push_delete_from, push_is_unmarked, push_mark};
pub(super) use sweep::Sweep;

use crate::model::{Back, ModelMeta, RelationKind};
use crate::{Error, Result};

/// What becomes of a row when the one that it points at is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Cascade,
    /// It may not point at what goes, unless it goes itself.
    Restrict,
    /// Not even then.
    Protect,
    SetNull,
    SetDefault,
    /// The database's business.
    Leave,
}

impl Rule {
    /// Rows stand in the way.
    pub(super) fn refuses(self) -> bool {
        matches!(self, Self::Restrict | Self::Protect)
    }
}

/// A foreign key between two models, by their places.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) parent: usize,
    pub(super) child: usize,
    pub(super) rule: Rule,
    pub(super) relation: &'static str,
    pub(super) columns: Vec<&'static str>,
}

/// The models that are reached from the one whose rows are deleted, which is the first of them.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) models: Vec<&'static ModelMeta>,
    pub(super) edges: Vec<Edge>,
    /// The models whose rows go with the first one's, children before their parents, without it.
    pub(super) order: Vec<usize>,
    /// Rows of the first model go with others of it.
    pub(super) circular: bool,
    /// Rows are marked, and none is deleted.
    pub(super) marks: bool,
}

impl Graph {
    /// Of the relations that the models declare.
    ///
    /// # Errors
    /// [`Error::CascadeCircle`].
    pub(super) fn of(root: &'static ModelMeta, hard: bool) -> Result<Self> {
        let mut graph = Self {
            models: vec![root],
            edges: Vec::new(),
            order: Vec::new(),
            circular: false,
            marks: !hard && root.soft_delete.is_some(),
        };
        let mut going = vec![0];
        graph.visit(0, &mut going);
        graph.order = graph.ordered(going);
        let from_root = graph.cascades(0, |_| true);
        graph.circular = from_root.contains(&0);
        // Beside the first model, whose keys are at hand, rows may go with rows of their own
        // model, and no further round.
        for &at in &graph.order {
            let others = |model: usize| model != at && model != 0;
            if let Some(&other) = graph.cascades(at, others).iter().find(|&&other| {
                others(other) && graph.cascades(other, |model| model != 0).contains(&at)
            }) {
                return Err(Error::CascadeCircle {
                    model: root.name,
                    first: graph.models[at].name,
                    second: graph.models[other].name,
                });
            }
        }
        Ok(graph)
    }

    /// Adds what points at a model, and goes on with what goes with it.
    fn visit(&mut self, parent: usize, seen: &mut Vec<usize>) {
        for relation in self.models[parent].relations {
            let Some(back) = (relation.back)() else {
                continue;
            };
            let linked = relation.kind == RelationKind::ManyToMany;
            let Some((rule, columns)) = rule_of(&back, linked) else {
                continue;
            };
            // What is marked is still there: nothing points nowhere.
            let marked = !self.marks
                || rule.refuses()
                || rule == Rule::Cascade && back.meta.soft_delete.is_some();
            let rule = if marked { rule } else { Rule::Leave };
            let child = self.place(back.meta);
            let known = self.edges.iter_mut().find(|edge| {
                (edge.parent, edge.child, edge.relation) == (parent, child, back.foreign_key)
            });
            match known {
                // The same foreign key, of a link model that is declared as one only now.
                Some(edge) if edge.rule == Rule::Leave => edge.rule = rule,
                Some(_) => continue,
                None => self.edges.push(Edge {
                    parent,
                    child,
                    rule,
                    relation: back.foreign_key,
                    columns,
                }),
            }
            if rule == Rule::Cascade && !seen.contains(&child) {
                seen.push(child);
                self.visit(child, seen);
            }
        }
    }

    /// Models, children before their parents. Rows that go with others are found by those, so
    /// they must go first; where models point at each other, what else points at rows that go is
    /// for the database to refuse or not.
    fn ordered(&self, mut models: Vec<usize>) -> Vec<usize> {
        let mut order = Vec::with_capacity(models.len());
        let found_by = |edge: &Edge| edge.rule == Rule::Cascade;
        let checked =
            |edge: &Edge| matches!(edge.rule, Rule::Cascade | Rule::Restrict | Rule::Leave);
        while !models.is_empty() {
            let free = |binds: &dyn Fn(&Edge) -> bool| {
                models.iter().position(|&at| {
                    at != 0
                        && !self.edges.iter().any(|edge| {
                            edge.parent == at
                                && edge.child != at
                                && binds(edge)
                                && models.contains(&edge.child)
                                && edge.child != 0
                        })
                })
            };
            let next = free(&checked).or_else(|| free(&found_by)).unwrap_or(0);
            order.push(models.remove(next));
        }
        order.retain(|at| *at != 0);
        order
    }

    fn place(&mut self, meta: &'static ModelMeta) -> usize {
        let found = self.models.iter().position(|known| ptr::eq(*known, meta));
        found.unwrap_or_else(|| {
            self.models.push(meta);
            self.models.len() - 1
        })
    }

    /// The models whose rows go with those of one, through models that are `allowed`. The one
    /// itself is among them where it is reached again.
    fn cascades(&self, from: usize, allowed: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            for edge in self.edges.iter().filter(|edge| edge.parent == at) {
                if edge.rule == Rule::Cascade && !found.contains(&edge.child) {
                    found.push(edge.child);
                    if allowed(edge.child) {
                        open.push(edge.child);
                    }
                }
            }
        }
        found
    }

    /// The foreign keys by which rows of a model go with others.
    pub(super) fn going_with(&self, child: usize) -> impl Iterator<Item = &Edge> {
        let goes = move |edge: &&Edge| edge.rule == Rule::Cascade && edge.child == child;
        self.edges.iter().filter(goes)
    }

    /// Some of a model's rows go.
    pub(super) fn goes(&self, model: usize) -> bool {
        model == 0 || self.order.contains(&model)
    }

    /// Nothing but the rows themselves goes, and nothing stands in the way.
    pub(super) fn is_alone(&self) -> bool {
        self.edges.iter().all(|edge| edge.rule == Rule::Leave)
    }
}

/// The rule that a foreign key says, and its columns. Without one the database decides; the rows
/// of a link table, which nobody sees, go.
fn rule_of(back: &Back, linked: bool) -> Option<(Rule, Vec<&'static str>)> {
    let holds = |kind| matches!(kind, RelationKind::ForeignKey | RelationKind::OneToOne);
    let relation = back
        .meta
        .relations
        .iter()
        .find(|relation| relation.name == back.foreign_key && holds(relation.kind))?;
    let rule = match relation.on_delete {
        Some("cascade") => Rule::Cascade,
        Some("restrict") => Rule::Restrict,
        Some("protect") => Rule::Protect,
        Some("set_null") => Rule::SetNull,
        Some("set_default") => Rule::SetDefault,
        None if linked => Rule::Cascade,
        _ => Rule::Leave,
    };
    let rule = match rule {
        rule if !back.meta.readonly || rule.refuses() => rule,
        _ => Rule::Leave,
    };
    let columns = back.meta.columns_of(relation.fields);
    Some((rule, columns.map(|column| column.column).collect()))
}
