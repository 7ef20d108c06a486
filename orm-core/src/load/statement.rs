//! The statements a queryset turns into, each a Diesel query.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::RunQueryDsl;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;

use crate::ast::{CheckKeys, PushSlice, Slice};
use crate::backend::Backend;
use crate::model::{KeyList, KeyRef, Link};
use crate::queryset::{KeyedSelect, SelectOn, Selection};

/// How rows are asked for, as a type.
pub trait Mode: 'static {
    /// In the queryset's order.
    const ORDERED: bool = true;
    /// The order must be total.
    const TOTAL: bool;
    /// From the end.
    const REVERSE: bool = false;
    /// Only so many of them, and the text that says so where no slice does. A number in the
    /// text lets a database plan for it.
    const TOP: (i64, &'static str) = (i64::MAX, "");
}
/// All rows: total if sliced.
pub struct Plain;
/// All rows, in any order.
pub struct Unordered;
/// The first row of a total order.
pub struct FromStart;
/// The first row of the total order turned round.
pub struct FromEnd;
/// Any two rows: enough to see that there is more than one.
pub struct AnyTwo;
impl Mode for Plain {
    const TOTAL: bool = false;
}
impl Mode for Unordered {
    const ORDERED: bool = false;
    const TOTAL: bool = false;
}
impl Mode for FromStart {
    const TOTAL: bool = true;
    const TOP: (i64, &'static str) = (1, " LIMIT 1");
}
impl Mode for FromEnd {
    const TOTAL: bool = true;
    const REVERSE: bool = true;
    const TOP: (i64, &'static str) = (1, " LIMIT 1");
}
impl Mode for AnyTwo {
    const ORDERED: bool = false;
    const TOTAL: bool = false;
    const TOP: (i64, &'static str) = (2, " LIMIT 2");
}

/// The rows of a queryset, under a slice of the statement's own.
pub struct Rows<'q, Q, Sl, Md> {
    query: &'q Q,
    slice: Sl,
    mode: PhantomData<fn() -> Md>,
}

impl<'q, Q, Sl, Md> Rows<'q, Q, Sl, Md> {
    pub(crate) fn new(query: &'q Q, slice: Sl) -> Self {
        Self {
            query,
            slice,
            mode: PhantomData,
        }
    }
}

impl<Q: QueryId, Sl: Slice, Md: Mode> QueryId for Rows<'_, Q, Sl, Md> {
    type QueryId = Rows<'static, Q::QueryId, Sl::QueryId, Md>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<Q, Sl, Md> Query for Rows<'_, Q, Sl, Md> {
    type SqlType = Untyped;
}
impl<Q, Sl, Md, Conn> RunQueryDsl<Conn> for Rows<'_, Q, Sl, Md> {}
impl<Q, Sl, Md, DB> QueryFragment<DB> for Rows<'_, Q, Sl, Md>
where
    Q: SelectOn<DB>,
    Sl: PushSlice<DB>,
    Md: Mode,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.query.push_rows::<Sl, Md>(&self.slice, out)
    }
}

/// How many rows a queryset has.
pub struct Count<'q, Q>(pub(crate) &'q Q);
/// Whether a queryset has a row.
pub struct Exist<'q, Q>(pub(crate) &'q Q);

/// The primary keys of a queryset's rows, in total order.
pub struct KeysInOrder<'q, Q>(pub(crate) &'q Q);
/// The primary keys of a queryset's rows: what `in_` looks in.
#[derive(Clone)]
pub struct KeysOf<Q>(pub(crate) Q);

impl<Q: QueryId> QueryId for KeysOf<Q> {
    type QueryId = KeysOf<Q::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<Q: KeyedSelect<DB>, DB: Backend> QueryFragment<DB> for KeysOf<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push_key(out)
    }
}

impl<Q: Selection> CheckKeys for KeysOf<Q> {
    fn check_keys(&self) -> crate::Result<()> {
        self.0.check()
    }
}

macro_rules! statements {
    ($($node:ident $on:ident $push:ident;)*) => { $(
        impl<Q: QueryId> QueryId for $node<'_, Q> {
            type QueryId = $node<'static, Q::QueryId>;
            const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
        }
        impl<Q> Query for $node<'_, Q> {
            type SqlType = Untyped;
        }
        impl<Q, Conn> RunQueryDsl<Conn> for $node<'_, Q> {}
        impl<Q: $on<DB>, DB: Backend> QueryFragment<DB> for $node<'_, Q> {
            fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
                self.0.$push(out)
            }
        }
    )* };
}
statements! {
    Count SelectOn push_count;
    Exist SelectOn push_exists;
    KeysInOrder KeyedSelect push_keys_in_order;
}

/// The rows of a queryset that listed keys lead to by link `K`, with the keys' places.
pub struct Children<'q, K, Key, Q> {
    keys: &'q KeyList<Key>,
    query: &'q Q,
    link: PhantomData<fn() -> K>,
}

impl<'q, K, Key, Q> Children<'q, K, Key, Q> {
    pub(crate) fn new(keys: &'q KeyList<Key>, query: &'q Q) -> Self {
        Self {
            keys,
            query,
            link: PhantomData,
        }
    }
}

impl<K: 'static, Key, Q: QueryId> QueryId for Children<'_, K, Key, Q> {
    type QueryId = Children<'static, K, (), Q::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<K, Key, Q> Query for Children<'_, K, Key, Q> {
    type SqlType = Untyped;
}
impl<K, Key, Q, Conn> RunQueryDsl<Conn> for Children<'_, K, Key, Q> {}
impl<K, Key, Q, DB> QueryFragment<DB> for Children<'_, K, Key, Q>
where
    K: Link,
    Q: KeyedSelect<DB> + Selection<Model = K::To>,
    Key: KeyRef,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.query.push_children::<K, Key>(self.keys, out)
    }
}

/// Whether a queryset has a row with the listed key.
pub struct Contains<'q, Key, Q> {
    keys: &'q KeyList<Key>,
    query: &'q Q,
}

impl<'q, Key, Q> Contains<'q, Key, Q> {
    pub(crate) fn new(keys: &'q KeyList<Key>, query: &'q Q) -> Self {
        Self { keys, query }
    }
}

impl<Key, Q: QueryId> QueryId for Contains<'_, Key, Q> {
    type QueryId = Contains<'static, (), Q::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<Key, Q> Query for Contains<'_, Key, Q> {
    type SqlType = Untyped;
}
impl<Key, Q, Conn> RunQueryDsl<Conn> for Contains<'_, Key, Q> {}
impl<Key, Q, DB> QueryFragment<DB> for Contains<'_, Key, Q>
where
    Q: KeyedSelect<DB>,
    Key: KeyRef,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.query.push_contains(self.keys, out)
    }
}
