//! Adding a path to what is loaded: which spec a relation has before and after.

use super::QuerySet;
use super::build::AllOf;
use crate::ast::{
    ByName, Locked, ModelOrder, NoSlice, OrderList, Reversed, Said, SliceFrom, SliceFromTo, SliceTo,
};
use crate::load::count::{S, Z};
use crate::load::slot::NotLoaded;
use crate::load::spec::{Batch, Join, Partly};
use crate::model::{Model, Relation, ToOne};
use crate::path::{Hops, IntoHop, Path, PathList};

/// A relation's path as a list of relations.
pub type ListOf<H> = <<H as IntoHop>::Parent as PathList<(<H as IntoHop>::Rel, ())>>::List;

/// A path of to-one relations, for `select_related`.
#[diagnostic::on_unimplemented(
    message = "`select_related` joins to-one relations, and this is none",
    label = "a to-one relation goes here",
    note = "of a to-many relation a JOIN would repeat every row: write `.prefetch_related(…)`, one batched query however many rows"
)]
pub trait SelectPath<M> {
    /// The path as a list.
    type List;
}
#[diagnostic::do_not_recommend]
impl<M, P, R> SelectPath<M> for Hops<P, R>
where
    P: Path + PathList<(R, ())>,
    R: Relation<From = P::Model>,
    R::Arity: ToOne,
{
    type List = P::List;
}

/// By JOIN.
#[derive(Clone, Copy)]
pub struct JoinPath;
/// By batched queries.
#[derive(Clone, Copy)]
pub struct BatchPath;
/// By batched queries, the last of them this queryset's.
pub struct BatchWith<Q>(pub Q);

/// Adds a path to a list of specs.
#[diagnostic::on_unimplemented(
    message = "this relation is loaded twice, in ways that contradict each other",
    label = "already loaded in another way",
    note = "load it once: by `select_related`, by `prefetch_related`, or with one inner queryset"
)]
pub trait PutPath<List, Op> {
    /// The specs with the path.
    type Out;
    /// Adds it.
    fn put_path(self, op: Op) -> Self::Out;
}

/// A path that can be added to a queryset that loads `L`. The path is the `Self` here: while it is
/// not known the compiler does not know that there is no impl, and so gives the text below.
#[diagnostic::on_unimplemented(
    message = "a queryset out of `impl QuerySetOf<…>` takes no further relations",
    label = "not among what the signature says is loaded",
    note = "load it in the function that returns the queryset, and say so in its signature: `impl QuerySetOf<Model, row!(Model.select_related(…))>`"
)]
pub trait PutInto<L, List, Op> {
    /// The specs with the path.
    type Out;
    /// Adds it.
    fn put_into(list: L, op: Op) -> Self::Out;
}
#[diagnostic::do_not_recommend]
impl<P, L, List, Op> PutInto<L, List, Op> for P
where
    L: Takes<List, Op>,
{
    type Out = L::Out;
    fn put_into(list: L, op: Op) -> Self::Out {
        list.take(op)
    }
}

/// A list that is known.
pub trait Takes<List, Op> {
    /// The specs with the path.
    type Out;
    /// Adds it.
    fn take(self, op: Op) -> Self::Out;
}
#[diagnostic::do_not_recommend]
impl<List, Op, H, T> Takes<List, Op> for (H, T)
where
    (H, T): PutPath<List, Op>,
{
    type Out = <(H, T) as PutPath<List, Op>>::Out;
    fn take(self, op: Op) -> Self::Out {
        self.put_path(op)
    }
}

/// Changes the spec at place `I`.
#[diagnostic::on_unimplemented(
    message = "this relation is loaded twice, in ways that contradict each other",
    label = "already loaded in another way",
    note = "load it once: by `select_related`, by `prefetch_related`, or with one inner queryset"
)]
pub trait Put<I, R, Rest, Op> {
    /// The specs after the change.
    type Out;
    /// Changes it.
    fn put(self, op: Op) -> Self::Out;
}

/// What becomes of the spec of relation `R`, where `Rest` of the path lies behind it.
#[diagnostic::on_unimplemented(
    message = "this relation is loaded twice, in ways that contradict each other",
    label = "already loaded in another way",
    note = "load it once: by `select_related`, by `prefetch_related`, or with one inner queryset"
)]
pub trait Apply<R, Rest, Op> {
    /// The spec after the change.
    type Out;
    /// Changes it.
    fn apply(self, op: Op) -> Self::Out;
}

#[diagnostic::do_not_recommend]
impl<R, Rest, Op, L> PutPath<(R, Rest), Op> for L
where
    R: Relation,
    L: Put<R::Index, R, Rest, Op>,
{
    type Out = L::Out;
    fn put_path(self, op: Op) -> L::Out {
        self.put(op)
    }
}

/// Fields that were left out of rows do not change what is loaded with them.
#[diagnostic::do_not_recommend]
impl<I, R, Rest, Op, F, L> Put<I, R, Rest, Op> for Partly<F, L>
where
    L: Put<I, R, Rest, Op>,
{
    type Out = Partly<F, L::Out>;
    fn put(self, op: Op) -> Self::Out {
        Partly {
            list: self.list.put(op),
            fields: self.fields,
        }
    }
}
#[diagnostic::do_not_recommend]
impl<List, Op, F, L> Takes<List, Op> for Partly<F, L>
where
    Self: PutPath<List, Op>,
{
    type Out = <Self as PutPath<List, Op>>::Out;
    fn take(self, op: Op) -> Self::Out {
        self.put_path(op)
    }
}

#[diagnostic::do_not_recommend]
impl<R, Rest, Op, H, T> Put<Z, R, Rest, Op> for (H, T)
where
    H: Apply<R, Rest, Op>,
{
    type Out = (H::Out, T);
    fn put(self, op: Op) -> Self::Out {
        (self.0.apply(op), self.1)
    }
}
#[diagnostic::do_not_recommend]
impl<I, R, Rest, Op, H, T> Put<S<I>, R, Rest, Op> for (H, T)
where
    T: Put<I, R, Rest, Op>,
{
    type Out = (H, T::Out);
    fn put(self, op: Op) -> Self::Out {
        (self.0, self.1.put(op))
    }
}

// The end of a path.

#[diagnostic::do_not_recommend]
impl<R: Relation> Apply<R, (), JoinPath> for NotLoaded {
    type Out = Join<<R::To as Model>::Unloaded>;
    fn apply(self, _: JoinPath) -> Self::Out {
        Join(Default::default())
    }
}
#[diagnostic::do_not_recommend]
impl<R: Relation> Apply<R, (), BatchPath> for NotLoaded {
    type Out = Batch<AllOf<R::To>>;
    fn apply(self, _: BatchPath) -> Self::Out {
        Batch(QuerySet::every())
    }
}
#[diagnostic::do_not_recommend]
impl<R: Relation, Q> Apply<R, (), BatchWith<Q>> for NotLoaded {
    type Out = Batch<Q>;
    fn apply(self, op: BatchWith<Q>) -> Self::Out {
        Batch(op.0)
    }
}
/// Joined already: nothing changes.
impl<R: Relation, L> Apply<R, (), JoinPath> for Join<L> {
    type Out = Self;
    fn apply(self, _: JoinPath) -> Self {
        self
    }
}
/// Batched already: nothing changes.
impl<R: Relation, Q> Apply<R, (), BatchPath> for Batch<Q> {
    type Out = Self;
    fn apply(self, _: BatchPath) -> Self {
        self
    }
}

// On the way.

#[diagnostic::do_not_recommend]
impl<R, R2, Rest> Apply<R, (R2, Rest), JoinPath> for NotLoaded
where
    R: Relation,
    <R::To as Model>::Unloaded: PutPath<(R2, Rest), JoinPath>,
{
    type Out = Join<<<R::To as Model>::Unloaded as PutPath<(R2, Rest), JoinPath>>::Out>;
    fn apply(self, op: JoinPath) -> Self::Out {
        Join(<R::To as Model>::Unloaded::default().put_path(op))
    }
}
macro_rules! batched_on_the_way {
    ($op:ty $(, $q:ident)?) => {
        #[diagnostic::do_not_recommend]
        impl<R, R2, Rest $(, $q)?> Apply<R, (R2, Rest), $op> for NotLoaded
        where
            R: Relation,
            <R::To as Model>::Unloaded: PutPath<(R2, Rest), $op>,
        {
            type Out = Batch<QuerySet<
                R::To,
                <R::To as Model>::Scope,
                ModelOrder,
                super::All,
                NoSlice,
                <<R::To as Model>::Unloaded as PutPath<(R2, Rest), $op>>::Out,
            >>;
            fn apply(self, op: $op) -> Self::Out {
                Batch(QuerySet::every().with_slots(|slots: <R::To as Model>::Unloaded| slots.put_path(op)))
            }
        }
    };
}
batched_on_the_way!(BatchPath);
batched_on_the_way!(BatchWith<Q>, Q);

/// A hop that is joined is walked through.
impl<R, R2, Rest, Op, L> Apply<R, (R2, Rest), Op> for Join<L>
where
    R: Relation,
    L: PutPath<(R2, Rest), Op>,
{
    type Out = Join<L::Out>;
    fn apply(self, op: Op) -> Self::Out {
        Join(self.0.put_path(op))
    }
}
/// A hop that is batched already is shared.
impl<R, R2, Rest, Op, M, W, O, D, Sl, L> Apply<R, (R2, Rest), Op>
    for Batch<QuerySet<M, W, O, D, Sl, L>>
where
    R: Relation,
    L: PutPath<(R2, Rest), Op>,
{
    type Out = Batch<QuerySet<M, W, O, D, Sl, L::Out>>;
    fn apply(self, op: Op) -> Self::Out {
        Batch(self.0.with_slots(|slots| slots.put_path(op)))
    }
}

/// An order of rows of `M` that a slice for each parent can cut: any where nothing is cut,
/// else one that says which rows come first.
#[diagnostic::on_unimplemented(
    message = "a slice for each parent needs an order: which rows come first?",
    label = "sliced, and not ordered",
    note = "write `.order_by(…)` before the slice"
)]
pub trait OrderFor<S, M> {}
#[diagnostic::do_not_recommend]
impl<O, M> OrderFor<NoSlice, M> for O {}
/// That rows are locked is refused by itself.
#[diagnostic::do_not_recommend]
impl<O: OrderFor<S, M>, S, K, M> OrderFor<Locked<S, K>, M> for O {}
macro_rules! ordered {
    ($($slice:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<O: Ordered<M>, M> OrderFor<$slice, M> for O {}
    )* };
}
ordered!(SliceTo SliceFrom SliceFromTo);

/// An order was said, or the model has one.
pub trait Ordered<M> {}
impl<M, L: OrderList> Ordered<M> for Said<L> {}
impl<M, O: Ordered<M>> Ordered<M> for Reversed<O> {}
impl<M, O: Ordered<M>, T> Ordered<M> for ByName<O, T> {}
impl<M: Model> Ordered<M> for ModelOrder where M::Ordering: NotEmpty {}

/// A list with terms.
pub trait NotEmpty {}
impl<H, T> NotEmpty for (H, T) {}
