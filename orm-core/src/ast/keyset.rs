//! Orders as keysets: what their terms are worth in a row, and which rows come after that.
//!
//! Rows after `(x, y, z)` of an order by `a, b, c` are those with
//! `a >= x AND (a > x OR (b >= y AND (b > y OR c > z)))`. The first comparison is one that an
//! index can serve, which `a > x OR a = x AND …` is not.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::deserialize::{self, FromSql};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::Row;
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Nullable};

use super::place::{Digest, KeysetSql, PlaceValue};
use super::{
    Asc, Desc, ModelOrder, Nullness, Nulls, OfRows, OrderBy, OrderItem, OrderList, PushItem,
    PushList, Reversed, Said, Value,
};
use crate::backend::Backend;
use crate::load::values::push_cast;
use crate::model::Model;

mod chosen;

/// One term of an order by whose values rows can be found again.
#[diagnostic::on_unimplemented(
    message = "keyset pages cannot go by this order",
    label = "a term of the order has no value that a cursor can hold",
    note = "order by columns and calculations of a row; `random()` is another order on each page"
)]
pub trait KeysetItem: OrderItem {
    /// What reads its values.
    type Reader: 'static;
    /// The type alone decides the text of its conditions.
    const STATIC: bool;
    /// In how many ways it may be written.
    const SHAPES: i64;
    /// In which of them it is.
    fn shape(&self) -> i64;
    /// Whether the value is one of this term's.
    fn fits(&self, part: &PlaceValue) -> bool;
    /// Which term it is.
    fn tell(&self, digest: &mut Digest);
}

/// Reads values of a term.
pub trait ReadPart<DB: Backend>: 'static {
    /// In how many ways the term may be written.
    const SHAPES: i64;
    /// Reads the value, and moves `at` behind it.
    ///
    /// # Errors
    /// Those of Diesel's deserialization.
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        shape: i64,
    ) -> deserialize::Result<PlaceValue>;
}

/// The same on a database.
pub trait KeysetItemOn<DB: Backend>: KeysetItem<Reader: ReadPart<DB>> + PushItem<DB> {
    /// Writes `, value`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_value<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// Writes the beginning of the condition that rows come after a place; what is open then
    /// is added to `depth`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_after<'b>(
        &'b self,
        part: &'b PlaceValue,
        reverse: bool,
        last: bool,
        depth: &mut usize,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}

/// The terms of an order: `(first, (second, ()))`.
#[diagnostic::on_unimplemented(
    message = "keyset pages cannot go by this order",
    label = "a term of the order has no value that a cursor can hold",
    note = "order by columns and calculations of a row; `random()` is another order on each page"
)]
pub trait KeysetList: OrderList {
    /// What reads their values.
    type Reader: 'static;
    /// The types alone decide the text of their conditions.
    const STATIC: bool;
    /// In how many ways they may be written.
    const SHAPES: i64;
    /// How many there are.
    const TERMS: usize;
    /// In which of them they are.
    fn shape(&self) -> i64;
    /// Whether these are values of theirs, with others behind.
    fn fits(&self, parts: &[PlaceValue]) -> bool;
    /// Which terms they are.
    fn tell(&self, digest: &mut Digest);
}

/// Reads values of terms.
pub trait ReadParts<DB: Backend>: 'static {
    /// In how many ways the terms may be written.
    const SHAPES: i64;
    /// Reads the values, and moves `at` behind them.
    ///
    /// # Errors
    /// Those of Diesel's deserialization.
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        shape: i64,
        parts: &mut Vec<PlaceValue>,
    ) -> deserialize::Result<()>;
}

/// The same on a database.
pub trait KeysetListOn<DB: Backend>: KeysetList<Reader: ReadParts<DB>> + PushList<DB> {
    /// Writes `, first, second`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_values<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// Writes the beginning of the condition that rows come after a place.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_after<'b>(
        &'b self,
        parts: &'b [PlaceValue],
        reverse: bool,
        depth: &mut usize,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}

/// An order of `M` by which keyset pages can go.
#[diagnostic::on_unimplemented(
    message = "keyset pages cannot go by this order",
    label = "no order of columns and calculations",
    note = "of a boxed queryset, an `order_by_name` and a queryset out of a signature the terms are not known: say `.order_by(…)` where its pages are loaded"
)]
pub trait KeysetOrder<M>: OrderBy<M> {
    /// The terms.
    type Terms: KeysetList;
    /// The terms.
    fn terms(&self) -> &Self::Terms;
}
impl<M: Model<Ordering: KeysetList>> KeysetOrder<M> for ModelOrder {
    type Terms = M::Ordering;
    fn terms(&self) -> &M::Ordering {
        // An ordering holds columns only and has no size: neither box nor leak cost anything.
        Box::leak(Box::default())
    }
}
impl<M, L: KeysetList> KeysetOrder<M> for Said<L> {
    type Terms = L;
    fn terms(&self) -> &L {
        &self.0
    }
}
impl<M, O: KeysetOrder<M>> KeysetOrder<M> for Reversed<O> {
    type Terms = O::Terms;
    fn terms(&self) -> &O::Terms {
        self.0.terms()
    }
}

/// Reads the value of one expression.
pub struct PartReader<St, N>(PhantomData<fn() -> (St, N)>);

impl<St, N, DB> ReadPart<DB> for PartReader<St, N>
where
    St: KeysetSql,
    St::Rust: FromSql<St::Read, DB>,
    N: 'static,
    DB: Backend,
{
    const SHAPES: i64 = 1;
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        _: i64,
    ) -> deserialize::Result<PlaceValue> {
        let value = row.get_value::<Nullable<St::Read>, Option<St::Rust>, usize>(*at)?;
        *at += 1;
        Ok(value.map_or(PlaceValue::Null, St::part))
    }
}

macro_rules! directions {
    ($($node:ident $descending:literal)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<E, N> KeysetItem for $node<E, N>
        where
            E: Value<Stored: KeysetSql> + QueryId,
            E::Scope: OfRows,
            N: Nulls,
        {
            type Reader = PartReader<E::Stored, E::Null>;
            const STATIC: bool = !E::Null::MAYBE;
            const SHAPES: i64 = 1;
            fn shape(&self) -> i64 {
                0
            }
            fn fits(&self, part: &PlaceValue) -> bool {
                match part {
                    PlaceValue::Null => E::Null::MAYBE,
                    part => <E::Stored as KeysetSql>::value(part).is_some(),
                }
            }
            fn tell(&self, digest: &mut Digest) {
                E::tell(digest);
                digest.text(match ($descending, N::FIRST) {
                    (false, None | Some(true)) => "+",
                    (false, Some(false)) => "+last",
                    (true, None | Some(false)) => "-",
                    (true, Some(true)) => "-first",
                });
            }
        }
        #[diagnostic::do_not_recommend]
        impl<E, N, DB> KeysetItemOn<DB> for $node<E, N>
        where
            E: Value<Stored: KeysetSql> + QueryId + QueryFragment<DB>,
            E::Scope: OfRows,
            <E::Stored as KeysetSql>::Rust: FromSql<<E::Stored as KeysetSql>::Read, DB>,
            <E::Stored as KeysetSql>::Bound: ToSql<<E::Stored as KeysetSql>::Read, DB>,
            N: Nulls,
            DB: Backend + HasSqlType<<E::Stored as KeysetSql>::Read>,
        {
            fn push_value<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
                out.push_sql(", ");
                push_cast(<E::Stored as KeysetSql>::CAST.or(E::CAST), &self.0, out)
            }
            fn push_after<'b>(
                &'b self,
                part: &'b PlaceValue,
                reverse: bool,
                last: bool,
                depth: &mut usize,
                out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                let descending = $descending != reverse;
                let nulls_last = !N::FIRST.map_or(!descending, |first| first != reverse);
                Bound { expr: &self.0, part, descending, nulls_last }.push(last, depth, out)
            }
        }
    )* };
}
directions!(Asc false Desc true);

/// A term's expression, and its value at the place.
struct Bound<'b, E> {
    expr: &'b E,
    part: &'b PlaceValue,
    descending: bool,
    nulls_last: bool,
}

impl<'b, E> Bound<'b, E>
where
    E: Value<Stored: KeysetSql>,
{
    fn push<DB>(
        &self,
        last: bool,
        depth: &mut usize,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        E: QueryFragment<DB>,
        <E::Stored as KeysetSql>::Bound: ToSql<<E::Stored as KeysetSql>::Read, DB>,
        DB: Backend + HasSqlType<<E::Stored as KeysetSql>::Read>,
    {
        if *self.part == PlaceValue::Null {
            // Nothing but NULLs comes before or after a NULL, by where they stand.
            if !last {
                out.push_sql("(");
                *depth += 1;
            }
            self.expr.walk_ast(out.reborrow())?;
            out.push_sql(match (self.nulls_last, last) {
                (false, true) => " IS NOT NULL",
                (false, false) => " IS NOT NULL OR ",
                (true, false) => " IS NULL AND ",
                (true, true) => " IS NULL AND 1 = 0",
            });
            return Ok(());
        }
        let (beyond, from) = match self.descending {
            false => (" > ", " >= "),
            true => (" < ", " <= "),
        };
        if last {
            return self.compare(beyond, &mut out);
        }
        out.push_sql("(");
        self.compare(from, &mut out)?;
        out.push_sql(" AND (");
        self.compare(beyond, &mut out)?;
        out.push_sql(" OR ");
        *depth += 2;
        Ok(())
    }

    fn compare<DB>(&self, sign: &str, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        E: QueryFragment<DB>,
        <E::Stored as KeysetSql>::Bound: ToSql<<E::Stored as KeysetSql>::Read, DB>,
        DB: Backend + HasSqlType<<E::Stored as KeysetSql>::Read>,
    {
        let Some(value) = <E::Stored as KeysetSql>::value(self.part) else {
            // Cursors are looked at before their values are bound.
            return Err(crate::Error::Cursor(crate::error::CursorFault::OtherOrder).into());
        };
        let or_null = self.nulls_last && E::Null::MAYBE;
        if or_null {
            out.push_sql("(");
        }
        self.expr.walk_ast(out.reborrow())?;
        out.push_sql(sign);
        let (before, after) = out
            .backend()
            .dialect()
            .around_bind::<<E::Stored as KeysetSql>::Read>();
        out.push_sql(before);
        out.push_bind_param::<<E::Stored as KeysetSql>::Read, _>(value)?;
        out.push_sql(after);
        if or_null {
            out.push_sql(" OR ");
            self.expr.walk_ast(out.reborrow())?;
            out.push_sql(" IS NULL)");
        }
        Ok(())
    }
}

impl KeysetList for () {
    type Reader = ();
    const STATIC: bool = true;
    const SHAPES: i64 = 1;
    const TERMS: usize = 0;
    fn shape(&self) -> i64 {
        0
    }
    fn fits(&self, _: &[PlaceValue]) -> bool {
        true
    }
    fn tell(&self, _: &mut Digest) {}
}
impl<DB: Backend> ReadParts<DB> for () {
    const SHAPES: i64 = 1;
    fn read<'r, Rw: Row<'r, DB>>(
        _: &Rw,
        _: &mut usize,
        _: i64,
        _: &mut Vec<PlaceValue>,
    ) -> deserialize::Result<()> {
        Ok(())
    }
}
impl<DB: Backend> KeysetListOn<DB> for () {
    fn push_values<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
    fn push_after<'b>(
        &'b self,
        _: &'b [PlaceValue],
        _: bool,
        _: &mut usize,
        _: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
}

impl<H: KeysetItem, T: KeysetList> KeysetList for (H, T) {
    type Reader = (H::Reader, T::Reader);
    const STATIC: bool = H::STATIC && T::STATIC;
    const SHAPES: i64 = H::SHAPES * T::SHAPES;
    const TERMS: usize = 1 + T::TERMS;
    fn shape(&self) -> i64 {
        self.0.shape() + H::SHAPES * self.1.shape()
    }
    fn fits(&self, parts: &[PlaceValue]) -> bool {
        let Some((part, rest)) = parts.split_first() else {
            return false;
        };
        self.0.fits(part) && self.1.fits(rest)
    }
    fn tell(&self, digest: &mut Digest) {
        self.0.tell(digest);
        self.1.tell(digest);
    }
}
impl<H: ReadPart<DB>, T: ReadParts<DB>, DB: Backend> ReadParts<DB> for (H, T) {
    const SHAPES: i64 = H::SHAPES * T::SHAPES;
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        shape: i64,
        parts: &mut Vec<PlaceValue>,
    ) -> deserialize::Result<()> {
        parts.push(H::read(row, at, shape % H::SHAPES)?);
        T::read(row, at, shape / H::SHAPES, parts)
    }
}
#[diagnostic::do_not_recommend]
impl<H: KeysetItemOn<DB>, T: KeysetListOn<DB>, DB: Backend> KeysetListOn<DB> for (H, T) {
    fn push_values<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push_value(out.reborrow())?;
        self.1.push_values(out)
    }
    fn push_after<'b>(
        &'b self,
        parts: &'b [PlaceValue],
        reverse: bool,
        depth: &mut usize,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let Some((part, rest)) = parts.split_first() else {
            return Ok(());
        };
        let last = rest.iter().all(|part| *part == PlaceValue::Absent);
        self.0
            .push_after(part, reverse, last, depth, out.reborrow())?;
        self.1.push_after(rest, reverse, depth, out)
    }
}
