//! Orders by names that come at run time, out of a list of allowed terms.
//!
//! A name only ever chooses one of the terms, by its place. Its text goes nowhere.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{
    Asc, Desc, Nulls, OrderBy, OrderExpression, OrderItem, OrderList, PushList, PushOrder,
};
use crate::ast::{Free, Node};
use crate::backend::Backend;
use crate::path::Joins;

/// A term under the name by which it may be asked for.
#[derive(Clone, Copy)]
pub struct Named<T>(&'static str, T);

/// A term under the name by which it may be asked for: what `name = term` means.
pub fn named<T: Turnable>(name: &'static str, term: T) -> Named<T> {
    Named(name, term)
}

impl<T> Named<T> {
    /// Another term under the same name.
    pub(crate) fn of<U>(self, change: impl FnOnce(T) -> U) -> Named<U> {
        Named(self.0, change(self.1))
    }
}

/// A term that has two directions.
#[diagnostic::on_unimplemented(
    message = "a name cannot stand for this",
    label = "a column goes here, or `-column`"
)]
pub trait Turnable: OrderItem {}
impl<E: OrderExpression, N: Nulls> Turnable for Asc<E, N> {}
impl<E: OrderExpression, N: Nulls> Turnable for Desc<E, N> {}

/// Writes one term, `turned` where its name was said with a sign. NULLs stay where
/// `nulls_first` or `nulls_last` put them, as in `-column.nulls_last()`.
pub trait PushTurned<DB: DieselBackend>: Turnable {
    /// Writes the term.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_turned<'b>(
        &'b self,
        turned: bool,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()>;
}
macro_rules! directions {
    ($($node:ident $descending:literal;)*) => { $(
        impl<E, N, DB> PushTurned<DB> for $node<E, N>
        where
            E: OrderExpression + QueryFragment<DB>,
            N: Nulls,
            DB: Backend,
        {
            fn push_turned<'b>(
                &'b self,
                turned: bool,
                mut out: AstPass<'_, 'b, DB>,
                first: &mut bool,
                reverse: bool,
            ) -> QueryResult<()> {
                if !std::mem::take(first) {
                    out.push_sql(", ");
                }
                let nulls_first = N::FIRST.map(|nulls| nulls != reverse);
                let descending = ($descending != turned) != reverse;
                crate::backend::order(&self.0, self.0.may_be_null(), descending, nulls_first, out)
            }
        }
    )* };
}
directions! {
    Asc false;
    Desc true;
}

/// The allowed terms: `(first, (second, ()))`.
pub trait NamedTerms {
    /// The name at a place.
    fn name(&self, at: usize) -> Option<&'static str>;
    /// The term at a place is the queryset's own primary key.
    fn is_key(&self, at: usize) -> bool;
    /// The joins of the term at a place.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins_at<DB: DieselBackend>(
        &self,
        at: usize,
        joins: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()>;
}
impl NamedTerms for () {
    fn name(&self, _: usize) -> Option<&'static str> {
        None
    }
    fn is_key(&self, _: usize) -> bool {
        false
    }
    fn joins_at<DB: DieselBackend>(
        &self,
        _: usize,
        _: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
}
impl<T: Turnable, Rest: NamedTerms> NamedTerms for (Named<T>, Rest) {
    fn name(&self, at: usize) -> Option<&'static str> {
        match at.checked_sub(1) {
            None => Some(self.0.0),
            Some(at) => self.1.name(at),
        }
    }
    fn is_key(&self, at: usize) -> bool {
        match at.checked_sub(1) {
            None => T::IS_KEY,
            Some(at) => self.1.is_key(at),
        }
    }
    fn joins_at<DB: DieselBackend>(
        &self,
        at: usize,
        joins: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        match at.checked_sub(1) {
            None => self.0.1.joins(joins),
            Some(at) => self.1.joins_at(at, joins),
        }
    }
}

/// Writes allowed terms.
pub trait PushNamed<DB: DieselBackend>: NamedTerms {
    /// Writes the term at a place.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_at<'b>(
        &'b self,
        chosen: Chosen,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()>;
}
impl<DB: DieselBackend> PushNamed<DB> for () {
    fn push_at<'b>(
        &'b self,
        _: Chosen,
        _: AstPass<'_, 'b, DB>,
        _: &mut bool,
        _: bool,
    ) -> QueryResult<()> {
        Ok(())
    }
}
impl<T: PushTurned<DB>, Rest: PushNamed<DB>, DB: DieselBackend> PushNamed<DB> for (Named<T>, Rest) {
    fn push_at<'b>(
        &'b self,
        chosen: Chosen,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        let Chosen { at, turned } = chosen;
        match at.checked_sub(1) {
            None => self.0.1.push_turned(turned, out, first, reverse),
            Some(at) => self.1.push_at(Chosen { at, turned }, out, first, reverse),
        }
    }
}

/// A term that was asked for by its name.
#[derive(Clone, Copy)]
pub struct Chosen {
    at: usize,
    turned: bool,
}

/// So many terms are written by one prepared statement for each of their orders. Whoever sends a
/// request chooses among the orders of more, and connections keep what they prepared.
const PREPARED: usize = 2;

/// The terms that were asked for, or the order from before, where nothing was.
#[derive(Clone)]
pub struct ByName<O, T> {
    before: O,
    terms: T,
    chosen: Vec<Chosen>,
}

impl<O, T: NamedTerms> ByName<O, T> {
    /// Nothing was asked for yet.
    pub(crate) fn new(before: O, terms: T) -> Self {
        Self {
            before,
            terms,
            chosen: Vec::new(),
        }
    }

    /// Adds the term of a name such as `-title`, or gives the name back if it is not allowed.
    /// Where a name was said before, a second time decides nothing.
    pub(crate) fn choose<'n>(&mut self, said: &'n str) -> Result<(), &'n str> {
        let (turned, name) = match said.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, said),
        };
        let at = self.allowed().position(|allowed| allowed == name);
        let at = at.ok_or(name)?;
        if self.chosen.iter().all(|chosen| chosen.at != at) {
            self.chosen.push(Chosen { at, turned });
        }
        Ok(())
    }

    /// A name was said.
    pub(crate) fn is_chosen(&self) -> bool {
        !self.chosen.is_empty()
    }

    /// The order from before.
    pub(crate) fn before(&self) -> &O {
        &self.before
    }

    /// The names that are allowed.
    pub(crate) fn allowed(&self) -> impl Iterator<Item = &'static str> {
        (0..).map_while(|at| self.terms.name(at))
    }

    fn chosen_joins<DB: DieselBackend>(
        &self,
        joins: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        self.chosen
            .iter()
            .try_for_each(|chosen| self.terms.joins_at(chosen.at, joins))
    }

    fn push_chosen<'b, DB: DieselBackend>(
        &'b self,
        mut out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()>
    where
        T: PushNamed<DB>,
    {
        if self.chosen.len() > PREPARED {
            out.unsafe_to_cache_prepared();
        }
        self.chosen
            .iter()
            .try_for_each(|chosen| self.terms.push_at(*chosen, out.reborrow(), first, reverse))
    }
}

impl<O, T> QueryId for ByName<O, T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<M, O: OrderBy<M>, T: NamedTerms> OrderBy<M> for ByName<O, T> {
    fn is_total(&self) -> bool {
        if self.chosen.is_empty() {
            return self.before.is_total();
        }
        self.chosen
            .iter()
            .any(|chosen| self.terms.is_key(chosen.at))
    }
    fn is_said(&self) -> bool {
        !self.chosen.is_empty() || self.before.is_said()
    }
    fn is_reversed(&self) -> bool {
        self.chosen.is_empty() && self.before.is_reversed()
    }
    fn order_joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        if self.chosen.is_empty() {
            return self.before.order_joins(joins);
        }
        self.chosen_joins(joins)
    }
}
impl<M, O, T, DB> PushOrder<M, DB> for ByName<O, T>
where
    O: PushOrder<M, DB>,
    T: PushNamed<DB>,
    DB: DieselBackend,
{
    fn push_order<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        if self.chosen.is_empty() {
            return self.before.push_order(out, first, reverse);
        }
        self.push_chosen(out, first, reverse)
    }
}

/// The same for groups, whose order is a list.
impl<O: OrderList, T: NamedTerms> Node for ByName<O, T> {
    type Scope = Free;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        if self.chosen.is_empty() {
            return self.before.joins(joins);
        }
        self.chosen_joins(joins)
    }
}
impl<O: OrderList, T: NamedTerms> OrderList for ByName<O, T> {
    const HAS_KEY: bool = false;
    /// Terms may be there, as behind an `if`.
    const LEN: usize = O::LEN + 1;
}
impl<O: PushList<DB>, T: PushNamed<DB>, DB: DieselBackend> PushList<DB> for ByName<O, T> {
    fn push_list<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        if self.chosen.is_empty() {
            return self.before.push_list(out, first, reverse);
        }
        self.push_chosen(out, first, reverse)
    }
}
