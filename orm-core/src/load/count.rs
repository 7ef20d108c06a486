//! Numbers of queries, counted in types, so that too many is an error of `cargo check`.

/// A number as a type.
pub trait Nat {
    /// The number.
    const N: usize;
    /// The sum.
    type Plus<B: Nat>: Nat;
}
/// Zero.
pub struct Z;
/// One more.
pub struct S<N>(std::marker::PhantomData<fn() -> N>);

impl Nat for Z {
    const N: usize = 0;
    type Plus<B: Nat> = B;
}
impl<A: Nat> Nat for S<A> {
    const N: usize = 1 + A::N;
    type Plus<B: Nat> = S<A::Plus<B>>;
}

/// `Self` queries are at most `N`.
#[diagnostic::on_unimplemented(
    message = "this queryset runs more queries than `max_queries` allows",
    label = "more queries than this",
    note = "it runs 1 query, and 1 more for each batched relation: raise the number, or turn a to-one `prefetch_related` into a `select_related`"
)]
pub trait AtMost<const N: usize> {}

/// A number given as a constant.
pub struct Limit<const N: usize>;
/// The same number as a type.
pub trait AsNat {
    /// The number.
    type Nat: Nat;
}

/// `Self <= B`.
#[diagnostic::on_unimplemented(
    message = "this queryset runs more queries than `max_queries` allows",
    label = "more queries than this",
    note = "it runs 1 query, and 1 more for each batched relation: raise the number, or turn a to-one `prefetch_related` into a `select_related`"
)]
pub trait Within<B> {}
impl<B> Within<B> for Z {}
#[diagnostic::do_not_recommend]
impl<A: Within<B>, B> Within<S<B>> for S<A> {}

#[diagnostic::do_not_recommend]
impl<A, const N: usize> AtMost<N> for A
where
    Limit<N>: AsNat,
    A: Within<<Limit<N> as AsNat>::Nat>,
{
}

macro_rules! limits {
    ($($n:literal $nat:ty;)*) => { $( impl AsNat for Limit<$n> { type Nat = $nat; } )* };
}
limits! {
    0 Z; 1 S<<Limit<0> as AsNat>::Nat>; 2 S<<Limit<1> as AsNat>::Nat>; 3 S<<Limit<2> as AsNat>::Nat>;
    4 S<<Limit<3> as AsNat>::Nat>; 5 S<<Limit<4> as AsNat>::Nat>; 6 S<<Limit<5> as AsNat>::Nat>;
    7 S<<Limit<6> as AsNat>::Nat>; 8 S<<Limit<7> as AsNat>::Nat>; 9 S<<Limit<8> as AsNat>::Nat>;
    10 S<<Limit<9> as AsNat>::Nat>; 11 S<<Limit<10> as AsNat>::Nat>; 12 S<<Limit<11> as AsNat>::Nat>;
    13 S<<Limit<12> as AsNat>::Nat>; 14 S<<Limit<13> as AsNat>::Nat>; 15 S<<Limit<14> as AsNat>::Nat>;
    16 S<<Limit<15> as AsNat>::Nat>; 17 S<<Limit<16> as AsNat>::Nat>; 18 S<<Limit<17> as AsNat>::Nat>;
    19 S<<Limit<18> as AsNat>::Nat>; 20 S<<Limit<19> as AsNat>::Nat>; 21 S<<Limit<20> as AsNat>::Nat>;
    22 S<<Limit<21> as AsNat>::Nat>; 23 S<<Limit<22> as AsNat>::Nat>; 24 S<<Limit<23> as AsNat>::Nat>;
    25 S<<Limit<24> as AsNat>::Nat>; 26 S<<Limit<25> as AsNat>::Nat>; 27 S<<Limit<26> as AsNat>::Nat>;
    28 S<<Limit<27> as AsNat>::Nat>; 29 S<<Limit<28> as AsNat>::Nat>; 30 S<<Limit<29> as AsNat>::Nat>;
    31 S<<Limit<30> as AsNat>::Nat>; 32 S<<Limit<31> as AsNat>::Nat>;
}

/// Whether rows were left out, as a type.
pub trait Flag: 'static {
    /// Some are, or may be, left out.
    const SOME: bool = true;
    /// Either.
    type Or<B: Flag>: Flag;
    /// This, and rows were left out.
    type OrSome: Flag;
    /// The slot of a to-many relation: whole or part.
    type Many<T: 'static>: super::slot::BatchStore<T> + 'static;
}
/// All of them.
pub struct No;
/// A filter or a slice left rows out.
pub struct Yes;
/// Rows were left out by looking at all rows of the table, and not at those of one parent.
pub struct WholeTable;
impl Flag for WholeTable {
    type Or<B: Flag> = Self;
    type OrSome = Self;
    type Many<T: 'static> = super::slot::Part<T>;
}
impl Flag for No {
    const SOME: bool = false;
    type Or<B: Flag> = B;
    type OrSome = Yes;
    type Many<T: 'static> = super::slot::Whole<T>;
}
impl Flag for Yes {
    type Or<B: Flag> = B::OrSome;
    type OrSome = Yes;
    type Many<T: 'static> = super::slot::Part<T>;
}
