//! Set operations: `a.union(b)`, `union_all`, `intersect`, `except`.
//!
//! Of rows a set operation is one of keys: the whole is a queryset like any other, whose rows
//! have keys among those that the two sides give. Of values it is the database's own, and
//! [`Combined`].

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{All, Combined, Groups, KeyedSelect, QuerySet, Refined, Selection};
use crate::ast::{
    Among, CheckKeys, Condition, Locked, ModelOrder, NoSlice, Slice, SliceFrom, SliceFromTo,
    SliceTo, Unlocked,
};
use crate::backend::Backend;
use crate::load::count::{Flag, No, WholeTable, Yes};
use crate::load::spec::{Partly, RowSpec};
use crate::model::Model;

/// A set operation.
pub trait SetOperation: 'static {
    /// Its words.
    const SQL: &'static str;
}
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident $sql:literal;)*) => { $(
        $(#[$doc])*
        pub struct $name;
        impl SetOperation for $name {
            const SQL: &'static str = $sql;
        }
    )* };
}
operations! {
    /// What either side gives, each once.
    Union " UNION ";
    /// What either side gives, as often as both give it.
    UnionAll " UNION ALL ";
    /// What both sides give, each once.
    Intersect " INTERSECT ";
    /// What the left side gives and the right does not, each once.
    Except " EXCEPT ";
}

/// A queryset that gives what queryset `A` gives, so that `Op` can combine the two.
#[diagnostic::on_unimplemented(
    message = "the two querysets cannot be combined: they give different rows",
    label = "not what the left side gives",
    note = "combined are rows of one model, with the same relations loaded, or as many values of the same types in the same order: `values_list(title).union(queryset!(Artist.values_list(name)))`",
    note = "rows stand once, so `union_all` is for values; annotations are said of the whole, after the union"
)]
pub trait CombinedWith<Op, A> {
    /// Both in one.
    type Out;
    /// The left side's slice.
    type Left;
    /// The right side's slice.
    type Right;
    /// Both in one.
    fn combined_with(self, left: A) -> Self::Out;
}

/// The keys of two querysets of rows, as one set: `SELECT key … UNION SELECT key …`.
pub struct KeySet<Op, A, B> {
    left: A,
    right: B,
    op: PhantomData<fn() -> Op>,
}
impl<Op, A: Clone, B: Clone> Clone for KeySet<Op, A, B> {
    fn clone(&self) -> Self {
        Self {
            left: self.left.clone(),
            right: self.right.clone(),
            op: PhantomData,
        }
    }
}
impl<Op: 'static, A: QueryId, B: QueryId> QueryId for KeySet<Op, A, B> {
    type QueryId = KeySet<Op, A::QueryId, B::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = A::HAS_STATIC_QUERY_ID && B::HAS_STATIC_QUERY_ID;
}
impl<Op, A: Selection, B: Selection> CheckKeys for KeySet<Op, A, B> {
    fn check_keys(&self) -> crate::Result<()> {
        self.left.check()?;
        self.right.check()
    }
}
impl<Op, A, B, DB> QueryFragment<DB> for KeySet<Op, A, B>
where
    Op: SetOperation,
    A: KeyedSelect<DB> + Refined,
    B: KeyedSelect<DB> + Refined,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // MySQL would ask a set after IN again for each row; a derived table it asks once.
        let derived = !out.backend().dialect().limits_in_subquery();
        if derived {
            out.push_sql("SELECT * FROM (");
        }
        push_keys(&self.left, out.reborrow())?;
        out.push_sql(Op::SQL);
        push_keys(&self.right, out.reborrow())?;
        if derived {
            out.push_sql(") AS ");
            out.push_identifier("self.set")?;
        }
        Ok(())
    }
}

/// The keys of one side. One that is sliced stands in a derived table: SQLite takes no
/// parentheses around a side.
fn push_keys<'b, Q, DB>(side: &'b Q, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    Q: KeyedSelect<DB> + Refined,
    DB: Backend,
{
    if !Q::Slice::SLICED {
        return side.push_key(out);
    }
    out.push_sql("SELECT * FROM (");
    side.push_key(out.reborrow())?;
    out.push_sql(") AS ");
    out.push_identifier("self.side")
}

/// Whether a side looks at all rows of the table: a slice does.
pub trait SideLimits {
    /// Whether it does.
    type Limits: Flag;
}
impl SideLimits for NoSlice {
    type Limits = No;
}
macro_rules! sliced {
    ($($slice:ty)*) => { $( impl SideLimits for $slice { type Limits = WholeTable; } )* };
}
sliced!(SliceTo SliceFrom SliceFromTo);
/// Rows that are locked are refused by the step itself, in words.
impl<S: SideLimits, K> SideLimits for Locked<S, K> {
    type Limits = S::Limits;
}

/// What one side leaves out.
type LimitsOf<W, S> = <<W as Condition>::Limits as Flag>::Or<<S as SideLimits>::Limits>;
/// What two sides leave out, and the operation besides.
type BothLimits<W, S, W2, S2> = <<Yes as Flag>::Or<LimitsOf<W, S>> as Flag>::Or<LimitsOf<W2, S2>>;
/// The condition that rows are in a set of keys.
type InSet<M, Op, A, B, F> = Among<M, KeySet<Op, A, B>, F>;

/// What is loaded with rows: they are rows, and no values.
pub trait RowSlots {}
impl RowSlots for () {}
impl<H, T> RowSlots for (H, T) {}
impl<F, L> RowSlots for Partly<F, L> {}

/// A side, for its keys alone.
type Keys<M, W, O, D, S> = QuerySet<M, W, O, D, S, <M as Model>::Unloaded>;

macro_rules! rows {
    ($($op:ident)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, W, O, D, S, L, W2, O2, D2, S2, L2>
            CombinedWith<$op, QuerySet<M, W, O, D, S, L>> for QuerySet<M, W2, O2, D2, S2, L2>
        where
            M: Model,
            W: Condition,
            S: SideLimits,
            L: RowSlots + RowSpec<M>,
            W2: Condition,
            S2: SideLimits,
            L2: RowSlots + RowSpec<M, Loaded = L::Loaded, Record = L::Record>,
        {
            type Out = QuerySet<
                M,
                InSet<
                    M,
                    $op,
                    Keys<M, W, O, D, S>,
                    Keys<M, W2, O2, D2, S2>,
                    BothLimits<W, S, W2, S2>,
                >,
                ModelOrder,
                All,
                NoSlice,
                L,
            >;
            type Left = S;
            type Right = S2;
            fn combined_with(self, left: QuerySet<M, W, O, D, S, L>) -> Self::Out {
                let (left, slots) = left.keys_alone();
                let (right, _) = self.keys_alone();
                QuerySet {
                    condition: Among::new(KeySet {
                        left,
                        right,
                        op: PhantomData,
                    }),
                    order: ModelOrder,
                    slice: NoSlice,
                    slots,
                    types: PhantomData,
                }
            }
        }
    )* };
}
rows!(Union Intersect Except);

impl<M: Model, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    /// The same rows with nothing loaded, and what was.
    fn keys_alone(self) -> (Keys<M, W, O, D, S>, L) {
        let keys = QuerySet {
            condition: self.condition,
            order: self.order,
            slice: self.slice,
            slots: M::Unloaded::default(),
            types: PhantomData,
        };
        (keys, self.slots)
    }
}

macro_rules! steps {
    ($([$($params:tt)*] $ty:ty;)*) => { $(
        impl<$($params)*> $ty {
            /// What this queryset gives or another one, each row once.
            ///
            /// SQL of rows: `WHERE key IN (SELECT key … UNION SELECT key …)`; of values, and of
            /// groups, `SELECT … UNION SELECT …`.
            ///
            /// ```
            /// # orm_core::doctest_models!();
            /// let few = queryset!(Album.filter(id == 1));
            /// let both = queryset!(few.union(queryset!(Album.filter(title == "Big Ones"))).order_by(-id));
            /// assert_eq!(both.load(&mut connection())?[0].title, "Big Ones");
            /// let names = queryset!(Album.values_list(title).union(queryset!(Artist.values_list(name))).order_by(title)[..2]);
            /// assert_eq!(names.load(&mut connection())?, ["AC/DC", "Accept"]);
            /// # Ok::<(), orm_core::Error>(())
            /// ```
            pub fn union<Q: CombinedWith<Union, Self, Left: Unlocked, Right: Unlocked>>(self, other: Q) -> Q::Out {
                other.combined_with(self)
            }

            /// The values that this queryset gives and those of another one, as often as both
            /// give them.
            ///
            /// SQL: `SELECT … UNION ALL SELECT …`.
            ///
            /// There is none of rows: a row is found, batched, paged and counted by its key, which
            /// it has once. Rows as often as both give them are two lists,
            /// `rows.extend(others.load(conn)?)`.
            pub fn union_all<Q: CombinedWith<UnionAll, Self, Left: Unlocked, Right: Unlocked>>(self, other: Q) -> Q::Out {
                other.combined_with(self)
            }

            /// What both this queryset and another one give.
            ///
            /// SQL of rows: `WHERE key IN (SELECT key … INTERSECT SELECT key …)`; of values
            /// `SELECT … INTERSECT SELECT …`.
            pub fn intersect<Q: CombinedWith<Intersect, Self, Left: Unlocked, Right: Unlocked>>(self, other: Q) -> Q::Out {
                other.combined_with(self)
            }

            /// What this queryset gives and another one does not.
            ///
            /// SQL of rows: `WHERE key IN (SELECT key … EXCEPT SELECT key …)`; of values
            /// `SELECT … EXCEPT SELECT …`.
            pub fn except<Q: CombinedWith<Except, Self, Left: Unlocked, Right: Unlocked>>(self, other: Q) -> Q::Out {
                other.combined_with(self)
            }
        }
    )* };
}
steps! {
    [M, W, O, D, S, L] QuerySet<M, W, O, D, S, L>;
    [M, W, K, L, H, O, S] Groups<M, W, K, L, H, O, S>;
    [Op, A, B, O, S] Combined<Op, A, B, O, S>;
}
