//! What goes with rows that are deleted: the models that point at theirs, and by which rules.

use std::ptr;

mod statement;
mod sweep;

pub(super) use statement::push_delete_from;
pub(super) use sweep::Sweep;

use crate::model::{Back, ModelMeta, RelationKind};
use crate::{Error, Result};

/// What becomes of a row when the one that it points at is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Cascade,
    Restrict,
    SetNull,
    SetDefault,
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
    /// The models whose rows go with the first one's, children before their parents.
    pub(super) order: Vec<usize>,
    /// Rows of the first model go with others of it.
    pub(super) circular: bool,
}

impl Graph {
    /// Of the relations that the models declare.
    ///
    /// # Errors
    /// [`Error::CascadeCircle`].
    pub(super) fn of(root: &'static ModelMeta) -> Result<Self> {
        let mut graph = Self {
            models: vec![root],
            edges: Vec::new(),
            order: Vec::new(),
            circular: false,
        };
        graph.visit(0, &mut vec![0]);
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
            let child = self.place(back.meta);
            let known = self.edges.iter().any(|edge| {
                (edge.parent, edge.child, edge.relation) == (parent, child, back.foreign_key)
            });
            if known {
                continue;
            }
            self.edges.push(Edge {
                parent,
                child,
                rule,
                relation: back.foreign_key,
                columns,
            });
            if rule == Rule::Cascade && !seen.contains(&child) {
                seen.push(child);
                self.visit(child, seen);
                self.order.push(child);
            }
        }
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

    /// By which foreign keys rows of a model go.
    pub(super) fn into_model(&self, child: usize) -> impl Iterator<Item = &Edge> {
        self.with(Rule::Cascade)
            .filter(move |edge| edge.child == child)
    }

    /// The foreign keys of a rule.
    pub(super) fn with(&self, rule: Rule) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(move |edge| edge.rule == rule)
    }

    /// Some of a model's rows go.
    pub(super) fn goes(&self, model: usize) -> bool {
        model == 0 || self.order.contains(&model)
    }

    /// Nothing but the rows themselves goes, and nothing stands in the way.
    pub(super) fn is_alone(&self) -> bool {
        self.edges.is_empty()
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
        Some("set_null") => Rule::SetNull,
        Some("set_default") => Rule::SetDefault,
        None if linked => Rule::Cascade,
        _ => return None,
    };
    if back.meta.readonly && rule != Rule::Restrict {
        return None;
    }
    let columns = back.meta.columns_of(relation.fields);
    Some((rule, columns.map(|column| column.column).collect()))
}
